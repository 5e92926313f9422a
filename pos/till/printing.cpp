// On disk, and on its way to paper. A scan waits; the drawer opens once.
#include "pos/till/finish.h"
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using PrintingRules =
    RuleSet<OtherRegions, Queue<event::Scanned>,
            No<Refusal::WaitPrinter, event::OpenShift, event::CashCounted, ShiftActs, GoodsActs,
               LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs,
               event::PrintAgain, ReturnActs, event::Pay, event::NextCustomer, event::ReturnWanted,
               event::RecallWanted, event::BackToBasket, event::Back>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, TerminalAnswers>>;

using stage::PrintPhase;

SaleStage done(Turn& turn, stage::Printing stage, PrintResult result) {
    wipe_customer(turn.desk.last_paper.emplace(stage.done));
    return stage::Done{std::move(stage.done), result};
}

}  // namespace

static SaleStage on(Turn& turn, stage::Printing stage, const event::Journaled& e) {
    if (stage.phase != PrintPhase::Intent || e.ticket != stage.ticket) return stage;
    stage.phase = PrintPhase::Sent;
    stage.ticket = next_ticket(turn);
    turn.ask(effect::Print{stage.ticket, stage.done.paper, stage.mark});
    if (stage.kick_drawer) turn.ask(effect::OpenDrawer{});
    stage.kick_drawer = false;
    return stage;
}
// The sale stands; only the intent to print did not reach the disk, so nothing is printed.
static SaleStage on(Turn& turn, stage::Printing stage, const event::JournalFailed& e) {
    if (stage.phase != PrintPhase::Intent || e.ticket != stage.ticket) return stage;
    refuse(turn, Refusal::PaperNotSaved);
    return done(turn, std::move(stage), PrintResult::NotPrinted);
}
static SaleStage on(Turn& turn, stage::Printing stage, const event::PrintFinished& e) {
    if (stage.phase != PrintPhase::Sent || e.ticket != stage.ticket) return stage;
    if (e.result == PrintResult::Unknown) {
        stage.phase = PrintPhase::Unknown;
        turn.ask(effect::Sound{effect::SoundKind::Attention});
        say(turn, {"till.notice.print_unknown", {}});
        return stage;
    }
    journal(turn, {{PrintAnswered{stage.done.record, e.result, false}}, {}, {}});
    if (e.result == PrintResult::NotPrinted) {
        turn.ask(effect::Sound{effect::SoundKind::Attention});
        say(turn, {"till.notice.not_printed", {}});
    }
    return done(turn, std::move(stage), e.result);
}
static SaleStage on(Turn& turn, stage::Printing stage, const event::PrintTold& e) {
    if (stage.phase != PrintPhase::Unknown)
        return refused(turn, std::move(stage), Refusal::WaitPrinter);
    const PrintResult result = e.printed ? PrintResult::Printed : PrintResult::NotPrinted;
    journal(turn, {{PrintAnswered{stage.done.record, result, true}}, {}, {}});
    return done(turn, std::move(stage), result);
}

SaleStage step_printing(Turn& turn, stage::Printing stage, const Event& event) {
    return dispatch<PrintingRules>(turn, std::move(stage), event);
}
RuleRow printing_rules() { return rule_row<PrintingRules>(); }

}  // namespace kopilka
