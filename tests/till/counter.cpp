#include "tests/till/counter.h"

#include "pos/core/overload.h"
#include "pos/loyalty/parse.h"
#include "pos/sale/report.h"

#include <algorithm>
#include <deque>

#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

constexpr LocalTime kMorning{{1'773'000'000'000}, 180};

RoleLimits cashier_limits() {
    RoleLimits limits;
    limits.line_discount = BasisPoints::percent(5);
    limits.void_line = true;
    limits.return_with_receipt = true;
    limits.x_report = true;
    limits.close_shift = true;
    return limits;
}

RoleLimits manager_limits() {
    RoleLimits limits = cashier_limits();
    limits.line_discount = BasisPoints::percent(100);
    limits.manual_price = limits.void_receipt = limits.return_without_receipt = true;
    limits.open_drawer = limits.cash_in_out = true;
    return limits;
}

}  // namespace

std::shared_ptr<const ShopSettings> small_shop() {
    auto shop = std::make_shared<ShopSettings>();
    shop->store = {"nevsky"};
    shop->name = {"Копилка на Невском", "Kopilka on Nevsky"};
    shop->utc_offset_minutes = 180;
    shop->departments = {{"1", {"Продукты", "Food"}, BasisPoints::percent(10), 0},
                         {"5", {"Товары 18+", "Goods 18+"}, BasisPoints::percent(20), 18}};
    shop->roles = {{Role::Cashier, cashier_limits()},
                   {Role::Senior, cashier_limits()},
                   {Role::Manager, manager_limits()}};
    shop->roles[Role::Senior].line_discount = BasisPoints::percent(15);
    shop->staff = {{{"marina"}, {"Марина", "Marina"}, Role::Cashier, ""},
                   {{"nina"}, {"Нина", "Nina"}, Role::Senior, ""},
                   {{"elena"}, {"Елена", "Elena"}, Role::Manager, ""}};
    return shop;
}

std::shared_ptr<const Publication> small_publication() {
    const std::vector<PublicationFile> files{{"test.toml",
                                              "programme = \"test\"\n"
                                              "name = { ru = \"Проба\", en = \"Test\" }\n"
                                              "[points]\n"
                                              "worth = \"1.00\"\n"}};
    auto parsed = parse_publication(files);
    EXPECT_TRUE(parsed.has_value());
    return std::make_shared<const Publication>(std::move(*parsed));
}

Goods goods(std::string sku, const char* price) {
    Goods goods;
    goods.name = {"Товар " + sku, "Goods " + sku};
    goods.barcodes = {sku};
    goods.sku = {std::move(sku)};
    goods.department = "1";
    goods.price = money(price);
    goods.tax_rate = BasisPoints::percent(20);
    return goods;
}

