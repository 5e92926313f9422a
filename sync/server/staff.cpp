#include "sync/server/staff.h"

#include "sync/server/feed.h"
#include "sync/server/typed_words.h"

#include <algorithm>

#include <sodium.h>

namespace kopilka::sync {
namespace {

constexpr std::size_t kShortestPin = 4;
constexpr std::size_t kLongestPin = 8;
constexpr std::size_t kMostIdBytes = 32;

bool is_one_digit(std::string_view pin) {
    return pin.find_first_not_of(pin.front()) == std::string_view::npos;
}

// 1234, 8765, 7890: each digit one more, or one less, than the one before.
bool is_run(std::string_view pin, int step) {
    const auto breaks = [step](char one, char next) { return (next - one - step) % 10 != 0; };
    return std::ranges::adjacent_find(pin, breaks) == pin.end();
}

// 4848, and 4488.
bool repeats_itself(std::string_view pin) {
    if (pin.size() % 2 != 0) return false;
    const std::string_view first = pin.substr(0, pin.size() / 2);
    const std::string_view second = pin.substr(first.size());
    return first == second || (is_one_digit(first) && is_one_digit(second));
}

bool is_year(std::string_view pin) {
    return pin.size() == 4 && (pin.starts_with("19") || pin.starts_with("20"));
}

// A middle column, corners and the like: what people type who look at the keypad.
bool is_keypad_pattern(std::string_view pin) {
    constexpr std::string_view kPatterns[] = {"2580", "0852", "1379", "1397", "7913", "1590"};
    return std::ranges::find(kPatterns, pin) != std::end(kPatterns);
}

Result<void> check_pin(std::string_view pin) {
    const std::string objection = objection_to_pin(pin);
    if (objection.empty()) return {};
    return fail(Errc::Invalid, objection);
}

Result<void> check_names(const NewStaff& who) {
    const std::string& id = who.id.value;
    const bool typed = std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
    if (id.empty() || id.size() > kMostIdBytes || !typed)
        return fail(Errc::Invalid, "an id is 1 to 32 of a-z, 0-9, - . _, like \"marina\"");
    if (who.name.empty() || !is_name(who.name))
        return fail(Errc::Invalid, "a name is 1 to 64 letters, as receipts print it");
    return {};
}

PinHash new_hash(std::string_view pin) {
    PinHash hash;
    randombytes_buf(hash.salt.data(), hash.salt.size());
    return hash_pin(pin, hash.salt);
}

tl::unexpected<Error> nobody(const CashierId& id) {
    return fail(Errc::NotFound,
                "nobody of the id " + id.value + " may sign in there; see central staff list");
}

std::optional<Staff> find_staff(Database& database, const StoreId& store, const CashierId& id) {
    auto thing = find_thing(database, store, ChangeKind::Staff, id.value);
    auto* staff = thing ? std::get_if<Staff>(&*thing) : nullptr;
    if (!staff) return std::nullopt;
    return std::move(*staff);
}

// Of one who is there, inside a transaction of its own.
template <typename Change>
Result<void> change_staff(Database& database, const StoreId& store, const CashierId& id,
                          const Change& change) {
    bool found = false;
    auto done = database.write([&] {
        auto staff = find_staff(database, store, id);
        found = staff.has_value();
        if (found) change(*staff);
    });
    if (done && !found) return nobody(id);
    return done;
}

}  // namespace

std::string objection_to_pin(std::string_view pin) {
    const bool digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || pin.size() < kShortestPin || pin.size() > kLongestPin)
        return "a PIN is 4 to 8 digits";
    if (is_one_digit(pin)) return "a PIN of one digit is the first that anybody tries: mix them";
    if (is_run(pin, 1) || is_run(pin, -1))
        return "digits in a row are among the first that anybody tries: mix them";
    if (repeats_itself(pin))
        return "a PIN whose halves repeat is soon guessed by who looks on: mix the digits";
    if (is_year(pin)) return "a year is soon guessed by who knows the person: choose another PIN";
    if (is_keypad_pattern(pin))
        return "a pattern of the keypad is among the first that anybody tries: mix the digits";
    return "";
}

