#include "pos/app/sync_bridge.h"

#include "pos/core/check.h"
#include "pos/store/journal_queries.h"
#include "pos/store/pin.h"

#include <algorithm>
#include <future>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

// Asks on the store worker's thread and waits for the answer.
template <typename T>
T on_store_thread(StoreDesk& store, std::function<T(StoreRoom&)> question) {
    std::promise<T> promise;
    std::future<T> answer = promise.get_future();
    store.ask(std::function<void(StoreRoom&)>(
        [&promise, &question](StoreRoom& room) { promise.set_value(question(room)); }));
    return answer.get();
}

// As shown to an administrator and to the manager.
std::string_view name_of(sync::QuarantineCause cause) {
    switch (cause) {
        case sync::QuarantineCause::None: return "none";
        case sync::QuarantineCause::Undecodable: return "undecodable";
        case sync::QuarantineCause::WrongIdentity: return "wrong identity";
        case sync::QuarantineCause::UnknownMember: return "unknown member";
        case sync::QuarantineCause::UnknownPublication: return "unknown publication";
        case sync::QuarantineCause::BadEffect: return "bad effect";
    }
    unreachable("a cause nobody named");
}

ServerState state_of(const RecordId& id, const sync::RecordStatus& said) {
    switch (said.status) {
        case sync::Status::Applied:
        case sync::Status::Duplicate:
            return ServerState{id, ServerVerdict::Applied, said.feed_position, ""};
        case sync::Status::Quarantined:
            return ServerState{id, ServerVerdict::Quarantined, 0, std::string(name_of(said.cause))};
    }
    unreachable("a record status nobody named");
}

Acknowledgement told(const sync::Acknowledgement& answer, const TillId& till) {
    Acknowledgement told;
    told.held = RecordId{till, answer.epoch, answer.watermark};
    std::uint64_t sequence = answer.first.value;
    for (const sync::RecordStatus& status : answer.statuses)
        told.states.push_back(state_of({till, answer.epoch, Sequence{sequence++}}, status));
    return told;
}

// Where what is neither held by central nor kept by the store server begins.
std::optional<RecordId> handed_over(const Journal& journal,
                                    const std::optional<sync::KeptUpTo>& kept) {
    const auto held = journal.watermark();
    if (!kept || !journal.head()) return held;
    const RecordId until{journal.head()->id.till, kept->epoch, kept->sequence};
    return held && *held > until ? held : until;
}

// The records after those, up to a gap. A journal that was salvaged may have one: what is
// behind it in its epoch cannot be sent, and what is of the next epoch goes on.
Result<std::vector<RawRecord>> sendable_after(const Journal& journal,
                                              const std::optional<RecordId>& held, std::size_t most,
                                              std::size_t most_bytes) {
    auto records = journal.raw_after(held, most, most_bytes);
    if (!records || records->empty()) return records;
    const RecordId& first = records->front().id;
    const bool goes_on = held && held->epoch == first.epoch;
    const std::uint64_t expected = goes_on ? held->sequence.value + 1 : 1;
    if (first.sequence.value == expected) return records;
    const RecordId end_of_epoch{first.till, first.epoch, Sequence{UINT64_MAX - 1}};
    return journal.raw_after(end_of_epoch, most, most_bytes);
}

// Sorts what arrived into one delta.
class DeltaMaker {
public:
    // `newest`: when the newest publication of the cache came.
    DeltaMaker(const Keys& keys, Instant now, Instant newest)
        : keys_(keys), publication_starts_(std::max(now, Instant{newest.ms + 1})) {}
    void operator()(const sync::Article& article) {
        delta.goods.push_back(article.goods);
        if (!article.planned.empty()) delta.planned.push_back({article.goods.sku, article.planned});
    }
    void operator()(const sync::Categories& all) { delta.categories = all.categories; }
    void operator()(const Member& member) { delta.members.push_back(member); }
    void operator()(const Staff& staff) {
        delta.staff.push_back({staff.id,
                               {staff.name, ""},
                               staff.role,
                               staff.pin.salt,
                               wrap_pin_hash(staff.pin, keys_.pepper)});
    }
    void operator()(const sync::ShopText& shop) { delta.settings = shop.text; }
    void operator()(const sync::PublishedFiles& published) {
        delta.publications.push_back({publication_starts_, published.files});
    }
    void operator()(const CardTrust& trust) { delta.card_trust = trust; }
    void operator()(const sync::Removed& removed) {
        switch (removed.kind) {
            case sync::ChangeKind::Goods: delta.goods_gone.push_back(Sku{removed.key}); break;
            case sync::ChangeKind::Member:
                if (const auto id = parse_member_id(removed.key)) delta.members_gone.push_back(*id);
                break;
            case sync::ChangeKind::Staff: delta.staff_gone.push_back(CashierId{removed.key}); break;
            case sync::ChangeKind::Categories:
            case sync::ChangeKind::CardTrust:
            case sync::ChangeKind::Shop:
            case sync::ChangeKind::Publication: break;  // replaced as a whole, never taken away
        }
    }
    CacheDelta delta;

private:
    const Keys& keys_;
    // Later than what came before it, also where the clock was turned back since.
    Instant publication_starts_;
};

bool changes_world(const CacheDelta& delta) {
    return delta.settings || !delta.publications.empty() || !delta.staff.empty() ||
           !delta.staff_gone.empty();
}

}  // namespace

