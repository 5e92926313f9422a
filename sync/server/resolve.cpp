#include "sync/server/resolve.h"

#include "sync/server/repair.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

using Resolved = tl::expected<void, ResolveRefusal>;

Resolved answer_of(Repaired repaired) {
    switch (repaired) {
        case Repaired::Done: return {};
        case Repaired::StillQuarantined: return tl::unexpected(ResolveRefusal::StillQuarantined);
        case Repaired::NothingToUndo: return tl::unexpected(ResolveRefusal::NothingToUndo);
        case Repaired::Gone: return tl::unexpected(ResolveRefusal::Gone);
    }
    return tl::unexpected(ResolveRefusal::Gone);
}

// `decision`: its place in the chain.
Repaired act(Database& database, const Incident& incident, CaseAction action,
             std::uint64_t decision, Instant at) {
    switch (action) {
        case CaseAction::Accept: return Repaired::Done;
        case CaseAction::Retry: return book_again(database, incident);
        case CaseAction::Repair: return make_books_again(database, incident);
        case CaseAction::WriteOff: return write_off(database, incident, decision, at);
        case CaseAction::Reverse: return reverse(database, incident, decision, at);
        case CaseAction::KeepFirst:
        case CaseAction::KeepSecond: return leave_card_with(database, incident, action);
    }
    return Repaired::Gone;
}

// One after another: nobody looks at a case while another one decides it.
class Decider {
public:
    Decider(Database& database, const DecisionBook& book, const Deciding& deciding, Instant at)
        : database_(database), book_(book), deciding_(deciding), at_(at) {}

    // Refused: nothing may stay behind, neither the decision nor what it did.
    Resolved decide() {
        const auto incident = find_incident(database_, deciding_.incident);
        if (!incident) return tl::unexpected(ResolveRefusal::NoSuchCase);
        if (!incident->action.empty()) return tl::unexpected(ResolveRefusal::AlreadyDecided);
        const auto possible = actions_of(incident->kind);
        if (std::ranges::find(possible, deciding_.action) == possible.end())
            return tl::unexpected(ResolveRefusal::NotThisAction);
        const std::uint64_t next = next_decision(database_);
        const Repaired repaired = act(database_, *incident, deciding_.action, next, at_);
        if (repaired != Repaired::Done) return answer_of(repaired);
        const std::string action(name(deciding_.action));
        decision_ = book_.add(
            database_, {incident->id, case_hash(*incident), action, deciding_.by, deciding_.why},
            at_);
        return decision_ ? Resolved() : tl::unexpected(ResolveRefusal::AlreadyDecided);
    }
    const std::optional<Decision>& decision() const { return decision_; }

private:
    Database& database_;
    const DecisionBook& book_;
    const Deciding& deciding_;
    Instant at_;
    std::optional<Decision> decision_;
};

}  // namespace

std::string_view say(ResolveRefusal refusal) {
    switch (refusal) {
        case ResolveRefusal::NoSuchCase: return "there is no such case; see central status";
        case ResolveRefusal::AlreadyDecided:
            return "this case was decided before; see central decisions list";
        case ResolveRefusal::NotThisAction:
            return "such a case is not decided so; central reconcile names what is possible";
        case ResolveRefusal::StillQuarantined:
            return "the cause is still there; import what is missing first";
        case ResolveRefusal::NothingToUndo:
            return "nothing of it was booked, so there is nothing to undo: accept it";
        case ResolveRefusal::Gone:
            return "the member or the record is not there any more: accept it as it is";
    }
    return "";
}

Result<tl::expected<void, ResolveRefusal>> resolve(Database& database, const DecisionBook& book,
                                                   const Deciding& deciding, Instant at) {
    if (auto taken = take_over_unsigned(database, book); !taken)
        return tl::unexpected(taken.error());
    Resolved answer;
    std::optional<Decision> decision;
    auto done = database.write([&] {
        Decider decider(database, book, deciding, at);
        answer = decider.decide();
        decision = decider.decision();
    });
    if (!done) return tl::unexpected(done.error());
    if (decision)
        if (auto kept = book.remember(*decision); !kept) return tl::unexpected(kept.error());
    return answer;
}

Result<void> take_over_unsigned(Database& database, const DecisionBook& book) {
    bool any = false;
    auto looked = database.read(
        [&] { any = !database.run("SELECT subject FROM decision_before LIMIT 1").empty(); });
    if (!looked || !any) return looked;
    std::optional<Decision> last;
    auto done = database.write([&] {
        last.reset();
        for (const Row& row :
             database.run("SELECT subject, action, decided_by, why, decided_at FROM decision_before"
                          " ORDER BY decided_at, subject")) {
            const auto incident = find_incident(database, row.text(0));
            const Hash256 seen = incident ? case_hash(*incident) : Hash256();
            if (auto added =
                    book.add(database, {row.text(0), seen, row.text(1), row.text(2), row.text(3)},
                             {row.integer(4)}))
                last = added;
        }
        database.run("DELETE FROM decision_before");
    });
    if (!done || !last) return done;
    return book.remember(*last);
}

}  // namespace kopilka::sync
