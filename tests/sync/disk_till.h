// A till's real journal and cache on disk behind its real store thread, outbox and pump. Unlike
// Journal::append it also writes bytes that are no honest record: what a bug or a newer program
// could have left there.
#pragma once
#include "pos/app/sync_bridge.h"
#include "sync/client/pump.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace kopilka::sync {

// Counts the uploads that go out.
class CountedOutbox final : public Outbox {
public:
    explicit CountedOutbox(Outbox& real) : real_(real) {}
    Result<UnsentBatch> unsent(std::size_t most, std::size_t most_bytes,
                               const std::optional<KeptUpTo>& kept) override;
    Result<std::uint64_t> unsent_count(const std::optional<KeptUpTo>& kept) override {
        return real_.unsent_count(kept);
    }
    Result<std::uint64_t> quarantined_count() override { return real_.quarantined_count(); }
    Result<void> acknowledge(const Acknowledgement& answer) override {
        return real_.acknowledge(answer);
    }
    Result<void> take_back(const std::vector<HeldUpTo>& held) override {
        return real_.take_back(held);
    }
    Result<void> take_leases(const LeaseNews& news) override { return real_.take_leases(news); }
    Result<void> keep_clock(const ClockReading& reading) override {
        return real_.keep_clock(reading);
    }

    std::atomic<std::size_t> uploads = 0;

private:
    Outbox& real_;
};

class DiskTill {
public:
    // Its journal begins with one record.
    explicit DiskTill(TillId till);
    ~DiskTill();

    // While it is not connected:
    Journal open() const;  // for the test itself
    void append(std::span<const JournalEntry> entries);
    // Records as they are to stand in the journal after what is there. A text that is a record is
    // found by its member, as the store does it.
    void put_below_the_store(std::span<const Bytes> records);

    // Switched on; whatever was there is read from the disk again.
    void connect(const Address& server, const Credentials& credentials);
    void disconnect();
    void take_back_to(Sequence held);  // as if a restored server had less
    bool wait_for(const std::function<bool(const SyncNews&)>& so,
                  std::chrono::seconds most = std::chrono::seconds(60));

    SyncNews news() const;
    std::size_t uploads() const { return uploads_; }  // of the last connection, once it ended
    const std::filesystem::path& path() const { return folder_.path(); }
    const TillId& till() const { return till_; }

private:
    struct Running;

    TemporaryFolder folder_;
    TillId till_;
    Keys keys_;
    app::SetClock clock_{{1'780'000'000'000}};
    std::optional<DataFolder> lock_;
    std::unique_ptr<Running> running_;
    std::size_t uploads_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<SyncNews> news_;
};

}  // namespace kopilka::sync
