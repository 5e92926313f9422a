#include "pos/store/salvage_finds.h"

#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/held_leases.h"

#include <algorithm>
#include <set>

#include <sodium/crypto_generichash_blake2b.h>

namespace kopilka {
namespace {

using schema::RecordKey;

constexpr std::size_t kMostGuessed = std::size_t{64} << 10;  // bytes of a record of unknown size

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
    std::vector<FoundRecord> choose() {
        const TillId till = most_frequent_till();
        std::vector<FoundRecord> chosen;
        for (auto at = found_.rbegin(); at != found_.rend(); ++at) {
            auto& several = at->second;
            std::erase_if(
                several, [&](const FoundRecord& one) { return one.stored.record.id.till != till; });
            if (several.empty()) continue;
            const FoundRecord* next = chosen.empty() ? nullptr : &chosen.back();
            auto best = std::ranges::max_element(several, {}, [&](const FoundRecord& one) {
                return std::tuple(one.reached, next != nullptr && precedes(one, *next),
                                  one.stored.record.at.instant.ms);
            });
            chosen.push_back(std::move(*best));
        }
        std::ranges::reverse(chosen);
        return chosen;
    }

private:
    static bool precedes(const FoundRecord& one, const FoundRecord& next) {
        return next.stored.record.previous == one.stored.hash;
    }

    // Where even the size before a record is damaged: its successor names its hash, which stands
    // before its bytes. True: one more was found, which may name another.
    bool look_for_named() {
        std::set<Hash256> known{Hash256{}};
        std::set<Hash256> named;
        for (const auto& [key, several] : found_)
            for (const FoundRecord& one : several) {
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
            several, [&](const FoundRecord& one) { return one.stored.hash == stored->hash; });
        const ByteView bytes = schema::split(value)->bytes;
        if (!known)
            several.push_back({std::move(*stored), Bytes(bytes.begin(), bytes.end()), reached});
        return std::ranges::equal(own, key);
    }

    TillId most_frequent_till() const {
        std::map<TillId, std::size_t> counted;
        for (const auto& [key, several] : found_)
            for (const FoundRecord& one : several) ++counted[one.stored.record.id.till];
        const auto most =
            std::ranges::max_element(counted, {}, [](const auto& p) { return p.second; });
        return most == counted.end() ? TillId{} : most->first;
    }

    ByteView file_;
    std::map<RecordKey, std::vector<FoundRecord>> found_;
    std::set<Hash256> given_up_;
    std::size_t damaged_ = 0;
};

void take_watermark(OtherFinds& others, ByteView value) {
    const auto place = without_check(value);
    if (!place || !is_record_key(*place)) return;
    others.watermark = std::max(others.watermark.value_or(RecordKey{}), to_key(*place));
}

}  // namespace

std::vector<FoundRecord> find_records(const lmdb::Pages& pages, ByteView file) {
    return Finds(pages, file).choose();
}

OtherFinds find_others(const lmdb::Pages& pages) {
    OtherFinds others;
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
        if (schema::is_of_leases(key)) return true;
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

}  // namespace kopilka
