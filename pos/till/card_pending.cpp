// A card (or SBP) payment is under way: the intent on disk, then the terminal, then its answer.
#include "pos/till/closing.h"
#include "pos/till/refund.h"
#include "pos/till/stages.h"
#include "pos/till/terminal.h"

#include <algorithm>

namespace kopilka {
namespace {

using CardRules = RuleSet<
    OtherRegions, Queue<event::Scanned>,
    No<Refusal::WaitTerminal, event::OpenShift, event::CashCounted, ShiftActs, GoodsActs, LineActs,
       ReceiptActs, MemberActs, TenderActs, AnswerActs, PaperActs, ReturnActs, event::Pay,
       event::NextCustomer, event::ReturnWanted, event::RecallWanted, event::BackToBasket>,
    Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
            OriginalAnswers, TotalsAnswers, PrintAnswers>>;

using stage::CardPhase;

stage::OpenReceipt* receipt_in(stage::CardPending& stage) {
    return std::get_if<stage::OpenReceipt>(&stage.of);
}

// Where the payment came from, without it.
SaleStage back_where_it_came_from(stage::CardPending stage) {
    if (auto* receipt = receipt_in(stage)) return stage::Paying{std::move(*receipt)};
    return stage::Returning{std::move(std::get<stage::OpenReturn>(stage.of))};
}

void no_longer_asked(stage::CardPending& stage) {
    if (auto* receipt = receipt_in(stage)) std::erase(receipt->asked, stage.operation);
}

// A payment that was to be taken back and was not.
SaleStage stands(Turn& turn, stage::CardPending stage, const CardAnswered& answer) {
    stage::OpenReceipt& receipt = *receipt_in(stage);
    add_tender(receipt, *stage.cancels, stage.operation);
    changed(turn, receipt, {answer});
    return back_where_it_came_from(std::move(stage));
}

SaleStage approved(Turn& turn, stage::CardPending stage, const CardAnswered& answer) {
    no_longer_asked(stage);
    const Money size = stage.amount < kNoMoney ? -stage.amount : stage.amount;
    Tender tender{stage.kind, size, {}, {}, answer.reference};
    if (auto* goods = std::get_if<stage::OpenReturn>(&stage.of))
        return conclude_return(turn, std::move(*goods), std::move(tender), {answer});
    if (stage.cancels) return stands(turn, std::move(stage), answer);
    beep(turn);
    auto& receipt = *receipt_in(stage);
    add_tender(receipt, std::move(tender), stage.operation);
    return conclude(turn, std::move(receipt), {answer});
}

SaleStage not_approved(Turn& turn, stage::CardPending stage, const CardAnswered& answer) {
    no_longer_asked(stage);
    auto* receipt = receipt_in(stage);
    if (!receipt) {
        journal(turn, {{answer}, {}, {}});
        return back_where_it_came_from(std::move(stage));
    }
    changed(turn, *receipt, {answer});
    return back_where_it_came_from(std::move(stage));
}

SaleStage answered(Turn& turn, stage::CardPending stage, const event::PaymentAnswered& e) {
    const CardAnswered answer{stage.operation, e.outcome, e.reference, false};
    switch (e.outcome) {
        case CardOutcome::Approved: return approved(turn, std::move(stage), answer);
        case CardOutcome::Declined:
            refuse(turn, Refusal::Declined,
                   e.words.key.empty() ? words(Refusal::Declined) : e.words);
            return not_approved(turn, std::move(stage), answer);
        case CardOutcome::Cancelled:
            say(turn, {"till.notice.payment_cancelled", {}});
            return not_approved(turn, std::move(stage), answer);
        case CardOutcome::Unknown:
            stage.phase = CardPhase::Unknown;
            stage.words = e.words;
            turn.ask(effect::Sound{effect::SoundKind::Attention});
            say(turn, {"till.notice.payment_unknown", {stage.amount}});
            return stage;
    }
    return stage;
}

// A payment interrupted by Back is answered twice: by the payment itself, then by its cancellation.
// Money that is about to be given back must not close a receipt, so the first answer only waits.
// A refused cancellation leaves the payment as it was.
SaleStage cancel_answered(Turn& turn, stage::CardPending stage, const event::PaymentAnswered& e) {
    if (e.outcome == CardOutcome::Cancelled) return answered(turn, std::move(stage), e);
    if (!stage.cancels && !stage.before_cancel) {
        stage.before_cancel = CardAnswered{stage.operation, e.outcome, e.reference, false};
        return stage;
    }
    if (e.outcome == CardOutcome::Unknown) return answered(turn, std::move(stage), e);
    refuse(turn, Refusal::NotCancelled);
    const std::string reference = stage.cancels ? stage.cancels->reference : std::string();
    if (stage.cancels)
        return approved(turn, std::move(stage),
                        {e.operation, CardOutcome::Approved, reference, false});
    const CardAnswered before = *stage.before_cancel;
    event::PaymentAnswered again{before.operation, before.outcome, before.reference, {}};
    return answered(turn, std::move(stage), again);
}

SaleStage ask_to_cancel(Turn& turn, stage::CardPending stage) {
    stage.phase = CardPhase::Cancelling;
    stage.before_cancel.reset();
    turn.ask(effect::CancelPayment{stage.operation});
    return stage;
}

}  // namespace

static SaleStage on(Turn& turn, stage::CardPending stage, const event::Journaled& e) {
    if (stage.phase != CardPhase::Intent || e.ticket != stage.ticket) return stage;
    if (stage.cancels) return ask_to_cancel(turn, std::move(stage));
    stage.phase = CardPhase::Asked;
    turn.ask(effect::AskTerminal{stage.kind, stage.amount, stage.operation});
    return stage;
}
// The intent is not on disk: the terminal was not asked.
static SaleStage on(Turn& turn, stage::CardPending stage, const event::JournalFailed& e) {
    if (stage.phase != CardPhase::Intent || e.ticket != stage.ticket) return stage;
    no_longer_asked(stage);
    if (stage.cancels) add_tender(*receipt_in(stage), *stage.cancels, stage.operation);
    refuse(turn, Refusal::JournalFailed);
    return back_where_it_came_from(std::move(stage));
}
static SaleStage on(Turn& turn, stage::CardPending stage, const event::PaymentAnswered& e) {
    if (e.operation != stage.operation || stage.phase == CardPhase::Intent) return stage;
    if (stage.phase == CardPhase::Cancelling) return cancel_answered(turn, std::move(stage), e);
    return answered(turn, std::move(stage), e);
}
static SaleStage on(Turn& turn, stage::CardPending stage, const event::AskTerminalAgain&) {
    if (stage.phase != CardPhase::Unknown)
        return refused(turn, std::move(stage), Refusal::WaitTerminal);
    stage.phase = CardPhase::Asked;
    turn.ask(effect::AskTerminalAgain{stage.operation});
    return stage;
}
static SaleStage on(Turn& turn, stage::CardPending stage, const event::PaymentTold& e) {
    if (stage.phase != CardPhase::Unknown)
        return refused(turn, std::move(stage), Refusal::WaitTerminal);
    const CardOutcome outcome = e.paid ? CardOutcome::Approved : CardOutcome::Declined;
    const CardAnswered answer{stage.operation, outcome, {}, true};
    if (e.paid) return approved(turn, std::move(stage), answer);
    return not_approved(turn, std::move(stage), answer);
}
static SaleStage on(Turn& turn, stage::CardPending stage, const event::Back&) {
    if (stage.phase != CardPhase::Asked)
        return refused(turn, std::move(stage), Refusal::WaitTerminal);
    return ask_to_cancel(turn, std::move(stage));
}

SaleStage step_card_pending(Turn& turn, stage::CardPending stage, const Event& event) {
    return dispatch<CardRules>(turn, std::move(stage), event);
}
RuleRow card_pending_rules() { return rule_row<CardRules>(); }

}  // namespace kopilka
