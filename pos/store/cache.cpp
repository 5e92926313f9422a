#include "pos/store/cache.h"

#include "pos/files/durable.h"
#include "pos/sale/value_codec.h"
#include "pos/store/cache_lookup.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/secret_box.h"

#include <algorithm>
#include <mutex>

namespace kopilka {

using lmdb::Transaction;

namespace {

constexpr std::size_t kMostIdBytes = 128;
constexpr std::string_view kFile = "data.mdb";       // LMDB's own name for it
constexpr std::string_view kOldPages = "old pages";  // a fact while they are to be left

bool usable(std::string_view id) { return !id.empty() && id.size() <= kMostIdBytes; }

// Takes one thing and its index keys out; `keys_of` reads the old value.
template <typename KeysOf>
Result<void> remove_indexed(Transaction& transaction, lmdb::Table table, lmdb::Table index,
                            ByteView id, KeysOf keys_of) {
    const auto old = transaction.get(table, id);
    if (!old) return transaction.status();
    for (const Bytes& key : keys_of(*old)) {
        if (auto removed = transaction.remove(index, key); !removed) {
            return tl::unexpected(removed.error());
        }
    }
    const auto removed = transaction.remove(table, id);
    if (!removed) return tl::unexpected(removed.error());
    return {};
}

Result<void> put_indexed(Transaction& transaction, lmdb::Table table, lmdb::Table index,
                         ByteView id, ByteView value, const std::vector<Bytes>& keys) {
    if (auto put = transaction.put(table, id, value); !put) return put;
    for (const Bytes& key : keys) {
        if (auto put = transaction.put(index, key, {}); !put) return put;
    }
    return {};
}

Result<void> remove_goods(Transaction& transaction, const Sku& sku) {
    const auto planned = transaction.remove(schema::kFacts, schema::planned_key(sku.value));
    if (!planned) return tl::unexpected(planned.error());
    return remove_indexed(
        transaction, schema::kGoods, schema::kGoodsIndex, as_bytes(sku.value), [](ByteView old) {
            const auto value = without_check(old);
            const auto goods =
                value ? decode_goods(*value) : tl::unexpected(CodecRefusal::Malformed);
            return goods ? schema::index_keys(*goods) : std::vector<Bytes>{};
        });
}

Result<void> put_planned(Transaction& transaction, const PlannedPrices& planned) {
    return transaction.put(schema::kFacts, schema::planned_key(planned.sku.value),
                           with_check(schema::encode_planned(planned.prices)));
}

// Of all goods.
Result<void> remove_planned(Transaction& transaction) {
    const Bytes first = schema::planned_key("");
    std::vector<Bytes> keys;
    lookup::each_key(transaction, schema::kFacts, first, [&](ByteView key) {
        keys.emplace_back(key.begin(), key.end());
        return true;
    });
    for (const Bytes& key : keys)
        if (auto removed = transaction.remove(schema::kFacts, key); !removed)
            return tl::unexpected(removed.error());
    return {};
}

Result<void> put_goods(Transaction& transaction, const Goods& goods) {
    if (!usable(goods.sku.value)) return fail(Errc::Invalid, "goods need an id of 1–128 bytes");
    if (auto removed = remove_goods(transaction, goods.sku); !removed) return removed;
    return put_indexed(transaction, schema::kGoods, schema::kGoodsIndex, as_bytes(goods.sku.value),
                       with_check(encode(goods)), schema::index_keys(goods));
}

Result<void> remove_member(Transaction& transaction, const MemberId& id, const Keys& keys) {
    return remove_indexed(
        transaction, schema::kPeople, schema::kPeopleIndex, id.value, [&keys](ByteView old) {
            const auto clear = unseal(old, keys.cache);
            const auto member =
                clear ? decode_member(*clear) : tl::unexpected(CodecRefusal::Malformed);
            return member ? schema::index_keys(*member, keys.lookup) : std::vector<Bytes>{};
        });
}

Result<void> put_member(Transaction& transaction, const Member& member, const Keys& keys) {
    if (auto removed = remove_member(transaction, member.view.id, keys); !removed) return removed;
    return put_indexed(transaction, schema::kPeople, schema::kPeopleIndex, member.view.id.value,
                       seal(encode(member), keys.cache), schema::index_keys(member, keys.lookup));
}

Result<void> put_staff(Transaction& transaction, const CachedStaff& staff, const Keys& keys) {
    if (!usable(staff.id.value)) return fail(Errc::Invalid, "staff need an id of 1–128 bytes");
    return transaction.put(schema::kStaff, as_bytes(staff.id.value),
                           seal(schema::encode_staff(staff), keys.cache));
}

Result<void> remove_staff(Transaction& transaction, const CashierId& id) {
    const auto removed = transaction.remove(schema::kStaff, as_bytes(id.value));
    if (!removed) return tl::unexpected(removed.error());
    return {};
}

Result<void> put_fact(Transaction& transaction, std::string_view name, ByteView value) {
    return transaction.put(schema::kFacts, as_bytes(name), with_check(value));
}

Result<void> put_position(Transaction& transaction, std::uint64_t position) {
    ByteWriter out;
    out.u64(position);
    return put_fact(transaction, "position", out.bytes());
}

// They name the staff. An earlier program kept them in the clear.
Result<void> put_settings(Transaction& transaction, const std::string& text, const Keys& keys) {
    const auto was_clear = transaction.remove(schema::kFacts, as_bytes("settings"));
    if (!was_clear) return tl::unexpected(was_clear.error());
    if (*was_clear)
        if (auto marked = put_fact(transaction, kOldPages, {}); !marked) return marked;
    return put_fact(transaction, "sealed settings", seal(as_bytes(text), keys.cache));
}

Result<void> erase_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    if (error) return fail(Errc::Io, "cannot erase the cache: " + error.message());
    return {};
}

Result<void> copy_table(const Transaction& from, lmdb::Environment& to, lmdb::Table table) {
    constexpr std::size_t kAtOnce = 10'000;
    lmdb::Cursor cursor(from, table);
    auto item = cursor.first();
    while (item) {
        auto transaction = to.begin_write();
        if (!transaction) return tl::unexpected(transaction.error());
        for (std::size_t n = 0; item && n < kAtOnce; ++n, item = cursor.next())
            if (auto put = transaction->append(table, item->key, item->value); !put) return put;
        if (auto done = transaction->commit(); !done) return done;
    }
    return from.status();
}

Result<void> copy(const lmdb::Environment& from, const lmdb::EnvironmentOptions& to) {
    const auto seen = from.begin_read();
    auto fresh = lmdb::Environment::open(to);
    if (!seen) return tl::unexpected(seen.error());
    if (!fresh) return tl::unexpected(fresh.error());
    for (unsigned table = 0; table < to.tables.size(); ++table)
        if (auto copied = copy_table(*seen, *fresh, lmdb::Table{table}); !copied) return copied;
    return {};
}

// Each item through `change`, until one fails.
template <typename List, typename Change>
Result<void> each(const List& list, Change change) {
    for (const auto& item : list) {
        if (auto changed = change(item); !changed) return changed;
    }
    return {};
}

}  // namespace

