#include "pos/store/salvage.h"

#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"
#include "pos/store/lmdb_pages.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <sodium/crypto_generichash_blake2b.h>

namespace kopilka {
namespace {

using schema::RecordKey;

constexpr std::size_t kMostGuessed = std::size_t{64} << 10;  // bytes of a record of unknown size
constexpr std::size_t kMostNamed = 1'000'000;  // of missing records: more is a damaged number

struct Candidate {
    StoredRecord stored;
    Bytes bytes;
    bool reached = false;  // from the beginning of the file, not only found lying there
};

Result<Bytes> read_whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "there is no journal in " + file.parent_path().string());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return fail(Errc::Io, "cannot read " + file.string());
    return Bytes(as_bytes(text).begin(), as_bytes(text).end());
}

bool is_record_key(ByteView key) { return key.size() == sizeof(RecordKey); }

RecordKey to_key(ByteView key) {
    RecordKey copy{};
    std::ranges::copy(key, copy.begin());
    return copy;
}

// Everything that verifies, and what of it is to be believed.
class Finds {
public:
    Finds(const lmdb::Pages& pages, ByteView file) : file_(file) {
        const auto lost = pages.walk("records", [this](ByteView key, ByteView value) {
            if (!add(key, value, true)) ++damaged_;
        });
        // Where the way through the file is whole, what lies beside it was never committed.
        if (lost && *lost == 0 && damaged_ == 0 && pages.begins_well()) return;
        pages.scan(sizeof(RecordKey),
                   [this](ByteView key, ByteView value) { add(key, value, false); });
        while (look_for_named()) {
        }
    }

    // One record for each number, in order.
    std::vector<Candidate> choose() {
        const TillId till = most_frequent_till();
        std::vector<Candidate> chosen;
        for (auto at = found_.rbegin(); at != found_.rend(); ++at) {
            auto& several = at->second;
            std::erase_if(several,
                          [&](const Candidate& one) { return one.stored.record.id.till != till; });
            if (several.empty()) continue;
            const Candidate* next = chosen.empty() ? nullptr : &chosen.back();
            auto best = std::ranges::max_element(several, {}, [&](const Candidate& one) {
                return std::tuple(one.reached, next != nullptr && precedes(one, *next),
                                  one.stored.record.at.instant.ms);
            });
            chosen.push_back(std::move(*best));
        }
        std::ranges::reverse(chosen);
        return chosen;
    }

private:
    static bool precedes(const Candidate& one, const Candidate& next) {
        return next.stored.record.previous == one.stored.hash;
    }

    // Where even the size before a record is damaged: its successor names its hash, which stands
    // before its bytes. True: one more was found, which may name another.
    bool look_for_named() {
        std::set<Hash256> known{Hash256{}};
        std::set<Hash256> named;
        for (const auto& [key, several] : found_)
            for (const Candidate& one : several) {
                known.insert(one.stored.hash);
                named.insert(one.stored.record.previous);
            }
        bool more = false;
        for (const Hash256& hash : named)
            if (!known.contains(hash) && !given_up_.contains(hash)) {
                given_up_.insert(hash);
                more = look_for(hash) || more;
            }
        return more;
    }

    bool look_for(const Hash256& hash) {
        const auto& wanted = hash.value;
        for (auto at = std::search(file_.begin(), file_.end(), wanted.begin(), wanted.end());
             at != file_.end();
             at = std::search(at + 1, file_.end(), wanted.begin(), wanted.end())) {
            const ByteView value = file_.subspan(static_cast<std::size_t>(at - file_.begin()));
            const std::size_t size = size_with(hash, value.subspan(wanted.size()));
            if (size > 0) return add({}, value.first(wanted.size() + size), false), true;
        }
        return false;
    }

    // How many of the bytes have that hash; 0: no beginning of them.
    static std::size_t size_with(const Hash256& hash, ByteView bytes) {
        if (bytes.empty() || bytes[0] != kJournalFormat) return 0;
        crypto_generichash_blake2b_state state;
        crypto_generichash_blake2b_init(&state, nullptr, 0, hash.value.size());
        for (std::size_t size = 1; size <= std::min(bytes.size(), kMostGuessed); ++size) {
            crypto_generichash_blake2b_update(&state, &bytes[size - 1], 1);
            auto so_far = state;
            Hash256 found;
            crypto_generichash_blake2b_final(&so_far, found.value.data(), found.value.size());
            if (found == hash) return size;
        }
        return 0;
    }

