#include "drivers/camera/jpeg_tables.h"

#include <string_view>

namespace kopilka::drivers {
namespace {

// Tables K.3 to K.6 of ITU-T T.81: class and number, sixteen counts, values.
constexpr std::string_view kTables =
    // DC luminance
    "0000010501010101010100000000000000000102030405060708090a0b"
    // AC luminance
    "100002010303020403050504040000017d01020300041105122131410613516107227114328191a10823"
    "42b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a5354"
    "55565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4"
    "a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9"
    "eaf1f2f3f4f5f6f7f8f9fa"
    // DC chrominance
    "0100030101010101010101010000000000000102030405060708090a0b"
    // AC chrominance
    "1100020102040403040705040400010277000102031104052131061241510761711322328108144291a1"
    "b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a53"
    "5455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2"
    "a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8"
    "e9eaf2f3f4f5f6f7f8f9fa";

constexpr std::uint8_t kHuffmanTables = 0xC4;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint8_t kEndOfImage = 0xD9;

struct Segment {
    std::uint8_t kind = kEndOfImage;
    std::size_t at = 0;   // of its FF
    std::size_t end = 0;  // behind its last byte
};

bool stands_alone(std::uint8_t kind) { return kind <= 0x01 || (kind >= 0xD0 && kind <= 0xD8); }

// The next segment that has a length, past whatever a scan holds. Past the end: an EndOfImage.
Segment next_segment(ByteView jpeg, std::size_t from) {
    for (std::size_t at = from; at + 4 <= jpeg.size(); ++at) {
        const std::uint8_t kind = jpeg[at + 1];
        if (jpeg[at] != 0xFF || kind == 0xFF || stands_alone(kind)) continue;
        if (kind == kEndOfImage) break;
        return {kind, at, at + 2 + std::size_t{jpeg[at + 2]} * 256 + jpeg[at + 3]};
    }
    return {kEndOfImage, jpeg.size(), jpeg.size()};
}

// Tables of one segment: a byte of class and number, sixteen counts, as many values.
bool tables_fit(ByteView tables) {
    while (tables.size() >= 17) {
        std::size_t values = 0;
        for (std::size_t i = 1; i <= 16; ++i) values += tables[i];
        if (values > 256 || 17 + values > tables.size()) return false;
        tables = tables.subspan(17 + values);
    }
    return tables.empty();
}

void insert_usual_tables(Bytes& jpeg, std::size_t at) {
    const Bytes tables = *from_hex(kTables);
    const std::size_t length = tables.size() + 2;
    Bytes segment{0xFF, kHuffmanTables, static_cast<std::uint8_t>(length >> 8),
                  static_cast<std::uint8_t>(length & 0xFF)};
    segment.insert(segment.end(), tables.begin(), tables.end());
    jpeg.insert(jpeg.begin() + static_cast<std::ptrdiff_t>(at), segment.begin(), segment.end());
}

}  // namespace

std::optional<Bytes> with_sound_tables(ByteView jpeg) {
    std::optional<std::size_t> first_scan;
    bool has_tables = false;
    for (Segment segment = next_segment(jpeg, 2); segment.kind != kEndOfImage;
         segment = next_segment(jpeg, segment.end)) {
        if (segment.end > jpeg.size() || segment.end < segment.at + 4) return std::nullopt;
        if (segment.kind == kStartOfScan && !first_scan) first_scan = segment.at;
        if (segment.kind != kHuffmanTables) continue;
        has_tables = has_tables || !first_scan;
        const std::size_t body = segment.at + 4;
        if (!tables_fit(jpeg.subspan(body, segment.end - body))) return std::nullopt;
    }
    Bytes sound(jpeg.begin(), jpeg.end());
    if (first_scan && !has_tables) insert_usual_tables(sound, *first_scan);
    return sound;
}

}  // namespace kopilka::drivers