Result<Cache> Cache::open(const DataFolder& folder, const Keys& keys, const CacheTuning& tuning) {
    Cache cache({cache_folder(folder.path()), lmdb::Access::Write, tuning.map_bytes, 0,
                 schema::cache_tables()},
                keys);
    if (auto opened = cache.open_environment(); !opened) return tl::unexpected(opened.error());
    if (auto same = cache.check_keys(); !same) return tl::unexpected(same.error());
    return cache;
}

Result<void> Cache::open_environment() {
    auto opened = lmdb::Environment::open(options_);
    if (!opened) return tl::unexpected(opened.error());
    shelf_->environment = std::move(*opened);
    return {};
}

// After a failed change nobody knows what the disk holds; LMDB refuses everything from then on.
Result<void> Cache::reopen() {
    const std::unique_lock alone(shelf_->mutex);
    shelf_->environment.reset();
    const auto file = options_.folder / kFile;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored))
        if (auto settled = settle(file); !settled) return settled;
    return open_environment();
}

Result<void> Cache::start_over() {
    {
        const std::unique_lock alone(shelf_->mutex);
        shelf_->environment.reset();
        if (auto erased = erase_folder(options_.folder); !erased) return erased;
        if (auto opened = open_environment(); !opened) return opened;
        shelf_->damaged = false;
    }
    return check_keys();
}

Result<Cache::Reading> Cache::begin_read() const {
    std::shared_lock held(shelf_->mutex);
    if (!shelf_->environment) return fail(Errc::Io, "the cache cannot be read: its disk failed");
    auto transaction = shelf_->environment->begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return Reading{{std::move(held)}, *std::move(transaction)};
}

Result<Transaction> Cache::begin_write() {
    if (!shelf_->environment)
        if (auto opened = reopen(); !opened) return tl::unexpected(opened.error());
    return shelf_->environment->begin_write();
}

Result<void> Cache::commit(Transaction& transaction) {
    auto committed = transaction.commit();
    if (committed) return committed;
    // Where that fails as well, the next change tries again.
    if (auto opened = reopen(); !opened) committed.error().detail += "; " + opened.error().detail;
    return committed;
}

