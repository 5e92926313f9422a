// What is asked of a till's journal, and doing it: commits what the till decided, answers what it
// asks of its past, lets synchronization read and acknowledge. No thread of its own: store_worker.h
// has one.
#pragma once
#include "pos/app/clock.h"
#include "pos/store/cache.h"
#include "pos/store/journal.h"
#include "pos/till/effect.h"
#include "pos/till/event.h"
#include "sync/protocol/message.h"

#include <functional>
#include <map>
#include <set>
#include <variant>

namespace kopilka::app {

// The server's time when it was last heard, and the running clock then.
struct Contact {
    Instant server;
    std::int64_t running_ms = 0;
};

// What the clerk owns or reads. The cache and the keys must outlive it.
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
    std::optional<Date> business_date{};             // of the shift that is open
    // Rights to spend: whose are not to be given back now, which are asked back as soon as nobody
    // spends of them, and that nothing is spent until the server was heard.
    std::optional<MemberId> at_desk{};
    std::set<LeaseId> asked_back{};
    bool frozen = false;
    std::optional<std::vector<LeaseWish>> usual{};  // of the programmes in force, if known
};

struct ReadRecovered {};  // answered by event::Recovered
struct ClockHeard {       // the server's time was heard: ServerClock of pos/store
    std::int64_t ahead_ms = 0;
    std::uint32_t uncertainty_ms = 0;
    std::function<void(Result<void>)> kept;  // called on the clerk's thread
};
struct LeasesTold {  // the server lent something, or asks it back
    sync::LeaseNews news;
    std::function<void(Result<void>)> kept;  // as above
};
struct RightsWanted {  // ahead of visits, of the programmes that are in force now
    std::vector<LeaseWish> usual;
};
using StoreRequest =
    std::variant<effect::Journal, effect::SaveDraft, effect::RemoveDraft, effect::VerifyPin,
                 effect::FindMember, effect::ListDrafts, effect::FetchDraft, effect::FindOriginal,
                 effect::ReadTotals, effect::AskRights, effect::LetRightsGo, ReadRecovered,
                 ClockHeard, LeasesTold, RightsWanted, std::function<void(StoreRoom&)>>;

// Whether an answer is one that the till waits for before the next act of a person, or that it
// waits for at all.
enum class AnswerTo : std::uint8_t { Read, Commit, News };

// Whoever can be asked something of the journal, on whatever thread.
class StoreDesk {
public:
    virtual ~StoreDesk() = default;
    virtual void ask(StoreRequest request) = 0;
};

// Does what is asked, one thing after another, on the caller's thread.
class StoreClerk {
public:
    StoreClerk(StoreRoom room, std::function<void(Event, AnswerTo)> answer);

    void perform(const StoreRequest& request);
    // Called after each commit: synchronization wakes up.
    void on_commit(std::function<void()> listener) { on_commit_ = std::move(listener); }
    const StoreRoom& room() const { return room_; }

private:
    void do_this(const effect::Journal& wanted);
    void do_this(const effect::SaveDraft& wanted);
    void do_this(const effect::RemoveDraft& wanted);
    void do_this(const effect::VerifyPin& wanted);
    void do_this(const effect::FindMember& wanted);
    void do_this(const effect::ListDrafts& wanted);
    void do_this(const effect::FetchDraft& wanted);
    void do_this(const effect::FindOriginal& wanted);
    void do_this(const effect::ReadTotals& wanted);
    void do_this(const effect::AskRights& wanted);
    void do_this(const effect::LetRightsGo& wanted);
    void do_this(const ReadRecovered& wanted);
    void do_this(const ClockHeard& heard);
    void do_this(const LeasesTold& told);
    void do_this(const RightsWanted& wanted);
    void do_this(const std::function<void(StoreRoom&)>& wanted) { wanted(room_); }
    void seal();
    // Something was journaled by nobody's act, if so: to be sent.
    void journaled(const Result<bool>& done);
    void reopen_journal();

    StoreRoom room_;
    std::function<void(Event, AnswerTo)> answer_;
    std::function<void()> on_commit_;
};

}  // namespace kopilka::app
