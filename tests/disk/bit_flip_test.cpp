// Bits flip in the files of a till. Whatever it does to LMDB, the start-up look finds it or it does
// no harm; a damaged cache is erased, a damaged journal is named, and salvage keeps every record
// that still has its hash. Damaged files are only read in child processes here.
#include "pos/app/journal_command.h"
#include "pos/store/cache.h"
#include "pos/store/health.h"
#include "pos/store/journal_queries.h"
#include "pos/store/salvage.h"
#include "tests/disk/power_cuts.h"
#include "tests/support/chance.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

namespace kopilka::disk {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSales = 40;
constexpr std::uint64_t kHeld = 21;  // by the server, of 1 + kSales records

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void write_file(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

// What a child process found, as its exit code; nothing where it died.
std::optional<int> in_a_process(const std::function<int()>& act) {
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(60);
        ::close(STDERR_FILENO);  // a sanitizer's words on a map that LMDB was led out of
        ::_exit(act());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status)) return std::nullopt;
    return WEXITSTATUS(status);
}

class BitFlips : public testing::Test {
protected:
    BitFlips() {
        till_.emplace(DataFolder::lock(folder_.path() / "till").value());
        auto journal = Journal::open(*till_, {std::size_t{16} << 20, 0}).value();
        if (!journal.begin_epoch(kTill, kStore, stamp(), "enrolled")) std::abort();
        for (std::uint64_t n = 1; n <= kSales; ++n) {
            // Some are larger than a page, some of a member.
            const std::uint32_t lines = n % 9 == 0 ? 120 : 1 + static_cast<std::uint32_t>(n % 4);
            const auto member = n % 3 == 0 ? std::optional(member_id(1)) : std::nullopt;
            const std::vector<JournalEntry> entries{sale(n, lines, member)};
            if (!journal.append(entries, stamp(static_cast<std::int64_t>(n)))) std::abort();
        }
        std::vector<ServerState> states;
        for (std::uint64_t n = 2; n <= kHeld; ++n)
            states.push_back({record_id(n), ServerVerdict::Applied, n, ""});
        if (!journal.acknowledge({record_id(kHeld), states})) std::abort();
        const auto records = journal.read_after({}, SIZE_MAX).value();
        for (const StoredRecord& stored : records) hashes_.push_back(stored.hash);
        auto cache = Cache::open(*till_, keys_).value();
        CacheDelta delta;
        for (std::uint32_t n = 0; n < 60; ++n) {
            Goods goods;
            goods.sku = Sku{"G-" + std::to_string(n)};
            goods.name = {"Чай", "Tea number " + std::to_string(n)};
            goods.price = Money::of(100 + n);
            goods.barcodes = {std::to_string(4'600'000'000'000 + n)};
            delta.goods.push_back(goods);
            Member member;
            member.view.id = member_id(n);
            member.view.purchases = n;
            delta.members.push_back(member);
        }
        delta.settings = "the shop";
        delta.position = 7;
        if (!cache.apply(delta)) std::abort();
    }

    fs::path journal_file() const { return journal_folder(till_->path()) / "data.mdb"; }
    fs::path cache_file() const { return cache_folder(till_->path()) / "data.mdb"; }

    // The file with 1 … 8 bits flipped; more in LMDB's own pages where `near` says so.
    std::string flipped(std::string bytes, std::size_t within) {
        const auto many = 1 + dice_() % 8;
        for (std::size_t i = 0; i < many; ++i)
            bytes[dice_() % std::min(within, bytes.size())] ^= static_cast<char>(1U << dice_() % 8);
        return bytes;
    }
    // Half of the images only in the beginning and the trees, where one bit does most harm.
    std::string any_flipped(const std::string& bytes) {
        if (dice_() % 4 == 0) return flipped(bytes, 200);
        std::string image = flipped(bytes, bytes.size());
        if (dice_() % 2 == 0) image[dice_() % (bytes.size() / 4096) * 4096 + dice_() % 40] ^= 4;
        return image;
    }

    // Everything that a sound cache answers.
    int wrong_answers_of_the_cache() const {
        auto cache = Cache::open(*till_, keys_);
        if (!cache) return 0;  // an error is no wrong answer
        for (std::uint32_t n = 0; n < 60; ++n) {
            const auto goods = cache->goods_by_barcode(std::to_string(4'600'000'000'000 + n));
            const auto member = cache->member(member_id(n));
            if (goods && (!*goods || (*goods)->price != Money::of(100 + n))) return 3;
            if (member && (!*member || (*member)->view.purchases != n)) return 4;
        }
        return 0;
    }
    int wrong_answers_of_the_journal() const {
        auto journal = Journal::open(*till_, {std::size_t{16} << 20, 0});
        if (!journal) return 0;
        if (journal->watermark() != record_id(kHeld)) return 3;
        const auto lacking = records_not_reached(*journal, member_id(1), 15);
        if (lacking && lacking->size() != kSales / 3 - 4) return 4;
        const auto records = journal->read_after({}, SIZE_MAX);
        if (records && records->size() != hashes_.size()) return 5;
        return 0;
    }

    TemporaryFolder folder_{quick_folder()};
    std::optional<DataFolder> till_;
    Keys keys_ = keys_of_the_till();
    std::vector<Hash256> hashes_;
    std::mt19937_64 dice_{seed()};
    const int images_ = is_long_run() ? 3'000 : 120;
};

