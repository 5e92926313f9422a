// verify() of journal_queries.h: one pass over hashes and links.
#include "pos/sale/record_head.h"
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"

#include <algorithm>

namespace kopilka {
namespace {

// Nothing, or what is wrong.
using Fault = std::optional<std::string>;

class ChainCheck {
public:
    // `known`: the last record that is not checked again.
    ChainCheck(const lmdb::Transaction& journal, std::optional<JournalPlace> known)
        : journal_(journal),
          last_(std::move(known)),
          till_(last_ ? bytes_of(last_->id.till) : Bytes()) {}
    // The next record of the journal, as it stands in the table.
    Fault next(const lmdb::Item& item) {
        const auto parts = schema::split(item.value);
        if (!parts) return "it is cut short";
        if (hash_of(parts->bytes) != parts->hash) return "its bytes do not have its hash";
        if (last_ && is_the_next(item.key, parts->bytes)) {
            ++last_->id.sequence.value;
            last_->hash = parts->hash;
            ++records_;
            return std::nullopt;
        }
        return look_closer(item, *parts);
    }
    std::uint64_t records() const { return records_; }
    const std::optional<JournalPlace>& last() const { return last_; }

private:
    // As nearly every record is.
    bool is_the_next(ByteView key, ByteView bytes) const {
        const Epoch epoch = last_->id.epoch;
        const Sequence next{last_->id.sequence.value + 1};
        return stands_at(bytes, last_->hash, epoch, next, till_) &&
               std::ranges::equal(key, schema::record_key(epoch, next));
    }

    // The first of an epoch, or the first that is wrong.
    Fault look_closer(const lmdb::Item& item, const schema::HashAndBytes& parts) {
        const auto head = decode_head(parts.bytes);
        if (!head) return std::string(say(head.error()));
        if (schema::place_of(item.key) != std::pair(head->id.epoch, head->id.sequence)) {
            return "it says it is " + to_string(head->id);
        }
        const bool same_epoch = last_ && last_->id.epoch == head->id.epoch;
        if (auto fault = same_epoch ? wrong_link(*head) : wrong_start(*head)) return fault;
        last_ = JournalPlace{head->id, parts.hash};
        till_ = bytes_of(head->id.till);
        ++records_;
        return std::nullopt;
    }

    Fault wrong_link(const RecordHead& head) const {
        if (head.id.till != last_->id.till) return "it is of till " + head.id.till.value;
        if (head.id.sequence.value != last_->id.sequence.value + 1) {
            return "the record before it is missing";
        }
        if (head.previous != last_->hash) return "it does not follow the record before it";
        return std::nullopt;
    }
    // An epoch begins with JournalOpened, after any record of an earlier epoch (the last that the
    // server held then) or after none.
    Fault wrong_start(const RecordHead& head) const {
        if (last_ && head.id.till != last_->id.till) return "it is of till " + head.id.till.value;
        if (head.id.sequence.value != 1 || head.kind != kind_of<JournalOpened>()) {
            return "the beginning of its epoch is missing";
        }
        const bool known = head.previous == Hash256{} || stands_before(head);
        return known ? Fault{} : "it follows a record that is not here";
    }
    // A till has few epochs: looking through what is before one costs less than keeping it at hand.
    bool stands_before(const RecordHead& head) const {
        const schema::RecordKey end = schema::record_key(head.id);
        lmdb::Cursor cursor(journal_, schema::kRecords);
        for (auto item = cursor.first();
             item && std::ranges::lexicographical_compare(item->key, end); item = cursor.next()) {
            const auto parts = schema::split(item->value);
            if (parts && parts->hash == head.previous) return true;
        }
        return false;
    }

    const lmdb::Transaction& journal_;
    std::optional<JournalPlace> last_;
    Bytes till_;  // of last_
    std::uint64_t records_ = 0;
};

// The record that was verified is still the one that stands there.
bool still_there(const lmdb::Transaction& journal, const JournalPlace& known) {
    const auto value = journal.get(schema::kRecords, schema::record_key(known.id));
    const auto parts = value ? schema::split(*value) : std::nullopt;
    return parts && parts->hash == known.hash;
}

// Asks for the bytes from memory before they are needed.
void fetch(ByteView bytes) {
    constexpr std::size_t kCacheLine = 64;
    constexpr std::size_t kAhead = 512;  // from there on the processor sees where it goes
    for (std::size_t at = 0; at < std::min(bytes.size(), kAhead); at += kCacheLine)
        __builtin_prefetch(bytes.data() + at);
}

}  // namespace

Result<VerifyReport> verify(const Journal& journal) {
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return verify_after(*transaction, {});
}

Result<VerifyReport> verify_after(const lmdb::Transaction& journal,
                                  const std::optional<JournalPlace>& known) {
    VerifyReport report;
    if (known && !still_there(journal, *known)) {
        report.bad = {known->id, "it is not the record that was verified"};
        return report;
    }
    ChainCheck chain(journal, known);
    lmdb::Cursor cursor(journal, schema::kRecords);
    auto item = known ? cursor.at_or_after(schema::next_key(schema::record_key(known->id)))
                      : cursor.first();
    for (auto next = item; item && !report.bad; item = next) {
        next = cursor.next();
        if (next) fetch(next->value);  // while this one is hashed
        if (auto fault = chain.next(*item)) {
            const auto [epoch, sequence] = schema::place_of(item->key);
            const TillId till = chain.last() ? chain.last()->id.till : TillId{"?"};
            report.bad = {RecordId{till, epoch, sequence}, *std::move(fault)};
        }
    }
    if (auto status = journal.status(); !status) return tl::unexpected(status.error());
    report.records = chain.records();
    report.head = chain.last();
    return report;
}

}  // namespace kopilka
