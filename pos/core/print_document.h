// A document for paper, before any printer is known: what stands on each line and what is drawn.
// Made by pos/sale/receipt; encoded by drivers/escpos for a printer, and rendered by it to a
// picture or plain text for preview and tests.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {

enum class Align : std::uint8_t { Left, Centre, Right };
enum class Size : std::uint8_t { Normal, Double };  // Double: twice as wide and as high

struct TextLine {  // UTF-8; wrapped by whoever prints, at words, to the paper's columns
    std::string text;
    Align align = Align::Left;
    Size size = Size::Normal;
    bool bold = false;
    bool operator==(const TextLine&) const = default;
};
// Left text and right text on one line, the gap filled with spaces (or dots); the left part wraps.
struct ColumnsLine {
    std::string left;
    std::string right;
    Size size = Size::Normal;
    bool bold = false;
    bool dotted = false;
    bool operator==(const ColumnsLine&) const = default;
};
struct Rule {  // a line across the paper
    bool operator==(const Rule&) const = default;
};
struct QrCode {
    std::string text;
    std::string caption;  // printed below, may be empty
    bool operator==(const QrCode&) const = default;
};
struct Raster {  // one bit a dot, rows padded to whole bytes, most significant bit left, 1 = black
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    std::vector<std::uint8_t> rows;
    bool operator==(const Raster&) const = default;
};
struct Feed {
    std::uint8_t lines = 1;
    bool operator==(const Feed&) const = default;
};
struct Cut {
    bool operator==(const Cut&) const = default;
};
using PrintElement = std::variant<TextLine, ColumnsLine, Rule, QrCode, Raster, Feed, Cut>;

struct PrintDocument {
    std::vector<PrintElement> elements;
    bool operator==(const PrintDocument&) const = default;
};

// Paper as the layout needs it.
struct Paper {
    std::uint8_t columns = 48;  // Normal characters a line: 48 at 80 mm, 32 at 58 mm
    std::uint16_t dots = 576;   // width in dots: 576 at 80 mm, 384 at 58 mm
    bool operator==(const Paper&) const = default;
};

}  // namespace kopilka
