#include "tests/bench/kept_rows.h"

#include "sync/server/tables.h"
#include "tests/bench/plain_postgres.h"

namespace kopilka::bench {
namespace {

using namespace sync;

std::string copy_out(PlainPostgres& postgres, const std::string& table, const std::string& where) {
    return postgres.copy_out("COPY (SELECT * FROM " + table + where +
                             ") TO STDOUT (FORMAT binary)");
}

std::vector<Line> lines_of(const Rows& rows) {
    std::vector<Line> lines;
    for (const Row& row : rows) lines.push_back(row.values());
    return lines;
}

}  // namespace

std::vector<KeptRows> kept_rows(const std::string& url, std::uint64_t last,
                                std::uint64_t of_each_till) {
    PlainPostgres postgres(url);
    std::vector<KeptRows> commits;
    for (std::uint64_t before = 0; before < last; before += of_each_till) {
        const std::string where = " WHERE sequence > " + std::to_string(before) +
                                  " AND sequence <= " + std::to_string(before + of_each_till);
        KeptRows kept;
        kept.records = copy_out(postgres, "record", where);
        kept.receipts = copy_out(postgres, "receipt", where);
        kept.ledger = copy_out(postgres, "ledger", where + " ORDER BY member_id, tx_id");
        kept.sums = lines_of(postgres.find(
            "SELECT member_id, programme_id, sum(amount)::bigint, count(*) FROM ledger" + where +
            " GROUP BY member_id, programme_id ORDER BY 1, 2"));
        // Each commit gives its members a position in the feed that none had.
        kept.members = lines_of(
            postgres.find("SELECT member_id, feed_position + 10000000 + " + std::to_string(before) +
                          ", body FROM member WHERE member_id IN (SELECT member_id FROM ledger" +
                          where + ") ORDER BY 1"));
        commits.push_back(std::move(kept));
    }
    return commits;
}

Speed copy_kept_rows(const std::string& url, const std::vector<KeptRows>& commits,
                     std::size_t records) {
    PlainPostgres postgres(url);
    return speed_of(records, postgres.process(), [&] {
        for (const KeptRows& rows : commits) {
            postgres.run("BEGIN");
            postgres.copy_in("COPY record FROM STDIN (FORMAT binary)", rows.records);
            postgres.copy_in("COPY receipt FROM STDIN (FORMAT binary)", rows.receipts);
            postgres.copy_in("COPY ledger FROM STDIN (FORMAT binary)", rows.ledger);
            postgres.run(
                "UPDATE balance b SET points = b.points + s.points, entries = b.entries + s.entries"
                " FROM unnest($1, $2, $3, $4) AS s (member_id, programme_id, points, entries)"
                " WHERE b.member_id = s.member_id AND b.programme_id = s.programme_id",
                {kBalanceTable.columns, rows.sums});
            postgres.run(
                "UPDATE member m SET feed_position = s.feed_position, body = s.body"
                " FROM unnest($1, $2, $3) AS s (member_id, feed_position, body)"
                " WHERE m.member_id = s.member_id",
                {kMemberTable.columns, rows.members});
            postgres.run("COMMIT");
        }
    });
}

}  // namespace kopilka::bench
