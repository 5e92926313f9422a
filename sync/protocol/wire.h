// Between the protobuf classes and the house's values, for the .cpp files of this room only.
#pragma once
#include "pos/sale/canonical.h"
#include "sync/protocol/message.h"
#include "sync/protocol/wire.pb.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

constexpr std::size_t kMostIdBytes = 32;
constexpr std::size_t kMostTextBytes = 4 << 10;
constexpr std::size_t kMostFileBytes = 1 << 20;
constexpr std::size_t kMostCertificateBytes = 4 << 10;

// What a thing must be within: what the protocol says, or what a till's cache can keep as well (the
// canonical form of pos/sale/canonical.h).
enum class Bounds : std::uint8_t { Protocol, Cache };

// Takes fields out of a message and remembers whether each of them made sense.
class Taking {
public:
    explicit Taking(Bounds bounds = Bounds::Protocol) : bounds_(bounds) {}

    void need(bool holds) { ok_ = ok_ && holds; }
    bool ok() const { return ok_; }

    std::string text(std::string_view value, std::size_t most = kMostTextBytes) {
        need(value.size() <= most);
        return std::string(value);
    }
    std::string id(std::string_view value) {
        need(!value.empty());
        return text(value, kMostIdBytes);
    }
    Bytes certificate(std::string_view value) {
        need(!value.empty() && value.size() <= kMostCertificateBytes);
        return ok_ ? Bytes(value.begin(), value.end()) : Bytes();
    }
    template <std::size_t Size>
    std::array<std::uint8_t, Size> fixed(std::string_view value) {
        need(value.size() == Size);
        std::array<std::uint8_t, Size> bytes{};
        if (value.size() == Size) std::ranges::copy(as_bytes(value), bytes.begin());
        return bytes;
    }
    template <typename Enum>
    Enum choice(std::uint32_t value, Enum last) {
        need(value <= static_cast<std::uint32_t>(last));
        return ok_ ? static_cast<Enum>(value) : Enum{};
    }
    template <typename Small>
    Small small(std::uint32_t value, std::uint32_t most) {
        need(value <= most);
        return static_cast<Small>(value <= most ? value : 0);
    }
    std::int64_t clock(std::int64_t ms) {
        need(ms >= -kMostClockMs && ms <= kMostClockMs);
        return ok_ ? ms : 0;
    }
    template <typename Amount>
    Amount amount(std::int64_t value) {
        return Amount::of(within(value, canonical::kMostAmount));
    }
    Money price(std::int64_t value) {
        need(value >= 0);
        return amount<Money>(value);
    }
    std::int64_t number(std::int64_t value) { return within(value, canonical::kMostInteger); }
    Instant instant(std::int64_t ms) { return {number(ms)}; }
    Date date(std::int32_t days) {
        need_to_keep(days >= canonical::kFirstDay && days <= canonical::kLastDay);
        return {days};
    }
    // Of a list or map.
    template <typename Field>
    const Field& few(const Field& field) {
        need_to_keep(static_cast<std::size_t>(field.size()) <= canonical::kMostItems);
        return field;
    }
    // One thing's whole message: a record's size holds for it in the cache, with room to spare.
    template <typename Message>
    void small_enough(const Message& message) {
        need_to_keep(message.ByteSizeLong() <= kopilka::kMostRecordBytes / 2);
    }
    template <typename Field>
    std::vector<std::string> texts(const Field& field) {
        std::vector<std::string> result;
        for (const std::string& value : few(field)) result.push_back(text(value));
        return result;
    }

private:
    void need_to_keep(bool holds) { need(holds || bounds_ == Bounds::Protocol); }
    std::int64_t within(std::int64_t value, std::int64_t most) {
        need_to_keep(value >= -most && value <= most);
        return value;
    }
    Bounds bounds_;
    bool ok_ = true;
};

inline std::string text_of(ByteView bytes) { return std::string(as_text(bytes)); }

wire::Change to_wire(const Change& change);
std::optional<Change> from_wire(const wire::Change& change, Bounds bounds);

}  // namespace kopilka::sync
