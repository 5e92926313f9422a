#include "drivers/escpos/layout.h"

#include "drivers/escpos/wrap.h"

#include <algorithm>

namespace kopilka::drivers {
namespace {

using Lines = std::vector<std::u32string>;

std::u32string aligned(const std::u32string& line, Align align, std::size_t width) {
    const std::size_t spare = width - std::min(width, line.size());
    switch (align) {
        case Align::Left: return line;
        case Align::Centre: return std::u32string(spare / 2, U' ') + line;
        case Align::Right: return std::u32string(spare, U' ') + line;
    }
    return line;
}

std::u32string without_trailing_spaces(std::u32string line) {
    while (!line.empty() && line.back() == U' ') line.pop_back();
    return line;
}

// What stands between left and right; dots keep a space on both sides.
std::u32string gap(std::size_t width, bool dotted, bool has_left) {
    if (!dotted || width < 3) return std::u32string(width, U' ');
    return (has_left ? U" " : U".") + std::u32string(width - 2, U'.') + U" ";
}

class Builder {
public:
    explicit Builder(const Paper& paper) : layout_{paper, {}} {}

    void operator()(const TextLine& line) {
        const std::size_t width = columns_of(layout_.paper, line.size);
        for (const auto& text : wrap(printable(line.text), width))
            put(aligned(text, line.align, width), line.size, line.bold);
    }

    void operator()(const ColumnsLine& line) {
        const std::size_t width = columns_of(layout_.paper, line.size);
        std::u32string right = printable(line.right);
        std::replace(right.begin(), right.end(), U'\n', U' ');
        // Beside the left part when that keeps a third of the line, below it otherwise.
        const bool beside =
            right.empty() || right.size() + 1 + std::max<std::size_t>(width / 3, 1) <= width;
        const bool shared = beside && !right.empty();
        Lines left = wrap(printable(line.left), shared ? width - right.size() - 1 : width);
        std::u32string last = beside ? left.back() : U"";
        if (beside) left.pop_back();
        for (const auto& text : left) put(text, line.size, line.bold);
        if (beside) {
            last += gap(width - last.size() - right.size(), line.dotted && shared, !last.empty());
            put(last + right, line.size, line.bold);
            return;
        }
        for (const auto& text : wrap(right, width))
            put(aligned(text, Align::Right, width), line.size, line.bold);
    }

    void operator()(const Rule&) {
        put(std::u32string(columns_of(layout_.paper, Size::Normal), U'─'), Size::Normal, false);
    }

    void operator()(const QrCode& code) {
        if (code.text.size() > kLongestQrText)
            (*this)(TextLine{code.text, Align::Left, Size::Normal, false});
        else if (!code.text.empty())
            layout_.rows.emplace_back(QrCode{code.text, ""});
        if (!code.caption.empty())
            (*this)(TextLine{code.caption, Align::Centre, Size::Normal, false});
    }

    void operator()(const Raster& picture) {
        const auto stride = static_cast<std::size_t>((picture.width + 7) / 8);
        Raster whole = picture;
        whole.rows.resize(stride * picture.height);  // rows that are not there stay white
        if (picture.width > layout_.paper.dots) whole = clipped(whole, layout_.paper.dots);
        if (!whole.rows.empty()) layout_.rows.emplace_back(std::move(whole));
    }

    void operator()(const Feed& feed) { layout_.rows.emplace_back(feed); }
    void operator()(const Cut& cut) { layout_.rows.emplace_back(cut); }

    Layout take() { return std::move(layout_); }

private:
    static Raster clipped(const Raster& wide, std::uint16_t dots) {
        const auto from = static_cast<std::size_t>((wide.width + 7) / 8);
        const auto to = static_cast<std::size_t>(dots / 8);  // whole bytes: a paper's dots are
        Raster narrow{static_cast<std::uint16_t>(to * 8), wide.height, {}};
        for (std::size_t y = 0; y < wide.height; ++y) {
            const auto row = wide.rows.begin() + static_cast<std::ptrdiff_t>(y * from);
            narrow.rows.insert(narrow.rows.end(), row, row + static_cast<std::ptrdiff_t>(to));
        }
        return narrow;
    }

    void put(std::u32string cells, Size size, bool bold) {
        layout_.rows.emplace_back(TextRow{without_trailing_spaces(std::move(cells)), size, bold});
    }

    Layout layout_;
};

}  // namespace

std::size_t columns_of(const Paper& paper, Size size) {
    const std::size_t columns = size == Size::Double ? paper.columns / 2u : paper.columns;
    return std::max<std::size_t>(columns, 1);
}

Layout lay_out(const PrintDocument& document, const Paper& paper) {
    Builder builder(paper);
    for (const auto& element : document.elements) std::visit(builder, element);
    return builder.take();
}

}  // namespace kopilka::drivers
