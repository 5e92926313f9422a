// The people who may sign in at a store's tills: cashiers, seniors, managers, each with a PIN.
// Tills hear of each as one thing of the feed. Who may ask the server over the network is people.h.
#pragma once
#include "pos/sale/staff.h"
#include "sync/server/database.h"
#include "sync/server/reason.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::sync {

// Why nobody should have this PIN, with what to choose instead; empty: it is good enough.
std::string objection_to_pin(std::string_view pin);

// How he is known at the store; the PIN stands beside it in the clear, once.
struct NewStaff {
    CashierId id;
    std::string name;
    Role role = Role::Cashier;
};
// Errc::Invalid: a weak PIN, an id or name that no till can show, an id that is taken;
// Errc::NotFound: the store has no settings.
Result<void> add_staff(Database& database, const StoreId& store, const NewStaff& who,
                       std::string_view pin);

// The next sync of each till brings it. Errc::NotFound: nobody of that id, or he is blocked.
Result<void> change_role(Database& database, const StoreId& store, const CashierId& id, Role role);
// Errc::Invalid: a weak PIN, or the one he has.
Result<void> reset_pin(Database& database, const StoreId& store, const CashierId& id,
                       std::string_view pin);

// Tills forget him: nobody signs in with his PIN. What he sold stays his.
Result<void> block_staff(Database& database, const StoreId& store, const CashierId& id,
                         const Reason& reason);
// With the role and the PIN that he had. Errc::NotFound: he is not blocked.
Result<void> unblock_staff(Database& database, const StoreId& store, const CashierId& id);
// Inside a transaction.
bool is_blocked(Database& database, const StoreId& store, const CashierId& id);

struct ListedStaff {
    Staff staff;
    bool blocked = false;
};
// Of one store, by id.
Result<std::vector<ListedStaff>> list_staff(Database& database, const StoreId& store);

}  // namespace kopilka::sync
