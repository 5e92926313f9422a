// Thanks are said. Any act of the next receipt begins it: NextCustomer need not be pressed.
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using DoneRules =
    RuleSet<OtherRegions,
            No<Refusal::NotHere, AnswerActs, TerminalActs, ReturnActs, event::BackToBasket>,
            No<Refusal::NotHere, event::PrintTold, event::CashCounted>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

// The same act where the till rests.
SaleStage at_rest(Turn& turn, const Event& event) {
    SaleStage rest = resting(turn);
    if (auto* idle = std::get_if<stage::Idle>(&rest)) return step_idle(turn, *idle, event);
    return step_no_shift(turn, stage::NoShift{}, event);
}

}  // namespace

static SaleStage on(Turn& turn, stage::Done, const event::NextCustomer&) { return resting(turn); }
static SaleStage on(Turn& turn, stage::Done, const event::Back&) { return resting(turn); }
static SaleStage on(Turn& turn, stage::Done stage, const event::PrintAgain&) {
    ++stage.done.copies;
    return print_copy(turn, std::move(stage.done));
}
template <typename E>
requires kIn<E,
             Events<event::Scanned, event::OpenShift, ShiftActs, GoodsActs, LineActs, ReceiptActs,
                    MemberActs, TenderActs, event::Pay, event::ReturnWanted, event::RecallWanted>>
static SaleStage on(Turn& turn, stage::Done, const E& e) { return at_rest(turn, e); }

SaleStage step_done(Turn& turn, stage::Done stage, const Event& event) {
    return dispatch<DoneRules>(turn, std::move(stage), event);
}
RuleRow done_rules() { return rule_row<DoneRules>(); }

}  // namespace kopilka
