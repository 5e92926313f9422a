// The thread that owns the journal: commits what the till decided, answers what it asks of its
// past, and lets synchronization read and acknowledge. Nobody else touches the journal.
#pragma once
#include "pos/app/clock.h"
#include "pos/app/inbox.h"
#include "pos/store/cache.h"
#include "pos/store/journal.h"
#include "pos/till/effect.h"
#include "pos/till/event.h"

#include <functional>
#include <map>
#include <thread>
#include <variant>

namespace kopilka::app {

// The server's time when it was last heard, and the running clock then.
struct Contact {
    Instant server;
    std::int64_t running_ms = 0;
};

// What the worker owns or reads. The cache and the keys must outlive it.
struct StoreRoom {
    Journal journal;
    const Cache& cache;
    const Keys& keys;
    std::filesystem::path key_folder;  // where the sealed head is kept
    TillId till;
    const Clock& clock;
    std::int32_t utc_offset_minutes = 0;
    // Of this run, by Clock::running_ms():
    std::int64_t started_ms = 0;
    std::map<CashierId, std::int64_t> refused_ms{};  // when each typed the last wrong PIN
    std::optional<Contact> contact{};                // nullopt: the server was not heard yet
    Instant latest{};                                // of all that is journaled
};

struct ReadRecovered {};  // answered by event::Recovered
struct ClockHeard {       // the server's time was heard: ServerClock of pos/store
    std::int64_t ahead_ms = 0;
    std::uint32_t uncertainty_ms = 0;
    std::function<void(Result<void>)> kept;  // called on the worker's thread
};
using StoreRequest =
    std::variant<effect::Journal, effect::SaveDraft, effect::RemoveDraft, effect::VerifyPin,
                 effect::FindMember, effect::ListDrafts, effect::FetchDraft, effect::FindOriginal,
                 effect::ReadTotals, ReadRecovered, ClockHeard, std::function<void(Journal&)>>;

// Whether an answer is one that the till waits for before the next act of a person.
enum class AnswerTo : std::uint8_t { Read, Commit };

class StoreWorker {
public:
    // `answer` is called on the worker's thread.
    StoreWorker(StoreRoom room, std::function<void(Event, AnswerTo)> answer);
    StoreWorker(const StoreWorker&) = delete;
    StoreWorker& operator=(const StoreWorker&) = delete;
    ~StoreWorker();  // commits what is asked, then joins

    void ask(StoreRequest request) { inbox_.put(std::move(request)); }
    // Called on the worker's thread after each commit: synchronization wakes up.
    void on_commit(std::function<void()> listener);

private:
    void run();
    void seal();
    void perform(const effect::Journal& wanted);
    void perform(const effect::SaveDraft& wanted);
    void perform(const effect::RemoveDraft& wanted);
    void perform(const effect::VerifyPin& wanted);
    void perform(const effect::FindMember& wanted);
    void perform(const effect::ListDrafts& wanted);
    void perform(const effect::FetchDraft& wanted);
    void perform(const effect::FindOriginal& wanted);
    void perform(const effect::ReadTotals& wanted);
    void perform(const ReadRecovered& wanted);
    void perform(const ClockHeard& heard);
    void perform(const std::function<void(Journal&)>& wanted) { wanted(room_.journal); }

    StoreRoom room_;
    std::function<void(Event, AnswerTo)> answer_;
    std::function<void()> on_commit_;
    Inbox<StoreRequest> inbox_;
    std::thread thread_;
};

}  // namespace kopilka::app
