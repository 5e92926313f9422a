// verify() of journal_queries.h: one pass over hashes and links.
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
        : journal_(journal), last_(std::move(known)) {}
    // The next record of the journal, as it stands in the table.
    Fault next(const lmdb::Item& item) {
        const auto parts = schema::split(item.value);
        if (!parts) return "it is cut short";
        if (hash_of(parts->bytes) != parts->hash) return "its bytes do not have its hash";
        const auto head = decode_head(parts->bytes);
        if (!head) return std::string(say(head.error()));
        if (schema::place_of(item.key) != std::pair(head->id.epoch, head->id.sequence)) {
            return "it says it is " + to_string(head->id);
        }
        const bool same_epoch = last_ && last_->id.epoch == head->id.epoch;
        if (auto fault = same_epoch ? wrong_link(*head) : wrong_start(*head)) return fault;
        last_ = JournalPlace{head->id, parts->hash};
        ++records_;
        return std::nullopt;
    }
    std::uint64_t records() const { return records_; }
    const std::optional<JournalPlace>& last() const { return last_; }

private:
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
    std::uint64_t records_ = 0;
};

// The record that was verified is still the one that stands there.
bool still_there(const lmdb::Transaction& journal, const JournalPlace& known) {
    const auto value = journal.get(schema::kRecords, schema::record_key(known.id));
    const auto parts = value ? schema::split(*value) : std::nullopt;
    return parts && parts->hash == known.hash;
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
    for (; item && !report.bad; item = cursor.next()) {
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
