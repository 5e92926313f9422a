// Random days at the counter: whatever a person does in whatever order, and whatever disk, terminal
// and printer answer and when, these never break.
#include "tests/till/counter.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka::test {
namespace {

using rc::gen::element;
using rc::gen::inRange;

LineId some_line() { return {*inRange<std::uint32_t>(0, 5)}; }
Money some_money() { return Money::of(*inRange<std::int64_t>(0, 100'000)); }

Payload some_payload() {
    switch (*inRange(0, 9)) {
        case 0: return GoodsCode{"bread"};
        case 1: return GoodsCode{"wine"};
        case 2: return GoodsCode{"nobody knows"};
        case 3: return WeighedGoods{"00123", Quantity::of(*inRange<std::int64_t>(1, 3'000))};
        case 4:
            return CardCode{*element<std::string>("291", "292", "29999"),
                            IdentityStrength::Plastic};
        case 5: return MarkedGoods{"cigarettes", *element<std::string>("S1", "S2"), "mark"};
        case 6: return CouponCode{"SPRING"};
        case 7: return ReceiptCode{"nevsky-1", 1, *inRange<std::uint64_t>(1, 20), ""};
        default: return GoodsCode{"milk"};
    }
}

// A quarter of the acts are scans, as at a till.
Event some_act() {
    switch (*inRange(0, 48)) {
        case 0: return event::SignIn{{"marina"}, *element<std::string>("1111", "0000")};
        case 1: return event::SignOut{};
        case 2: return event::OpenShift{some_money()};
        case 3: return event::CloseShift{};
        case 4: return event::CashCounted{some_money()};
        case 5: return event::MoveCash{some_money(), "r"};
        case 6: return event::ReportWanted{};
        case 7: return event::DrawerWanted{"r"};
        case 8: return event::ScanRefused{};
        case 9: return event::GoodsChosen{{*element<std::string>("milk", "apples", "none")}};
        case 10: return event::QuantityKeyed{Quantity::of(*inRange<std::int64_t>(-1, 5'000))};
        case 11: return event::QuantityChanged{some_line(), units(*inRange<std::int64_t>(0, 9))};
        case 12: return event::PriceCheckWanted{};
        case 13: return event::DepartmentSale{*element<std::string>("1", "5", "9"), some_money()};
        case 14: return event::PriceKeyed{some_line(), some_money()};
        case 15:
            return event::DiscountKeyed{some_line(),
                                        BasisPoints{*inRange<std::int64_t>(0, 11'000)}};
        case 16: return event::VoidLine{some_line()};
        case 17: return event::VoidReceipt{};
        case 18: return event::Suspend{};
        case 19: return event::RecallWanted{};
        case 20: return event::RecallChosen{{{"nevsky-1"}, *inRange<std::uint64_t>(0, 6)}};
        case 21: return event::AgeAnswered{*rc::gen::arbitrary<bool>()};
        case 22: return event::ApprovalGiven{{"elena"}, *element<std::string>("9999", "0")};
        case 23: return event::Back{};
        case 24: return event::MemberTyped{*element<std::string>("9990000001", "Иванова", "")};
        case 25: return event::MemberDetached{};
        case 26: return event::CodeTyped{"SPRING"};
        case 27:
            return event::PointsChosen{{"test"}, Points::of(*inRange<std::int64_t>(-1, 30'000))};
        case 28:
        case 29: return event::Pay{};
        case 30: return event::BackToBasket{};
        case 31:
        case 32: return event::CashGiven{some_money()};
        case 33:
            return event::TerminalChosen{*element(TenderKind::Card, TenderKind::Sbp), kNoMoney};
        case 34: return event::TenderRemoved{*inRange<std::size_t>(0, 3)};
        case 35: return event::AskTerminalAgain{};
        case 36: return event::PaymentTold{*rc::gen::arbitrary<bool>()};
        case 37: return event::PrintAgain{};
        case 38: return event::PrintTold{true};
        case 39: return event::NextCustomer{};
        case 40: return event::ReturnWanted{};
        case 41: return event::ReceiptTyped{*element<std::string>("1", "2", "x")};
        case 42: return event::UnitToggled{some_line(), *inRange<std::uint32_t>(0, 3)};
        case 44: return event::ProfileWanted{};
        case 45:
            return event::ProfileTold{"А", "", *element<std::string>("28.02.1990", "x"), "",
                                      *rc::gen::arbitrary<bool>()};
        case 43: return event::RefundBy{*element(TenderKind::Cash, TenderKind::Card)};
        default: return event::Scanned{some_payload()};
    }
}

// The world's moods, changed between acts.
void change_world(Counter& till) {
    switch (*inRange(0, 14)) {
        case 0: till.hold_journal = true; break;
        case 1: till.hold_devices = true; break;
        case 2:
            till.terminal =
                *element(CardOutcome::Approved, CardOutcome::Declined, CardOutcome::Unknown);
            break;
        case 3:
            till.printer =
                *element(PrintResult::Printed, PrintResult::NotPrinted, PrintResult::Unknown);
            break;
        case 4: till.disk_full = !till.disk_full; break;
        case 5: till.cancels = !till.cancels; break;
        default: till.release(); break;
    }
}

const stage::OpenReceipt* open(const Stage& stage) {
    if (const auto* s = std::get_if<stage::Ringing>(&stage.sale)) return &s->receipt;
    if (const auto* s = std::get_if<stage::Paying>(&stage.sale)) return &s->receipt;
    return nullptr;
}

void totals_are_sums(const Stage& stage) {
    const stage::OpenReceipt* receipt = open(stage);
    if (!receipt) return;
    Money net;
    RC_ASSERT(receipt->priced.lines.size() == receipt->basket.lines.size());
    for (const PricedLine& line : receipt->priced.lines) {
        RC_ASSERT(line.net >= kNoMoney);
        RC_ASSERT(line.gross - line.discount == line.net);
        net += line.net;
    }
    RC_ASSERT(net == receipt->priced.total);
    RC_ASSERT(receipt->tenders.size() == receipt->operations.size());
    if (receipt->member) RC_ASSERT(!receipt->member->member.blocked);
}

// Every scan is a question to the catalogue or the members, a code taken, a place in the queue, or
// an audible no.
void scan_is_not_swallowed(const Stage& before, const Stage& after,
                           const std::vector<Effect>& effects) {
    bool answered = after.desk.waiting.size() > before.desk.waiting.size();
    for (const Effect& effect : effects)
        answered = answered || std::holds_alternative<effect::FindGoods>(effect) ||
                   std::holds_alternative<effect::FindMember>(effect) ||
                   std::holds_alternative<effect::FindOriginal>(effect) ||
                   std::holds_alternative<effect::Refuse>(effect) ||
                   std::holds_alternative<effect::SaveDraft>(effect);
    RC_ASSERT(answered);
}

// Papers and the drawer only of what the journal confirmed; the drawer once a record.
void nothing_leaves_before_the_disk(const Counter& till) {
    std::size_t drawers = 0;
    std::size_t intents = 0;
    for (const JournalEntry& entry : till.journal) {
        if (std::holds_alternative<DrawerOpened>(entry)) ++intents;
    }
    std::set<RecordId> originals;
    for (const Effect& effect : till.effects) {
        if (std::holds_alternative<effect::OpenDrawer>(effect)) ++drawers;
        const auto* print = std::get_if<effect::Print>(&effect);
        if (!print || !std::holds_alternative<SaleReceipt>(print->what)) continue;
        const auto& paper = std::get<SaleReceipt>(print->what);
        bool on_disk = false;
        for (const OriginalSale& sale : till.sales)
            on_disk = on_disk || (sale.id == paper.id && sale.sale.digest == paper.sale.digest);
        RC_ASSERT(on_disk);
        if (print->mark == CopyMark::Original) RC_ASSERT(originals.insert(paper.id).second);
    }
    RC_ASSERT(drawers <= intents);
}

// Numbers of receipts without gaps; what was paid is what was due.
void records_are_sound(const Counter& till) {
    std::uint64_t number = 0;
    for (const JournalEntry& entry : till.journal) {
        if (const auto* sale = std::get_if<Sale>(&entry)) {
            RC_ASSERT(sale->number.value == ++number);
            Money paid;
            for (const Tender& tender : sale->tenders) {
                paid += tender.amount;
                RC_ASSERT(!till.cancelled.contains(tender.reference));
            }
            RC_ASSERT(paid == sale->total + sale->change);
            const PricedBasket again =
                price(*till.world.publication, sale->context,
                      sale->member ? &*sale->member : nullptr, sale->basket, sale->tenders);
            RC_ASSERT(again.digest == sale->digest);
        }
        if (const auto* back = std::get_if<Return>(&entry))
            RC_ASSERT(back->number.value == ++number);
    }
}

std::string trace(const Counter& till) {
    std::string text;
    for (const Effect& effect : till.effects) text += std::to_string(effect.index()) + ",";
    for (const JournalEntry& entry : till.journal) text += std::to_string(entry.index()) + ";";
    return text + std::to_string(till.stage.sale.index());
}

TEST(RandomDays, NeverBreakWhatATillPromises) {
    rc::check([] {
        Counter till;
        Counter twin;
        till.ready();
        twin.ready();
        const auto acts = *inRange(1, 200);
        for (int i = 0; i < acts; ++i) {
            change_world(till);
            twin.hold_journal = till.hold_journal;
            twin.hold_devices = till.hold_devices;
            twin.terminal = till.terminal;
            twin.printer = till.printer;
            twin.disk_full = till.disk_full;
            twin.cancels = till.cancels;
            if (!till.hold_journal && !till.hold_devices) twin.release();
            const Event act = some_act();
            const Stage before = till.stage;
            const Next first = step(till.world, till.stage, act);
            if (std::holds_alternative<event::Scanned>(act))
                scan_is_not_swallowed(before, first.stage, first.effects);
            till.act(act);
            twin.act(act);
            totals_are_sums(till.stage);
            nothing_leaves_before_the_disk(till);
        }
        records_are_sound(till);
        RC_ASSERT(trace(till) == trace(twin));
    });
}

}  // namespace
}  // namespace kopilka::test
