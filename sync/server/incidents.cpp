#include "sync/server/incidents.h"

#include "pos/core/hash.h"
#include "pos/core/utf8.h"
#include "pos/sale/journal_codec.h"
#include "sync/server/booking.h"
#include "sync/server/decisions.h"
#include "sync/server/journals.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::string_view kSelect =
    "SELECT i.incident_id, i.kind, i.subject, i.till_id, i.epoch, i.sequence, i.business_date,"
    " i.member_id, i.receipt_number, i.cause, i.till_says, i.server_holds, i.receipts, i.money,"
    " i.points, i.opened_at, i.evidence, i.business_date IS NULL, i.receipt_number IS NULL, d.body,"
    " coalesce(b.action, ''), i.branch";
constexpr std::string_view kFrom =
    " FROM incident i LEFT JOIN decision d ON d.subject = i.incident_id"
    " LEFT JOIN decision_before b ON b.subject = i.incident_id ";
constexpr std::string_view kIsOpen = "WHERE d.subject IS NULL AND b.subject IS NULL ";

Incident from_row(const Row& row) {
    Incident incident;
    incident.id = row.text(0);
    incident.kind = incident_kind(row.text(1)).value_or(IncidentKind::BadEffect);
    incident.subject = row.text(2);
    incident.record = {TillId{row.text(3)}, Epoch{static_cast<std::uint32_t>(row.natural(4))},
                       Sequence{row.natural(5)}};
    if (row.integer(17) == 0) incident.day = Date{static_cast<std::int32_t>(row.integer(6))};
    if (!row.bytes(7).empty()) incident.member = MemberId{row.array<16>(7)};
    if (row.integer(18) == 0) incident.receipt = ReceiptNumber{row.natural(8)};
    incident.cause = row.text(9);
    incident.till_says = row.text(10);
    incident.server_holds = row.text(11);
    incident.amounts = {row.integer(12), Money::of(row.integer(13)), Points::of(row.integer(14))};
    incident.opened = {row.integer(15)};
    incident.evidence = row.bytes(16);
    incident.branch = branch_of(row, 21);
    incident.action = row.bytes(19).empty() ? row.text(20) : "unreadable";
    if (const auto decision = decode_decision(row.bytes(19))) {
        incident.action = decision->action;
        incident.decided_by = decision->by;
        incident.why = decision->why;
    }
    return incident;
}

std::vector<Incident> select(Database& database, std::string_view rest,
                             const std::vector<Value>& values = {}) {
    std::vector<Incident> result;
    for (const Row& row :
         database.run(std::string(kSelect) + std::string(kFrom) + std::string(rest), values))
        result.push_back(from_row(row));
    return result;
}

// What tills write may be no text, and not every engine takes that.
std::string printable(std::string_view text) {
    std::u32string points = to_code_points(text);
    std::ranges::replace(points, U'\0', kReplacement);
    return to_utf8(points);
}

std::string id_of(const Finding& found, std::size_t occurrence) {
    std::string what = std::string(name(found.kind)) + " " + found.subject;
    if (occurrence > 0) what += " #" + std::to_string(occurrence);
    constexpr std::size_t kDigits = 12;
    return to_string(blake2b(as_bytes(what))).substr(0, kDigits);
}

void put(Database& database, const Finding& found, std::size_t occurrence, Instant at) {
    const auto number = [](const auto& kept, auto as) { return kept ? Value(as(*kept)) : Value(); };
    database.run(
        "INSERT INTO incident (incident_id, kind, subject, till_id, epoch, sequence,"
        " business_date, member_id, receipt_number, cause, till_says, server_holds, receipts,"
        " money, points, evidence, opened_at, branch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
        " $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (incident_id) DO NOTHING",
        {value(id_of(found, occurrence)), value(name(found.kind)), value(found.subject),
         value(found.record.till.value), value(std::uint64_t{found.record.epoch.value}),
         value(found.record.sequence.value),
         number(found.day, [](Date day) { return std::int64_t{day.days}; }),
         number(found.member,
                [](const MemberId& id) { return Bytes(id.value.begin(), id.value.end()); }),
         number(found.receipt, [](ReceiptNumber n) { return static_cast<std::int64_t>(n.value); }),
         value(printable(found.cause)), value(printable(found.till_says)),
         value(printable(found.server_holds)), found.amounts.receipts, found.amounts.money.count(),
         found.amounts.points.count(), value(found.evidence), at.ms,
         found.branch.is_main() ? Value() : value(found.branch.first.value)});
}

// A state lasts or comes back; everything else happened once, and stays what it was.
bool is_state(IncidentKind kind) {
    return kind == IncidentKind::WrongBooking || kind == IncidentKind::WrongBalance ||
           kind == IncidentKind::Overdrawn || kind == IncidentKind::DuplicateCard;
}

// The next of the same subject; nullopt: it is an open case, or one that was decided.
std::optional<std::size_t> next_occurrence(Database& database, const Finding& found) {
    const auto known = select(database, "WHERE i.kind = $1 AND i.subject = $2 ORDER BY d.position",
                              {value(name(found.kind)), value(found.subject)});
    if (known.empty()) return 0;
    const bool open = std::ranges::any_of(known, [](auto& one) { return one.action.empty(); });
    const Incident& last = known.back();
    const bool borne = last.action == name(CaseAction::Accept) && last.amounts == found.amounts;
    const bool settled = !is_state(found.kind) || open || borne;
    return settled ? std::nullopt : std::optional(known.size());
}

