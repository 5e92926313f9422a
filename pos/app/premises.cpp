#include "pos/app/premises.h"

#include "pos/loyalty/parse.h"
#include "pos/store/health.h"
#include "pos/store/journal_queries.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

// After an end that was none, everything is looked through.
Look how_closely(const DataFolder& folder) {
    return folder.was_left() ? Look::Everywhere : Look::AtTheEnds;
}

tl::unexpected<Error> damaged_journal(const DataFolder& folder) {
    const std::string data = folder.path().string();
    return fail(Errc::Corrupt, "the journal in " + data +
                                   " is damaged. Save what it has into a new folder with: "
                                   "till --data " +
                                   data + " journal salvage --out NEWDIR");
}

Result<Journal> open_journal(const DataFolder& folder) {
    if (examine_journal(folder, how_closely(folder)) == Health::Damaged)
        return damaged_journal(folder);
    auto journal = Journal::open(folder);
    if (!journal && journal.error().code == Errc::Corrupt) return damaged_journal(folder);
    return journal;
}

Result<std::unique_ptr<Cache>> open_cache(const DataFolder& folder, const Keys& keys) {
    const bool damaged = examine_cache(folder, keys, how_closely(folder)) == Health::Damaged;
    auto cache = damaged ? Result<Cache>(fail(Errc::Corrupt, "the cache is damaged"))
                         : Cache::open(folder, keys);
    if (!cache && cache.error().code == Errc::Corrupt) {
        spdlog::warn("cache: {}; it is rebuilt from the server", cache.error().detail);
        if (const auto erased = Cache::erase(folder); !erased)
            return tl::unexpected(erased.error());
        cache = Cache::open(folder, keys);
    }
    if (!cache) return tl::unexpected(cache.error());
    return std::make_unique<Cache>(std::move(*cache));
}

// The server gave the epoch without an enrolment: this is one of two copies.
Result<bool> begins_forked(const Journal& journal) {
    const RecordId& head = journal.head()->id;
    const auto first = journal.read({head.till, head.epoch, Sequence{1}});
    if (!first) return tl::unexpected(first.error());
    const auto* opened = std::get_if<JournalOpened>(&first->record.entry);
    return opened != nullptr && opened->reason == kForked;
}

Result<void> begin_where_empty(Journal& journal, const Enrolment& enrolment, const Clock& clock) {
    const Epoch epoch = enrolment.credentials.epoch;
    if (journal.head() && journal.head()->id.epoch == epoch) return {};
    if (journal.head() && journal.head()->id.epoch > epoch) {
        if (const auto forked = begins_forked(journal); !forked || *forked)
            return forked ? Result<void>() : tl::unexpected(forked.error());
        return fail(
            Errc::Invalid,
            "this journal is of a later epoch than the enrolment, as after salvage; ask the "
            "administrator for a code and type: till --data DIR enrol --server URL --code "
            "CODE");
    }
    const LocalTime now = clock.local(0);
    const auto begun =
        journal.begin_epoch(enrolment.till, enrolment.store, {now, local_date(now), {}},
                            journal.head() ? "enrolled again" : "enrolled", epoch);
    if (!begun) return tl::unexpected(begun.error());
    return {};
}

// As the server says of each; the shop's text has them in its order, and their names in other
// languages.
std::vector<StaffMember> staff_of(const std::vector<CachedStaff>& known,
                                  const std::vector<StaffMember>& in_text) {
    std::vector<StaffMember> staff;
    for (const CachedStaff& one : known) staff.push_back({one.id, one.name, one.role, {}});
    for (StaffMember& one : staff) {
        const auto same = std::ranges::find(in_text, one.id, &StaffMember::id);
        if (same != in_text.end() && same->name.ru == one.name.ru) one.name = same->name;
    }
    std::ranges::stable_sort(staff, {}, [&](const StaffMember& one) {
        return std::ranges::find(in_text, one.id, &StaffMember::id) - in_text.begin();
    });
    return staff;
}

}  // namespace

std::filesystem::path Places::key_folder() const {
    return keys.empty() ? default_key_folder(data) : keys;
}

Result<Premises> open_premises(const Places& places, const Clock& clock) {
    // Asked first: the lock makes the folder, and a mistyped name should leave none behind.
    if (const auto enrolled = load_enrolment(places.key_folder()); !enrolled)
        return tl::unexpected(enrolled.error());
    auto folder = DataFolder::lock(places.data);
    if (!folder) return tl::unexpected(folder.error());
    auto enrolment = load_enrolment(places.key_folder());
    if (!enrolment) return tl::unexpected(enrolment.error());
    auto keys = load_keys(places.key_folder());
    if (!keys) return tl::unexpected(keys.error());
    auto journal = open_journal(*folder);
    if (!journal) return tl::unexpected(journal.error());
    if (const auto begun = begin_where_empty(*journal, *enrolment, clock); !begun)
        return tl::unexpected(begun.error());
    auto cache = open_cache(*folder, *keys);
    if (!cache) return tl::unexpected(cache.error());
    return Premises{std::move(*folder),    places.key_folder(), *keys,
                    std::move(*enrolment), std::move(*journal), std::move(*cache)};
}

Result<World> read_world(const Cache& cache, const Enrolment& enrolment) {
    const auto settings = cache.settings();
    if (!settings) return tl::unexpected(settings.error());
    const auto published = cache.newest_publication();
    if (!published) return tl::unexpected(published.error());
    if (!*settings || !*published)
        return fail(Errc::NotFound,
                    "this till has not yet received its shop's settings and programmes; connect it "
                    "to the server once");
    auto shop = parse_shop(**settings, "shop.toml");
    if (!shop) return tl::unexpected(shop.error());
    const auto staff = cache.staff();
    if (!staff) return tl::unexpected(staff.error());
    shop->staff = staff_of(*staff, shop->staff);
    auto publication = parse_publication((*published)->files);
    if (!publication) return fail(Errc::Invalid, publication.error().front().text);
    World world;
    world.shop = std::make_shared<const ShopSettings>(std::move(*shop));
    world.publication = std::make_shared<const Publication>(std::move(*publication));
    world.store = enrolment.store;
    world.till = enrolment.till;
    return world;
}

}  // namespace kopilka::app
