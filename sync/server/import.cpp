#include "sync/server/import.h"

#include "pos/loyalty/parse.h"
#include "pos/sale/shop.h"
#include "sync/server/aliases.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"
#include "sync/server/import_json.h"
#include "sync/server/membership.h"
#include "sync/server/prices.h"
#include "sync/server/staff.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <sodium.h>

namespace kopilka::sync {
namespace {

// Removes what the file no longer has.
std::size_t remove_others(Database& database, const StoreId& store, ChangeKind kind,
                          const std::set<std::string>& kept) {
    std::size_t removed = 0;
    for (const std::string& key : thing_keys(database, store, kind)) {
        if (!kept.contains(key)) removed += remove_thing(database, store, kind, key) ? 1 : 0;
    }
    return removed;
}

// A member's points of the day of import, so that the ledger's sum is the balance from the start.
void open_balances(Database& database, const Member& member) {
    std::uint32_t operation = 0;
    const RecordId source{TillId{"import"}, Epoch{1}, Sequence{1}};
    std::vector<LedgerRow> rows;
    for (const auto& [programme, account] : member.view.accounts) {
        for (const Lot& lot : account.lots) {
            const LedgerEntry entry{
                operation,  LedgerKind::Adjustment, programme, OfferId{}, lot.amount, lot.active,
                lot.expires};
            rows.push_back({member.view.id, tx_id(source, operation, lot.active), source, entry});
            ++operation;
        }
    }
    add_to_ledger(database, rows);
}

// What the file may say of a member that the journal does not count.
Member with_counted(Member from_file, const Member& known) {
    MemberView view = known.view;
    view.joined = from_file.view.joined;
    view.birthday = from_file.view.birthday;
    view.segments = std::move(from_file.view.segments);
    view.tags = std::move(from_file.view.tags);
    from_file.view = std::move(view);
    from_file.feed_position = known.feed_position;
    from_file.personal_key = known.personal_key;
    return from_file;
}

// What the office decided since the file was written: who is blocked stays so, and a survivor keeps
// the cards of those who were merged into him.
void keep_decisions(Database& database, Member& member, const Member& known) {
    member.blocked |= is_blocked_by_hand(database, member.view.id);
    if (!known.visits.empty()) member.visits = known.visits;
    member.usual_spend = known.usual_spend;
    if (aliases_of(database, member.view.id).empty()) return;
    for (const std::string& card : known.cards)
        if (std::ranges::find(member.cards, card) == member.cards.end())
            member.cards.push_back(card);
}

bool keep_member(Database& database, Member member) {
    // Whoever asked to be forgotten stays so, also where an old file still has him; whoever was
    // merged, too.
    if (is_erased(database, member.view.id)) return false;
    if (survivor_of(database, member.view.id)) return false;
    const auto known = find_member(database, member.view.id);
    if (known) {
        member = with_counted(std::move(member), *known);
        keep_decisions(database, member, *known);
    }
    if (member.personal_key == Hash256()) member.personal_key = {draw_secret()};
    if (known && *known == member) return false;
    if (!known) open_balances(database, member);
    const std::uint64_t position = next_feed_position(database);
    put_member(database, std::move(member), position);
    return true;
}

template <typename Values, typename KeyOf>
std::optional<std::string> twice(const Values& values, const KeyOf& key_of) {
    std::set<std::string> met;
    for (const auto& value : values) {
        if (!met.insert(key_of(value)).second) return key_of(value);
    }
    return std::nullopt;
}

// Lines that set a PIN; the rest of the text stays byte for byte.
std::string without_pins(std::string_view toml) {
    std::string result;
    while (!toml.empty()) {
        const std::string_view line = toml.substr(0, toml.find('\n') + 1);
        const std::string_view taken = line.empty() ? toml : line;
        toml.remove_prefix(taken.size());
        const std::size_t start = taken.find_first_not_of(" \t");
        const std::size_t equals = taken.find('=');
        const bool sets_pin =
            start != std::string_view::npos && equals != std::string_view::npos &&
            taken.substr(start, 3) == "pin" &&
            taken.substr(start + 3, equals - start - 3).find_first_not_of(" \t") ==
                std::string_view::npos;
        result += sets_pin ? std::string_view("\n") : taken;
    }
    return result;
}

Staff staff_of(const StaffMember& from, const std::optional<Change>& known) {
    Staff staff{from.id, from.name.ru, from.role, {}};
    const auto* before = known ? std::get_if<Staff>(&*known) : nullptr;
    if (before && hash_pin(from.pin, before->pin.salt) == before->pin) {
        staff.pin = before->pin;
        return staff;
    }
    PinHash pin;
    randombytes_buf(pin.salt.data(), pin.salt.size());
    staff.pin = hash_pin(from.pin, pin.salt);
    return staff;
}

Result<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "cannot read " + path.string());
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string words(const std::vector<ProgrammeError>& errors) {
    std::string result;
    for (const ProgrammeError& error : errors) {
        result += (result.empty() ? "" : "\n") + to_string(error);
    }
    return result;
}

}  // namespace