struct KeptBody {
    Hash256 hash;
    Bytes body;
};
std::optional<KeptBody> held(Database& database, const RecordId& id) {
    const Rows rows = database.run(
        "SELECT hash, body FROM record WHERE till_id = $1 AND epoch = $2 AND sequence = $3",
        {value(id.till.value), value(std::uint64_t{id.epoch.value}), value(id.sequence.value)});
    if (rows.empty()) return std::nullopt;
    return KeptBody{Hash256{rows.front().array<32>(0)}, rows.front().bytes(1)};
}

// What of the record is known beside its words.
void add_facts(Finding& found, ByteView sent) {
    const auto record = decode_record(sent);
    if (!record) return;
    found.day = record->business_date;
    const auto effect = effect_of(record->entry);
    if (!effect) return;
    found.member = effect->member;
    found.receipt = effect->number;
}

std::string what_is_held(Database& database, const Finding& found) {
    if (found.kind == IncidentKind::Fork) {
        const auto other = held(database, found.record);
        return other ? short_code(other->hash) + ", " + describe_record(other->body)
                     : "another record";
    }
    if (found.kind == IncidentKind::BrokenChain) {
        RecordId before = found.record;
        --before.sequence.value;
        const auto last = held(database, before);
        return last ? "the record before is " + short_code(last->hash) + "; nothing was taken in"
                    : "no record before it";
    }
    return "the record, with nothing booked";
}

}  // namespace

std::string describe_record(ByteView body) {
    const auto record = decode_record(body);
    if (!record) return std::to_string(body.size()) + " bytes that are no record";
    const auto effect = effect_of(record->entry);
    if (!effect) return "a record of " + to_string(record->at) + ", no receipt";
    return std::string(effect->is_return ? "return " : "receipt ") +
           std::to_string(effect->number.value) + " of " + to_string(effect->total) + " with " +
           to_string(effect->points) + " points";
}

void open_incident(Database& database, const Finding& found, Instant at) {
    put(database, found, 0, at);
}

void open_incident(Database& database, IncidentKind kind, const RecordId& record,
                   const std::string& cause, ByteView sent, Instant at, const Branch& branch) {
    Finding found{kind, to_string(record, branch), record};
    found.branch = branch;
    found.cause = cause;
    add_facts(found, sent);
    found.till_says = short_code(blake2b(sent)) + ", " + describe_record(sent);
    found.server_holds = what_is_held(database, found);
    // What is not held anywhere else.
    if (kind == IncidentKind::BrokenChain) found.evidence.assign(sent.begin(), sent.end());
    put(database, found, 0, at);
}

void open_incidents(Database& database, std::span<const Finding> found, Instant at) {
    for (const Finding& one : found)
        if (const auto occurrence = next_occurrence(database, one))
            put(database, one, *occurrence, at);
}

bool has_open_incident(Database& database, IncidentKind kind, const TillId& till) {
    return !select(database, std::string(kIsOpen) + "AND i.kind = $1 AND i.till_id = $2",
                   {value(name(kind)), value(till.value)})
                .empty();
}

std::uint64_t count_open_incidents(Database& database) {
    return count(database, "SELECT count(*)" + std::string(kFrom) + std::string(kIsOpen));
}

std::uint64_t count_open_incidents(Database& database, const TillId& till) {
    const Rows rows = database.run(
        "SELECT count(*)" + std::string(kFrom) + std::string(kIsOpen) + "AND i.till_id = $1",
        {value(till.value)});
    return rows.empty() ? 0 : rows.front().natural(0);
}

std::vector<Incident> open_incidents(Database& database) {
    return select(database, std::string(kIsOpen) + "ORDER BY i.opened_at, i.incident_id");
}

std::vector<Incident> all_incidents(Database& database) {
    return select(database, "ORDER BY i.opened_at, i.incident_id");
}

std::optional<Incident> find_incident(Database& database, const std::string& id) {
    auto found = select(database, "WHERE i.incident_id = $1", {value(id)});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Hash256 case_hash(const Incident& incident) {
    ByteWriter out;
    out.text(incident.id);
    out.text(name(incident.kind));
    out.text(incident.subject);
    out.text(to_string(incident.record));
    out.signed_varint(incident.day ? incident.day->days : -1);
    out.text(incident.member ? to_string(*incident.member) : "");
    out.varint(incident.receipt ? incident.receipt->value : 0);
    out.text(incident.cause);
    out.text(incident.till_says);
    out.text(incident.server_holds);
    out.signed_varint(incident.amounts.receipts);
    out.signed_varint(incident.amounts.money.count());
    out.signed_varint(incident.amounts.points.count());
    out.signed_varint(incident.opened.ms);
    out.raw(blake2b(incident.evidence).value);
    return blake2b(out.bytes());
}

}  // namespace kopilka::sync
