// A file as LMDB writes it, with pages of 512 bytes: what a small corpus has room for. One leaf
// page for each table, no branches. Source: the layout that pos/store/lmdb_pages.h reads.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/check.h"

#include <string>
#include <utility>
#include <vector>

namespace kopilka::small_pages {

constexpr std::size_t kPage = 512;

struct Item {
    Bytes key;
    Bytes value;
    std::uint16_t flags = 0;  // 2: the value is a table
};

inline void put(Bytes& file, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        file[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// Places grow from the page's header on, items from its end.
inline void put_leaf(Bytes& file, std::size_t number, const std::vector<Item>& items) {
    constexpr std::size_t kHeader = 16, kNode = 8;
    const std::size_t page = number * kPage;
    put(file, page, number, 8);
    put(file, page + 10, 0x02, 2);
    std::size_t upper = kPage, lower = kHeader;
    for (const Item& item : items) {
        upper -= (kNode + item.key.size() + item.value.size() + 1) / 2 * 2;
        const std::size_t node = page + upper;
        check(upper > lower + 2, "a page has 512 bytes");
        put(file, page + lower, upper, 2);
        lower += 2;
        put(file, node, item.value.size(), 4);
        put(file, node + 4, item.flags, 2);
        put(file, node + 6, item.key.size(), 2);
        std::ranges::copy(item.key, file.begin() + static_cast<std::ptrdiff_t>(node + kNode));
        std::ranges::copy(
            item.value, file.begin() + static_cast<std::ptrdiff_t>(node + kNode + item.key.size()));
    }
    put(file, page + 12, lower, 2);
    put(file, page + 14, upper, 2);
}

inline Bytes table(std::uint64_t root) {
    Bytes bytes(48);
    put(bytes, 40, root, 8);
    return bytes;
}

inline void put_beginning(Bytes& file, std::size_t number, std::uint64_t transaction) {
    const std::size_t page = number * kPage;
    put(file, page, number, 8);
    put(file, page + 10, 0x08, 2);
    put(file, page + 16, 0xBEEFC0DE, 4);
    put(file, page + 20, 1, 4);
    put(file, page + 40, kPage, 4);
    put(file, page + 40 + 48 + 40, 2, 8);  // the root of the table of names
    put(file, page + 40 + 2 * 48 + 8, transaction, 8);
}

// Tables by name, in order; each fits on a page.
inline Bytes file(const std::vector<std::pair<std::string, std::vector<Item>>>& tables) {
    Bytes file((3 + tables.size()) * kPage);
    put_beginning(file, 0, 6);
    put_beginning(file, 1, 5);
    std::vector<Item> names;
    for (const auto& [name, items] : tables) {
        const std::size_t number = 3 + names.size();
        names.push_back({Bytes(name.begin(), name.end()), table(number), 2});
        put_leaf(file, number, items);
    }
    put_leaf(file, 2, names);
    return file;
}

}  // namespace kopilka::small_pages
