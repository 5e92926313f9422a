// Bytes, hexadecimal, and a reader and a writer of little-endian, length-prefixed fields.
// The reader never throws and never reads past its end: after the first bad read `ok()` is false
// and every further read gives zero or empty.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::string to_hex(ByteView bytes);                    // lower case
std::optional<Bytes> from_hex(std::string_view text);  // either case; even length

// Writes into memory that is there already: a digest is thousands of small numbers.
class ByteWriter {
public:
    explicit ByteWriter(std::size_t expected = 0) : bytes_(expected) {}
    void u8(std::uint8_t value) {
        *room(1) = value;
        ++size_;
    }
    void u32(std::uint32_t value);      // fixed four bytes
    void u64(std::uint64_t value);      // fixed eight bytes
    void varint(std::uint64_t value) {  // LEB128, shortest form
        constexpr std::size_t kLongest = 10;
        std::uint8_t* to = room(kLongest);
        const std::uint8_t* const first = to;
        for (; value >= 0x80; value >>= 7) *to++ = static_cast<std::uint8_t>(value | 0x80);
        *to++ = static_cast<std::uint8_t>(value);
        size_ += static_cast<std::size_t>(to - first);
    }
    void signed_varint(std::int64_t value) {  // zigzag
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value) {  // varint length, then bytes
        varint(value.size());
        raw(as_bytes(value));
    }
    void raw(ByteView value) {  // no length
        std::ranges::copy(value, room(value.size()));
        size_ += value.size();
    }
    ByteView bytes() const { return {bytes_.data(), size_}; }
    Bytes take() {
        bytes_.resize(size_);
        size_ = 0;
        return std::move(bytes_);
    }

private:
    std::uint8_t* room(std::size_t size) {
        if (bytes_.size() - size_ < size) bytes_.resize(2 * bytes_.size() + size);
        return bytes_.data() + size_;
    }
    Bytes bytes_;
    std::size_t size_ = 0;  // written
};

class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : rest_(bytes) {}
    std::uint8_t u8();
    std::uint32_t u32();
    std::uint64_t u64();
    std::uint64_t varint();  // refuses more than ten bytes and a longer-than-needed form
    std::int64_t signed_varint();
    std::string text();
    ByteView raw(std::size_t size);
    // A count of things that take at least `least_size` bytes each: refuses more than can be there.
    std::size_t count(std::size_t least_size = 1);
    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }
    void refuse() {
        ok_ = false;
        rest_ = {};
    }

private:
    ByteView rest_;
    bool ok_ = true;
};

}  // namespace kopilka
