// Reading a till's journal through: what verification costs beside the hashing that it cannot do
// without.
#include "pos/core/hash.h"
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"
#include "tests/bench/bench.h"
#include "tests/store/fixture.h"

#include <algorithm>
#include <chrono>

#include <sodium/crypto_generichash_blake2b.h>

namespace kopilka::bench {
namespace {

constexpr std::uint64_t kRecords = 50'000;

void fill(TillFolder& till, std::uint32_t lines) {
    begin(till);
    for (std::uint64_t n = 1; n < kRecords;) {
        std::vector<JournalEntry> entries;
        for (int i = 0; i < 500 && n < kRecords; ++i) entries.emplace_back(sale(n++, lines));
        if (!till.journal().append(entries, stamp())) std::abort();
    }
}

// The library's own function over the same bytes where they lie, one record after another.
void hash_all(const std::vector<ByteView>& records) {
    Hash256 hash;
    for (const ByteView record : records)
        crypto_generichash_blake2b(hash.value.data(), hash.value.size(), record.data(),
                                   record.size(), nullptr, 0);
}

std::vector<ByteView> all_records(const lmdb::Transaction& transaction) {
    std::vector<ByteView> records;
    lmdb::Cursor cursor(transaction, schema::kRecords);
    for (auto item = cursor.first(); item; item = cursor.next())
        records.push_back(schema::split(item->value)->bytes);
    return records;
}

// In turns, so that what else the machine does is in both.
struct Medians {
    double verifying = 0;
    double hashing = 0;
};
Medians measure(const Journal& journal, const std::vector<ByteView>& records, double seconds) {
    std::vector<double> verifying;
    std::vector<double> hashing;
    const auto start = std::chrono::steady_clock::now();
    const auto since = [](auto from) {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    };
    do {
        const auto first = std::chrono::steady_clock::now();
        if (verify(journal)->records != kRecords) std::abort();
        verifying.push_back(since(first));
        const auto second = std::chrono::steady_clock::now();
        hash_all(records);
        hashing.push_back(since(second));
    } while (since(start) < 2 * seconds);
    const auto median = [](std::vector<double>& all) {
        std::ranges::sort(all);
        return all[all.size() / 2];
    };
    return {median(verifying), median(hashing)};
}

std::vector<Row> rows_of(std::uint32_t lines, const Options& options) {
    TillFolder till({std::size_t{1} << 30, 0});
    fill(till, lines);
    const auto transaction = till.journal().begin_read().value();
    const std::vector<ByteView> records = all_records(transaction);
    std::size_t bytes = 0;
    for (const ByteView record : records) bytes += record.size();
    const Medians medians = measure(till.journal(), records, options.seconds);
    const auto thousands = [](double seconds) { return kRecords / seconds / 1'000; };
    const std::string name =
        "verify: records of " + std::to_string(bytes / records.size()) + " bytes";
    return {at_least(name, thousands(medians.verifying), "k/s", 500),
            {"bare BLAKE2b-256 of the same bytes", thousands(medians.hashing), "k/s", "", {}, ""},
            at_least("verify: its share of bare hashing", medians.hashing / medians.verifying, "x",
                     0.8)};
}

std::vector<Row> verification(const Options& options) {
    std::vector<Row> rows;
    for (const std::uint32_t lines : {5U, 20U})
        for (Row& row : rows_of(lines, options)) rows.push_back(std::move(row));
    return rows;
}

}  // namespace

std::vector<Benchmark> journal_benchmarks() { return {{"journal.verify", verification}}; }

}  // namespace kopilka::bench
