// Cases: what a person must look at and decide. One row for each anomaly, however often it is met;
// a decision is kept beside it with who and why. Inside transactions of the database.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::sync {

enum class IncidentKind : std::uint8_t {
    Quarantine,
    Fork,
    BrokenChain,
    PriceDifference,
    WrongClock,  // of the till, by more than a minute: at this record and those after it
};
std::string_view name(IncidentKind kind);

struct Incident {
    std::string id;  // of kind and record
    std::string kind;
    RecordId record;
    std::string cause;
    Instant opened;
    std::string action;  // empty: open
    std::string decided_by;
    std::string why;
};

void open_incident(Database& database, IncidentKind kind, const RecordId& record,
                   const std::string& cause, ByteView evidence, Instant at);
bool has_open_incident(Database& database, IncidentKind kind, const TillId& till);
std::uint64_t count_open_incidents(Database& database);
std::vector<Incident> open_incidents(Database& database);
std::optional<Incident> find_incident(Database& database, const std::string& id);
void decide(Database& database, const std::string& id, const std::string& action,
            const std::string& by, const std::string& why, Instant at);

}  // namespace kopilka::sync
