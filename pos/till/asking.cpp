// One question stands between the cashier and the receipt: answered, or left by Back.
#include "pos/till/allow.h"
#include "pos/till/goods_work.h"
#include "pos/till/profile.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

using AskingRules = RuleSet<
    OtherRegions,
    No<Refusal::AnswerQuestion, event::OpenShift, event::CashCounted, ShiftActs, event::GoodsChosen,
       event::QuantityKeyed, event::PriceCheckWanted, LineActs, ReceiptActs, event::MemberDetached,
       event::ProfileWanted, event::CodeTyped, event::CodeRemoved, event::PointsChosen,
       event::RecallWanted, event::Pay, event::BackToBasket, TenderActs, TerminalActs,
       event::PrintTold, event::NextCustomer, event::ReturnWanted, ReturnActs>,
    Unasked<event::Recovered, GoodsAnswers, MemberAnswers, event::DraftsListed, OriginalAnswers,
            TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

template <typename Q>
const Q* question(const stage::Asking& stage) {
    return std::get_if<Q>(&stage.question);
}

stage::Ringing ringing(Turn& turn, stage::Asking& stage) {
    if (!stage.receipt) stage.receipt = start_receipt(turn);
    return {std::move(*stage.receipt), {}};
}

// Questions that only show something make way for the next scan; others keep it waiting.
bool makes_way(const stage::Asking& stage) {
    return question<stage::ShowPrice>(stage) || question<stage::ShowReport>(stage) ||
           question<stage::ChooseDraft>(stage) || question<stage::ChooseMember>(stage);
}

SaleStage leave_and(Turn& turn, stage::Asking stage, const Event& event) {
    SaleStage desk = back_to_selling(turn, std::move(stage.receipt));
    if (auto* ringing = std::get_if<stage::Ringing>(&desk))
        return step_ringing(turn, std::move(*ringing), event);
    if (auto* idle = std::get_if<stage::Idle>(&desk)) return step_idle(turn, *idle, event);
    return desk;
}

}  // namespace

static SaleStage on(Turn& turn, stage::Asking stage, const event::Scanned& e) {
    if (makes_way(stage)) return leave_and(turn, std::move(stage), e);
    queue(turn, e.payload);
    return stage;
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::Back&) {
    return back_to_selling(turn, std::move(stage.receipt));
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::AgeAnswered& e) {
    const auto* age = question<stage::AskAge>(stage);
    if (!age) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    const AgeChecked checked{age->line.sku, age->line.age_limit, e.old_enough};
    if (e.old_enough) {
        BasketLine line = age->line;
        return add_line(turn, ringing(turn, stage), std::move(line), {checked});
    }
    journal(turn, {{checked}, {}, {}});
    refuse(turn, Refusal::TooYoung);
    return back_to_selling(turn, std::move(stage.receipt));
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::ApprovalGiven& e) {
    const auto* approval = question<stage::AskApproval>(stage);
    if (!approval) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    const StaffMember* who = find_staff(*turn.world.shop, e.by);
    if (!who || !may(limits(*turn.world.shop, who->role), stage.receipt, approval->what))
        return refused(turn, std::move(stage), Refusal::NotAllowed);
    turn.ask(effect::VerifyPin{PinPurpose::Approval, e.by, e.pin});
    return stage;
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::PinVerified& e) {
    const auto* approval = question<stage::AskApproval>(stage);
    if (!approval) return stage;  // left by Back meanwhile
    const stage::Allow what = approval->what;
    journal(turn, {{Approved{e.cashier}}, {}, {}});
    beep(turn);
    return do_allowed(turn, std::move(stage.receipt), what, e.cashier);
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::PinRefused& e) {
    if (auto* approval = std::get_if<stage::AskApproval>(&stage.question))
        approval->attempts = e.attempts;
    note_wrong_pin(turn, e);
    return stage;
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::DepartmentSale& e) {
    const auto* unknown = question<stage::AskDepartment>(stage);
    if (!unknown) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    const GoodsQuery goods = unknown->goods;
    if (!find_department(*turn.world.shop, e.department))
        return refused(turn, std::move(stage), Refusal::UnknownDepartment);
    if (e.price <= kNoMoney) return refused(turn, std::move(stage), Refusal::PriceWrong);
    return sell_by_department(turn, ringing(turn, stage), e, &goods);
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::MemberTyped& e) {
    if (!makes_way(stage)) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    return leave_and(turn, std::move(stage), e);
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::MemberChosen& e) {
    const auto* choice = question<stage::ChooseMember>(stage);
    if (!choice) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    const auto chosen = std::ranges::find_if(
        choice->members, [&](const Member& member) { return member.view.id == e.member; });
    if (chosen == choice->members.end())
        return refused(turn, std::move(stage), Refusal::UnknownMember);
    event::MembersFound one{{ByMember{e.member}, choice->strength}, {*chosen}};
    return members_at_desk(turn, ringing(turn, stage), one);
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::ProfileTold& e) {
    return keep_profile(turn, std::move(stage), e);
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::RecallChosen& e) {
    if (!question<stage::ChooseDraft>(stage))
        return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    turn.ask(effect::FetchDraft{e.draft});
    return stage;
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::DraftFetched& e) {
    if (!question<stage::ChooseDraft>(stage)) return stage;  // left by Back meanwhile
    if (!e.found) {
        refuse(turn, Refusal::NoDraft);
        return resting(turn);
    }
    if (turn.desk.suspended > 0) --turn.desk.suspended;
    stage::OpenReceipt receipt = receipt_of(turn, *e.found, e.member);
    receipt.frozen_at.reset();
    reprice(turn, receipt);
    journal(turn, {{ReceiptRecalled{e.draft.id, e.draft.till}},
                   draft_of(turn, receipt, DraftState::Open),
                   {e.draft}});
    say(turn, {"till.notice.recalled", {receipt.priced.total}});
    return stage::Ringing{std::move(receipt), {}};
}
static SaleStage on(Turn& turn, stage::Asking stage, const event::PrintAgain&) {
    const auto* shown = question<stage::ShowReport>(stage);
    if (!shown) return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    turn.ask(effect::Print{next_ticket(turn), shown->report, CopyMark::Original});
    return stage;
}

SaleStage step_asking(Turn& turn, stage::Asking stage, const Event& event) {
    return dispatch<AskingRules>(turn, std::move(stage), event);
}
RuleRow asking_rules() { return rule_row<AskingRules>(); }

}  // namespace kopilka
