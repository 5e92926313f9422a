// No shift is open: nothing is sold.
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using NoShiftRules =
    RuleSet<OtherRegions,
            No<Refusal::NoShift, event::Scanned, GoodsActs, LineActs, ReceiptActs, MemberActs,
               TenderActs, AnswerActs, TerminalActs, ReturnActs, ShiftActs, event::RecallWanted,
               event::Pay, event::BackToBasket, event::NextCustomer, event::ReturnWanted,
               event::CashCounted, event::Back, event::PrintTold>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

}  // namespace

static SaleStage on(Turn& turn, stage::NoShift stage, const event::OpenShift& e) {
    if (e.cash_float < kNoMoney) return refused(turn, stage, Refusal::AmountWrong);
    const ShiftInProgress shift{{turn.desk.last_shift.value + 1}, local_date(turn.desk.now)};
    turn.desk.shift = shift;  // its own opening belongs to its day
    const std::uint64_t ticket = journal(turn, {{ShiftOpened{shift.number, e.cash_float}}, {}, {}});
    turn.desk.shift.reset();
    return stage::Committing{stage::CommitShiftOpened{shift}, ticket};
}
// A copy of the last paper, the Z report among them.
static SaleStage on(Turn& turn, stage::NoShift stage, const event::PrintAgain&) {
    if (!turn.desk.last_paper) return refused(turn, stage, Refusal::NothingToPrint);
    return print_copy(turn, *turn.desk.last_paper);
}

SaleStage step_no_shift(Turn& turn, stage::NoShift stage, const Event& event) {
    return dispatch<NoShiftRules>(turn, stage, event);
}
RuleRow no_shift_rules() { return rule_row<NoShiftRules>(); }

}  // namespace kopilka
