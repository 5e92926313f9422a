// What kinds of cases there are, and how each can be decided.
#include "pos/core/check.h"
#include "sync/server/incidents.h"

#include <algorithm>
#include <array>

namespace kopilka::sync {
namespace {

using enum CaseAction;
constexpr std::array kWaitsForSomebody{Retry, Accept};
constexpr std::array kStands{Accept};
constexpr std::array kReturn{Accept, Reverse};
constexpr std::array kBooks{Repair};
constexpr std::array kOverdrawn{Accept, WriteOff};
constexpr std::array kCard{KeepFirst, KeepSecond, Accept};

constexpr std::array kKinds{
    IncidentKind::UndecodableRecord,  IncidentKind::WrongIdentity,   IncidentKind::UnknownMember,
    IncidentKind::UnknownPublication, IncidentKind::BadEffect,       IncidentKind::Fork,
    IncidentKind::BrokenChain,        IncidentKind::PriceDifference, IncidentKind::WrongZ,
    IncidentKind::NumberGap,          IncidentKind::NumberTwice,     IncidentKind::LateAcceptance,
    IncidentKind::ReturnWithoutSale,  IncidentKind::DoubleReturn,    IncidentKind::WrongBooking,
    IncidentKind::WrongBalance,       IncidentKind::Overdrawn,       IncidentKind::DuplicateCard,
    IncidentKind::WrongClock,         IncidentKind::LeaseOverrun};
constexpr std::array kActions{Accept, Retry, Repair, WriteOff, Reverse, KeepFirst, KeepSecond};

template <typename All>
auto named(const All& all, std::string_view wanted) {
    const auto found = std::ranges::find_if(all, [&](auto one) { return name(one) == wanted; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::string_view name(IncidentKind kind) {
    switch (kind) {
        case IncidentKind::UndecodableRecord: return "undecodable record";
        case IncidentKind::WrongIdentity: return "wrong identity";
        case IncidentKind::UnknownMember: return "unknown member";
        case IncidentKind::UnknownPublication: return "unknown publication";
        case IncidentKind::BadEffect: return "bad effect";
        case IncidentKind::Fork: return "fork";
        case IncidentKind::BrokenChain: return "broken chain";
        case IncidentKind::WrongClock: return "wrong clock";
        case IncidentKind::LeaseOverrun: return "lease overrun";
        case IncidentKind::PriceDifference: return "price difference";
        case IncidentKind::WrongZ: return "wrong z";
        case IncidentKind::NumberGap: return "number gap";
        case IncidentKind::NumberTwice: return "number twice";
        case IncidentKind::LateAcceptance: return "late acceptance";
        case IncidentKind::ReturnWithoutSale: return "return without sale";
        case IncidentKind::DoubleReturn: return "double return";
        case IncidentKind::WrongBooking: return "wrong booking";
        case IncidentKind::WrongBalance: return "wrong balance";
        case IncidentKind::Overdrawn: return "overdrawn";
        case IncidentKind::DuplicateCard: return "duplicate card";
    }
    return "";
}
std::optional<IncidentKind> incident_kind(std::string_view wanted) { return named(kKinds, wanted); }

IncidentKind kind_of(QuarantineCause cause) {
    switch (cause) {
        case QuarantineCause::None: break;
        case QuarantineCause::Undecodable: return IncidentKind::UndecodableRecord;
        case QuarantineCause::WrongIdentity: return IncidentKind::WrongIdentity;
        case QuarantineCause::UnknownMember: return IncidentKind::UnknownMember;
        case QuarantineCause::UnknownPublication: return IncidentKind::UnknownPublication;
        case QuarantineCause::BadEffect: return IncidentKind::BadEffect;
    }
    unreachable("a quarantine without a cause");
}

std::string_view words(QuarantineCause cause) {
    switch (cause) {
        case QuarantineCause::None: return "";
        case QuarantineCause::Undecodable: return "the record cannot be read";
        case QuarantineCause::WrongIdentity: return "the record says to be another one";
        case QuarantineCause::UnknownMember: return "the member is not known here";
        case QuarantineCause::UnknownPublication: return "the publication is not known here";
        case QuarantineCause::BadEffect: return "an entry of the points ledger cannot be booked";
    }
    return "";
}

std::string_view name(CaseAction action) {
    switch (action) {
        case Accept: return "accept";
        case Retry: return "retry";
        case Repair: return "repair";
        case WriteOff: return "write-off";
        case Reverse: return "reverse";
        case KeepFirst: return "keep-first";
        case KeepSecond: return "keep-second";
    }
    return "";
}
std::optional<CaseAction> case_action(std::string_view wanted) { return named(kActions, wanted); }

std::span<const CaseAction> actions_of(IncidentKind kind) {
    switch (kind) {
        case IncidentKind::UndecodableRecord:
        case IncidentKind::WrongIdentity:
        case IncidentKind::UnknownMember:
        case IncidentKind::UnknownPublication:
        case IncidentKind::BadEffect: return kWaitsForSomebody;
        case IncidentKind::Fork:
        case IncidentKind::WrongClock:
        case IncidentKind::LeaseOverrun:
        case IncidentKind::BrokenChain:
        case IncidentKind::PriceDifference:
        case IncidentKind::WrongZ:
        case IncidentKind::NumberGap:
        case IncidentKind::NumberTwice:
        case IncidentKind::LateAcceptance: return kStands;
        case IncidentKind::ReturnWithoutSale:
        case IncidentKind::DoubleReturn: return kReturn;
        case IncidentKind::WrongBooking:
        case IncidentKind::WrongBalance: return kBooks;
        case IncidentKind::Overdrawn: return kOverdrawn;
        case IncidentKind::DuplicateCard: return kCard;
    }
    return kStands;
}

bool explains_difference(IncidentKind kind) {
    switch (kind) {
        case IncidentKind::WrongZ:
        case IncidentKind::NumberGap:
        case IncidentKind::WrongBooking: return true;
        case IncidentKind::UndecodableRecord:
        case IncidentKind::WrongIdentity:
        case IncidentKind::UnknownMember:
        case IncidentKind::UnknownPublication:
        case IncidentKind::BadEffect:
        case IncidentKind::Fork:
        case IncidentKind::BrokenChain:
        case IncidentKind::WrongClock:
        case IncidentKind::LeaseOverrun:
        case IncidentKind::PriceDifference:
        case IncidentKind::NumberTwice:
        case IncidentKind::LateAcceptance:
        case IncidentKind::ReturnWithoutSale:
        case IncidentKind::DoubleReturn:
        case IncidentKind::WrongBalance:
        case IncidentKind::Overdrawn:
        case IncidentKind::DuplicateCard: return false;
    }
    return false;
}

}  // namespace kopilka::sync
