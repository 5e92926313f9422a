#include "pos/core/bytes.h"

namespace kopilka {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(kDigits[byte >> 4]);
        text.push_back(kDigits[byte & 15]);
    }
    return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

void ByteWriter::u32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) u8(static_cast<std::uint8_t>(value >> shift));
}

void ByteWriter::u64(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) u8(static_cast<std::uint8_t>(value >> shift));
}

ByteView ByteReader::raw(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
        refuse();
        return {};
    }
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
}

std::uint8_t ByteReader::u8() {
    const ByteView one = raw(1);
    return one.empty() ? std::uint8_t{0} : one[0];
}

std::uint32_t ByteReader::u32() {
    std::uint32_t value = 0;
    int shift = 0;
    for (const std::uint8_t byte : raw(4)) {
        value |= static_cast<std::uint32_t>(byte) << shift;
        shift += 8;
    }
    return value;
}

std::uint64_t ByteReader::u64() {
    std::uint64_t value = 0;
    int shift = 0;
    for (const std::uint8_t byte : raw(8)) {
        value |= static_cast<std::uint64_t>(byte) << shift;
        shift += 8;
    }
    return value;
}

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
        const std::uint8_t byte = u8();
        const bool too_big = shift == 63 && byte > 1;
        const bool padded = shift > 0 && byte == 0;
        if (!ok_ || too_big || padded) break;
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) return value;
    }
    refuse();
    return 0;
}

std::int64_t ByteReader::signed_varint() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

std::string ByteReader::text() {
    const std::uint64_t size = varint();
    if (size > rest_.size()) refuse();
    return std::string(as_text(raw(ok_ ? static_cast<std::size_t>(size) : 0)));
}

std::size_t ByteReader::count(std::size_t least_size) {
    const std::uint64_t number = varint();
    if (number > rest_.size() / least_size) refuse();
    return ok_ ? static_cast<std::size_t>(number) : 0;
}

}  // namespace kopilka
