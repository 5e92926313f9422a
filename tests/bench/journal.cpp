// Reading a till's journal through: what verification costs beside the hashing that it cannot do
// without.
#include "pos/core/hash.h"
#include "pos/store/journal_queries.h"
#include "tests/bench/bench.h"
#include "tests/store/fixture.h"

#include <sodium/core.h>
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

// The library's own function over the same bytes, one after another in memory.
double bare_hashing(const std::vector<RawRecord>& records, const Options& options) {
    if (sodium_init() < 0) std::abort();
    Hash256 hash;
    const auto all = [&] {
        for (const RawRecord& record : records)
            crypto_generichash_blake2b(hash.value.data(), hash.value.size(), record.bytes.data(),
                                       record.bytes.size(), nullptr, 0);
    };
    return time_each(all, options.seconds).median();
}

std::vector<Row> rows_of(std::uint32_t lines, const Options& options) {
    TillFolder till({std::size_t{1} << 30, 0});
    fill(till, lines);
    const auto records = till.journal().raw_after({}, SIZE_MAX, SIZE_MAX).value();
    std::size_t bytes = 0;
    for (const RawRecord& record : records) bytes += record.bytes.size();
    const double verifying = time_each(
                                 [&] {
                                     if (verify(till.journal())->records != kRecords) std::abort();
                                 },
                                 options.seconds)
                                 .median();
    const double hashing = bare_hashing(records, options);
    const auto thousands = [](double nanoseconds) { return kRecords * 1e6 / nanoseconds; };
    const std::string name =
        "verify: records of " + std::to_string(bytes / records.size()) + " bytes";
    return {at_least(name, thousands(verifying), "k/s", 500),
            {"bare BLAKE2b-256 of the same bytes", thousands(hashing), "k/s", "", {}, ""},
            at_least("verify: its share of bare hashing", hashing / verifying, "x", 0.8)};
}

std::vector<Row> verification(const Options& options) {
    std::vector<Row> rows;
    for (const std::uint32_t lines : {1U, 4U})
        for (Row& row : rows_of(lines, options)) rows.push_back(std::move(row));
    return rows;
}

}  // namespace

std::vector<Benchmark> journal_benchmarks() { return {{"journal.verify", verification}}; }

}  // namespace kopilka::bench
