#include "drivers/escpos/plain_text.h"

#include "drivers/escpos/wrap.h"
#include "pos/core/utf8.h"

namespace kopilka::drivers {
namespace {

std::u32string spread(const std::u32string& cells) {
    std::u32string wide;
    for (const char32_t cell : cells) {
        wide += cell;
        wide += U' ';
    }
    if (!wide.empty()) wide.pop_back();
    return wide;
}

class Writer {
public:
    explicit Writer(std::size_t columns) : columns_(columns) {}

    void operator()(const TextRow& row) {
        line(row.size == Size::Double ? spread(row.cells) : row.cells);
    }
    void operator()(const QrCode& code) {
        for (const auto& part : wrap(printable("[QR] " + code.text), columns_)) line(part);
    }
    void operator()(const Raster& raster) {
        line(printable("[" + std::to_string(raster.width) + " x " + std::to_string(raster.height) +
                       "]"));
    }
    void operator()(const Feed& feed) { text_ += std::string(feed.lines, '\n'); }
    void operator()(const Cut&) {
        std::u32string cut;
        while (cut.size() + 2 <= columns_) cut += U"- ";
        if (!cut.empty()) cut.pop_back();
        line(cut);
    }
    std::string take() { return std::move(text_); }

private:
    void line(std::u32string_view cells) { text_ += to_utf8(cells) + "\n"; }

    std::size_t columns_;
    std::string text_;
};

}  // namespace

std::string to_plain_text(const Layout& layout) {
    Writer writer(columns_of(layout.paper, Size::Normal));
    for (const auto& row : layout.rows) std::visit(writer, row);
    return writer.take();
}

}  // namespace kopilka::drivers
