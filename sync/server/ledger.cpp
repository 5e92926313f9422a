#include "sync/server/ledger.h"

#include "pos/core/hash.h"
#include "pos/core/utf8.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// Ten milliard points: far above any honest entry, far below what sums could overflow.
constexpr std::int64_t kMostPoints = 1'000'000'000'000;

bool sign_fits(const LedgerEntry& entry) {
    const std::int64_t amount = entry.amount.count();
    switch (entry.kind) {
        case LedgerKind::Accrual:
        case LedgerKind::Restored: return amount >= 0;
        case LedgerKind::Redemption:
        case LedgerKind::Expiry: return amount <= 0;
        case LedgerKind::Prolongation: return amount == 0;
        case LedgerKind::Reversal:
        case LedgerKind::Adjustment: return true;
    }
    return false;
}

// Not every engine takes other bytes as text, and one bad record must not hold up a journal.
bool is_text(std::string_view id) {
    return std::ranges::none_of(to_code_points(id),
                                [](char32_t c) { return c == 0 || c == kReplacement; });
}

bool can_be_right(const LedgerEntry& entry) {
    const std::int64_t amount = entry.amount.count();
    const std::string& programme = entry.programme.value;
    const bool named = !programme.empty() && programme.size() <= 64 && is_text(programme) &&
                       is_text(entry.rule.value);
    const bool lasts = !entry.expires || *entry.expires > entry.active;
    return named && lasts && sign_fits(entry) && amount >= -kMostPoints && amount <= kMostPoints;
}

}  // namespace

TxId tx_id(const RecordId& record, std::uint32_t operation, Instant at, const Branch& branch) {
    ByteWriter source;
    source.text(record.till.value);
    source.u32(record.epoch.value);
    source.text(branch.is_main() ? "" : as_text(branch.first.value));
    source.u64(record.sequence.value);
    source.u32(operation);
    const Hash256 hash = blake2b(source.bytes());
    TxId id{};
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(at.ms, 0));
    for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(time >> (40 - 8 * i));
    std::copy_n(hash.value.begin(), 10, id.begin() + 6);
    return id;
}

Booking book(const std::optional<LedgerRow>& booked, const LedgerRow& asked) {
    if (!can_be_right(asked.entry)) return Booking::Refused;
    if (!booked) return Booking::Applied;
    return *booked == asked ? Booking::Duplicate : Booking::Conflict;
}

}  // namespace kopilka::sync
