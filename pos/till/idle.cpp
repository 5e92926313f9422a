// A shift is open and nobody is at the desk: the next scan begins a receipt.
#include "pos/till/allow.h"
#include "pos/till/goods_work.h"
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using IdleRules =
    RuleSet<OtherRegions, No<Refusal::ShiftIsOpen, event::OpenShift>,
            No<Refusal::EmptyBasket, LineActs, ReceiptActs, event::Pay, event::BackToBasket,
               event::NextCustomer, event::PrintTold>,
            No<Refusal::NoMember, event::MemberDetached, event::ProfileWanted, event::PointsChosen>,
            No<Refusal::NothingToPay, TenderActs, TerminalActs>, No<Refusal::NotHere, AnswerActs>,
            No<Refusal::NotHere, ReturnActs>,
            No<Refusal::NotHere, event::CashCounted, event::CodeRemoved>,
            Unasked<event::Recovered, PinAnswers, event::DraftFetched, JournalAnswers,
                    TerminalAnswers, PrintAnswers>>;

stage::Ringing ringing(Turn& turn, const stage::Idle& idle) {
    return {start_receipt(turn), idle.next};
}

}  // namespace

static SaleStage on(Turn& turn, stage::Idle stage, const event::Scanned& e) {
    return scan_at_desk(turn, ringing(turn, stage), e.payload);
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::GoodsChosen& e) {
    ask_goods(turn, e.sku, stage.next);
    return stage;
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::QuantityKeyed& e) {
    if (!quantity_possible(e.quantity)) return refused(turn, stage, Refusal::QuantityWrong);
    stage.next.quantity = e.quantity;
    return stage;
}
static SaleStage on(Turn&, stage::Idle stage, const event::PriceCheckWanted&) {
    stage.next.purpose = GoodsPurpose::PriceCheck;
    return stage;
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::DepartmentSale& e) {
    return sell_by_department(turn, ringing(turn, stage), e);
}
static SaleStage on(Turn&, stage::Idle, const event::Back&) { return stage::Idle{}; }
static SaleStage on(Turn& turn, stage::Idle stage, const event::MemberTyped& e) {
    turn.ask(effect::FindMember{typed_member_query(e.text)});
    return stage;
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::CodeTyped& e) {
    return code_at_desk(turn, ringing(turn, stage), e.code);
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::RecallWanted&) {
    turn.ask(effect::ListDrafts{});
    return stage;
}
static SaleStage on(Turn& turn, stage::Idle, const event::CloseShift&) {
    return do_or_ask(turn, std::nullopt, stage::AllowCloseShift{});
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::MoveCash& e) {
    if (e.amount.is_zero()) return refused(turn, stage, Refusal::AmountWrong);
    return do_or_ask(turn, std::nullopt, stage::AllowCash{e.amount, e.reason});
}
static SaleStage on(Turn& turn, stage::Idle, const event::ReportWanted&) {
    return do_or_ask(turn, std::nullopt, stage::AllowReport{});
}
static SaleStage on(Turn& turn, stage::Idle, const event::DrawerWanted& e) {
    return do_or_ask(turn, std::nullopt, stage::AllowDrawer{e.reason});
}
static SaleStage on(Turn&, stage::Idle, const event::ReturnWanted&) {
    return stage::FindingOriginal{};
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::PrintAgain&) {
    if (!turn.desk.last_paper) return refused(turn, stage, Refusal::NothingToPrint);
    return print_copy(turn, *turn.desk.last_paper);
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::GoodsFound& e) {
    return goods_at_desk(turn, ringing(turn, stage), e);
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::MembersFound& e) {
    return members_at_desk(turn, ringing(turn, stage), e);
}
static SaleStage on(Turn& turn, stage::Idle stage, const event::DraftsListed& e) {
    turn.desk.suspended = e.drafts.size();
    if (e.drafts.empty()) return refused(turn, stage, Refusal::NoDraft);
    return stage::Asking{std::nullopt, stage::ChooseDraft{e.drafts}};
}
static SaleStage on(Turn& turn, stage::Idle, const event::OriginalsFound& e) {
    return originals_found(turn, e);
}
static SaleStage on(Turn& turn, stage::Idle, const event::TotalsRead& e) {
    if (e.purpose == TotalsPurpose::Close) return stage::Counting{e.totals};
    XReport report{e.totals, turn.desk.now, cashier_name(turn)};
    return stage::Asking{std::nullopt, stage::ShowReport{std::move(report)}};
}

SaleStage step_idle(Turn& turn, stage::Idle stage, const Event& event) {
    return dispatch<IdleRules>(turn, std::move(stage), event);
}
RuleRow idle_rules() { return rule_row<IdleRules>(); }

}  // namespace kopilka
