// The journal is being read: nothing is done before it says what was open.
#include "pos/till/closing.h"
#include "pos/till/finish.h"
#include "pos/till/recovery.h"
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using StartingRules =
    RuleSet<OtherRegions,
            No<Refusal::Starting, event::Scanned, event::OpenShift, event::CashCounted, ShiftActs,
               GoodsActs, LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs,
               PaperActs, ReturnActs, event::Pay, event::NextCustomer, event::ReturnWanted,
               event::RecallWanted, event::BackToBasket, event::Back>,
            Unasked<PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers, OriginalAnswers,
                    TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

// The power went between the commit and the intent to print: nobody has this paper yet. The draft
// left with the commit, and no device had been asked, so there is nothing else to come back to.
SaleStage print_late(Turn& turn, const JournalEntry& entry) {
    say_to_cashier(turn, {"till.notice.printed_late", {}});
    return print(turn, *turn.desk.last_paper, CopyMark::Original, drawer_for(entry));
}

}  // namespace

static SaleStage on(Turn& turn, stage::Starting, const event::Recovered& e) {
    turn.desk.shift = e.shift;
    turn.desk.last_shift = e.last_shift;
    turn.desk.last_receipt = e.last_receipt;
    turn.desk.last_draft = e.last_draft;
    turn.desk.suspended = e.suspended.size();
    if (e.last_paper) turn.desk.last_paper = finished_again(turn, *e.last_paper);
    if (e.last_paper && !e.last_paper->asked) return print_late(turn, e.last_paper->record.entry);
    if (turn.desk.last_paper) wipe_customer(*turn.desk.last_paper);
    stage::Questions questions{e.intents, e.open_draft, e.member};
    return ask_or_restore(turn, std::move(questions));
}

SaleStage step_starting(Turn& turn, stage::Starting stage, const Event& event) {
    return dispatch<StartingRules>(turn, stage, event);
}
RuleRow starting_rules() { return rule_row<StartingRules>(); }

}  // namespace kopilka
