// Who stands at the till: nobody, somebody whose PIN is being checked, a cashier.
#include "pos/till/regions.h"
#include "pos/till/stages.h"

namespace kopilka {
namespace {

using Answers = Events<event::Recovered, GoodsAnswers, MemberAnswers, DraftAnswers, OriginalAnswers,
                       TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>;
using NotOperators = Elsewhere<event::LanguageChosen, event::GoodsListed, event::ScanRefused,
                               event::WorldReplaced, event::Tick, NewsEvents, Answers>;

using SignedOutRules =
    RuleSet<NotOperators, No<Refusal::SignInFirst, event::SignOut, Acts>, Unasked<PinAnswers>>;
using VerifyingRules =
    RuleSet<NotOperators, No<Refusal::SignInFirst, event::SignIn, event::SignOut, Acts>>;
using SignedInRules = RuleSet<NotOperators, Elsewhere<Acts>,
                              No<Refusal::AlreadySignedIn, event::SignIn>, Elsewhere<PinAnswers>>;

stage::SignedIn signed_in(const Turn& turn, const CashierId& id) {
    const StaffMember* who = find_staff(*turn.world.shop, id);
    if (!who) return {id, {}, Role::Cashier};
    return {id, who->name, who->role};
}

OperatorStage on(Turn& turn, stage::SignedOut, const event::SignIn& e) {
    if (!find_staff(*turn.world.shop, e.cashier)) {
        refuse(turn, Refusal::PinWrong);
        return stage::SignedOut{words(Refusal::PinWrong), 0};
    }
    turn.ask(effect::VerifyPin{PinPurpose::SignIn, e.cashier, e.pin});
    return stage::Verifying{e.cashier};
}
OperatorStage on(Turn& turn, stage::Verifying stage, const event::PinVerified& e) {
    if (e.purpose != PinPurpose::SignIn || e.cashier != stage.cashier) return stage;
    stage::SignedIn cashier = signed_in(turn, e.cashier);
    turn.cashier = &cashier;
    journal(turn, {{SignedIn{cashier.cashier, cashier.role}}, {}, {}});
    say(turn, {"till.notice.hello", {cashier.name}});
    if (turn.desk.for_next_cashier) say(turn, *std::exchange(turn.desk.for_next_cashier, {}));
    turn.cashier = nullptr;
    return cashier;
}
OperatorStage on(Turn& turn, stage::Verifying stage, const event::PinRefused& e) {
    if (e.purpose != PinPurpose::SignIn || e.cashier != stage.cashier) return stage;
    note_wrong_pin(turn, e);
    return stage::SignedOut{turn.desk.said->words, e.locked_minutes};
}
OperatorStage on(Turn& turn, stage::SignedIn stage, const event::SignOut&) {
    journal(turn, {{SignedOut{stage.cashier}}, {}, {}});
    return stage::SignedOut{};
}

template <typename Rules, typename S>
OperatorStage decide(Turn& turn, S stage, const Event& event) {
    return std::visit(
        [&](const auto& e) -> OperatorStage {
            constexpr Ruling kRuling = Rules::template of<std::decay_t<decltype(e)>>();
            if constexpr (kRuling.decision == Decision::Handled) {
                return on(turn, std::move(stage), e);
            } else {
                if constexpr (kRuling.decision == Decision::Refused) refuse(turn, kRuling.why);
                return std::move(stage);
            }
        },
        event);
}

}  // namespace

void note_wrong_pin(Turn& turn, const event::PinRefused& e) {
    // No attempts: the PIN was not even looked at, because its owner must still wait.
    if (e.attempts > 0) journal(turn, {{SignInRefused{e.cashier, e.attempts}}, {}, {}});
    if (e.locked_minutes == 0) return refuse(turn, Refusal::PinWrong);
    refuse(turn, Refusal::PinLocked,
           {"till.refuse.pin_locked", {static_cast<std::int64_t>(e.locked_minutes)}});
}

OperatorStage step_operator(Turn& turn, OperatorStage stage, const Event& event, bool busy) {
    if (auto* out = std::get_if<stage::SignedOut>(&stage))
        return decide<SignedOutRules>(turn, std::move(*out), event);
    if (auto* verifying = std::get_if<stage::Verifying>(&stage))
        return decide<VerifyingRules>(turn, std::move(*verifying), event);
    if (busy && std::holds_alternative<event::SignOut>(event)) {
        refuse(turn, Refusal::WaitSaving);
        return stage;
    }
    return decide<SignedInRules>(turn, std::move(std::get<stage::SignedIn>(stage)), event);
}

RuleRow signed_out_rules() { return rule_row<SignedOutRules>(); }
RuleRow verifying_rules() { return rule_row<VerifyingRules>(); }
RuleRow signed_in_rules() { return rule_row<SignedInRules>(); }

}  // namespace kopilka
