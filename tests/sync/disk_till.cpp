#include "tests/sync/disk_till.h"

#include "pos/app/store_worker.h"
#include "pos/store/journal_schema.h"
#include "tests/sync/rig.h"

#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

const JournalStamp kStamp{{{1'780'000'000'000}, 180}, Date{20'600}, CashierId{"marina"}};

}  // namespace

Result<UnsentBatch> CountedOutbox::unsent(std::size_t most, std::size_t most_bytes,
                                          const std::optional<KeptUpTo>& kept) {
    auto batch = real_.unsent(most, most_bytes, kept);
    if (batch && !batch->records.empty()) ++uploads;
    return batch;
}

struct DiskTill::Running {
    Running(DiskTill& till, const Address& server, const Credentials& credentials)
        : cache(Cache::open(*till.lock_, till.keys_).value()),
          store({till.open(), cache, till.keys_, till.path(), till.till_, till.clock_, 180},
                [](const Event&, app::AnswerTo) {}),
          outbox(store, StoreId{"nevsky"}, till.clock_),
          counted(outbox),
          inbox(cache, till.keys_, till.clock_, [] {}) {
        PumpSettings settings;
        settings.server = server;
        settings.till = till.till_;
        settings.identity = identity_of(till.till_, credentials);
        settings.keep_certificate = [](const Bytes&) { return Result<void>(); };
        settings.poll_seconds = 5;
        pump = std::make_unique<Pump>(settings, counted, inbox, [&till](const SyncNews& news) {
            const std::lock_guard lock(till.mutex_);
            till.news_ = news;
            till.changed_.notify_all();
        });
    }
    Cache cache;
    app::StoreWorker store;
    app::JournalOutbox outbox;
    CountedOutbox counted;
    app::CacheInbox inbox;
    std::unique_ptr<Pump> pump;
};

DiskTill::DiskTill(TillId till) : till_(std::move(till)), keys_(make_keys()) {
    lock_.emplace(DataFolder::lock(path()).value());
    EXPECT_TRUE(open().begin_epoch(till_, StoreId{"nevsky"}, kStamp, "enrolled").has_value());
}

DiskTill::~DiskTill() { disconnect(); }

Journal DiskTill::open() const { return Journal::open(*lock_, {std::size_t{64} << 20, 0}).value(); }

void DiskTill::append(std::span<const JournalEntry> entries) {
    EXPECT_TRUE(open().append(entries, kStamp).has_value());
}

void DiskTill::put_below_the_store(std::span<const Bytes> records) {
    const RecordId head = open().head()->id;
    auto environment = lmdb::Environment::open(
        {journal_folder(path()), lmdb::Access::Write, std::size_t{64} << 20, 0, schema::tables()});
    auto transaction = environment->begin_write();
    std::uint64_t sequence = head.sequence.value;
    for (const Bytes& bytes : records) {
        const auto key = schema::record_key(head.epoch, Sequence{++sequence});
        const auto record = decode_record(bytes);
        const auto member = record ? schema::member_of(record->entry) : std::nullopt;
        ASSERT_TRUE(transaction->append(schema::kRecords, key,
                                        schema::record_value(hash_of(bytes), bytes)));
        if (!member) continue;
        ASSERT_TRUE(transaction->put(schema::kMembers, schema::member_key(*member, key), {}));
    }
    ASSERT_TRUE(transaction->commit().has_value());
}

void DiskTill::connect(const Address& server, const Credentials& credentials) {
    {
        const std::lock_guard lock(mutex_);
        news_.reset();
    }
    running_ = std::make_unique<Running>(*this, server, credentials);
}

void DiskTill::disconnect() {
    if (!running_) return;
    running_->pump.reset();
    uploads_ = running_->counted.uploads;
    running_.reset();
}

void DiskTill::take_back_to(Sequence held) {
    Journal journal = open();
    const RecordId id{till_, journal.head()->id.epoch, held};
    EXPECT_TRUE(journal.acknowledge({id, {}}).has_value());
}

bool DiskTill::wait_for(const std::function<bool(const SyncNews&)>& so, std::chrono::seconds most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, [&] { return news_ && so(*news_); });
}

SyncNews DiskTill::news() const {
    const std::lock_guard lock(mutex_);
    return news_.value_or(SyncNews{});
}

}  // namespace kopilka::sync