Result<Imported> import_catalogue(Database& database, std::string_view json,
                                  const std::string& file) {
    const auto catalogue = parse_catalogue(json, file);
    if (!catalogue) return tl::unexpected(catalogue.error());
    if (const auto sku = twice(catalogue->goods, [](const Goods& one) { return one.sku.value; })) {
        return fail(Errc::Invalid, file + ": sku " + *sku + " stands there twice");
    }
    Imported done;
    auto written = database.write([&] {
        std::set<std::string> kept;
        done = {};
        done.changed += put_thing(database, StoreId{}, catalogue->categories) ? 1 : 0;
        for (const Goods& goods : catalogue->goods) {
            done.changed +=
                put_article(database, {goods, planned_for(database, goods.sku)}) ? 1 : 0;
            kept.insert(goods.sku.value);
        }
        done.read = catalogue->goods.size();
        done.removed = remove_others(database, StoreId{}, ChangeKind::Goods, kept);
    });
    if (!written) return tl::unexpected(written.error());
    return done;
}

Result<Imported> import_members(Database& database, std::string_view json, const std::string& file,
                                LocalTime at) {
    const auto members = parse_members(json, file, at);
    if (!members) return tl::unexpected(members.error());
    if (const auto id = twice(*members, [](const Member& one) { return to_string(one.view.id); })) {
        return fail(Errc::Invalid, file + ": member " + *id + " stands there twice");
    }
    Imported done;
    auto written = database.write([&] {
        done = {};
        for (const Member& member : *members) {
            done.changed += keep_member(database, member) ? 1 : 0;
        }
        done.read = members->size();
    });
    if (!written) return tl::unexpected(written.error());
    return done;
}

Result<Imported> import_shop(Database& database, std::string_view toml, const std::string& file) {
    const auto shop = parse_shop(toml, file);
    if (!shop) return tl::unexpected(shop.error());
    const std::string sent = without_pins(toml);
    const auto stripped = parse_shop(sent, file);
    const auto has_pin = [](const StaffMember& staff) { return !staff.pin.empty(); };
    if (!stripped || std::ranges::any_of(stripped->staff, has_pin)) {
        return fail(Errc::Invalid, file + ": write each PIN on a line of its own: pin = \"…\"");
    }
    if (!std::ranges::all_of(shop->staff, has_pin)) {
        return fail(Errc::Invalid, file + ": each of the staff needs a PIN: pin = \"…\"");
    }
    Imported done;
    auto written = database.write([&] {
        std::set<std::string> kept;
        done = {};
        done.changed += put_thing(database, shop->store, ShopText{sent}) ? 1 : 0;
        for (const StaffMember& member : shop->staff) {
            if (is_blocked(database, shop->store, member.id)) continue;
            const auto known =
                find_thing(database, shop->store, ChangeKind::Staff, member.id.value);
            const Staff staff = staff_of(member, known);
            done.changed += put_thing(database, shop->store, staff) ? 1 : 0;
            kept.insert(staff.id.value);
        }
        done.read = shop->staff.size();
        done.removed = remove_others(database, shop->store, ChangeKind::Staff, kept);
    });
    if (!written) return tl::unexpected(written.error());
    return done;
}

Result<Published> publish(Database& database, const std::string& path) {
    const std::filesystem::path manifest(path);
    auto first = read_text(manifest);
    if (!first) return tl::unexpected(first.error());
    const auto files = collect_publication({manifest.filename().string(), *std::move(first)},
                                           [&](const std::string& name) -> Result<std::string> {
                                               return read_text(manifest.parent_path() / name);
                                           });
    if (!files) return fail(Errc::Invalid, words(files.error()));
    const auto publication = parse_publication(*files);
    if (!publication) return fail(Errc::Invalid, words(publication.error()));
    Published done{to_string(publication->hash()), false};
    auto written = database.write([&] {
        done.is_new = put_thing(database, StoreId{}, PublishedFiles{publication->hash(), *files});
    });
    if (!written) return tl::unexpected(written.error());
    return done;
}

}  // namespace kopilka::sync