Result<void> add_staff(Database& database, const StoreId& store, const NewStaff& who,
                       std::string_view pin) {
    if (auto named = check_names(who); !named) return named;
    if (auto good = check_pin(pin); !good) return good;
    const Staff staff{who.id, who.name, who.role, new_hash(pin)};
    bool open = false, taken = false;
    auto done = database.write([&] {
        open = has_thing(database, store, ChangeKind::Shop, "shop");
        taken = has_thing(database, store, ChangeKind::Staff, who.id.value) ||
                is_blocked(database, store, who.id);
        if (open && !taken) put_thing(database, store, staff);
    });
    if (!done) return done;
    if (!open)
        return fail(Errc::NotFound,
                    "no store " + store.value + " has settings yet: central shop FILE");
    if (taken) return fail(Errc::Invalid, "somebody has the id " + who.id.value + " already");
    return {};
}

Result<void> change_role(Database& database, const StoreId& store, const CashierId& id, Role role) {
    return change_staff(database, store, id, [&](Staff& staff) {
        staff.role = role;
        put_thing(database, store, staff);
    });
}

Result<void> reset_pin(Database& database, const StoreId& store, const CashierId& id,
                       std::string_view pin) {
    if (auto good = check_pin(pin); !good) return good;
    bool same = false;
    auto done = change_staff(database, store, id, [&](Staff& staff) {
        same = hash_pin(pin, staff.pin.salt) == staff.pin;
        if (same) return;
        staff.pin = new_hash(pin);
        put_thing(database, store, staff);
    });
    if (done && same) return fail(Errc::Invalid, "that is the PIN he has: choose another");
    return done;
}

Result<void> block_staff(Database& database, const StoreId& store, const CashierId& id,
                         const Reason& reason) {
    return change_staff(database, store, id, [&](const Staff& staff) {
        database.run(
            "INSERT INTO staff_blocked (store_id, cashier_id, blocked_at, decided_by, why, body)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            {value(store.value), value(id.value), reason.at.ms, value(reason.by), value(reason.why),
             encode_change(staff)});
        remove_thing(database, store, ChangeKind::Staff, id.value);
    });
}

Result<void> unblock_staff(Database& database, const StoreId& store, const CashierId& id) {
    bool found = false;
    auto done = database.write([&] {
        const Rows rows = database.run(
            "DELETE FROM staff_blocked WHERE store_id = $1 AND cashier_id = $2 RETURNING body",
            {value(store.value), value(id.value)});
        found = !rows.empty();
        if (!found) return;
        const auto staff = decode_change(rows.front().bytes(0));
        if (staff) put_thing(database, store, *staff);
    });
    if (done && !found) return fail(Errc::NotFound, id.value + " is not blocked there");
    return done;
}

bool is_blocked(Database& database, const StoreId& store, const CashierId& id) {
    return !database
                .run("SELECT blocked_at FROM staff_blocked WHERE store_id = $1 AND cashier_id = $2",
                     {value(store.value), value(id.value)})
                .empty();
}

Result<std::vector<ListedStaff>> list_staff(Database& database, const StoreId& store) {
    std::vector<ListedStaff> all;
    auto done = database.read([&] {
        all.clear();
        for (const std::string& id : thing_keys(database, store, ChangeKind::Staff))
            if (auto staff = find_staff(database, store, CashierId{id}))
                all.push_back({*std::move(staff), false});
        for (const Row& row : database.run("SELECT body FROM staff_blocked WHERE store_id = $1",
                                           {value(store.value)})) {
            const auto thing = decode_change(row.bytes(0));
            const auto* staff = thing ? std::get_if<Staff>(&*thing) : nullptr;
            if (staff) all.push_back({*staff, true});
        }
    });
    if (!done) return tl::unexpected(done.error());
    std::ranges::sort(all, {}, [](const ListedStaff& one) { return one.staff.id; });
    return all;
}

}  // namespace kopilka::sync
