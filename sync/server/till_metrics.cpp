#include "sync/server/till_metrics.h"

#include "sync/server/incidents.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace kopilka::sync {
namespace {

std::vector<TillId> tills_in(Database& database, const Scope& scope) {
    if (scope.till) return {*scope.till};
    std::vector<TillId> tills;
    for (const Row& row :
         database.run("SELECT till_id FROM till WHERE store_id = $1 ORDER BY till_id",
                      {value(scope.store.value)}))
        tills.push_back(TillId{row.text(0)});
    return tills;
}

// The one number that `sql` asks for of this till; 0: nothing there.
std::uint64_t number(Database& database, std::string_view sql, const TillId& till) {
    const Rows rows = database.run(sql, {value(till.value)});
    return rows.empty() ? 0 : rows.front().natural(0);
}

struct Asked {
    const char* name;
    const char* help;
    std::uint64_t (*of)(Database& database, const TillId& till);
};
constexpr Asked kAsked[] = {
    {"kopilka_till_epoch", "The newest epoch of the till's journal",
     [](Database& database, const TillId& till) {
         return number(
             database,
             "SELECT epoch FROM journal_head WHERE till_id = $1 ORDER BY epoch DESC LIMIT 1", till);
     }},
    {"kopilka_till_watermark", "The last record of it that is held without a gap",
     [](Database& database, const TillId& till) {
         return number(
             database,
             "SELECT sequence FROM journal_head WHERE till_id = $1 ORDER BY epoch DESC LIMIT 1",
             till);
     }},
    {"kopilka_till_receipts_waiting", "Receipts not yet priced again",
     [](Database& database, const TillId& till) {
         return number(database, "SELECT count(*) FROM receipt WHERE repriced = 0 AND till_id = $1",
                       till);
     }},
    {"kopilka_till_points_held", "Hundredths of points that are lent to the till and not spent",
     [](Database& database, const TillId& till) {
         return number(database,
                       "SELECT CAST(coalesce(sum(held), 0) AS bigint) FROM lease"
                       " WHERE state = 0 AND holder_id = $1",
                       till);
     }},
    {"kopilka_till_cases_open", "Cases that nobody has decided",
     [](Database& database, const TillId& till) { return count_open_incidents(database, till); }},
};

}  // namespace

std::string till_metrics(Database& database, const Scope& scope) {
    prometheus::Registry registry;
    const auto tills = tills_in(database, scope);
    for (const Asked& asked : kAsked) {
        auto& family =
            prometheus::BuildGauge().Name(asked.name).Help(asked.help).Register(registry);
        for (const TillId& till : tills)
            family.Add({{"till", till.value}}).Set(static_cast<double>(asked.of(database, till)));
    }
    return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace kopilka::sync
