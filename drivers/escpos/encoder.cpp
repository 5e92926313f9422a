#include "drivers/escpos/encoder.h"

#include "drivers/escpos/picture.h"

#include <algorithm>
#include <initializer_list>

namespace kopilka::drivers {
namespace {

constexpr std::uint8_t kEsc = 0x1B;
constexpr std::uint8_t kGs = 0x1D;
constexpr std::uint8_t kFs = 0x1C;
constexpr std::uint8_t kDle = 0x10;
constexpr std::uint32_t kChunkRows =
    64;  // at most 4.6 kB a command on 80 mm: cheap clones' buffers
constexpr std::uint8_t kLinesToTear = 4;  // from the head to the tear bar

// DLE followed by EOT, ENQ or DC4 is obeyed even inside a picture. One more black dot beside the
// one that 0x10 is breaks the pair, and nobody sees it.
void break_real_time_commands(Bytes& data) {
    for (std::size_t i = 0; i + 1 < data.size(); ++i) {
        const std::uint8_t next = data[i + 1];
        if (data[i] == kDle && (next == 0x04 || next == 0x05 || next == 0x14)) data[i] = 0x18;
    }
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

class Encoder {
public:
    Encoder(const PrinterModel& model, Font& font) : model_(model), font_(font) {
        put({kEsc, 0x40});  // initialise
        put({kFs, 0x2E});   // Chinese characters off: clones wake up with them on
        put({kEsc, 0x74, model.code_page.number});
    }

    void operator()(const TextRow& row) {
        const auto text = kopilka::drivers::encode(model_.code_page, row.cells);
        if (!text) return put_raster(line_raster(row, model_.paper, font_));
        if (row.size != size_) {
            size_ = row.size;
            put({kGs, 0x21, static_cast<std::uint8_t>(size_ == Size::Double ? 0x11 : 0x00)});
        }
        if (row.bold != bold_) {
            bold_ = row.bold;
            put({kEsc, 0x45, static_cast<std::uint8_t>(bold_ ? 1 : 0)});
        }
        put(as_bytes(*text));
        put({0x0A});
    }

    void operator()(const QrCode& code) {
        const auto square = qr_square(code.text);
        if (!square) return;  // lay_out keeps such texts out
        if (!model_.native_qr || has_control_characters(code.text))
            return put_raster(qr_raster(*square, model_.paper));
        centred(true);
        put({kGs, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0});  // model 2
        put({kGs, 0x28, 0x6B, 3, 0, 0x31, 0x43, qr_module_dots(*square, model_.paper)});
        put({kGs, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31});  // level M
        const std::size_t size = code.text.size() + 3;
        put({kGs, 0x28, 0x6B, static_cast<std::uint8_t>(size & 0xFF),
             static_cast<std::uint8_t>(size >> 8), 0x31, 0x50, 0x30});
        put(as_bytes(code.text));
        put({kGs, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30});  // print
        centred(false);
    }

    void operator()(const Raster& raster) { put_raster(raster); }
    void operator()(const Feed& feed) { put({kEsc, 0x64, feed.lines}); }
    void operator()(const Cut&) {
        if (model_.cutter)
            put({kGs, 0x56, 0x42, 0x00});  // feed to the knife, partial cut
        else
            put({kEsc, 0x64, kLinesToTear});
    }

    Bytes take() { return std::move(bytes_); }

private:
    void put(std::initializer_list<std::uint8_t> bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void put(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    void centred(bool on) { put({kEsc, 0x61, static_cast<std::uint8_t>(on ? 1 : 0)}); }

    void put_raster(const Raster& raster) {
        const std::size_t stride = (raster.width + std::size_t{7}) / 8;
        centred(true);
        for (std::uint32_t top = 0; top < raster.height; top += kChunkRows) {
            const std::uint32_t rows = std::min<std::uint32_t>(kChunkRows, raster.height - top);
            put({kGs, 0x76, 0x30, 0, static_cast<std::uint8_t>(stride & 0xFF),
                 static_cast<std::uint8_t>(stride >> 8), static_cast<std::uint8_t>(rows), 0});
            const auto from = raster.rows.begin() + static_cast<std::ptrdiff_t>(top * stride);
            Bytes data(from, from + static_cast<std::ptrdiff_t>(rows * stride));
            break_real_time_commands(data);
            put(data);
        }
        centred(false);
    }

    const PrinterModel& model_;
    Font& font_;
    Bytes bytes_;
    Size size_ = Size::Normal;
    bool bold_ = false;
};

}  // namespace

Bytes encode(const Layout& layout, const PrinterModel& model, Font& font) {
    Encoder encoder(model, font);
    for (const auto& row : layout.rows) std::visit(encoder, row);
    return encoder.take();
}

Bytes drawer_kick(DrawerPin pin) {
    return {kEsc, 0x70, static_cast<std::uint8_t>(pin == DrawerPin::Two ? 0 : 1), 0x19, 0xFA};
}

}  // namespace kopilka::drivers
