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
        hashes_.push_back(parts->hash);
        return std::nullopt;
    }
    std::uint64_t records() const { return hashes_.size(); }
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
        const bool known = head.previous == Hash256{} ||
                           std::ranges::find(hashes_, head.previous) != hashes_.end();
        return known ? Fault{} : "it follows a record that is not here";
    }

    std::optional<JournalPlace> last_;
    std::vector<Hash256> hashes_;
};

}  // namespace

Result<VerifyReport> verify(const Journal& journal) {
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    ChainCheck chain;
    VerifyReport report;
    lmdb::Cursor cursor(*transaction, schema::kRecords);
    for (auto item = cursor.first(); item && !report.bad; item = cursor.next()) {
        if (auto fault = chain.next(*item)) {
            const auto [epoch, sequence] = schema::place_of(item->key);
            const TillId till = chain.last() ? chain.last()->id.till : TillId{"?"};
            report.bad = {RecordId{till, epoch, sequence}, *std::move(fault)};
        }
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    report.records = chain.records();
    report.head = chain.last();
    return report;
}

}  // namespace kopilka
