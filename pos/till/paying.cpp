// The instant is frozen and money is being given; back to the basket thaws it.
#include "pos/till/closing.h"
#include "pos/till/goods_work.h"
#include "pos/till/points.h"
#include "pos/till/selling.h"
#include "pos/till/stages.h"
#include "pos/till/terminal.h"

#include <algorithm>

namespace kopilka {
namespace {

using PayingRules =
    RuleSet<OtherRegions, No<Refusal::ShiftIsOpen, event::OpenShift>,
            No<Refusal::FinishReceiptFirst, ShiftActs, event::RecallWanted, event::ReturnWanted,
               event::NextCustomer, event::CashCounted>,
            No<Refusal::PayingNow, GoodsActs, LineActs, ReceiptActs, event::ProfileWanted>,
            No<Refusal::NotHere, AnswerActs, TerminalActs, PaperActs, ReturnActs>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, DraftAnswers, OriginalAnswers,
                    TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

// What is due when the rest is paid in this way: an offer may depend on how.
Money due_by(const Turn& turn, const stage::OpenReceipt& receipt, TenderKind kind) {
    std::vector<Tender> tenders = all_tenders(receipt);
    tenders.push_back({kind, kNoMoney, {}, {}, {}});
    return priced_with(turn, receipt, tenders).paid.back().amount;  // an open tender: the rest
}

// Who the customer is and what is spent may change until the first money is given.
bool money_given(const stage::Paying& stage) { return !stage.receipt.tenders.empty(); }

bool by_terminal(const Tender& tender) {
    return tender.kind == TenderKind::Card || tender.kind == TenderKind::Sbp;
}

// Frozen as it is, step() takes it back to Paying.
stage::Ringing at_desk(stage::Paying stage) { return {std::move(stage.receipt), {}}; }

}  // namespace

// A card shown late still counts; goods belong to the basket.
static SaleStage on(Turn& turn, stage::Paying stage, const event::Scanned& e) {
    const bool person = member_query(e.payload) || std::holds_alternative<CouponCode>(e.payload);
    if (!person) return refused(turn, std::move(stage), Refusal::PayingNow);
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    return scan_at_desk(turn, at_desk(std::move(stage)), e.payload);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::MemberTyped& e) {
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    turn.ask(effect::FindMember{typed_member_query(e.text)});
    return stage;
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::MembersFound& e) {
    if (money_given(stage)) return stage;  // asked before the money came
    return members_at_desk(turn, at_desk(std::move(stage)), e);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::MemberDetached& e) {
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    return step_ringing(turn, at_desk(std::move(stage)), e);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::CodeTyped& e) {
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    return code_at_desk(turn, at_desk(std::move(stage)), e.code);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::CodeRemoved& e) {
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    return step_ringing(turn, at_desk(std::move(stage)), e);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::PointsChosen& e) {
    if (money_given(stage)) return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    choose_points(turn, stage.receipt, e);
    return stage;
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::BackToBasket&) {
    if (std::ranges::any_of(stage.receipt.tenders, by_terminal))
        return refused(turn, std::move(stage), Refusal::TakeMoneyBackFirst);
    stage.receipt.tenders.clear();
    stage.receipt.operations.clear();
    stage.receipt.frozen_at.reset();
    changed(turn, stage.receipt);
    return stage::Ringing{std::move(stage.receipt), {}};
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::Back&) {
    return on(turn, std::move(stage), event::BackToBasket{});
}
// Finishes what points or offers have paid in full, and what a full disk kept back before.
static SaleStage on(Turn& turn, stage::Paying stage, const event::Pay&) {
    if (stage.receipt.priced.due > kNoMoney)
        return refused(turn, std::move(stage), Refusal::StillToPay);
    return conclude(turn, std::move(stage.receipt));
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::CashGiven& e) {
    if (e.amount <= kNoMoney) return refused(turn, std::move(stage), Refusal::AmountWrong);
    if (stage.receipt.priced.due.is_zero())
        return refused(turn, std::move(stage), Refusal::AlreadyPaid);
    add_tender(stage.receipt, {TenderKind::Cash, e.amount, {}, {}, {}}, {});
    beep(turn);
    return conclude(turn, std::move(stage.receipt));
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::TerminalChosen& e) {
    if (e.kind != TenderKind::Card && e.kind != TenderKind::Sbp)
        return refused(turn, std::move(stage), Refusal::NotHere);
    if (stage.receipt.priced.due.is_zero())
        return refused(turn, std::move(stage), Refusal::AlreadyPaid);
    const Money most = due_by(turn, stage.receipt, e.kind);
    if (e.amount < kNoMoney) return refused(turn, std::move(stage), Refusal::AmountWrong);
    if (e.amount > most) return refused(turn, std::move(stage), Refusal::CardNeedsNoChange);
    return ask_terminal(turn, std::move(stage.receipt), e.kind,
                        e.amount.is_zero() ? most : e.amount);
}
static SaleStage on(Turn& turn, stage::Paying stage, const event::TenderRemoved& e) {
    if (e.index >= stage.receipt.tenders.size())
        return refused(turn, std::move(stage), Refusal::NotHere);
    const bool card = by_terminal(stage.receipt.tenders[e.index]);
    if (card && stage.receipt.operations[e.index].empty())
        return refused(turn, std::move(stage), Refusal::CannotCancel);
    if (card) return cancel_payment(turn, std::move(stage.receipt), e.index);
    remove_tender(stage.receipt, e.index);
    changed(turn, stage.receipt);
    return stage;
}

SaleStage step_paying(Turn& turn, stage::Paying stage, const Event& event) {
    return dispatch<PayingRules>(turn, std::move(stage), event);
}
RuleRow paying_rules() { return rule_row<PayingRules>(); }

}  // namespace kopilka
