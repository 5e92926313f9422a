// Goods are rung up; offers are computed again at each change.
#include "pos/till/allow.h"
#include "pos/till/goods_work.h"
#include "pos/till/points.h"
#include "pos/till/profile.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

using RingingRules =
    RuleSet<OtherRegions, No<Refusal::ShiftIsOpen, event::OpenShift>,
            No<Refusal::FinishReceiptFirst, ShiftActs, event::RecallWanted, event::ReturnWanted,
               event::NextCustomer, event::CashCounted>,
            No<Refusal::NotHere, AnswerActs, PaperActs, ReturnActs, event::BackToBasket>,
            No<Refusal::PressPayFirst, TenderActs, TerminalActs>,
            Unasked<event::Recovered, PinAnswers, DraftAnswers, OriginalAnswers, TotalsAnswers,
                    JournalAnswers, TerminalAnswers, PrintAnswers>>;

}  // namespace

static SaleStage on(Turn& turn, stage::Ringing stage, const event::Scanned& e) {
    return scan_at_desk(turn, std::move(stage), e.payload);
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::GoodsChosen& e) {
    ask_goods(turn, e.sku, stage.next);
    return stage;
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::QuantityKeyed& e) {
    if (!quantity_possible(e.quantity))
        return refused(turn, std::move(stage), Refusal::QuantityWrong);
    stage.next.quantity = e.quantity;
    return stage;
}
static SaleStage on(Turn&, stage::Ringing stage, const event::PriceCheckWanted&) {
    stage.next.purpose = GoodsPurpose::PriceCheck;
    return stage;
}
static SaleStage on(Turn&, stage::Ringing stage, const event::Back&) {
    stage.next = {};
    return stage;
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::DepartmentSale& e) {
    return sell_by_department(turn, std::move(stage), e);
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::QuantityChanged& e) {
    BasketLine* line = line_of(stage.receipt, e.line);
    if (!line) return refused(turn, std::move(stage), Refusal::NoSuchLine);
    BasketLine changed_line = *line;
    changed_line.quantity = e.quantity;
    const bool fixed = line->fixed_total || !line->marking.empty();
    if (fixed || !quantity_fits(*line, e.quantity))
        return refused(turn, std::move(stage), Refusal::QuantityWrong);
    if (gross(changed_line) < line->manual_discount)
        return refused(turn, std::move(stage), Refusal::DiscountTooLarge);
    // Fewer is a void of the rest, and journaled as one.
    if (e.quantity < line->quantity) {
        const LineVoided less{line->id, line->sku, line->quantity - e.quantity,
                              gross(*line) - gross(changed_line), CashierId{}};
        if (!my_limits(turn).void_line) return refused(turn, std::move(stage), Refusal::NotAllowed);
        *line = changed_line;
        return after_change(turn, std::move(stage), {less});
    }
    *line = changed_line;
    return after_change(turn, std::move(stage));
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::PriceKeyed& e) {
    const BasketLine* line = line_of(stage.receipt, e.line);
    if (!line) return refused(turn, std::move(stage), Refusal::NoSuchLine);
    if (e.price <= kNoMoney || line->fixed_total)
        return refused(turn, std::move(stage), Refusal::PriceWrong);
    return do_or_ask(turn, std::move(stage.receipt), stage::AllowPrice{e.line, e.price});
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::DiscountKeyed& e) {
    const BasketLine* line = line_of(stage.receipt, e.line);
    if (!line) return refused(turn, std::move(stage), Refusal::NoSuchLine);
    const Money full = gross(*line);
    const auto* rate = std::get_if<BasisPoints>(&e.off);
    const Money off = rate ? share(full, *rate, Rounding::HalfUp) : std::get<Money>(e.off);
    if (off < kNoMoney || off > full)
        return refused(turn, std::move(stage), Refusal::DiscountTooLarge);
    return do_or_ask(turn, std::move(stage.receipt), stage::AllowDiscount{e.line, off});
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::VoidLine& e) {
    if (!line_of(stage.receipt, e.line))
        return refused(turn, std::move(stage), Refusal::NoSuchLine);
    return do_or_ask(turn, std::move(stage.receipt), stage::AllowVoidLine{e.line});
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::VoidReceipt&) {
    return do_or_ask(turn, std::move(stage.receipt), stage::AllowVoidReceipt{});
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::Suspend&) {
    if (stage.receipt.basket.lines.empty())
        return refused(turn, std::move(stage), Refusal::EmptyBasket);
    journal(turn, {{ReceiptSuspended{stage.receipt.draft, stage.receipt.priced.total}},
                   draft_of(turn, stage.receipt, DraftState::Suspended),
                   {}});
    ++turn.desk.suspended;
    say(turn, {"till.notice.suspended", {stage.receipt.priced.total}});
    return stage::Idle{};
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::MemberTyped& e) {
    turn.ask(effect::FindMember{typed_member_query(e.text)});
    return stage;
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::MemberDetached&) {
    if (!stage.receipt.member) return refused(turn, std::move(stage), Refusal::NoMember);
    stage.receipt.member.reset();
    stage.receipt.spend.clear();
    return after_change(turn, std::move(stage));
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::ProfileWanted&) {
    return ask_profile(turn, std::move(stage));
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::CodeTyped& e) {
    return code_at_desk(turn, std::move(stage), e.code);
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::CodeRemoved& e) {
    if (std::erase(stage.receipt.basket.codes, e.code) == 0)
        return refused(turn, std::move(stage), Refusal::UnknownCode);
    return after_change(turn, std::move(stage));
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::PointsChosen& e) {
    choose_points(turn, stage.receipt, e);
    return stage;
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::Pay&) {
    if (stage.receipt.basket.lines.empty())
        return refused(turn, std::move(stage), Refusal::EmptyBasket);
    stage.receipt.frozen_at = turn.desk.now;
    changed(turn, stage.receipt);
    return stage::Paying{std::move(stage.receipt)};
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::GoodsFound& e) {
    return goods_at_desk(turn, std::move(stage), e);
}
static SaleStage on(Turn& turn, stage::Ringing stage, const event::MembersFound& e) {
    return members_at_desk(turn, std::move(stage), e);
}

SaleStage step_ringing(Turn& turn, stage::Ringing stage, const Event& event) {
    return dispatch<RingingRules>(turn, std::move(stage), event);
}
RuleRow ringing_rules() { return rule_row<RingingRules>(); }

}  // namespace kopilka
