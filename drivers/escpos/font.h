// The characters of a receipt as grey cells, from a monospaced outline font (FreeType; font.cpp is
// the one place that calls it here). For lines the printer's own page cannot print and for
// previews. Not thread-safe: one Font a thread.
#pragma once
#include "pos/core/frame.h"
#include "pos/core/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kopilka::drivers {

// DejaVu Sans Mono as assets/fonts and Debian's fonts-dejavu-core have it; first found wins.
std::vector<std::string> receipt_font_paths();

class Font {
public:
    // Errc::NotFound names every path tried and the package to install.
    static Result<Font> open(const std::vector<std::string>& paths = receipt_font_paths());
    Font(Font&&) noexcept;
    Font& operator=(Font&&) noexcept;
    ~Font();

    // The ink (0 none, 255 full) of one character in a cell of `width` × 2·`width` dots, as ESC/POS
    // font A has it at 12 × 24. A character the font lacks shows as its empty box.
    const Frame& ink(char32_t glyph, std::uint32_t width);
    bool has(char32_t glyph) const;

private:
    struct Face;
    explicit Font(std::unique_ptr<Face> face);
    std::unique_ptr<Face> face_;
};

}  // namespace kopilka::drivers
