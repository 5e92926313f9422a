// Central's database on a disk that fails, is full or read-only, with memory refused: a batch is
// taken in whole or not at all, sent again it counts once, and no balance is wrong.
#include "sync/server/chain.h"
#include "sync/server/ingest.h"
#include "sync/server/reconcile.h"
#include "sync/server/sqlite.h"
#include "tests/disk/disk_image.h"
#include "tests/disk/short_memory.h"
#include "tests/disk/system_calls.h"
#include "tests/support/chance.h"
#include "tests/support/temporary_folder.h"
#include "tests/sync/rig.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>

namespace kopilka::disk {
namespace {

using sync::Database;

const TillId kNevsky{"nevsky-1"};
constexpr std::size_t kRecords = 12;
constexpr std::int64_t kPoints = 10;  // of each sale

// From the nth call on, as many as asked.
class Failures : public Watcher {
public:
    void arm(std::size_t nth, int error, bool from_then_on) {
        left_ = nth;
        error_ = error;
        from_then_on_ = from_then_on;
        struck_ = false;
    }
    bool disarm() {
        left_ = 0;
        return struck_;
    }
    Verdict before(const CallSeen& seen) override {
        if (left_ == 0 || (error_ != EIO && is_harmless(seen))) return {};
        if (left_ > 1) {
            --left_;
            return {};
        }
        struck_ = true;
        if (!from_then_on_) left_ = 0;
        return {error_, false};
    }
    void after(const CallSeen&, int) override {}
    void forgets(const std::string&) override {}

private:
    // What a full or read-only disk does as well.
    static bool is_harmless(const CallSeen& seen) {
        return seen.call == Call::Read || (seen.call == Call::Open && !seen.creates);
    }
    std::size_t left_ = 0;
    int error_ = 0;
    bool from_then_on_ = false;
    bool struck_ = false;
};

class CentralInTrouble : public testing::Test {
protected:
    CentralInTrouble() {
        for (std::size_t n = 1; n <= kRecords; ++n)
            till_.append(sync::member_sale(n, 5'000, sync::member_id(7), kPoints));
    }
    std::string file() const { return (folder_.path() / "central" / "central.db").string(); }

    // With a master key that is not on the disk.
    Result<std::unique_ptr<Database>> open() const {
        auto database = sync::open_sqlite(file());
        if (database) (*database)->unlock_people_with(sync::PersonKey{7});
        return database;
    }

    void begin() {
        std::filesystem::remove_all(folder_.path() / "central");
        std::filesystem::create_directory(folder_.path() / "central");
        const auto database = open();
        ASSERT_TRUE(database.has_value());
        ASSERT_TRUE(sync::open_chain(**database).has_value());
        sync::keep(**database, sync::plain_member(7));
    }
    sync::UploadReply send(Database& database) const {
        const sync::EnrolledTill enrolled{kNevsky, StoreId{"nevsky"},
                                          sync::key_of(kNevsky).public_key, Epoch{1}};
        return sync::ingest(database, enrolled, till_.upload_of(1, kRecords),
                            Instant{1'780'000'000'000});
    }
    // What is there is all or nothing, and after sending again it is all, once.
    void expect_whole(bool accepted) const {
        const auto database = open();
        ASSERT_TRUE(database.has_value()) << database.error().detail;
        const std::uint64_t held = count(**database);
        ASSERT_TRUE(held == kRecords || (held == 0 && !accepted)) << held << " records";
        const auto again = send(**database);
        ASSERT_EQ(again.refusal, sync::UploadRefusal::None) << again.detail;
        ASSERT_EQ(again.watermark.value, kRecords);
        ASSERT_EQ(count(**database), kRecords);
        ASSERT_EQ(points(**database), kPoints * static_cast<std::int64_t>(kRecords));
        const auto sums = sync::reconcile(**database);
        ASSERT_TRUE(sums.has_value());
        ASSERT_EQ(sums->wrong_balances, 0U);
    }

    // One batch while the disk or the memory fails; a connection of before, or a new one.
    bool send_in_trouble(std::unique_ptr<Database> database) const {
        if (!database) {
            auto opened = open();
            if (!opened) {
                EXPECT_FALSE(opened.error().detail.empty());
                return false;
            }
            database = std::move(*opened);
        }
        const auto reply = send(*database);
        const bool accepted = reply.refusal == sync::UploadRefusal::None;
        EXPECT_TRUE(accepted || !reply.detail.empty());
        return accepted;
    }

    std::size_t fail_each(int error, bool from_then_on) {
        std::size_t calls = 0;
        Failures failures;
        const Watching watching(failures, folder_.path());
        for (const bool opened_before : {true, false}) {
            bool struck = true;
            for (std::size_t nth = 1; struck && !HasFatalFailure(); ++nth) {
                begin();
                std::unique_ptr<Database> database;
                if (opened_before) database = open().value();
                failures.arm(nth, error, from_then_on);
                const bool accepted = send_in_trouble(std::move(database));
                struck = failures.disarm();
                calls += struck ? 1 : 0;
                expect_whole(accepted);
            }
        }
        return calls;
    }

    TemporaryFolder folder_{quick_folder()};
    sync::MemoryTill till_{kNevsky};

private:
    static std::int64_t one_number(Database& database, const char* sql) {
        std::int64_t number = -1;
        EXPECT_TRUE(database.read([&] {
            const auto rows = database.run(sql);
            if (!rows.empty()) number = rows[0].integer(0);
        }));
        return number;
    }
    static std::uint64_t count(Database& database) {
        return static_cast<std::uint64_t>(one_number(database, "SELECT count(*) FROM record"));
    }
    static std::int64_t points(Database& database) {
        return one_number(database, "SELECT sum(points) FROM balance");
    }
};

TEST_F(CentralInTrouble, TakesABatchWholeOrNotAtAllWhicheverCallFails) {
    const std::size_t calls = fail_each(EIO, false);
    std::printf("%zu calls failed, one at a time\n", calls);
    EXPECT_GT(calls, 20U);
}

TEST_F(CentralInTrouble, TakesABatchWholeOrNotAtAllOnAFullDisk) {
    EXPECT_GT(fail_each(ENOSPC, true), 5U);
}

TEST_F(CentralInTrouble, TakesABatchWholeOrNotAtAllOnADiskThatBecomesReadOnly) {
    EXPECT_GT(fail_each(EROFS, true), 5U);
}

TEST_F(CentralInTrouble, TakesABatchWholeOrNotAtAllWhicheverAllocationFails) {
    std::size_t nth = 1;
    bool refused = true;
    std::size_t tried = 0;
    for (; refused && !HasFailure(); nth += is_long_run() ? 1 : 1 + nth / 40) {
        begin();
        bool accepted = false;
        {
            const ShortMemory memory("libsqlite3", nth);
            accepted = send_in_trouble(nullptr);
            refused = memory.refused();
        }
        ASSERT_NO_FATAL_FAILURE(expect_whole(accepted)) << "allocation " << nth;
        ++tried;
    }
    std::printf("%zu batches, each with another of %zu allocations refused\n", tried, nth);
    EXPECT_GT(tried, 50U);
}

}  // namespace
}  // namespace kopilka::disk