    // Under the number that it says itself. False: it does not verify, or stands elsewhere.
    bool add(ByteView key, ByteView value, bool reached) {
        const auto parts = schema::split(value);
        const auto head = parts && parts->bytes.size() <= kMostRecordBytes
                              ? decode_head(parts->bytes)
                              : tl::unexpected(CodecRefusal::Malformed);
        if (!head) return false;
        const RecordKey own = schema::record_key(head->id);
        auto stored = schema::read_record({own, value});
        if (!stored) return false;
        auto& several = found_[own];
        const bool known = std::ranges::any_of(
            several, [&](const Candidate& one) { return one.stored.hash == stored->hash; });
        const ByteView bytes = schema::split(value)->bytes;
        if (!known)
            several.push_back({std::move(*stored), Bytes(bytes.begin(), bytes.end()), reached});
        return std::ranges::equal(own, key);
    }

    TillId most_frequent_till() const {
        std::map<TillId, std::size_t> counted;
        for (const auto& [key, several] : found_)
            for (const Candidate& one : several) ++counted[one.stored.record.id.till];
        const auto most =
            std::ranges::max_element(counted, {}, [](const auto& p) { return p.second; });
        return most == counted.end() ? TillId{} : most->first;
    }

    ByteView file_;
    std::map<RecordKey, std::vector<Candidate>> found_;
    std::set<Hash256> given_up_;
    std::size_t damaged_ = 0;
};

// Values beside the records.
struct Others {
    std::map<std::uint64_t, Bytes> drafts;
    std::map<RecordKey, Bytes> states;
    std::map<Bytes, Bytes> phones;
    std::optional<RecordKey> watermark;
    bool lost = false;
};

void take_watermark(Others& others, ByteView value) {
    const auto place = without_check(value);
    if (!place || !is_record_key(*place)) return;
    others.watermark = std::max(others.watermark.value_or(RecordKey{}), to_key(*place));
}

Others others_of(const lmdb::Pages& pages) {
    Others others;
    const auto walk = [&](std::string_view table, const auto& take) {
        const auto lost = pages.walk(table, [&](ByteView key, ByteView value) {
            if (!take(key, value)) others.lost = true;
        });
        others.lost = others.lost || !lost || *lost > 0;
    };
    walk("drafts", [&](ByteView key, ByteView value) {
        const auto bytes = without_check(value);
        const auto draft = bytes ? decode_draft(*bytes) : tl::unexpected(CodecRefusal::Malformed);
        if (!draft || !std::ranges::equal(schema::draft_key(draft->id), key)) return false;
        others.drafts[draft->id] = Bytes(value.begin(), value.end());
        return true;
    });
    walk("states", [&](ByteView key, ByteView value) {
        const auto state = schema::decode_state(value);
        if (!state || !std::ranges::equal(schema::record_key(state->id), key)) return false;
        others.states[to_key(key)] = Bytes(value.begin(), value.end());
        return true;
    });
    walk("meta", [&](ByteView key, ByteView value) {
        if (!without_check(value)) return false;
        if (as_text(key) == schema::kWatermark)
            take_watermark(others, value);
        else
            others.phones[Bytes(key.begin(), key.end())] = Bytes(value.begin(), value.end());
        return true;
    });
    // Drafts of an older transaction may have been sold since.
    if (!pages.begins_well()) {
        others.lost = true;
        others.drafts.clear();
    }
    // An older watermark is a right one as well: the server holds at least so much.
    if (others.lost)
        pages.scan(schema::kWatermark.size(), [&](ByteView key, ByteView value) {
            if (as_text(key) == schema::kWatermark) take_watermark(others, value);
        });
    return others;
}

class Rebuilding {
public:
    Rebuilding(std::vector<Candidate> records, Others others)
        : records_(std::move(records)), others_(std::move(others)) {
        look_for_gaps();
        add_states();
    }

    Result<void> write(const std::filesystem::path& data) const {
        auto environment =
            lmdb::Environment::open({journal_folder(data), lmdb::Access::Write,
                                     JournalTuning{}.map_bytes, 0, schema::tables()});
        if (!environment) return tl::unexpected(environment.error());
        auto to = environment->begin_write();
        if (!to) return tl::unexpected(to.error());
        if (to->count(schema::kRecords) > 0)
            return fail(Errc::Invalid, "there is a journal in " + data.string() +
                                           " already; give --out a new folder");
        if (auto put = put_all(*to); !put) return put;
        return to->commit();
    }

