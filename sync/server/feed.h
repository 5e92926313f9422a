// The change feed: everything tills are told, each thing once, at the position of its last change.
// All inside transactions of the database.
#pragma once
#include "sync/protocol/codec.h"
#include "sync/server/chain.h"
#include "sync/server/members.h"

#include <optional>

namespace kopilka::sync {

// `store` empty: for every till. A thing that stays as it was keeps its position: false.
bool put_thing(Database& database, const StoreId& store, const Change& thing);
// As another feed has it, Removed as well: at that position of it.
void put_thing_at(Database& database, const StoreId& store, const Change& thing,
                  std::uint64_t position);
bool remove_thing(Database& database, const StoreId& store, ChangeKind kind,
                  const std::string& key);
std::optional<Change> find_thing(Database& database, const StoreId& store, ChangeKind kind,
                                 const std::string& key);
bool has_thing(Database& database, const StoreId& store, ChangeKind kind, const std::string& key);
// The keys of all that are not removed, in order.
std::vector<std::string> thing_keys(Database& database, const StoreId& store, ChangeKind kind);

// What a till of this store has not heard yet, with what was lent to it or is asked back.
Changes changes_after(Database& database, const StoreId& store, std::uint64_t from,
                      const TillId& till = {});

}  // namespace kopilka::sync
