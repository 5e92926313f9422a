// What a till does with rights to spend (pos/loyalty/lease.h): asks, takes what was lent, spends it
// for who stands at the desk, gives back what is left. Runs on the store worker's thread.
#pragma once
#include "pos/app/store_clerk.h"

namespace kopilka::app {

// What a till asks for, for whoever comes usually: of each programme of which it may hold something
// ahead of visits.
std::vector<LeaseWish> usual_wishes(const Publication& publication);

// Into the view of a member: what may be spent here now, of each programme. `since`: the records
// that the snapshot does not have yet.
void set_rights(const StoreRoom& room, MemberView& member, std::span<const JournalRecord> since);
event::RightsChanged rights_now(const StoreRoom& room, const MemberId& member);

// Whose sale among these would spend of what is over by now, whatever it was when it was priced.
std::optional<MemberId> spends_what_is_over(const StoreRoom& room,
                                            std::span<const JournalEntry> entries);

// At start, `at_desk` being on the open receipt: visits that a crash ended are over. Where the data
// folder is older than it was once, nothing is spent until the server was heard.
Result<bool> begin_with_leases(StoreRoom& room, const std::optional<MemberId>& at_desk);
// Each appends to the journal what it says; true where something was.
Result<bool> ask_rights(StoreRoom& room, const effect::AskRights& wanted);
// Whether what was held of leases until now still is.
enum class LeaseKept : std::uint8_t { All, SomeWereOver };
// Where the programmes are not those for which rights are held ahead, and again from time to time.
Result<bool> ask_usual(StoreRoom& room, LeaseKept kept = LeaseKept::All);
Result<bool> let_go(StoreRoom& room, const MemberId& member);
// What is over stops being held.
Result<bool> end_what_is_over(StoreRoom& room);
struct Taken {
    bool journaled = false;
    std::vector<MemberId> members;  // at the desk, whose rights changed
};
Result<Taken> take_leases(StoreRoom& room, const sync::LeaseNews& news);

}  // namespace kopilka::app
