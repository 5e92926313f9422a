#include "drivers/escpos/font.h"

#include <algorithm>
#include <map>
#include <utility>

#include <ft2build.h>
#include FT_FREETYPE_H

namespace kopilka::drivers {
namespace {

struct Library {
    Library() { FT_Init_FreeType(&library); }
    ~Library() { FT_Done_FreeType(library); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    FT_Library library = nullptr;
};

}  // namespace

struct Font::Face {
    ~Face() { FT_Done_Face(face); }
    Library library;  // outlives `face`
    FT_Face face = nullptr;
    std::map<std::pair<char32_t, std::uint32_t>, Frame> drawn;

    Frame draw(char32_t glyph, std::uint32_t width) const;
};

std::vector<std::string> receipt_font_paths() {
    return {
        "assets/fonts/DejaVuSansMono.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/TTF/DejaVuSansMono.ttf"};
}

Font::Font(std::unique_ptr<Face> face) : face_(std::move(face)) {}
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

Result<Font> Font::open(const std::vector<std::string>& paths) {
    std::string tried;
    for (const auto& path : paths) {
        auto face = std::make_unique<Face>();
        if (FT_New_Face(face->library.library, path.c_str(), 0, &face->face) == 0)
            return Font(std::move(face));
        tried += (tried.empty() ? "" : ", ") + path;
    }
    return fail(Errc::NotFound,
                "no receipt font at " + tried + ": install the Debian package fonts-dejavu-core");
}

bool Font::has(char32_t glyph) const { return FT_Get_Char_Index(face_->face, glyph) != 0; }

const Frame& Font::ink(char32_t glyph, std::uint32_t width) {
    const auto key = std::make_pair(glyph, width);
    const auto found = face_->drawn.find(key);
    if (found != face_->drawn.end()) return found->second;
    return face_->drawn.emplace(key, face_->draw(glyph, width)).first->second;
}

// The em that makes an advance of `width`: 20 px for 12 (DejaVu's advance is 0.602 em). Its ascent
// and descent, 1.164 em, then fit the cell's 2·width.
Frame Font::Face::draw(char32_t glyph, std::uint32_t width) const {
    Frame cell{width, 2 * width, std::vector<std::uint8_t>(std::size_t{width} * width * 2)};
    const FT_UInt pixels = std::max<FT_UInt>(width * 5 / 3, 1);
    if (FT_Set_Pixel_Sizes(face, 0, pixels) != 0) return cell;
    if (FT_Load_Char(face, glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_NORMAL) != 0) return cell;
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    const int baseline = static_cast<int>(pixels * 15 / 16);
    const int left = face->glyph->bitmap_left;
    const int top = baseline - face->glyph->bitmap_top;
    for (int y = 0; y < static_cast<int>(bitmap.rows); ++y)
        for (int x = 0; x < static_cast<int>(bitmap.width); ++x) {
            const int cx = left + x;
            const int cy = top + y;
            if (cx < 0 || cy < 0 || cx >= static_cast<int>(width) ||
                cy >= static_cast<int>(2 * width))
                continue;
            cell.grey[static_cast<std::size_t>(cy) * width + static_cast<std::size_t>(cx)] =
                bitmap.buffer[y * bitmap.pitch + x];
        }
    return cell;
}

}  // namespace kopilka::drivers
