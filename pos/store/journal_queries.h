// Questions to the whole journal: find a receipt, a member's receipts, what the server refused,
// and whether the chain is intact. Each reads in one transaction and stores nothing.
#pragma once
#include "pos/store/journal.h"

#include <functional>

namespace kopilka {

enum class Direction : std::uint8_t { Forward, Backward };
// Every record in order, until `visit` says false. `bytes` end with the visit; they are not checked
// against their hash here.
Result<void> walk(const Journal& journal, Direction direction,
                  const std::function<bool(const RecordHead&, ByteView bytes)>& visit);

// By the beginning of the hash as printed on the receipt: 8 hex digits or more, either case.
Result<std::vector<StoredRecord>> find_by_hash(const Journal& journal, std::string_view start);

// Sales and returns of one member at this till, newest first.
Result<std::vector<StoredRecord>> records_of_member(const Journal& journal, const MemberId& member,
                                                    std::size_t limit);
// Of those, the ones that a snapshot taken at `feed_position` does not include yet; oldest first:
// what view() of pos/sale/member_view.h wants.
Result<std::vector<JournalRecord>> records_not_reached(const Journal& journal,
                                                       const MemberId& member,
                                                       std::uint64_t feed_position);

Result<std::vector<ServerState>> quarantined(const Journal& journal);

// Why an epoch began that no enrolment gave: another copy of the journal sends under the same
// numbers.
inline constexpr std::string_view kForked = "forked";

// Where the server has lost some of what it acknowledged: the last record up to which it holds
// everything, of sequence 0 where that is nothing of its epoch. Nullopt: it has lost nothing.
// `heads`: the last record that it holds of each way of this till's journal through each epoch; one
// that is not in this journal is another copy's.
Result<std::optional<RecordId>> held_before_loss(const Journal& journal,
                                                 const std::vector<JournalPlace>& heads);

struct VerifyReport {
    std::uint64_t records = 0;  // intact ones, up to the first bad one
    std::optional<JournalPlace> head;
    struct Bad {
        RecordId id;
        std::string what;
    };
    std::optional<Bad> bad;
};
// Recomputes every hash and every link. A tail cut off is seen only by who has seen it longer: the
// sealed head (sealed_head.h) and the server.
Result<VerifyReport> verify(const Journal& journal);
// The same on from a record that was verified before, in a transaction of the caller: `records`
// are those after it.
Result<VerifyReport> verify_after(const lmdb::Transaction& journal,
                                  const std::optional<JournalPlace>& known);

}  // namespace kopilka