// What other keys encrypted cannot be read: better to know now than at the first customer.
Result<void> Cache::check_keys() {
    const Hash256 mark = keyed_blake2b(keys_.cache, as_bytes("kopilka cache"));
    const auto found = fact("keys");
    if (!found) return tl::unexpected(found.error());
    if (*found) {
        if (**found == Bytes(mark.value.begin(), mark.value.end())) return {};
        return fail(Errc::Corrupt, "the cache was made under other keys; it must be rebuilt");
    }
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    if (auto put = put_fact(*transaction, "keys", mark.value); !put) return put;
    return commit(*transaction);
}

Result<void> Cache::erase(const DataFolder& folder) {
    return erase_folder(cache_folder(folder.path()));
}

Result<void> Cache::apply(const CacheDelta& delta) {
    auto opened = begin_write();
    if (!opened) return tl::unexpected(opened.error());
    Transaction& to = *opened;
    Result<void> done;
    const auto then = [&done](const auto& list, auto change) {
        if (done) done = each(list, change);
    };
    then(delta.goods_gone, [&](const Sku& sku) { return remove_goods(to, sku); });
    then(delta.goods, [&](const Goods& goods) { return put_goods(to, goods); });
    then(delta.planned, [&](const PlannedPrices& planned) { return put_planned(to, planned); });
    const auto is_here = [&to](const MemberId& id) {
        return to.get(schema::kPeople, id.value).has_value();
    };
    if (done && std::ranges::any_of(delta.members_gone, is_here))
        done = put_fact(to, kOldPages, {});
    then(delta.members_gone, [&](const MemberId& id) { return remove_member(to, id, keys_); });
    then(delta.members, [&](const Member& member) { return put_member(to, member, keys_); });
    then(delta.staff_gone, [&](const CashierId& id) { return remove_staff(to, id); });
    then(delta.staff, [&](const CachedStaff& staff) { return put_staff(to, staff, keys_); });
    then(delta.publications, [&](const CachedPublication& publication) {
        return to.put(schema::kPublications, schema::start_key(publication.starts),
                      with_check(schema::encode_files(publication.files)));
    });
    if (done && delta.settings) done = put_settings(to, *delta.settings, keys_);
    if (done && !delta.categories.empty()) {
        done = put_fact(to, "categories", schema::encode_categories(delta.categories));
    }
    if (done && delta.card_trust) {
        done = put_fact(to, "cards", schema::encode_trust(*delta.card_trust));
    }
    if (done) done = put_position(to, delta.position);
    if (done) done = commit(to);
    return done ? leave_old_pages() : done;
}

// LMDB keeps removed and replaced values in free pages until it needs them: encrypted, but under
// keys that this till still has. So everything is written anew, item by item: in a copy by LMDB
// itself, branches of the trees still name keys that are gone.
Result<void> Cache::leave_old_pages() {
    const auto wanted = fact(kOldPages);
    if (!wanted) return tl::unexpected(wanted.error());
    if (!*wanted) return {};
    lmdb::EnvironmentOptions fresh = options_;
    fresh.folder = options_.folder / "new";
    if (auto erased = erase_folder(fresh.folder); !erased) return erased;
    if (auto copied = copy(*shelf_->environment, fresh); !copied) return copied;
    {
        const std::unique_lock alone(shelf_->mutex);
        shelf_->environment.reset();
        const auto moved = rename_surely(fresh.folder / kFile, options_.folder / kFile);
        if (auto opened = open_environment(); !opened) return opened;
        if (!moved) return moved;
    }
    if (auto erased = erase_folder(fresh.folder); !erased) return erased;
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    if (auto done = transaction->remove(schema::kFacts, as_bytes(kOldPages)); !done)
        return tl::unexpected(done.error());
    return commit(*transaction);
}

Result<void> Cache::wipe() {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    if (transaction->count(schema::kPeople) + transaction->count(schema::kStaff) > 0)
        if (auto marked = put_fact(*transaction, kOldPages, {}); !marked) return marked;
    for (const lmdb::Table table : {schema::kGoods, schema::kGoodsIndex, schema::kPeople,
                                    schema::kPeopleIndex, schema::kStaff, schema::kPublications}) {
        if (auto cleared = transaction->clear(table); !cleared) return cleared;
    }
    if (auto removed = remove_planned(*transaction); !removed) return removed;
    for (const std::string_view name :
         {"position", "settings", "sealed settings", "categories", "cards"}) {
        const auto removed = transaction->remove(schema::kFacts, as_bytes(name));
        if (!removed) return tl::unexpected(removed.error());
    }
    if (auto committed = commit(*transaction); !committed) return committed;
    return leave_old_pages();
}

}  // namespace kopilka
