// Cases: what a person must look at and decide. One row for each anomaly, however often it is met,
// with what the till said and what the server holds; written once and never changed. Whether it is
// open follows from the decisions (decisions.h). Inside transactions of the database.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "sync/protocol/message.h"
#include "sync/server/amounts.h"
#include "sync/server/branch.h"
#include "sync/server/database.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kopilka::sync {

enum class IncidentKind : std::uint8_t {
    // Met when a batch comes in.
    UndecodableRecord,
    WrongIdentity,
    UnknownMember,
    UnknownPublication,
    BadEffect,
    Fork,
    BrokenChain,
    LeaseOverrun,  // spent out of a lease that its holder did not have (any more)
    WrongClock,    // of the till, by more than a minute: at this record and those after it
    // Met when a sale is priced again.
    PriceDifference,
    // Met by reconciliation.
    WrongZ,
    NumberGap,
    NumberTwice,
    LateAcceptance,     // of a day that the books had closed
    ReturnWithoutSale,  // or of a unit that was not in it
    DoubleReturn,
    WrongBooking,  // receipt or ledger are not what the record says
    WrongBalance,  // balance, ledger and lots are not the same
    Overdrawn,
    DuplicateCard,
};
std::string_view name(IncidentKind kind);
std::optional<IncidentKind> incident_kind(std::string_view name);
IncidentKind kind_of(QuarantineCause cause);  // checked: a cause
std::string_view words(QuarantineCause cause);

enum class CaseAction : std::uint8_t {
    Accept,      // it stands as it is; what it explains of a difference is borne
    Retry,       // the quarantined record is booked, now that its cause is gone
    Repair,      // the books are made again from the journal
    WriteOff,    // the overdraft is the shop's: an adjustment brings the account to zero
    Reverse,     // what the return did to the member's points is undone, by adjustments
    KeepFirst,   // the card stays with the member named first
    KeepSecond,  // with the other one
};
std::string_view name(CaseAction action);
std::optional<CaseAction> case_action(std::string_view name);
// What a case of this kind can be decided to be; never empty.
std::span<const CaseAction> actions_of(IncidentKind kind);

// What somebody met. `subject`: what the case is about, the same each time it is met.
struct Finding {
    IncidentKind kind{};
    std::string subject;
    RecordId record{};  // without a till: of no record
    std::optional<Date> day{};
    std::optional<MemberId> member{};
    std::optional<ReceiptNumber> receipt{};
    std::string cause{};
    std::string till_says{};
    std::string server_holds{};
    Amounts amounts{};  // which it explains of the day's difference; or what came late
    Bytes evidence{};
    Branch branch{};  // of the record
};

struct Incident : Finding {
    std::string id;
    Instant opened;
    std::string action;  // empty: open
    std::string decided_by;
    std::string why;
};

// Whether `amounts` of such a case are a part of its day's difference.
bool explains_difference(IncidentKind kind);

// As soon as it is met; another one of the same subject is the same case.
void open_incident(Database& database, const Finding& found, Instant at);
// Of a record that was just sent: both sides are told from it and from what is held.
void open_incident(Database& database, IncidentKind kind, const RecordId& record,
                   const std::string& cause, ByteView sent, Instant at, const Branch& branch = {});
bool has_open_incident(Database& database, IncidentKind kind, const TillId& till);
// What reconciliation found: a case that is open already, or was decided, is no new one. A state
// that came again after its case was decided is.
void open_incidents(Database& database, std::span<const Finding> found, Instant at);

std::uint64_t count_open_incidents(Database& database);
std::uint64_t count_open_incidents(Database& database, const TillId& till);
std::vector<Incident> open_incidents(Database& database);
std::vector<Incident> all_incidents(Database& database);  // the oldest first
std::optional<Incident> find_incident(Database& database, const std::string& id);
// Of everything that the case says: what somebody saw who decided it.
Hash256 case_hash(const Incident& incident);

// "receipt 12 of 100.00 with 5 points"; a record that is none: what it is.
std::string describe_record(ByteView body);

}  // namespace kopilka::sync
