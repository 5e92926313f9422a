// Identities. Each kind of id is a type of its own; none converts to another.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

template <typename Tag, typename Rep>
struct StrongId {
    Rep value{};
    auto operator<=>(const StrongId&) const = default;
};

using Sku = StrongId<struct SkuTag, std::string>;
using OfferId = StrongId<struct OfferTag, std::string>;
using ProgrammeId = StrongId<struct ProgrammeTag, std::string>;
using TierId = StrongId<struct TierTag, std::string>;
using StoreId = StrongId<struct StoreTag, std::string>;  // ≤ 32 bytes
using TillId =
    StrongId<struct TillTag, std::string>;  // unique in the chain, ≤ 32 bytes: "nevsky-1"
using CashierId = StrongId<struct CashierTag, std::string>;  // ≤ 32 bytes
using LineId = StrongId<struct LineTag, std::uint32_t>;  // within one receipt; grows, never reused
using Epoch = StrongId<struct EpochTag, std::uint32_t>;  // branch of a till's journal, from 1
using Sequence =
    StrongId<struct SequenceTag, std::uint64_t>;  // from 1, without gaps within an epoch
using ReceiptNumber = StrongId<struct ReceiptTag, std::uint64_t>;  // per till, from 1, without gaps
using ShiftNumber = StrongId<struct ShiftTag, std::uint32_t>;      // per till, from 1

// A member: 128 random bits, written as 32 hex digits.
struct MemberId {
    std::array<std::uint8_t, 16> value{};
    auto operator<=>(const MemberId&) const = default;
};
std::string to_string(const MemberId& id);
std::optional<MemberId> parse_member_id(std::string_view hex);

// The identity of a journal record, printed on the receipt and idempotent at the server.
struct RecordId {
    TillId till;
    Epoch epoch{1};
    Sequence sequence;
    auto operator<=>(const RecordId&) const = default;
};
std::string to_string(const RecordId& id);  // "nevsky-1/1/42"

// A right to spend that was lent (pos/loyalty/lease.h): by the record in which its holder asked.
struct LeaseId {
    RecordId asked;
    std::uint32_t number = 0;  // of the leases that answer it, from 0
    auto operator<=>(const LeaseId&) const = default;
};
std::string to_string(const LeaseId& id);  // "nevsky-1/1/42.0"
std::optional<LeaseId> parse_lease_id(std::string_view text);

}  // namespace kopilka
