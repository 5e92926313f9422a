#include "drivers/simulated/escpos_reader.h"

#include "drivers/escpos/code_page.h"

#include <array>
#include <utility>

namespace kopilka::drivers {
namespace {

constexpr std::uint8_t kEsc = 0x1B;
constexpr std::uint8_t kFs = 0x1C;
constexpr std::uint8_t kGs = 0x1D;

class Reader {
public:
    Reader(ByteView bytes, const Paper& paper) : in_(bytes), paper_(paper) {}

    PrintedPaper read() {
        while (!in_.at_end()) {
            const std::uint8_t byte = in_.u8();
            const bool last_was_picture = std::exchange(picture_before_, false);
            if (byte == kEsc)
                escape(in_.u8());
            else if (byte == kGs)
                group(in_.u8(), last_was_picture);
            else if (byte == kFs)
                chinese(in_.u8());
            else if (byte == 0x0A)
                end_line();
            else if (byte < 0x20)
                complain("control byte " + to_hex(std::array{byte}));
            else
                out_.unfinished += static_cast<char>(byte);
        }
        if (!in_.ok()) complain("cut off in the middle of a command");
        return std::move(out_);
    }

private:
    void escape(std::uint8_t command) {
        switch (command) {
            case 0x40:
                size_ = Size::Normal;
                bold_ = false;
                page_ = nullptr;
                chinese_ = true;  // the worst case among clones
                return;
            case 0x74: return select_page(in_.u8());
            case 0x45: bold_ = (in_.u8() & 1) != 0; return;
            case 0x61: in_.u8(); return;  // alignment: our lines carry their own spaces
            case 0x64: out_.rows.emplace_back(Feed{in_.u8()}); return;
            case 0x70: {
                const ByteView times = in_.raw(3);
                if (in_.ok() && times[0] <= 1) ++out_.drawer_kicks;
                return;
            }
            default: complain("ESC " + to_hex(std::array{command}));
        }
    }

    void group(std::uint8_t command, bool after_picture) {
        switch (command) {
            case 0x21: size_ = in_.u8() == 0x11 ? Size::Double : Size::Normal; return;
            case 0x28: return symbol();
            case 0x56:
                in_.raw(2);
                out_.rows.emplace_back(Cut{});
                return;
            case 0x76: return picture(after_picture);
            default: complain("GS " + to_hex(std::array{command}));
        }
    }

    void chinese(std::uint8_t command) {
        if (command != 0x2E) return complain("FS " + to_hex(std::array{command}));
        chinese_ = false;
    }

    void select_page(std::uint8_t number) {
        for (const CodePage* page : {&kCp866, &kCp1251, &kCp855, &kNoCodePage})
            if (page->number == number) page_ = page;
    }

    void end_line() {
        TextRow row{{}, size_, bold_};
        for (const char c : out_.unfinished) {
            const auto byte = static_cast<std::uint8_t>(c);
            const bool readable = page_ != nullptr && (byte < 0x80 || !chinese_);
            row.cells += readable ? glyph_of(*page_, byte) : U'?';
        }
        if (row.cells.size() > columns_of(paper_, size_)) complain("a line longer than the paper");
        out_.unfinished.clear();
        out_.rows.emplace_back(std::move(row));
    }

    // GS ( k pL pH cn fn …: data is stored (80), then printed (81).
    void symbol() {
        in_.u8();  // k
        const std::size_t low = in_.u8();
        const ByteView body = in_.raw(low + 256u * in_.u8());
        if (!in_.ok() || body.size() < 2 || body[0] != 0x31) return complain("GS ( k");
        if (body[1] == 0x50) symbol_text_ = as_text(body.subspan(3));
        if (body[1] == 0x51) out_.rows.emplace_back(QrCode{symbol_text_, ""});
    }

    // GS v 0 m xL xH yL yH data. Pictures sent one right after the other are one.
    void picture(bool continues) {
        in_.raw(2);  // '0' and m
        const std::size_t low = in_.u8();
        const std::size_t stride = low + 256u * in_.u8();
        const std::size_t rows_low = in_.u8();
        const std::size_t rows = rows_low + 256u * in_.u8();
        const ByteView data = in_.raw(stride * rows);
        if (!in_.ok()) return;
        if (stride * 8 > paper_.dots) complain("a picture wider than the paper");
        Raster* before = continues ? std::get_if<Raster>(&out_.rows.back()) : nullptr;
        if (before == nullptr) {
            out_.rows.emplace_back(Raster{static_cast<std::uint16_t>(stride * 8), 0, {}});
            before = std::get_if<Raster>(&out_.rows.back());
        }
        before->height = static_cast<std::uint16_t>(before->height + rows);
        before->rows.insert(before->rows.end(), data.begin(), data.end());
        picture_before_ = true;
    }

    void complain(std::string what) { out_.complaints.push_back(std::move(what)); }

    ByteReader in_;
    Paper paper_;
    PrintedPaper out_;
    const CodePage* page_ = nullptr;
    bool chinese_ = true;
    bool bold_ = false;
    bool picture_before_ = false;
    Size size_ = Size::Normal;
    std::string symbol_text_;
};

}  // namespace

PrintedPaper read_escpos(ByteView bytes, const Paper& paper) { return Reader(bytes, paper).read(); }

}  // namespace kopilka::drivers
