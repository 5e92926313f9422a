#include "pos/till/step.h"

#include "pos/core/overload.h"
#include "pos/till/regions.h"
#include "pos/till/rights.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

SaleStage step_sale(Turn& turn, SaleStage stage, const Event& event) {
    SaleStage next = std::visit(
        Overload{
            [&](stage::Starting& s) { return step_starting(turn, s, event); },
            [&](stage::Questions& s) { return step_questions(turn, std::move(s), event); },
            [&](stage::NoShift& s) { return step_no_shift(turn, s, event); },
            [&](stage::Idle& s) { return step_idle(turn, s, event); },
            [&](stage::Ringing& s) { return step_ringing(turn, std::move(s), event); },
            [&](stage::Asking& s) { return step_asking(turn, std::move(s), event); },
            [&](stage::Paying& s) { return step_paying(turn, std::move(s), event); },
            [&](stage::CardPending& s) { return step_card_pending(turn, std::move(s), event); },
            [&](stage::Committing& s) { return step_committing(turn, std::move(s), event); },
            [&](stage::Printing& s) { return step_printing(turn, std::move(s), event); },
            [&](stage::Done& s) { return step_done(turn, std::move(s), event); },
            [&](stage::Counting& s) { return step_counting(turn, std::move(s), event); },
            [&](stage::FindingOriginal& s) {
                return step_finding_original(turn, std::move(s), event);
            },
            [&](stage::Returning& s) { return step_returning(turn, std::move(s), event); },
        },
        stage);
    // A frozen receipt is being paid, wherever it comes back from.
    if (auto* ringing = std::get_if<stage::Ringing>(&next); ringing && ringing->receipt.frozen_at)
        return stage::Paying{std::move(ringing->receipt)};
    return next;
}

bool is_act(const Event& event) {
    return std::visit([]<typename E>(const E&) { return kIn<E, Acts>; }, event);
}

// A PIN for signing in is the operator's business, one for an approval the sale's.
bool of_operator(const Event& event) {
    if (const auto* yes = std::get_if<event::PinVerified>(&event))
        return yes->purpose == PinPurpose::SignIn;
    if (const auto* no = std::get_if<event::PinRefused>(&event))
        return no->purpose == PinPurpose::SignIn;
    return false;
}

// Until the journal and the devices have answered, nobody leaves.
bool is_busy(const SaleStage& sale) {
    return std::holds_alternative<stage::CardPending>(sale) ||
           std::holds_alternative<stage::Committing>(sale) ||
           std::holds_alternative<stage::Printing>(sale);
}

bool takes_scans(const SaleStage& sale) {
    return std::holds_alternative<stage::Idle>(sale) ||
           std::holds_alternative<stage::Ringing>(sale) ||
           std::holds_alternative<stage::Paying>(sale) ||
           std::holds_alternative<stage::Done>(sale) ||
           std::holds_alternative<stage::NoShift>(sale) ||
           std::holds_alternative<stage::Returning>(sale);
}

bool awaits_read(const Effect& effect) {
    return std::visit(Overload{
                          [](const effect::VerifyPin&) { return true; },
                          [](const effect::FindGoods&) { return true; },
                          [](const effect::SearchGoods&) { return true; },
                          [](const effect::ListCategory&) { return true; },
                          [](const effect::FindMember&) { return true; },
                          [](const effect::ListDrafts&) { return true; },
                          [](const effect::FetchDraft&) { return true; },
                          [](const effect::FindOriginal&) { return true; },
                          [](const effect::ReadTotals&) { return true; },
                          [](const auto&) { return false; },
                      },
                      effect);
}

// Scans that waited are taken up one by one, each when the one before has been answered.
void take_up_waiting(Turn& turn, SaleStage& sale) {
    while (!turn.desk.waiting.empty() && turn.cashier && takes_scans(sale) &&
           std::ranges::none_of(turn.effects, awaits_read)) {
        const event::Scanned scan{turn.desk.waiting.front()};
        turn.desk.waiting.pop_front();
        sale = step_sale(turn, std::move(sale), scan);
    }
}

// The name of a gift is for show and comes whenever it comes.
bool takes_gift_name(SaleStage& sale, const Event& event) {
    const auto* found = std::get_if<event::GoodsFound>(&event);
    if (!found || found->query.purpose != GoodsPurpose::NameGift) return false;
    stage::OpenReceipt* receipt = open_receipt(sale);
    if (receipt && found->goods) receipt->gift_names[found->goods->sku] = found->goods->name;
    return true;
}

// Nobody waits for this commit or this paper: if it failed, it is said here.
void note_failure(Turn& turn, const SaleStage& sale, const Event& event) {
    const auto waits = [&](std::uint64_t ticket) {
        if (const auto* s = std::get_if<stage::CardPending>(&sale)) return s->ticket == ticket;
        if (const auto* s = std::get_if<stage::Committing>(&sale)) return s->ticket == ticket;
        if (const auto* s = std::get_if<stage::Printing>(&sale)) return s->ticket == ticket;
        return false;
    };
    if (const auto* failed = std::get_if<event::JournalFailed>(&event)) {
        if (!waits(failed->ticket)) refuse(turn, Refusal::JournalFailed);
    } else if (const auto* print = std::get_if<event::PrintFinished>(&event)) {
        if (!waits(print->ticket) && print->result != PrintResult::Printed)
            say(turn, {"till.notice.not_printed", {}});
    }
}

void forget_said(Desk& desk, const Event& event) {
    if (is_act(event)) desk.said.reset();
}

}  // namespace

SaleStage resting(const Turn& turn) {
    if (turn.desk.shift) return stage::Idle{};
    return stage::NoShift{};
}

Stage first_stage(const World& world, LocalTime now) {
    Stage stage;
    stage.desk.language = world.shop->language;
    stage.desk.now = now;
    return stage;
}

Next step(const World& world, Stage stage, const Event& event) {
    Turn turn{world, stage.desk, nullptr, {}};
    const auto signed_in = [&] { return std::get_if<stage::SignedIn>(&stage.operators); };
    forget_said(stage.desk, event);

    const AtDesk before = at_desk(stage.sale, stage.sync);
    const bool was_signed_in = signed_in() != nullptr;
    turn.cashier = signed_in();
    stage.operators = step_operator(turn, std::move(stage.operators), event, is_busy(stage.sale));
    turn.cashier = signed_in();
    step_desk(turn, event);
    stage.devices = step_devices(turn, std::move(stage.devices), event);
    stage.sync = step_sync(std::move(stage.sync), event);

    note_failure(turn, stage.sale, event);
    const bool admitted = was_signed_in || !is_act(event);
    if (admitted && !of_operator(event) && !takes_gift_name(stage.sale, event) &&
        !takes_rights(turn, stage.sale, event))
        stage.sale = step_sale(turn, std::move(stage.sale), event);
    take_up_waiting(turn, stage.sale);
    follow_customer(turn, before, at_desk(stage.sale, stage.sync), stage.sale);

    stage.customer = step_customer(turn, stage.customer, stage.sale);
    std::vector<Effect> effects = std::move(turn.effects);
    return {std::move(stage), std::move(effects)};
}

}  // namespace kopilka
