// What each stage does with each event, decided at compile time: an event that a stage neither
// handles, queues, refuses nor declares unasked does not compile. Internal to pos/till.
// The same rules print the table of tests/till/stage_event_table.tsv.
#pragma once
#include "pos/till/turn.h"

#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

namespace kopilka {

enum class Decision : std::uint8_t {
    Handled,
    Queued,     // a scan: kept until the till is ready
    Refused,    // audibly, with a reason
    Unasked,    // an answer that nobody here waits for changes nothing (a failure is said by step)
    Elsewhere,  // another region's business
};
struct Ruling {
    Decision decision = Decision::Handled;
    Refusal why = Refusal::NotHere;  // Refused
};

template <typename... Es>
struct Events {};

template <typename E, typename List>
inline constexpr bool kIn = std::is_same_v<E, List>;
template <typename E, typename... Es>
inline constexpr bool kIn<E, Events<Es...>> = (kIn<E, Es> || ...);

// The parts of a rule set: what they name, and what becomes of it. The first that names it decides.
template <typename... Es>
struct Queue {
    static constexpr Ruling kRuling{Decision::Queued, Refusal::NotHere};
    template <typename E>
    static constexpr bool kNames = (kIn<E, Es> || ...);
};
template <Refusal kWhy, typename... Es>
struct No {
    static constexpr Ruling kRuling{Decision::Refused, kWhy};
    template <typename E>
    static constexpr bool kNames = (kIn<E, Es> || ...);
};
template <typename... Es>
struct Unasked {
    static constexpr Ruling kRuling{Decision::Unasked, Refusal::NotHere};
    template <typename E>
    static constexpr bool kNames = (kIn<E, Es> || ...);
};
template <typename... Es>
struct Elsewhere {
    static constexpr Ruling kRuling{Decision::Elsewhere, Refusal::NotHere};
    template <typename E>
    static constexpr bool kNames = (kIn<E, Es> || ...);
};

template <typename... Parts>
struct RuleSet {
    template <typename E>
    static constexpr Ruling of() {
        Ruling rule;
        static_cast<void>(((Parts::template kNames<E> && (rule = Parts::kRuling, true)) || ...));
        return rule;
    }
};

// --- events by kind, so that a stage's rules read as sentences

using DeskEvents =
    Events<event::LanguageChosen, event::GoodsSearched, event::CategoryOpened, event::GoodsListed,
           event::ScanRefused, event::WorldReplaced, event::Tick>;
using NewsEvents = Events<event::SyncNews, event::RightsChanged, event::DeviceNews>;
using OperatorEvents = Events<event::SignIn, event::SignOut>;
// Everything that another region than the sale's sees to.
using OtherRegions = Elsewhere<DeskEvents, NewsEvents, OperatorEvents>;

using ShiftActs =
    Events<event::CloseShift, event::MoveCash, event::ReportWanted, event::DrawerWanted>;
using GoodsActs = Events<event::GoodsChosen, event::QuantityKeyed, event::PriceCheckWanted,
                         event::DepartmentSale>;
using LineActs =
    Events<event::QuantityChanged, event::PriceKeyed, event::DiscountKeyed, event::VoidLine>;
using ReceiptActs = Events<event::VoidReceipt, event::Suspend>;
using MemberActs = Events<event::MemberTyped, event::MemberDetached, event::ProfileWanted,
                          event::CodeTyped, event::CodeRemoved, event::PointsChosen>;
using TenderActs = Events<event::CashGiven, event::TerminalChosen, event::TenderRemoved>;
using AnswerActs = Events<event::AgeAnswered, event::ApprovalGiven, event::MemberChosen,
                          event::RecallChosen, event::ProfileTold>;
using TerminalActs = Events<event::AskTerminalAgain, event::PaymentTold>;
using PaperActs = Events<event::PrintAgain, event::PrintTold>;
using ReturnActs =
    Events<event::ReceiptTyped, event::OriginalChosen, event::UnitToggled, event::RefundBy>;

using PinAnswers = Events<event::PinVerified, event::PinRefused>;
using GoodsAnswers = Events<event::GoodsFound>;
using MemberAnswers = Events<event::MembersFound>;
using DraftAnswers = Events<event::DraftsListed, event::DraftFetched>;
using OriginalAnswers = Events<event::OriginalsFound>;
using TotalsAnswers = Events<event::TotalsRead>;
using JournalAnswers = Events<event::Journaled, event::JournalFailed>;
using TerminalAnswers = Events<event::PaymentAnswered>;
using PrintAnswers = Events<event::PrintFinished>;

// What a person does: refused as long as nobody is signed in.
using Acts =
    Events<event::OpenShift, event::CashCounted, event::Back, event::Pay, event::BackToBasket,
           event::NextCustomer, event::ReturnWanted, event::RecallWanted, event::Scanned, ShiftActs,
           GoodsActs, LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs,
           PaperActs, ReturnActs, event::GoodsSearched, event::CategoryOpened>;

// Gives `event` to `on(turn, stage, event)` where the rules say so.
template <typename Rules, typename S>
SaleStage dispatch(Turn& turn, S stage, const Event& event) {
    return std::visit(
        [&](const auto& e) -> SaleStage {
            using E = std::decay_t<decltype(e)>;
            constexpr Ruling kRuling = Rules::template of<E>();
            if constexpr (kRuling.decision == Decision::Handled) {
                return on(turn, std::move(stage), e);
            } else {
                if constexpr (kRuling.decision == Decision::Queued) queue(turn, e.payload);
                if constexpr (kRuling.decision == Decision::Refused) refuse(turn, kRuling.why);
                return std::move(stage);
            }
        },
        event);
}

// One row of the table: the rule of each event, by its index in Event.
using RuleRow = std::array<Ruling, std::variant_size_v<Event>>;
template <typename Rules>
RuleRow rule_row() {
    return []<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
        return RuleRow{Rules::template of<std::variant_alternative_t<kIndex, Event>>()...};
    }
    (std::make_index_sequence<std::variant_size_v<Event>>());
}

}  // namespace kopilka
