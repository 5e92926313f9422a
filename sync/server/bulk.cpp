#include "sync/server/bulk.h"

namespace kopilka::sync {

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

std::string has_key(const Table& table) {
    std::string text;
    for (std::size_t i = 0; i < table.key_columns; ++i) {
        text += i == 0 ? "" : " AND ";
        text += std::string(table.columns[i].name) + " = $" + std::to_string(i + 1);
    }
    return text;
}

std::string insert_into(const Table& table) {
    return "INSERT INTO " + std::string(table.name) + " (" + names(table.columns) + ") ";
}

std::string on_conflict(const Table& table) {
    return " ON CONFLICT (" + names(table.key()) + ") DO ";
}

}  // namespace kopilka::sync