Result<sync::UnsentBatch> JournalOutbox::unsent(std::size_t most, std::size_t most_bytes,
                                                const std::optional<sync::KeptUpTo>& kept) {
    return on_store_thread<Result<sync::UnsentBatch>>(
        store_, [=](StoreRoom& room) -> Result<sync::UnsentBatch> {
            auto records =
                sendable_after(room.journal, handed_over(room.journal, kept), most, most_bytes);
            if (!records) return tl::unexpected(records.error());
            sync::UnsentBatch batch;
            for (RawRecord& record : *records) {
                if (batch.records.empty()) {
                    batch.epoch = record.id.epoch;
                    batch.first = record.id.sequence;
                }
                const Sequence next{batch.first.value + batch.records.size()};
                if (record.id.epoch != batch.epoch || record.id.sequence != next) break;
                batch.records.push_back(std::move(record.bytes));
            }
            return batch;
        });
}

Result<std::uint64_t> JournalOutbox::unsent_count(const std::optional<sync::KeptUpTo>& kept) {
    return on_store_thread<Result<std::uint64_t>>(
        store_, [=](StoreRoom& room) -> Result<std::uint64_t> {
            const Journal& journal = room.journal;
            const auto from = handed_over(journal, kept);
            const bool one_epoch =
                from && journal.head() && journal.head()->id.epoch == from->epoch;
            if (from == journal.watermark() || !one_epoch) return journal.outbox().count;
            return journal.head()->id.sequence.value - from->sequence.value;
        });
}

Result<std::uint64_t> JournalOutbox::quarantined_count() {
    return on_store_thread<Result<std::uint64_t>>(
        store_, [](StoreRoom& room) { return room.journal.quarantined_count(); });
}

Result<void> JournalOutbox::acknowledge(const sync::Acknowledgement& answer) {
    return on_store_thread<Result<void>>(store_, [&](StoreRoom& room) -> Result<void> {
        Journal& journal = room.journal;
        const TillId till = journal.head()->id.till;
        const RecordId last{till, answer.epoch, answer.watermark};
        if (answer.head) {
            const auto ours = journal.read(last);
            if (!ours)
                return ours.error().code == Errc::NotFound ? Result<void>()
                                                           : tl::unexpected(ours.error());
            if (ours->hash != *answer.head) return {};
        }
        Acknowledgement news = told(answer, till);
        if (journal.watermark() && *journal.watermark() > last) news.held = *journal.watermark();
        if (auto kept = journal.acknowledge(news); !kept) return kept;
        // The server holds this very journal, and knows of no other way of it.
        if (!answer.forked && journal.watermark() == journal.head()->id) room.frozen = false;
        if (!answer.forked || journal.head()->id.epoch >= *answer.forked) return {};
        spdlog::warn("another copy of this till sends too: epoch {} begins", answer.forked->value);
        const LocalTime now = clock_.local(0);
        const auto begun = journal.begin_epoch(till, shop_, {now, local_date(now), {}},
                                               std::string(kForked), answer.forked);
        return begun ? Result<void>() : tl::unexpected(begun.error());
    });
}

Result<void> JournalOutbox::take_back(const std::vector<sync::HeldUpTo>& held) {
    return on_store_thread<Result<void>>(store_, [&](StoreRoom& room) -> Result<void> {
        Journal& journal = room.journal;
        if (!journal.head()) return {};
        const TillId& till = journal.head()->id.till;
        std::vector<JournalPlace> heads;
        for (const sync::HeldUpTo& head : held)
            heads.push_back({{till, head.epoch, head.sequence}, head.hash});
        const auto lost = held_before_loss(journal, heads);
        if (!lost) return tl::unexpected(lost.error());
        return *lost ? journal.acknowledge({**lost, {}}) : Result<void>();
    });
}

Result<void> JournalOutbox::take_leases(const sync::LeaseNews& news) {
    std::promise<Result<void>> kept;
    store_.ask(LeasesTold{news, [&kept](Result<void> done) { kept.set_value(std::move(done)); }});
    return kept.get_future().get();
}

Result<void> JournalOutbox::keep_clock(const sync::ClockReading& reading) {
    std::promise<Result<void>> kept;
    store_.ask(ClockHeard{reading.ahead_ms, reading.uncertainty_ms,
                          [&kept](Result<void> done) { kept.set_value(std::move(done)); }});
    return kept.get_future().get();
}

// A damaged cache is emptied while the till sells: from position 0 the server sends everything.
Result<std::uint64_t> CacheInbox::position() {
    if (cache_.is_damaged()) {
        spdlog::warn("cache: damaged; it is rebuilt from the server");
        if (auto emptied = cache_.start_over(); !emptied) return tl::unexpected(emptied.error());
    }
    return cache_.position();
}

Result<void> CacheInbox::apply(const sync::Changes& page) {
    if (page.whole)
        if (auto wiped = cache_.wipe(); !wiped) return wiped;
    Instant newest;  // asked for only where another one follows it
    const auto is_publication = [](const sync::Change& change) {
        return std::holds_alternative<sync::PublishedFiles>(change);
    };
    if (std::ranges::any_of(page.changes, is_publication)) {
        const auto found = cache_.newest_publication();
        if (!found) return tl::unexpected(found.error());
        if (*found) newest = (*found)->starts;
    }
    DeltaMaker maker(keys_, clock_.now(), newest);
    for (const sync::Change& change : page.changes) std::visit(maker, change);
    maker.delta.position = page.next;
    if (auto applied = cache_.apply(maker.delta); !applied) return applied;
    if (changes_world(maker.delta)) on_world_();
    return {};
}

}  // namespace kopilka::app
