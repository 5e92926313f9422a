// The points ledger as pure rules: what makes an entry the same as another, and which entries can
// be booked at all. What a sale does to a member's lots and counters is pos/sale/member_view.h.
#pragma once
#include "pos/core/ids.h"
#include "pos/loyalty/ledger.h"
#include "sync/server/branch.h"

#include <array>
#include <cstdint>
#include <optional>

namespace kopilka::sync {

// Of one operation of one record, wherever and however often it arrives: 48 bits of the receipt's
// time, then 80 bits of BLAKE2b over the record's identity, its branch and the operation.
using TxId = std::array<std::uint8_t, 16>;
TxId tx_id(const RecordId& record, std::uint32_t operation, Instant at, const Branch& branch = {});

struct LedgerRow {
    MemberId member;
    TxId tx{};
    RecordId record;
    LedgerEntry entry;
    Branch branch{};  // of the record
    bool operator==(const LedgerRow&) const = default;
};

enum class Booking : std::uint8_t {
    Applied,
    Duplicate,  // booked before, the same
    Conflict,   // something else was booked under this identity
    Refused,    // no such entry can be right
};
// `booked`: what stands in the ledger under (member, tx).
Booking book(const std::optional<LedgerRow>& booked, const LedgerRow& asked);

}  // namespace kopilka::sync
