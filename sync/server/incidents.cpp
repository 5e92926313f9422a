#include "sync/server/incidents.h"

#include "pos/core/hash.h"

namespace kopilka::sync {
namespace {

constexpr std::string_view kSelect =
    "SELECT incident_id, kind, till_id, epoch, sequence, cause, opened_at, action, decided_by, why"
    " FROM incident ";

Incident from_row(const Row& row) {
    return {row.text(0),
            row.text(1),
            {TillId{row.text(2)}, Epoch{static_cast<std::uint32_t>(row.natural(3))},
             Sequence{row.natural(4)}},
            row.text(5),
            {row.integer(6)},
            row.text(7),
            row.text(8),
            row.text(9)};
}

}  // namespace

std::string_view name(IncidentKind kind) {
    switch (kind) {
        case IncidentKind::Quarantine: return "quarantine";
        case IncidentKind::Fork: return "fork";
        case IncidentKind::BrokenChain: return "broken chain";
        case IncidentKind::PriceDifference: return "price difference";
        case IncidentKind::WrongClock: return "wrong clock";
    }
    return "";
}

void open_incident(Database& database, IncidentKind kind, const RecordId& record,
                   const std::string& cause, ByteView evidence, Instant at) {
    const std::string what(name(kind));
    const std::string id = short_code(blake2b(as_bytes(what + " " + to_string(record))));
    database.run(
        "INSERT INTO incident (incident_id, kind, till_id, epoch, sequence, cause,"
        " evidence, opened_at, action, decided_by, why)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '')"
        " ON CONFLICT (incident_id) DO NOTHING",
        {value(id), value(what), value(record.till.value), value(std::uint64_t{record.epoch.value}),
         value(record.sequence.value), value(cause), value(evidence), at.ms});
}

bool has_open_incident(Database& database, IncidentKind kind, const TillId& till) {
    return !database
                .run(
                    "SELECT incident_id FROM incident WHERE kind = $1 AND till_id = $2"
                    " AND action = ''",
                    {value(name(kind)), value(till.value)})
                .empty();
}

std::uint64_t count_open_incidents(Database& database) {
    return count(database, "SELECT count(*) FROM incident WHERE action = ''");
}

std::vector<Incident> open_incidents(Database& database) {
    std::vector<Incident> result;
    const std::string sql =
        std::string(kSelect) + "WHERE action = '' ORDER BY opened_at, incident_id";
    for (const Row& row : database.run(sql)) result.push_back(from_row(row));
    return result;
}

std::optional<Incident> find_incident(Database& database, const std::string& id) {
    const Rows rows = database.run(std::string(kSelect) + "WHERE incident_id = $1", {value(id)});
    if (rows.empty()) return std::nullopt;
    return from_row(rows.front());
}

void decide(Database& database, const std::string& id, const std::string& action,
            const std::string& by, const std::string& why, Instant at) {
    database.run(
        "UPDATE incident SET action = $1, decided_by = $2, why = $3, decided_at = $4"
        " WHERE incident_id = $5",
        {value(action), value(by), value(why), at.ms, value(id)});
}

}  // namespace kopilka::sync
