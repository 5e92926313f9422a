#include "sync/server/returns_check.h"

#include "sync/server/booking.h"

#include <algorithm>
#include <tuple>

namespace kopilka::sync {
namespace {

enum class Sold : std::uint8_t { Yes, NotYetCome, Never };
struct Original {
    Sold sold = Sold::Never;
    std::string held;  // what is there in its place, in words
    std::map<LineId, std::size_t> units;
};

class Originals {
public:
    explicit Originals(Database& database) : database_(database) {}

    const Original& find(const ReturnClaim& claim) {
        const auto [known, is_new] = known_.try_emplace(claim.claimed.original);
        if (is_new) known->second = look(claim);
        return known->second;
    }

private:
    // Two ways of a journal may have gone on under one number: the sale is on either.
    Original look(const ReturnClaim& claim) {
        const RecordId& id = claim.claimed.original;
        const Rows rows = database_.run(
            "SELECT body FROM record WHERE till_id = $1 AND epoch = $2 AND sequence = $3"
            " UNION ALL SELECT body FROM branch_record WHERE till_id = $1 AND epoch = $2"
            " AND sequence = $3",
            {value(is_till(id.till) ? id.till.value : ""), value(std::uint64_t{id.epoch.value}),
             value(id.sequence.value)});
        if (rows.empty()) return not_there(claim);
        Original original;
        for (const Row& row : rows) {
            const auto record = read_record(row.bytes(0));
            const auto* sale = record ? std::get_if<Sale>(&record->entry) : nullptr;
            if (original.held.empty() || sale)
                original.held = to_string(id) + " is " + describe_record(row.bytes(0));
            // One that nobody can read may have been a sale.
            if (!record && original.sold == Sold::Never) original.sold = Sold::NotYetCome;
            if (!sale) continue;
            original.sold = Sold::Yes;
            for (const PricedLine& line : sale->lines)
                original.units[line.id] = std::max(original.units[line.id], line.units.size());
        }
        return original;
    }

    // Of another till, or an earlier epoch, it may still be on its way; not after a later record.
    Original not_there(const ReturnClaim& claim) {
        const RecordId& id = claim.claimed.original;
        Original original;
        original.held = "no record " + to_string(id);
        const bool is_own = id.till == claim.record.till && id.epoch >= claim.record.epoch;
        if (!is_till(id.till) || is_own) return original;
        const Rows rows = database_.run(
            "SELECT t.epoch FROM till t LEFT JOIN till_revoked r ON r.till_id = t.till_id"
            " WHERE t.till_id = $1 AND r.till_id IS NULL",
            {value(id.till.value)});
        const bool may_come = !rows.empty() && id.epoch.value <= rows.front().natural(0);
        if (may_come) original.sold = Sold::NotYetCome;
        return original;
    }

    // A return says whatever it says; not every engine takes that as text.
    bool is_till(const TillId& till) {
        if (tills_.empty())
            for (const Row& row : database_.run("SELECT till_id FROM till"))
                tills_.insert(TillId{row.text(0)});
        return tills_.contains(till);
    }

    Database& database_;
    std::set<TillId> tills_;
    std::map<RecordId, Original> known_;
};

Finding finding(IncidentKind kind, const ReturnClaim& claim) {
    Finding found{kind, to_string(claim.record, claim.branch), claim.record, claim.day,
                  claim.claimed.member};
    found.branch = claim.branch;
    found.receipt = claim.claimed.number;
    found.till_says = "return " + std::to_string(claim.claimed.number.value) + " paid back " +
                      to_string(claim.claimed.total) + " for " +
                      std::to_string(claim.claimed.units.size()) + " units of " +
                      to_string(claim.claimed.original);
    return found;
}

bool was_sold(const Original& original, const ReturnedUnit& unit) {
    const auto line = original.units.find(unit.line);
    return line != original.units.end() && unit.unit < line->second;
}

}  // namespace

std::uint64_t check_returns(Database& database, std::vector<ReturnClaim> claims,
                            std::vector<Finding>& findings) {
    using Unit = std::tuple<RecordId, LineId, std::uint32_t>;
    std::ranges::sort(claims, {}, [](const ReturnClaim& claim) {
        return std::pair(claim.accepted, claim.record);
    });
    Originals originals(database);
    std::map<Unit, const ReturnClaim*> first;  // in the server's order
    std::uint64_t waiting = 0;
    for (const ReturnClaim& claim : claims) {
        const Original& original = originals.find(claim);
        if (original.sold == Sold::NotYetCome) ++waiting;
        const auto& units = claim.claimed.units;
        const bool never = original.sold == Sold::Never ||
                           (original.sold == Sold::Yes &&
                            !std::ranges::all_of(units, [&](const ReturnedUnit& unit) {
                                return was_sold(original, unit);
                            }));
        const ReturnClaim* before = nullptr;
        for (const ReturnedUnit& unit : units) {
            const Unit place{claim.claimed.original, unit.line, unit.unit};
            const auto [known, is_new] = first.try_emplace(place, &claim);
            if (!is_new) before = known->second;
        }
        if (never) {
            Finding found = finding(IncidentKind::ReturnWithoutSale, claim);
            found.cause = original.sold == Sold::Yes ? "a unit was paid back that was not sold"
                                                     : "what was paid back was not sold";
            found.server_holds = original.held;
            findings.push_back(std::move(found));
        } else if (before) {
            Finding found = finding(IncidentKind::DoubleReturn, claim);
            found.cause = "the same unit was paid back twice; this is the later one";
            found.server_holds = "return " + std::to_string(before->claimed.number.value) +
                                 " of it, " + to_string(before->record);
            findings.push_back(std::move(found));
        }
    }
    return waiting;
}

}  // namespace kopilka::sync
