// What the office does with single members: takes one in, blocks a card, looks one up. Two cards of
// one person are merge.h; forgetting one is erasure.h.
#pragma once
#include "sync/server/members.h"
#include "sync/server/reason.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::sync {

struct NewMember {
    Person person;
    std::vector<std::string> cards;
};
// Its id; tills know the member from their next sync on. Errc::Invalid: nothing to find a member by
// (card or phone), what is not a phone or a card, or who has them already, with his id.
Result<MemberId> add_member(Database& database, const NewMember& who, Instant at);

// Tills neither give nor take points then, nor member prices; the goods are sold. What was sold to
// the card before they heard is booked. Errc::NotFound: no such member; Errc::Invalid: it is so.
Result<void> block_member(Database& database, const MemberId& id, const Reason& reason);
Result<void> unblock_member(Database& database, const MemberId& id);
// By hand: an import does not unblock him. Inside a transaction.
bool is_blocked_by_hand(Database& database, const MemberId& id);

// Inside a transaction; opens the row of every member there is.
std::vector<MemberId> members_by_card(Database& database, const std::string& number);

struct MemberFacts {
    Member member;                           // the survivor's, of one who was merged
    std::map<ProgrammeId, Points> balances;  // the ledger's sums
    std::vector<MemberId> aliases;           // merged into this one
};
// Errc::NotFound: never heard of, or erased.
Result<MemberFacts> look_up(Database& database, const MemberId& id);

}  // namespace kopilka::sync
