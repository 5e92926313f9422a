#include "pos/app/sync_bridge.h"

#include "pos/core/check.h"
#include "pos/store/journal_queries.h"
#include "pos/store/pin.h"

#include <future>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

// Asks on the store worker's thread and waits for the answer.
template <typename T>
T on_store_thread(StoreWorker& store, std::function<T(Journal&)> question) {
    std::promise<T> promise;
    std::future<T> answer = promise.get_future();
    store.ask(std::function<void(Journal&)>(
        [&promise, &question](Journal& journal) { promise.set_value(question(journal)); }));
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

// One server state a record that has one to keep; a conflict is left unsent and asked about again.
std::optional<ServerState> state_of(const RecordId& id, const sync::RecordStatus& said) {
    switch (said.status) {
        case sync::Status::Applied:
        case sync::Status::Duplicate:
            return ServerState{id, ServerVerdict::Applied, said.feed_position, ""};
        case sync::Status::Quarantined:
            return ServerState{id, ServerVerdict::Quarantined, 0, std::string(name_of(said.cause))};
        case sync::Status::Conflict: return std::nullopt;
    }
    unreachable("a record status nobody named");
}

Acknowledgement told(const sync::Acknowledgement& answer, const TillId& till) {
    Acknowledgement told;
    told.held = RecordId{till, answer.epoch, answer.watermark};
    std::uint64_t sequence = answer.first.value;
    for (const sync::RecordStatus& status : answer.statuses)
        if (auto state = state_of({till, answer.epoch, Sequence{sequence++}}, status))
            told.states.push_back(std::move(*state));
    return told;
}

// The records after the watermark, up to a gap. A journal that was salvaged may have one: what is
// behind it in its epoch cannot be sent, and what is of the next epoch goes on.
Result<std::vector<RawRecord>> sendable_after(const Journal& journal, std::size_t most,
                                              std::size_t most_bytes) {
    const auto held = journal.watermark();
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
    DeltaMaker(const Keys& keys, Instant now) : keys_(keys), now_(now) {}
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
        delta.publications.push_back({now_, published.files});
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
    Instant now_;
};

bool changes_world(const CacheDelta& delta) {
    return delta.settings || !delta.publications.empty() || !delta.staff.empty() ||
           !delta.staff_gone.empty();
}

}  // namespace

Result<sync::UnsentBatch> JournalOutbox::unsent(std::size_t most, std::size_t most_bytes) {
    return on_store_thread<Result<sync::UnsentBatch>>(
        store_, [=](Journal& journal) -> Result<sync::UnsentBatch> {
            auto records = sendable_after(journal, most, most_bytes);
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

Result<std::uint64_t> JournalOutbox::unsent_count() {
    return on_store_thread<Result<std::uint64_t>>(
        store_, [](Journal& journal) -> Result<std::uint64_t> { return journal.outbox().count; });
}

Result<std::uint64_t> JournalOutbox::quarantined_count() {
    return on_store_thread<Result<std::uint64_t>>(store_,
                                                  [](Journal& journal) -> Result<std::uint64_t> {
                                                      const auto records = quarantined(journal);
                                                      if (!records)
                                                          return tl::unexpected(records.error());
                                                      return records->size();
                                                  });
}

Result<void> JournalOutbox::acknowledge(const sync::Acknowledgement& answer) {
    return on_store_thread<Result<void>>(store_, [&](Journal& journal) {
        return journal.acknowledge(told(answer, journal.head()->id.till));
    });
}

Result<void> JournalOutbox::take_back(const sync::HeldUpTo& held) {
    return on_store_thread<Result<void>>(store_, [&](Journal& journal) -> Result<void> {
        const auto& known = journal.watermark();
        if (!known || known->epoch != held.epoch || known->sequence <= held.sequence) return {};
        return journal.acknowledge({RecordId{known->till, held.epoch, held.sequence}, {}});
    });
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
    DeltaMaker maker(keys_, clock_.now());
    for (const sync::Change& change : page.changes) std::visit(maker, change);
    maker.delta.position = page.next;
    if (auto applied = cache_.apply(maker.delta); !applied) return applied;
    if (changes_world(maker.delta)) on_world_();
    return {};
}

}  // namespace kopilka::app
