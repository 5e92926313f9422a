#include "sync/server/resolve.h"

#include "sync/server/booking.h"
#include "sync/server/incidents.h"
#include "sync/server/journals.h"

#include <array>
#include <tuple>

namespace kopilka::sync {
namespace {

using Answer = tl::expected<void, ResolveRefusal>;

Answer book_again(Database& database, const Incident& incident) {
    if (incident.kind != name(IncidentKind::Quarantine)) {
        return tl::unexpected(ResolveRefusal::NotThisAction);
    }
    const auto& [id, branch] = std::tie(incident.record, incident.branch);
    Bookkeeper bookkeeper(database);
    const auto record = read_record(body_of(database, id, branch));
    if (record) bookkeeper.foresee(std::array{BranchedRecord{&*record, branch}});
    RecordStatus status = bookkeeper.book(id, record, branch);
    if (status.status == Status::Quarantined) {
        return tl::unexpected(ResolveRefusal::StillQuarantined);
    }
    const std::uint64_t before = bookkeeper.finish();
    if (status.feed_position > 0) status.feed_position += before;
    change_status(database, id, branch, status);
    return {};
}

}  // namespace

std::string_view say(ResolveRefusal refusal) {
    switch (refusal) {
        case ResolveRefusal::NoSuchCase: return "there is no such case; see central status";
        case ResolveRefusal::AlreadyDecided: return "this case was decided before";
        case ResolveRefusal::NotThisAction:
            return "only a quarantined record can be booked again; the other action is accept";
        case ResolveRefusal::StillQuarantined:
            return "the cause is still there; import what is missing first";
    }
    return "";
}

Result<tl::expected<void, ResolveRefusal>> resolve(Database& database, const std::string& incident,
                                                   CaseAction action, const std::string& by,
                                                   const std::string& why, Instant at) {
    Answer answer;
    auto done = database.write([&] {
        answer = {};
        const auto found = find_incident(database, incident);
        if (!found) {
            answer = tl::unexpected(ResolveRefusal::NoSuchCase);
        } else if (!found->action.empty()) {
            answer = tl::unexpected(ResolveRefusal::AlreadyDecided);
        } else if (action == CaseAction::Retry) {
            answer = book_again(database, *found);
        }
        if (answer) {
            decide(database, incident, action == CaseAction::Retry ? "retry" : "accept", by, why,
                   at);
        }
    });
    if (!done) return tl::unexpected(done.error());
    return answer;
}

}  // namespace kopilka::sync
