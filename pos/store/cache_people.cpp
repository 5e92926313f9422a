// Members and staff of Cache.
#include "pos/sale/value_codec.h"
#include "pos/store/cache.h"
#include "pos/store/cache_lookup.h"
#include "pos/store/cache_schema.h"
#include "pos/store/secret_box.h"
#include "pos/store/words.h"

#include <algorithm>

namespace kopilka {

using lmdb::Transaction;
using lookup::damaged;

namespace {

Result<std::optional<Member>> read_member(const Transaction& transaction, ByteView id,
                                          const SecretKey& key) {
    const auto value = transaction.get(schema::kPeople, id);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto clear = unseal(*value, key);
    if (!clear) return damaged("a member");
    auto member = decode_member(*clear);
    if (!member || !std::ranges::equal(member->view.id.value, id)) return damaged("a member");
    return *std::move(member);
}

Result<std::vector<Member>> members_at(const Transaction& transaction, ByteView prefix,
                                       const SecretKey& key, std::size_t limit,
                                       const std::function<bool(const Member&)>& fits) {
    std::vector<Member> found;
    Result<void> read;
    lookup::each_key(transaction, schema::kPeopleIndex, prefix, [&](ByteView index_key) {
        auto member = read_member(transaction, schema::member_of_key(index_key), key);
        if (!member) {
            read = tl::unexpected(member.error());
            return false;
        }
        if (*member && fits(**member)) found.push_back(**std::move(member));
        return found.size() < limit;
    });
    if (read) read = transaction.status();
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<CachedStaff> read_staff(ByteView value, const SecretKey& key) {
    const auto clear = unseal(value, key);
    auto staff = clear ? schema::decode_staff(*clear) : std::nullopt;
    if (!staff) return damaged("a member of staff");
    return *std::move(staff);
}

}  // namespace

Result<std::optional<Member>> Cache::member(const MemberId& id) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return seen(read_member(*transaction, id.value, keys_.cache));
}

Result<std::optional<Member>> Cache::member_by_card(std::string_view number) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto fits = [&](const Member& member) {
        return std::ranges::find(member.cards, number) != member.cards.end();
    };
    return lookup::first_of(seen(
        members_at(*transaction, schema::exactly(schema::PeopleIndex::Card, number, keys_.lookup),
                   keys_.cache, 1, fits)));
}

Result<std::vector<Member>> Cache::members_by_phone(std::string_view e164) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return seen(members_at(
        *transaction, schema::exactly(schema::PeopleIndex::Phone, e164, keys_.lookup), keys_.cache,
        lookup::kMostHits, [&](const Member& member) { return member.person.phone == e164; }));
}

// First who is called exactly so, then whose surname begins so.
Result<std::vector<Member>> Cache::members_by_surname(std::string_view surname,
                                                      std::size_t limit) const {
    const std::string asked = normal_name(surname);
    if (asked.empty()) return std::vector<Member>{};
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto named = [&asked](const Member& member, bool exactly) {
        const std::string name = normal_name(member.person.surname);
        return exactly ? name == asked : name != asked && name.starts_with(asked);
    };
    auto found = seen(
        members_at(*transaction, schema::exactly(schema::PeopleIndex::Surname, asked, keys_.lookup),
                   keys_.cache, limit, [&](const Member& member) { return named(member, true); }));
    const std::string letters = first_letters(asked, 3);
    if (!found || found->size() >= limit || first_letters(asked, 2) == asked) return found;
    auto others = seen(members_at(
        *transaction, schema::exactly(schema::PeopleIndex::FirstLetters, letters, keys_.lookup),
        keys_.cache, limit - found->size(),
        [&](const Member& member) { return named(member, false); }));
    if (!others) return others;
    std::ranges::move(*others, std::back_inserter(*found));
    return found;
}

Result<std::size_t> Cache::member_count() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return transaction->count(schema::kPeople);
}

Result<std::vector<CachedStaff>> Cache::staff() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    std::vector<CachedStaff> all;
    lmdb::Cursor cursor(*transaction, schema::kStaff);
    for (auto item = cursor.first(); item; item = cursor.next()) {
        auto staff = seen(read_staff(item->value, keys_.cache));
        if (!staff) return tl::unexpected(staff.error());
        all.push_back(*std::move(staff));
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    return all;
}

Result<std::optional<CachedStaff>> Cache::staff(const CashierId& id) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kStaff, as_bytes(id.value));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    auto staff = seen(read_staff(*value, keys_.cache));
    if (!staff) return tl::unexpected(staff.error());
    return *std::move(staff);
}

}  // namespace kopilka