TEST_F(BitFlips, InTheCacheAreFoundOrDoNoHarm) {
    const std::string whole = read_file(cache_file());
    ASSERT_EQ(examine_cache(*till_, keys_, Look::Everywhere), Health::Sound) << "no false alarm";
    int damaged = 0;
    for (int n = 0; n < images_; ++n) {
        write_file(cache_file(), any_flipped(whole));
        if (examine_cache(*till_, keys_, Look::Everywhere) != Health::Sound) {
            ++damaged;
            continue;
        }
        const auto found = in_a_process([&] { return wrong_answers_of_the_cache(); });
        EXPECT_EQ(found, 0) << "image " << n << ", KOPILKA_SEED=" << seed();
    }
    std::printf("KOPILKA_SEED=%llu: %d images, %d damaged\n",
                static_cast<unsigned long long>(seed()), images_, damaged);
    EXPECT_GT(damaged, images_ / 4);
    ASSERT_TRUE(Cache::erase(*till_));
    EXPECT_EQ(Cache::open(*till_, keys_)->position().value(), 0U);
}

TEST_F(BitFlips, InTheJournalAreFoundOrDoNoHarm) {
    const std::string whole = read_file(journal_file());
    ASSERT_EQ(examine_journal(*till_, Look::Everywhere), Health::Sound) << "no false alarm";
    int damaged = 0;
    for (int n = 0; n < images_; ++n) {
        write_file(journal_file(), any_flipped(whole));
        if (examine_journal(*till_, Look::Everywhere) != Health::Sound) {
            ++damaged;
            continue;
        }
        const auto found = in_a_process([&] { return wrong_answers_of_the_journal(); });
        EXPECT_EQ(found, 0) << "image " << n << ", KOPILKA_SEED=" << seed();
    }
    std::printf("KOPILKA_SEED=%llu: %d images, %d damaged\n",
                static_cast<unsigned long long>(seed()), images_, damaged);
    EXPECT_GT(damaged, images_ / 4);
}

TEST_F(BitFlips, InLockFilesDoNoHarm) {
    for (int n = 0; n < images_; ++n) {
        for (const fs::path& file : {journal_file(), cache_file()}) {
            const fs::path lock = file.parent_path() / "lock.mdb";
            write_file(lock, flipped(read_file(lock), n % 2 == 0 ? 200 : SIZE_MAX));
        }
        EXPECT_EQ(examine_journal(*till_, Look::Everywhere), Health::Sound) << n;
        EXPECT_EQ(examine_cache(*till_, keys_, Look::Everywhere), Health::Sound) << n;
        EXPECT_EQ(in_a_process([&] { return wrong_answers_of_the_journal(); }), 0) << n;
    }
}

// Where a record's bytes stand whole in the damaged file, it must come out.
TEST_F(BitFlips, LeaveEveryRecordToSalvageThatStillHasItsHash) {
    const std::string whole = read_file(journal_file());
    std::vector<std::string> values;
    {
        const auto journal = Journal::open_to_read(till_->path()).value();
        const auto records = journal.raw_after({}, SIZE_MAX, SIZE_MAX).value();
        for (const RawRecord& raw : records)
            values.push_back(std::string(as_text(ByteView(raw.hash.value))) +
                             std::string(as_text(raw.bytes)));
    }
    std::size_t kept = 0;
    std::size_t lost = 0;
    std::size_t could_not = 0;
    for (int n = 0; n < images_; ++n) {
        const std::string image = any_flipped(whole);
        write_file(journal_file(), image);
        const TemporaryFolder out(quick_folder());
        const DataFolder to = DataFolder::lock(out.path() / "till").value();
        const auto salvaged = salvage(till_->path(), to, stamp());
        ASSERT_TRUE(salvaged.has_value()) << salvaged.error().detail;
        const auto journal = Journal::open_to_read(to.path()).value();
        std::set<std::uint64_t> numbers;
        const auto records = journal.read_after({}, SIZE_MAX).value();
        for (const StoredRecord& stored : records) {
            if (stored.record.id.epoch != Epoch{1}) continue;
            const std::uint64_t sequence = stored.record.id.sequence.value;
            numbers.insert(sequence);
            EXPECT_EQ(stored.hash, hashes_.at(sequence - 1)) << "made up: image " << n;
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool is_whole = image.find(values[i]) != std::string::npos;
            const bool is_kept = numbers.contains(i + 1);
            kept += is_kept ? 1 : 0;
            lost += is_kept ? 0 : 1;
            could_not += is_whole && !is_kept ? 1 : 0;
        }
        EXPECT_EQ(salvaged->records, numbers.size());
        EXPECT_EQ(journal.head()->id.epoch, Epoch{2});
        // A member's balance counts what the server holds once, and what it does not hold once.
        const auto lacking = records_not_reached(journal, member_id(1), 1'000);
        ASSERT_TRUE(lacking.has_value());
        for (const JournalRecord& record : *lacking)
            EXPECT_TRUE(!journal.watermark() || record.id > *journal.watermark());
    }
    std::printf(
        "KOPILKA_SEED=%llu: %d images, %zu records kept, %zu not, of which %zu had their "
        "bytes but no way to them\n",
        static_cast<unsigned long long>(seed()), images_, kept, lost, could_not);
    EXPECT_GT(kept, lost * 10);
    // A last record without the size before it, which no other names.
    EXPECT_LE(could_not, static_cast<std::size_t>(1 + images_ / 300));
}

}  // namespace
}  // namespace kopilka::disk
