#include "sync/server/journals.h"

#include <map>

namespace kopilka::sync {
namespace {

struct KeptHash {
    Hash256 hash;
    Branch branch;
    RecordStatus status;
};
struct Tip {
    Sequence sequence{0};
    Hash256 hash;
    std::optional<Epoch> forked = {};
};

std::vector<Value> of_epoch(const TillId& till, Epoch epoch) {
    return {value(till.value), value(std::uint64_t{epoch.value})};
}

// A statement about one row of a table, or of the table of the same kind for branches. `values`:
// its first parameters.
Rows run_on(Database& database, std::string sql, std::string_view table, std::string_view rest,
            const RecordId& record, const Branch& branch, std::vector<Value> values) {
    if (!branch.is_main()) sql += "branch_";
    sql += table;
    sql += rest;
    const auto add = [&](std::string_view column, Value wanted) {
        values.push_back(std::move(wanted));
        sql += std::string(column) + " = $" + std::to_string(values.size());
    };
    add(" WHERE till_id", value(record.till.value));
    add(" AND epoch", value(std::uint64_t{record.epoch.value}));
    add(" AND sequence", value(record.sequence.value));
    if (!branch.is_main()) add(" AND branch", value(branch.first.value));
    return database.run(sql, values);
}

Tip main_tip(Database& database, const TillId& till, Epoch epoch) {
    const Rows rows =
        database.run("SELECT sequence, hash FROM journal_head WHERE till_id = $1 AND epoch = $2",
                     of_epoch(till, epoch));
    if (rows.empty()) return {};
    return {Sequence{rows[0].natural(0)}, Hash256{rows[0].array<32>(1)}};
}

Tip tip_of(Database& database, const TillId& till, Epoch epoch, const Branch& branch) {
    std::vector<Value> values = of_epoch(till, epoch);
    values.push_back(value(branch.first.value));
    const Rows rows = database.run(
        "SELECT sequence, hash, forked_epoch FROM branch_head WHERE till_id = $1 AND epoch = $2"
        " AND branch = $3",
        values);
    if (rows.empty()) return {};
    return {Sequence{rows[0].natural(0)}, Hash256{rows[0].array<32>(1)},
            Epoch{static_cast<std::uint32_t>(rows[0].natural(2))}};
}

// The first record of an epoch names the last one held then of the till's earlier epochs: most
// often the last one there is.
bool is_held_before(Database& database, const TillId& till, Epoch epoch, const Hash256& hash) {
    std::vector<Value> values = of_epoch(till, epoch);
    values.push_back(value(hash.value));
    constexpr std::string_view kPlaces[] = {"journal_head", "branch_head", "record",
                                            "branch_record"};
    for (const std::string_view table : kPlaces) {
        const std::string sql = "SELECT epoch FROM " + std::string(table) +
                                " WHERE till_id = $1 AND epoch < $2 AND hash = $3 LIMIT 1";
        if (!database.run(sql, values).empty()) return true;
    }
    return false;
}

// The records that are held under a batch's numbers, and under that before it.
class Window {
public:
    Window(Database& database, const TillId& till, const Upload& upload) {
        std::vector<Value> values = of_epoch(till, upload.epoch);
        values.push_back(value(upload.first.value - 1));
        values.push_back(value(upload.first.value + upload.records.size() - 1));
        const Rows rows = database.run(
            "SELECT sequence, hash, status, cause, feed_position, NULL FROM record"
            " WHERE till_id = $1 AND epoch = $2 AND sequence >= $3 AND sequence <= $4 UNION ALL"
            " SELECT sequence, hash, status, cause, feed_position, branch FROM branch_record"
            " WHERE till_id = $1 AND epoch = $2 AND sequence >= $3 AND sequence <= $4",
            values);
        for (const Row& row : rows) {
            const RecordStatus status{static_cast<Status>(row.integer(2)),
                                      static_cast<QuarantineCause>(row.integer(3)), row.natural(4)};
            held_.emplace(row.natural(0),
                          KeptHash{Hash256{row.array<32>(1)}, branch_of(row, 5), status});
        }
    }
    const KeptHash* find(std::uint64_t sequence, const Hash256& hash) const {
        const auto [first, last] = held_.equal_range(sequence);
        for (auto held = first; held != last; ++held)
            if (held->second.hash == hash) return &held->second;
        return nullptr;
    }
    const KeptHash* any(std::uint64_t sequence) const {
        const auto held = held_.find(sequence);
        return held == held_.end() ? nullptr : &held->second;
    }

private:
    std::multimap<std::uint64_t, KeptHash> held_;
};

}  // namespace

Branch branch_of(const Row& row, std::size_t column) { return {Hash256{row.array<32>(column)}}; }

std::optional<Footing> find_footing(Database& database, const TillId& till, const Upload& upload,
                                    std::span<const Hash256> hashes,
                                    const std::optional<Hash256>& previous) {
    const std::uint64_t first = upload.first.value;
    Tip tip = main_tip(database, till, upload.epoch);
    const bool begins = first == 1;
    const bool goes_on = first == tip.sequence.value + 1;
    // As nearly always.
    if (goes_on && !begins && (!previous || *previous == tip.hash)) return Footing{};
    const Window window(database, till, upload);
    Footing footing;
    const KeptHash* last = nullptr;
    while (footing.held.size() < hashes.size()) {
        const std::size_t next = footing.held.size();
        const KeptHash* held = window.find(first + next, hashes[next]);
        if (held == nullptr) break;
        footing.held.push_back(held->status);
        last = held;
    }
    if (last == nullptr && begins) {
        const bool follows = !previous || *previous == Hash256() ||
                             is_held_before(database, till, upload.epoch, *previous);
        if (!follows) return std::nullopt;
    } else if (last == nullptr) {
        last = previous ? window.find(first - 1, *previous) : window.any(first - 1);
        if (last == nullptr) return std::nullopt;
    }
    if (last != nullptr) footing.branch = last->branch;
    if (!footing.branch.is_main()) tip = tip_of(database, till, upload.epoch, footing.branch);
    footing.at_tip = first + footing.held.size() == tip.sequence.value + 1;
    footing.forked = tip.forked;
    return footing;
}

Bytes body_of(Database& database, const RecordId& record, const Branch& branch) {
    const Rows rows = run_on(database, "SELECT body FROM ", "record", "", record, branch, {});
    return rows.empty() ? Bytes() : rows.front().bytes(0);
}

Status status_of(Database& database, const RecordId& record, const Branch& branch) {
    const Rows rows = run_on(database, "SELECT status FROM ", "record", "", record, branch, {});
    return rows.empty() ? Status::Applied : static_cast<Status>(rows.front().integer(0));
}

void change_status(Database& database, const RecordId& record, const Branch& branch,
                   const RecordStatus& status) {
    run_on(database, "UPDATE ", "record", " SET status = $1, cause = $2, feed_position = $3",
           record, branch,
           {static_cast<std::int64_t>(status.status), static_cast<std::int64_t>(status.cause),
            value(status.feed_position)});
}

void note_repriced(Database& database, const RecordId& record, const Branch& branch,
                   std::int64_t repriced) {
    run_on(database, "UPDATE ", "receipt", " SET repriced = $1", record, branch, {repriced});
}

std::vector<HeldUpTo> heads_of(Database& database, const TillId& till) {
    std::vector<HeldUpTo> heads;
    const Rows rows = database.run(
        "SELECT epoch, sequence, hash FROM journal_head WHERE till_id = $1 UNION ALL"
        " SELECT epoch, sequence, hash FROM branch_head WHERE till_id = $1"
        " ORDER BY epoch DESC LIMIT $2",
        {value(till.value), value(std::uint64_t{kMostHeads})});
    for (const Row& row : rows)
        heads.push_back({Epoch{static_cast<std::uint32_t>(row.natural(0))},
                         Sequence{row.natural(1)}, Hash256{row.array<32>(2)}});
    return heads;
}

Sequence watermark_of(Database& database, const TillId& till, Epoch epoch) {
    return main_tip(database, till, epoch).sequence;
}

}  // namespace kopilka::sync
