// LMDB's file read without LMDB, which believes every byte of it and dies of a damaged one. Here
// nothing is believed: a page is what it says only if it says the right number, bounds are checked,
// circles end. What cannot be followed is counted, not guessed.
// The file's first 128 kB are enough to ask how it begins.
// Source: the layout of LMDB 0.9 (mdb.c: MDB_page, MDB_node, MDB_meta, MDB_db), 64 bits,
// little-endian.
// Not here: what keys and values mean.
#pragma once
#include "pos/core/bytes.h"

#include <functional>
#include <optional>
#include <string_view>

namespace kopilka::lmdb {

class Pages {
public:
    using Visit = std::function<void(ByteView key, ByteView value)>;

    explicit Pages(ByteView file);  // outlived by the bytes
    // Both beginnings of the file are there, and one is of the transaction after the other's: else
    // LMDB, which takes the one with the higher number, may take the older for the newer.
    bool begins_well() const { return begins_well_; }
    // Everything in a named table that can be reached from the newest beginning, in order. Returns
    // how many places could not be followed; nullopt: there is no way to the table at all.
    std::optional<std::size_t> walk(std::string_view table, const Visit& visit) const;
    // Every place of the file that may be an item with a key of so many bytes, whether a table
    // leads to it or not: in pages of before, in what was never committed, in pages whose headers
    // are damaged. Most are none: who visits them must be able to tell.
    void scan(std::size_t key_bytes, const Visit& visit) const;

private:
    struct Node;
    std::optional<ByteView> page(std::uint64_t number) const;
    std::optional<std::vector<Node>> nodes(ByteView page) const;
    std::optional<ByteView> value_of(const Node& node) const;
    void follow(std::uint64_t number, int depth, const std::function<void(const Node&)>& visit,
                std::vector<bool>& seen, std::size_t& lost) const;
    std::optional<std::uint64_t> root_of(std::string_view table) const;

    ByteView file_;
    std::size_t page_bytes_ = 4'096;
    bool begins_well_ = false;
    std::uint64_t main_root_ = 0;  // 0: none
};

}  // namespace kopilka::lmdb
