// One till, whole: its disk, its core, its devices and its synchronization. The window, the scripts
// and the tests each run one of these. Not here: what is drawn, what is typed.
#pragma once
#include "pos/app/intake.h"
#include "pos/app/premises.h"
#include "pos/app/shell.h"
#include "pos/app/sync_bridge.h"
#include "sync/client/pump.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace kopilka::app {

// How the till reaches its server.
enum class Network : std::uint8_t { Up, Down };

class Till {
public:
    // `wake` is called on other threads when there is something to take.
    static Result<std::unique_ptr<Till>> open(const Places& places, const Clock& clock,
                                              const TwoLanguages& texts, Devices devices,
                                              std::function<void()> wake);
    Till(const Till&) = delete;
    Till& operator=(const Till&) = delete;
    ~Till();

    Shell& shell() { return shell_; }
    const Stage& stage() const { return shell_.stage(); }
    const World& world() const { return shell_.world(); }
    const Cache& cache() const { return *cache_; }
    const Enrolment& enrolment() const { return enrolment_; }

    void put(Event event) { shell_.put(std::move(event)); }
    // From any thread: what a scanner or a camera read.
    void scanned(const drivers::RawScan& scan);
    // Takes what other threads brought. True when anything happened.
    bool take();
    // Starts or stops synchronizing; a till begins with it stopped. On the thread that owns the
    // till.
    void connect(Network network);

private:
    Till(Premises premises, World world, CodeRanges ranges, const Clock& clock,
         const TwoLanguages& texts, Devices devices, std::function<void()> wake);
    void take_new_world();
    void hold_usual();
    void wake_pump();
    void stop_pump();

    DataFolder folder_;
    std::filesystem::path key_folder_;
    Keys keys_;
    Enrolment enrolment_;
    std::unique_ptr<Cache> cache_;
    const Clock& clock_;
    std::function<void()> wake_;
    std::atomic<bool> world_changed_ = false;
    CodeRanges ranges_;
    std::mutex ranges_mutex_;  // scans are read on device threads
    Shell shell_;
    JournalOutbox outbox_;
    CacheInbox inbox_;
    std::mutex pump_mutex_;  // a commit wakes the pump from the store's thread
    std::unique_ptr<sync::Pump> pump_;
};

}  // namespace kopilka::app