Member member(std::uint8_t number, std::string first_name) {
    Member member;
    member.view.id.value.back() = number;
    member.view.joined = *parse_date("2025-01-01");
    member.view.accounts[{"test"}].lots = {{Points::of(20'000), Instant{0}, std::nullopt}};
    member.person = {std::move(first_name), "Иванова", "+7999000000" + std::to_string(number % 10)};
    member.cards = {"29" + std::to_string(number)};
    return member;
}

Counter::Counter() {
    world.shop = small_shop();
    world.publication = small_publication();
    world.store = {"nevsky"};
    world.till = {"nevsky-1"};
    catalogue = {goods("milk", "89.90"), goods("bread", "45.00"), goods("wine", "700.00"),
                 goods("apples", "199.90"), goods("cigarettes", "250.00")};
    catalogue[2].age_limit = 18;
    catalogue[3].measure = Measure::Weight;
    catalogue[3].item = "00123";
    catalogue[4].marked = true;
    members = {member(1, "Анна"), member(2, "Борис")};
    stage = first_stage(world, kMorning);
}

void Counter::give(Event event, bool hold) {
    if (hold)
        held.push_back(std::move(event));
    else
        act(event);
}

void Counter::act(const Event& event) {
    Next next = step(world, std::move(stage), event);
    stage = std::move(next.stage);
    effects.insert(effects.end(), next.effects.begin(), next.effects.end());
    for (const Effect& effect : next.effects) {
        const bool device = std::holds_alternative<effect::Print>(effect) ||
                            std::holds_alternative<effect::AskTerminal>(effect) ||
                            std::holds_alternative<effect::AskTerminalAgain>(effect) ||
                            std::holds_alternative<effect::CancelPayment>(effect);
        const bool disk = std::holds_alternative<effect::Journal>(effect);
        if (auto answered = answer(effect))
            give(std::move(*answered), (disk && hold_journal) || (device && hold_devices));
    }
}

void Counter::release() {
    hold_journal = hold_devices = false;
    std::vector<Event> waiting = std::move(held);
    held.clear();
    for (const Event& event : waiting) act(event);
}

Event Counter::answer_journal(const effect::Journal& commit) {
    if (disk_full) return event::JournalFailed{commit.ticket, {"till.refuse.journal_failed", {}}};
    event::Journaled done{commit.ticket, {}};
    for (const JournalEntry& entry : commit.entries) {
        journal.push_back(entry);
        Stamp stamp{{world.till, Epoch{1}, Sequence{journal.size()}}, {}};
        stamp.hash.value[0] = static_cast<std::uint8_t>(journal.size());
        if (const auto* sale = std::get_if<Sale>(&entry))
            sales.push_back({stamp.id, stamp.hash, commit.at, *sale, {}});
        if (const auto* back = std::get_if<Return>(&entry))
            for (OriginalSale& sale : sales)
                if (sale.id == back->original)
                    sale.returned.insert(sale.returned.end(), back->units.begin(),
                                         back->units.end());
        done.stamps.push_back(stamp);
    }
    if (commit.save) drafts[{commit.save->till, commit.save->id}] = *commit.save;
    for (const DraftRef& draft : commit.remove) drafts.erase(draft);
    return done;
}

std::optional<Event> Counter::answer_read(const Effect& effect) {
    if (const auto* find = std::get_if<effect::FindGoods>(&effect)) {
        const auto found = std::ranges::find_if(
            catalogue, [&](const Goods& each) { return matches(each, find->query.key); });
        event::GoodsFound answer{find->query, std::nullopt};
        if (found != catalogue.end()) answer.goods = *found;
        return answer;
    }
    if (const auto* find = std::get_if<effect::FindMember>(&effect)) {
        event::MembersFound answer{find->query, {}};
        if (std::holds_alternative<SignedCard>(find->query.key)) answer.proof = card_proof;
        for (const Member& each : members)
            if (answer.proof == CardProof::Genuine && matches(each, find->query))
                answer.members.push_back(each);
        return answer;
    }
    if (const auto* find = std::get_if<effect::FindOriginal>(&effect)) {
        event::OriginalsFound answer{find->query, {}};
        for (const OriginalSale& each : sales)
            if (matches(each, find->query)) answer.sales.push_back(each);
        return answer;
    }
    if (std::holds_alternative<effect::ListDrafts>(effect)) {
        event::DraftsListed answer;
        for (const auto& [ref, draft] : drafts)
            if (draft.state == DraftState::Suspended) answer.drafts.push_back({ref, {}, {}, 1, {}});
        return answer;
    }
    if (const auto* fetch = std::get_if<effect::FetchDraft>(&effect)) {
        event::DraftFetched answer{fetch->draft, std::nullopt, std::nullopt};
        if (drafts.contains(fetch->draft)) answer.found = drafts[fetch->draft];
        if (answer.found && answer.found->member)
            for (const Member& each : members)
                if (each.view.id == *answer.found->member) answer.member = each;
        return answer;
    }
    if (const auto* read = std::get_if<effect::ReadTotals>(&effect)) {
        ShiftTotals totals;
        for (const JournalEntry& entry : journal) totals = accumulate(totals, entry);
        return event::TotalsRead{read->purpose, totals};
    }
    return std::nullopt;
}

std::optional<Event> Counter::answer(const Effect& effect) {
    if (auto read = answer_read(effect)) return read;
    if (const auto* commit = std::get_if<effect::Journal>(&effect)) return answer_journal(*commit);
    if (const auto* pin = std::get_if<effect::VerifyPin>(&effect)) {
        if (pins[pin->cashier.value] == pin->pin)
            return event::PinVerified{pin->purpose, pin->cashier};
        ++wrong_pins;
        return event::PinRefused{pin->purpose, pin->cashier, wrong_pins, wrong_pins > 4 ? 5u : 0u};
    }
    if (const auto* ask = std::get_if<effect::AskTerminal>(&effect))
        return event::PaymentAnswered{ask->operation, terminal, ask->operation, {}};
    if (const auto* ask = std::get_if<effect::AskTerminalAgain>(&effect))
        return event::PaymentAnswered{ask->operation, terminal, ask->operation, {}};
    if (const auto* ask = std::get_if<effect::CancelPayment>(&effect)) {
        if (!cancels) return event::PaymentAnswered{ask->operation, CardOutcome::Declined, {}, {}};
        cancelled.insert(ask->operation);
        return event::PaymentAnswered{ask->operation, CardOutcome::Cancelled, {}, {}};
    }
    if (const auto* print = std::get_if<effect::Print>(&effect))
        return event::PrintFinished{print->ticket, printer};
    if (const auto* save = std::get_if<effect::SaveDraft>(&effect))
        drafts[{save->draft.till, save->draft.id}] = save->draft;
    if (const auto* remove = std::get_if<effect::RemoveDraft>(&effect)) drafts.erase(remove->draft);
    return std::nullopt;
}

Counter& Counter::start(event::Recovered recovered) {
    act(std::move(recovered));
    return *this;
}
Counter& Counter::sign_in(const char* cashier) {
    act(event::SignIn{{cashier}, pins[cashier]});
    return *this;
}
Counter& Counter::open_shift(const char* cash_float) {
    act(event::OpenShift{money(cash_float)});
    return *this;
}
Counter& Counter::ready() {
    start().sign_in().open_shift();
    effects.clear();
    journal.clear();
    return *this;
}
Counter& Counter::scan(const std::string& barcode) {
    act(event::Scanned{GoodsCode{barcode}});
    return *this;
}
Counter& Counter::show_phone(const Member& of) {
    SignedCard card;
    card.certificate.member = of.view.id;
    card.counter = 1;
    act(event::Scanned{card});
    return *this;
}
Counter& Counter::scan_card(const std::string& number, IdentityStrength strength) {
    act(event::Scanned{CardCode{number, strength}});
    return *this;
}

std::optional<Refusal> Counter::refusal() const {
    return stage.desk.said ? stage.desk.said->refused : std::nullopt;
}

const stage::OpenReceipt& Counter::receipt() const {
    static const stage::OpenReceipt kNone;
    if (const auto* s = at<stage::Ringing>()) return s->receipt;
    if (const auto* s = at<stage::Paying>()) return s->receipt;
    if (const auto* s = at<stage::Asking>(); s && s->receipt) return *s->receipt;
    ADD_FAILURE() << "no open receipt";
    return kNone;
}

}  // namespace kopilka::test