    Salvaged told() const {
        Salvaged salvaged = told_;
        salvaged.records = records_.size();
        salvaged.drafts = others_.drafts.size();
        salvaged.other_values_lost = others_.lost;
        const StoredRecord& last = records_.back().stored;
        salvaged.last = JournalPlace{last.record.id, last.hash};
        return salvaged;
    }

private:
    static RecordKey key_of(const Candidate& one) {
        return schema::record_key(one.stored.record.id);
    }
    bool is_held(const RecordKey& key) const {
        return others_.watermark && key <= *others_.watermark;
    }

    void look_for_gaps() {
        Epoch epoch{0};
        std::uint64_t expected = 1;
        bool behind_a_gap = false;
        for (const Candidate& one : records_) {
            const RecordId& id = one.stored.record.id;
            if (id.epoch != epoch) {
                epoch = id.epoch;
                expected = 1;
                behind_a_gap = false;
            }
            for (; expected < id.sequence.value && told_.missing.size() < kMostNamed; ++expected) {
                const RecordId lost{id.till, id.epoch, Sequence{expected}};
                told_.missing.push_back(lost);
                behind_a_gap = behind_a_gap || !is_held(schema::record_key(lost));
            }
            expected = id.sequence.value + 1;
            if (behind_a_gap && !is_held(key_of(one))) told_.stranded.push_back(id);
        }
        add_missing_tail();
    }

    // What the server holds was there.
    void add_missing_tail() {
        if (!others_.watermark) return;
        RecordId id = records_.back().stored.record.id;
        const auto [epoch, sequence] = schema::place_of(*others_.watermark);
        if (epoch != id.epoch) return;
        while (id.sequence < sequence && told_.missing.size() < kMostNamed) {
            ++id.sequence.value;
            told_.missing.push_back(id);
        }
    }

    // A held record whose answer is lost counts as applied: what the till asks of the server from
    // now on includes it.
    void add_states() {
        for (const Candidate& one : records_)
            if (is_held(key_of(one)) && !others_.states.contains(key_of(one)))
                set_state({one.stored.record.id, ServerVerdict::Applied, 0, ""});
        for (const RecordId& id : told_.stranded)
            set_state({id, ServerVerdict::Quarantined, 0, "not sent: a record before it is lost"});
    }
    void set_state(const ServerState& state) {
        others_.states[schema::record_key(state.id)] = schema::encode_state(state);
    }

    Result<void> put_all(lmdb::Transaction& to) const {
        for (const Candidate& one : records_)
            if (auto put = schema::put_record(to, one.stored, one.bytes); !put) return put;
        for (const auto& [id, value] : others_.drafts)
            if (auto put = to.put(schema::kDrafts, schema::draft_key(id), value); !put) return put;
        for (const auto& [key, value] : others_.states)
            if (auto put = to.put(schema::kStates, key, value); !put) return put;
        for (const auto& [key, value] : others_.phones)
            if (auto put = to.put(schema::kMeta, key, value); !put) return put;
        if (!others_.watermark) return {};
        return to.put(schema::kMeta, as_bytes(schema::kWatermark), with_check(*others_.watermark));
    }

    std::vector<Candidate> records_;
    Others others_;
    Salvaged told_;
};

}  // namespace

Result<Salvaged> salvage(const std::filesystem::path& from, const DataFolder& to,
                         const JournalStamp& stamp) {
    const auto file = read_whole(journal_folder(from) / "data.mdb");
    if (!file) return tl::unexpected(file.error());
    const lmdb::Pages pages(*file);
    auto records = Finds(pages, *file).choose();
    if (records.empty())
        return fail(Errc::Corrupt, "no record of the journal in " + from.string() + " can be read");
    const JournalEntry* opened = nullptr;
    for (const Candidate& one : records)
        if (std::holds_alternative<JournalOpened>(one.stored.record.entry))
            opened = &one.stored.record.entry;
    const StoreId store = opened != nullptr ? std::get<JournalOpened>(*opened).store : StoreId{};
    const TillId till = records.front().stored.record.id.till;
    const Rebuilding rebuilding(std::move(records), others_of(pages));
    if (auto written = rebuilding.write(to.path()); !written)
        return tl::unexpected(written.error());
    auto journal = Journal::open(to);
    if (!journal) return tl::unexpected(journal.error());
    Salvaged salvaged = rebuilding.told();
    auto begun = journal->begin_epoch(till, store, stamp, "salvaged");
    if (!begun) return tl::unexpected(begun.error());
    salvaged.opened = *begun;
    return salvaged;
}

}  // namespace kopilka
