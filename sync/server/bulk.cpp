// Statements for many rows, as every engine can do them: line by line.
#include "sync/server/bulk.h"

namespace kopilka::sync {
namespace {

std::string conditions(std::span<const Column> key) {  // "a = $1 AND b = $2"
    std::string text;
    for (std::size_t i = 0; i < key.size(); ++i) {
        text += i == 0 ? "" : " AND ";
        text += std::string(key[i].name) + " = $" + std::to_string(i + 1);
    }
    return text;
}

}  // namespace

std::string names(std::span<const Column> columns, std::string_view before) {
    std::string text;
    for (const Column& column : columns)
        (text += text.empty() ? "" : ", ").append(before).append(column.name);
    return text;
}

std::string same_key(const Table& table) {
    std::string text;
    for (const Column& column : table.key()) {
        const std::string name(column.name);
        text += text.empty() ? "" : " AND ";
        text += std::string(table.name) + "." + name + " = excluded." + name;
    }
    return text;
}

std::string places(std::size_t count) {
    std::string text;
    for (std::size_t i = 1; i <= count; ++i) text += (i == 1 ? "$" : ", $") + std::to_string(i);
    return text;
}

std::string insert_into(const Table& table) {
    return "INSERT INTO " + std::string(table.name) + " (" + names(table.columns) + ") ";
}

std::string on_conflict(const Table& table) {
    return " ON CONFLICT (" + names(table.key()) + ") DO ";
}

Database::Answer<Rows> Database::find_all(std::string_view columns, const Table& table,
                                          const std::vector<Line>& keys) {
    const std::string sql = "SELECT " + std::string(columns) + " FROM " + std::string(table.name) +
                            " WHERE " + conditions(table.key());
    Rows found;
    for (const Line& key : keys) {
        auto rows = execute(sql, key);
        if (!rows) return rows;
        for (Row& row : *rows) found.push_back(std::move(row));
    }
    return found;
}

Database::Answer<std::vector<std::size_t>> Database::add_all(const Table& table,
                                                             const std::vector<Line>& lines) {
    const std::string sql = insert_into(table) + "VALUES (" + places(table.columns.size()) + ")" +
                            on_conflict(table) + "NOTHING RETURNING 1";
    std::vector<std::size_t> left_out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto added = execute(sql, lines[i]);
        if (!added) return tl::unexpected(added.error());
        if (added->empty()) left_out.push_back(i);
    }
    return left_out;
}

Database::Answer<void> Database::change_all(const Table& table, std::string_view change,
                                            const std::vector<Line>& lines) {
    const std::string sql = insert_into(table) + "VALUES (" + places(table.columns.size()) + ")" +
                            on_conflict(table) + "UPDATE SET " + std::string(change);
    for (const Line& line : lines) {
        if (const auto done = execute(sql, line); !done) return tl::unexpected(done.error());
    }
    return {};
}

}  // namespace kopilka::sync
