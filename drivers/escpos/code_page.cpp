#include "drivers/escpos/code_page.h"

#include "pos/core/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kopilka::drivers {
namespace {

// 0x80 to 0xFF, 32 to a line.
constexpr std::u32string_view kUpper866 =
    U"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    U"абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    U"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    U"рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00A0";
constexpr std::u32string_view kUpper1251 =
    U"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ"
    U"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
    U"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    U"абвгдежзийклмнопрстуфхцчшщъыьэюя";
constexpr std::u32string_view kUpper855 =
    U"ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪ"
    U"аАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐"
    U"└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀"
    U"ЯрРсСтТуУжЖвВьЬ№\u00ADыЫзЗшШэЭщЩчЧ§■\u00A0";
static_assert(kUpper866.size() == 128 && kUpper1251.size() == 128 && kUpper855.size() == 128);

// Looks or reads the same, and is on more pages. One column for one column.
constexpr std::array<std::pair<char32_t, char32_t>, 24> kStandIns{{
    {U'«', U'"'},      {U'»', U'"'},      {U'“', U'"'},  {U'”', U'"'},      {U'„', U'"'},
    {U'‘', U'\''},     {U'’', U'\''},     {U'‚', U'\''}, {U'‐', U'-'},      {U'\u2011', U'-'},
    {U'‒', U'-'},      {U'–', U'-'},      {U'—', U'-'},  {U'−', U'-'},      {U'─', U'-'},
    {U'×', U'x'},      {U'•', U'*'},      {U'·', U'.'},  {U'\u00A0', U' '}, {U'\u2007', U' '},
    {U'\u2009', U' '}, {U'\u202F', U' '}, {U'ё', U'е'},  {U'Ё', U'Е'},
}};

std::optional<std::uint8_t> exact_byte(const CodePage& page, char32_t glyph) {
    if (glyph >= 0x20 && glyph < 0x7F) return static_cast<std::uint8_t>(glyph);
    const std::size_t at = page.upper.find(glyph);
    if (at == std::u32string_view::npos || glyph == kReplacement) return std::nullopt;
    return static_cast<std::uint8_t>(0x80 + at);
}

}  // namespace

const CodePage kCp866{"cp866", 17, kUpper866};
const CodePage kCp1251{"cp1251", 46, kUpper1251};
const CodePage kCp855{"cp855", 34, kUpper855};
const CodePage kNoCodePage{"none", 0, {}};

const CodePage* find_code_page(std::string_view name) {
    for (const CodePage* page : {&kCp866, &kCp1251, &kCp855, &kNoCodePage})
        if (page->name == name) return page;
    return nullptr;
}

std::optional<std::uint8_t> byte_of(const CodePage& page, char32_t glyph) {
    if (const auto byte = exact_byte(page, glyph)) return byte;
    const auto* found = std::find_if(kStandIns.begin(), kStandIns.end(),
                                     [&](const auto& pair) { return pair.first == glyph; });
    return found == kStandIns.end() ? std::nullopt : exact_byte(page, found->second);
}

char32_t glyph_of(const CodePage& page, std::uint8_t byte) {
    if (byte < 0x80) return byte >= 0x20 && byte < 0x7F ? byte : kReplacement;
    const std::size_t at = byte - 0x80u;
    return at < page.upper.size() ? page.upper[at] : kReplacement;
}

std::optional<std::string> encode(const CodePage& page, std::u32string_view cells) {
    std::string bytes;
    for (const char32_t glyph : cells) {
        const auto byte = byte_of(page, glyph);
        if (!byte) return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    return bytes;
}

}  // namespace kopilka::drivers
