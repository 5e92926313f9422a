// The shift is about to close: the drawer is counted.
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using CountingRules =
    RuleSet<OtherRegions,
            No<Refusal::CountFirst, event::Scanned, event::OpenShift, ShiftActs, GoodsActs,
               LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs, PaperActs,
               ReturnActs, event::Pay, event::NextCustomer, event::ReturnWanted,
               event::RecallWanted, event::BackToBasket>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

}  // namespace

static SaleStage on(Turn& turn, stage::Counting stage, const event::CashCounted& e) {
    if (e.counted < kNoMoney) return refused(turn, std::move(stage), Refusal::AmountWrong);
    const ShiftClosed closed{stage.totals, e.counted, e.counted - stage.totals.expected_cash};
    const std::uint64_t ticket = journal(turn, {{closed}, {}, {}});
    return stage::Committing{stage::CommitShiftClosed{closed}, ticket};
}
static SaleStage on(Turn&, stage::Counting, const event::Back&) { return stage::Idle{}; }

SaleStage step_counting(Turn& turn, stage::Counting stage, const Event& event) {
    return dispatch<CountingRules>(turn, std::move(stage), event);
}
RuleRow counting_rules() { return rule_row<CountingRules>(); }

}  // namespace kopilka
