// Tables for spreadsheets, after RFC 4180: comma, CRLF, quotes doubled; first the mark by which
// they know UTF-8. What a spreadsheet would take for a formula is text: a cell that begins with = +
// - @, a tab or a line's end, also after blanks or as their full-width twins, gets an apostrophe
// before it. Numbers made here keep their minus.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::sync {

class CsvTable {
public:
    explicit CsvTable(const std::vector<std::string>& names);
    // Cells of one row, in the order of the names; end_row() after the last one.
    CsvTable& text(std::string_view words);  // whatever anybody wrote
    CsvTable& number(std::int64_t number);
    CsvTable& number(std::string_view decimal);  // of to_string(Money|Points); else it is text
    void end_row();
    const std::string& bytes() const { return bytes_; }

private:
    void cell(std::string_view content);
    std::string bytes_;
    bool first_ = true;
};

}  // namespace kopilka::sync
