#include "sync/server/csv.h"

#include "pos/core/utf8.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::u32string_view kBeginsFormula = U"=+-@\t\r\n＝＋－＠";
constexpr std::u32string_view kBlank = U" \u00a0\u2007\u202f\u3000\ufeff\u200b";

// Control characters have no business in a cell, and some programs end the file at them.
std::u32string cleaned(std::string_view words) {
    std::u32string points = to_code_points(words);
    std::ranges::replace_if(
        points,
        [](char32_t c) {
            return (c < 0x20 && c != U'\t' && c != U'\r' && c != U'\n') || c == 0x7f;
        },
        U' ');
    return points;
}

bool is_formula(std::u32string_view cell) {
    const std::size_t first = cell.find_first_not_of(kBlank);
    return first != std::u32string_view::npos &&
           kBeginsFormula.find(cell[first]) != kBeginsFormula.npos;
}

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto is_part = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return !text.empty() && text.front() != '.' && std::ranges::all_of(text, is_part) &&
           std::ranges::count(text, '.') <= 1;
}

}  // namespace

CsvTable::CsvTable(const std::vector<std::string>& names) : bytes_(kUtf8Mark) {
    for (const std::string& name : names) text(name);
    end_row();
}

CsvTable& CsvTable::text(std::string_view words) {
    std::u32string points = cleaned(words);
    if (is_formula(points)) points.insert(points.begin(), U'\'');
    cell(to_utf8(points));
    return *this;
}

CsvTable& CsvTable::number(std::int64_t number) {
    cell(std::to_string(number));
    return *this;
}

CsvTable& CsvTable::number(std::string_view decimal) {
    if (!is_decimal(decimal)) return text(decimal);
    cell(decimal);
    return *this;
}

void CsvTable::end_row() {
    bytes_ += "\r\n";
    first_ = true;
}

void CsvTable::cell(std::string_view content) {
    if (!first_) bytes_ += ',';
    first_ = false;
    const bool plain = content.find_first_of(",;\"\r\n\t") == std::string_view::npos;
    if (plain) {
        bytes_ += content;
        return;
    }
    bytes_ += '"';
    for (const char c : content) {
        if (c == '"') bytes_ += '"';
        bytes_ += c;
    }
    bytes_ += '"';
}

}  // namespace kopilka::sync
