// Intents whose outcome nobody knows: the till stopped between asking a device and its answer.
// Each is one question to the cashier.
#include "pos/till/open_receipt.h"
#include "pos/till/recovery.h"
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using QuestionRules =
    RuleSet<OtherRegions,
            No<Refusal::AnswerFirst, event::Scanned, event::OpenShift, event::CashCounted,
               ShiftActs, GoodsActs, LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs,
               event::PrintAgain, ReturnActs, event::Pay, event::NextCustomer, event::ReturnWanted,
               event::RecallWanted, event::BackToBasket, event::Back>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, JournalAnswers, PrintAnswers>>;

SaleStage restored(Turn& turn, const stage::Questions& questions) {
    const Draft& draft = *questions.draft;
    stage::OpenReceipt receipt = receipt_of(turn, draft, questions.member);
    turn.desk.last_draft = std::max(turn.desk.last_draft, draft.id);
    receipt.draft = draft.id;
    receipt.started = draft.started;
    say_to_cashier(
        turn, {"till.notice.basket_is_back",
               {static_cast<std::int64_t>(receipt.basket.lines.size()), receipt.priced.total}});
    if (receipt.frozen_at) return stage::Paying{std::move(receipt)};
    return stage::Ringing{std::move(receipt), {}};
}

// The answer goes to the journal; a payment that was made belongs to the basket it was made for.
SaleStage payment_known(Turn& turn, stage::Questions questions, const CardAnswered& answer) {
    const CardAsked asked = std::get<CardAsked>(questions.intents.front());
    questions.intents.erase(questions.intents.begin());
    Commit commit{{answer}, {}, {}};
    if (questions.draft) {
        std::erase(questions.draft->operations, asked.operation);
        if (answer.outcome == CardOutcome::Approved && asked.amount > kNoMoney) {
            questions.draft->tenders.push_back(
                {asked.kind, asked.amount, {}, {}, answer.reference});
            questions.draft->tender_operations.push_back(asked.operation);
        }
        commit.save = questions.draft;
    }
    journal(turn, std::move(commit));
    return ask_or_restore(turn, std::move(questions));
}

const CardAsked* card(const stage::Questions& stage) {
    return std::get_if<CardAsked>(&stage.intents.front());
}

}  // namespace

SaleStage ask_or_restore(Turn& turn, stage::Questions questions) {
    if (!questions.intents.empty()) {
        turn.ask(effect::Sound{effect::SoundKind::Attention});
        return questions;
    }
    if (questions.draft && turn.desk.shift) return restored(turn, questions);
    return resting(turn);
}

static SaleStage on(Turn& turn, stage::Questions stage, const event::PaymentTold& e) {
    const CardAsked* asked = card(stage);
    if (!asked) return refused(turn, std::move(stage), Refusal::AnswerFirst);
    const CardOutcome outcome = e.paid ? CardOutcome::Approved : CardOutcome::Declined;
    const CardAnswered answer{asked->operation, outcome, {}, true};
    return payment_known(turn, std::move(stage), answer);
}
static SaleStage on(Turn& turn, stage::Questions stage, const event::AskTerminalAgain&) {
    const CardAsked* asked = card(stage);
    if (!asked) return refused(turn, std::move(stage), Refusal::AnswerFirst);
    turn.ask(effect::AskTerminalAgain{asked->operation});
    return stage;
}
static SaleStage on(Turn& turn, stage::Questions stage, const event::PaymentAnswered& e) {
    const CardAsked* asked = card(stage);
    if (!asked || asked->operation != e.operation) return stage;  // answered by hand meanwhile
    if (e.outcome == CardOutcome::Unknown)
        return refused(turn, std::move(stage), Refusal::TerminalDoesNotKnow);
    const CardAnswered answer{e.operation, e.outcome, e.reference, false};
    return payment_known(turn, std::move(stage), answer);
}
static SaleStage on(Turn& turn, stage::Questions stage, const event::PrintTold& e) {
    const auto* asked = std::get_if<PrintAsked>(&stage.intents.front());
    if (!asked) return refused(turn, std::move(stage), Refusal::AnswerFirst);
    const PrintResult result = e.printed ? PrintResult::Printed : PrintResult::NotPrinted;
    journal(turn, {{PrintAnswered{asked->of, result, true}}, {}, {}});
    const bool offer_copy = !e.printed && turn.desk.last_paper &&
                            turn.desk.last_paper->record == asked->of && !stage.draft;
    stage.intents.erase(stage.intents.begin());
    if (offer_copy && stage.intents.empty()) return stage::Done{*turn.desk.last_paper, result};
    return ask_or_restore(turn, std::move(stage));
}

SaleStage step_questions(Turn& turn, stage::Questions stage, const Event& event) {
    return dispatch<QuestionRules>(turn, std::move(stage), event);
}
RuleRow questions_rules() { return rule_row<QuestionRules>(); }

}  // namespace kopilka
