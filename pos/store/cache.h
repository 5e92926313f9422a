// The cache: goods, members, publications, staff and settings as the server sent them. Rebuilt from
// the server at any time; it never holds a right, and losing it loses nothing. Members and staff
// are encrypted; phones, cards and surnames are found through keyed hashes only.
// Not here: balances after offline sales (pos/sale/member_view.h).
//
// One thread applies, wipes and starts over; find and search may be called from any thread
// meanwhile. After a change that the disk did not take, the cache opens itself again, at the latest
// with the next change; until then nothing is found, and an error says so.
#pragma once
#include "pos/core/result.h"
#include "pos/core/signed_card.h"
#include "pos/loyalty/person.h"
#include "pos/loyalty/publication.h"
#include "pos/sale/goods.h"
#include "pos/sale/journal_entry.h"
#include "pos/sale/planned_price.h"
#include "pos/store/folder.h"
#include "pos/store/keys.h"
#include "pos/store/lmdb.h"
#include "pos/store/pin.h"

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

struct CachedStaff {
    CashierId id;
    Localized name;
    Role role = Role::Cashier;
    PinSalt salt{};
    Hash256 pin;  // wrapped (pin.h)
    bool operator==(const CachedStaff&) const = default;
};

struct CachedPublication {
    Instant starts;  // in force from here on, until a later one
    std::vector<PublicationFile> files;
    bool operator==(const CachedPublication&) const = default;
};

// Changes that become visible together. What is put replaces what has the same id.
struct CacheDelta {
    std::vector<Goods> goods;
    std::vector<PlannedPrices> planned;  // of these goods; of the others of them, none
    std::vector<Sku> goods_gone;
    std::vector<Category> categories;  // in the order to show; not empty: replaces all
    std::vector<Member> members;
    std::vector<MemberId> members_gone;
    std::vector<CachedStaff> staff;
    std::vector<CashierId> staff_gone;
    std::vector<CachedPublication> publications;
    std::optional<std::string> settings;  // shop settings, TOML
    std::optional<CardTrust> card_trust;  // replaces what was there
    std::uint64_t position = 0;           // of the server's feed after this
};

struct CacheTuning {
    std::size_t map_bytes = std::size_t{16} << 30;  // address space, not disk
};

class Cache {
public:
    // A damaged cache is Errc::Corrupt: call erase() and open again.
    static Result<Cache> open(const DataFolder& folder, const Keys& keys,
                              const CacheTuning& tuning = {});
    static Result<void> erase(const DataFolder& folder);

    // Of a member that is gone no page of the file keeps anything, nor of what was wiped. Where only
    // that fails (Errc::Full), the change stands, and the next one tries again.
    Result<void> apply(const CacheDelta& delta);
    Result<void> wipe();  // everything, position 0
    // The same where what is there cannot be used: other files in place of the old ones.
    Result<void> start_over();
    // Something that was looked up did not check: start over.
    bool is_damaged() const { return shelf_->damaged; }
    Result<std::uint64_t> position() const;

    // Goods with the price that is planned for them at that moment; without one, as the server
    // sent them, and planned_prices is what they will cost.
    using At = std::optional<LocalTime>;
    Result<std::optional<Goods>> goods(const Sku& sku, At at = {}) const;
    Result<std::optional<Goods>> goods_by_barcode(std::string_view barcode, At at = {}) const;
    // By the digits of a 2x label.
    Result<std::optional<Goods>> goods_by_item(std::string_view item, At at = {}) const;
    // Goods whose Russian or English name has, for every word asked, a word that begins with it.
    Result<std::vector<Goods>> search_goods(std::string_view words, std::size_t limit,
                                            At at = {}) const;
    Result<std::vector<Goods>> goods_of_category(std::string_view id, std::size_t limit,
                                                 At at = {}) const;
    Result<std::vector<Goods>> buttons(At at = {}) const;  // in their order
    Result<std::vector<PlannedPrice>> planned_prices(const Sku& sku) const;
    Result<std::vector<Category>> categories() const;

    Result<std::optional<Member>> member(const MemberId& id) const;
    Result<std::optional<Member>> member_by_card(std::string_view number) const;
    Result<std::vector<Member>> members_by_phone(std::string_view e164) const;
    // The whole surname, or its first three letters or more; case, ё and spaces do not matter.
    Result<std::vector<Member>> members_by_surname(std::string_view surname,
                                                   std::size_t limit) const;
    Result<std::size_t> member_count() const;

    Result<std::vector<CachedStaff>> staff() const;
    Result<std::optional<CachedStaff>> staff(const CashierId& id) const;
    // The one in force at that instant; nullopt before the first.
    Result<std::optional<CachedPublication>> publication_at(Instant instant) const;
    // The one that starts last: the server names no starts, and a till's clock may be turned.
    Result<std::optional<CachedPublication>> newest_publication() const;
    Result<std::optional<std::string>> settings() const;
    Result<CardTrust> card_trust() const;  // nobody, until the server has said whom

private:
    // Who looks something up keeps others from closing the environment meanwhile.
    struct Held {
        std::shared_lock<std::shared_mutex> held;
    };
    struct Reading : Held, lmdb::Transaction {};  // the transaction goes first
    // At one address, as readers wait for it.
    struct Shelf {
        mutable std::shared_mutex mutex;
        std::optional<lmdb::Environment> environment;
        mutable std::atomic<bool> damaged = false;
    };

    Cache(lmdb::EnvironmentOptions options, const Keys& keys)
        : options_(std::move(options)), keys_(keys), shelf_(std::make_unique<Shelf>()) {}
    Result<void> open_environment();
    Result<void> reopen();
    Result<void> check_keys();
    Result<void> leave_old_pages();
    Result<Reading> begin_read() const;
    Result<lmdb::Transaction> begin_write();
    Result<void> commit(lmdb::Transaction& transaction);
    Result<std::optional<Bytes>> fact(std::string_view name) const;
    // Remembers that something did not check.
    template <typename T>
    Result<T> seen(Result<T> found) const {
        if (!found && found.error().code == Errc::Corrupt) shelf_->damaged = true;
        return found;
    }
    lmdb::EnvironmentOptions options_;
    Keys keys_;
    std::unique_ptr<Shelf> shelf_;
};

}  // namespace kopilka
