// Members as the store has them: each row encrypted under the member's own key (person_keys.h). An
// erased one keeps its row, empty, so that what was sold to it can still be booked.
// All inside transactions of a database that open_database() opened.
#pragma once
#include "pos/loyalty/person.h"
#include "sync/protocol/message.h"
#include "sync/server/database.h"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace kopilka::sync {

// A member with its new state, at a position of its own; not for one that was erased.
void put_member(Database& database, Member member, std::uint64_t position);
// nullopt: never heard of, or erased.
std::optional<Member> find_member(Database& database, const MemberId& id);
bool is_erased(Database& database, const MemberId& id);
// Who has this phone, of all stores. `e164`: "+79991234567".
std::vector<MemberId> members_by_phone(Database& database, std::string_view e164);

// Many at once, as ingest has them.
struct KeptMember {
    Member member;  // the id alone, where erased
    PersonKey key{};
    bool erased = false;
    bool new_phone = false;  // to be found by it
};
std::map<MemberId, KeptMember> read_members(Database& database, const std::set<MemberId>& ids);
// As read, changed since, each at its `feed_position`.
void write_members(Database& database, const std::vector<KeptMember>& members);

struct MemberNews {
    std::uint64_t position = 0;
    Change change;  // a Member, or Removed
    std::size_t size = 0;
};
std::vector<MemberNews> members_after(Database& database, std::uint64_t from, std::size_t most);

// Each row and its key, one after another: not for erased ones.
Member open_member(Database& database, const MemberId& id, ByteView sealed_key, ByteView body);

// The key of the row is gone, so is everything that was encrypted under it; the row is empty, at a
// position of the feed of its own. False: it was already, or there never was such a member.
bool empty_member(Database& database, const MemberId& id);

// What a program before encryption left in the clear; in transactions of its own, again after a
// crash. Nothing to do: one look.
Result<void> seal_clear_members(Database& database);

}  // namespace kopilka::sync
