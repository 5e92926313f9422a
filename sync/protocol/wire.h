// Between the protobuf classes and the house's values, for the .cpp files of this room only.
#pragma once
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

// Takes fields out of a message and remembers whether each of them made sense.
class Taking {
public:
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
    Money price(std::int64_t value) {
        need(value >= 0);
        return Money::of(value);
    }
    template <typename Field>
    std::vector<std::string> texts(const Field& field) {
        std::vector<std::string> result;
        for (const std::string& value : field) result.push_back(text(value));
        return result;
    }

private:
    bool ok_ = true;
};

inline std::string text_of(ByteView bytes) { return std::string(as_text(bytes)); }

wire::Change to_wire(const Change& change);
std::optional<Change> from_wire(const wire::Change& change);

}  // namespace kopilka::sync
