#include "pos/store/lmdb_pages.h"

#include <algorithm>
#include <vector>

namespace kopilka::lmdb {
namespace {

constexpr std::size_t kHeaderBytes = 16;
constexpr std::size_t kNodeBytes = 8;
constexpr std::size_t kTableBytes = 48;  // MDB_db
constexpr std::uint32_t kMagic = 0xBEEF'C0DE;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr int kMostDepth = 32;  // CURSOR_STACK

// mp_flags
constexpr unsigned kBranch = 0x01;
constexpr unsigned kLeaf = 0x02;
constexpr unsigned kMeta = 0x08;
// mn_flags
constexpr unsigned kLarge = 0x01;     // the value stands in pages of its own
constexpr unsigned kSubTable = 0x02;  // the value is an MDB_db

std::uint64_t number_at(ByteView bytes, std::size_t offset, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) value = value << 8 | bytes[offset + i - 1];
    return value;
}

unsigned flags_of(ByteView page) { return static_cast<unsigned>(number_at(page, 10, 2)); }
std::uint64_t root_in(ByteView table) { return number_at(table, 40, 8); }

struct Meta {
    std::size_t page_bytes = 0;
    std::uint64_t root = 0;
    std::uint64_t transaction = 0;
};

// Where the struct is: after the page's header magic, version, address, size of the map, the tables
// of free pages and of names, last page, transaction.
std::optional<Meta> meta_at(ByteView file, std::size_t offset) {
    constexpr std::size_t kFreeTable = kHeaderBytes + 24;
    constexpr std::size_t kMainTable = kFreeTable + kTableBytes;
    constexpr std::size_t kTransaction = kMainTable + kTableBytes + 8;
    if (offset > file.size() || file.size() - offset < kTransaction + 8) return std::nullopt;
    const ByteView meta = file.subspan(offset, kTransaction + 8);
    if (number_at(meta, kHeaderBytes, 4) != kMagic || (flags_of(meta) & kMeta) == 0)
        return std::nullopt;
    return Meta{static_cast<std::size_t>(number_at(meta, kFreeTable, 4)),
                root_in(meta.subspan(kMainTable, kTableBytes)), number_at(meta, kTransaction, 8)};
}

bool is_a_page_size(std::size_t bytes) {
    return bytes >= 512 && bytes <= 65'536 && (bytes & (bytes - 1)) == 0;
}

}  // namespace

struct Pages::Node {
    ByteView key;
    ByteView inline_value;  // what follows the key in the page, whatever it is
    unsigned flags = 0;
    std::size_t value_bytes = 0;
    std::uint64_t child = 0;  // of a branch
};

Pages::Pages(ByteView file) : file_(file) {
    const auto first = meta_at(file, 0);
    if (first && is_a_page_size(first->page_bytes)) page_bytes_ = first->page_bytes;
    const auto second = meta_at(file, page_bytes_);
    // The first is of even transactions, the second of odd ones.
    begins_well_ = first && second && first->page_bytes == second->page_bytes &&
                   first->transaction % 2 == 0 && second->transaction % 2 == 1 &&
                   (first->transaction + 1 == second->transaction ||
                    second->transaction + 1 == first->transaction);
    std::uint64_t newest = 0;
    for (const auto& meta : {first, second}) {
        if (!meta || meta->page_bytes != page_bytes_) continue;
        if (main_root_ != 0 && meta->transaction < newest) continue;
        newest = meta->transaction;
        main_root_ = meta->root == kNoPage ? 0 : meta->root;
    }
}

std::optional<ByteView> Pages::page(std::uint64_t number) const {
    if (number >= file_.size() / page_bytes_) return std::nullopt;
    const ByteView page =
        file_.subspan(static_cast<std::size_t>(number) * page_bytes_, page_bytes_);
    if (number_at(page, 0, 8) != number) return std::nullopt;
    return page;
}

std::optional<std::vector<Pages::Node>> Pages::nodes(ByteView page) const {
    const auto lower = static_cast<std::size_t>(number_at(page, 12, 2));
    if (lower < kHeaderBytes || lower > page.size()) return std::nullopt;
    std::vector<Node> nodes;
    for (std::size_t at = kHeaderBytes; at + 2 <= lower; at += 2) {
        const auto start = static_cast<std::size_t>(number_at(page, at, 2));
        if (start < lower || start + kNodeBytes > page.size()) return std::nullopt;
        Node node;
        node.value_bytes = static_cast<std::size_t>(number_at(page, start, 4));
        node.flags = static_cast<unsigned>(number_at(page, start + 4, 2));
        node.child = node.value_bytes | std::uint64_t{node.flags} << 32;
        const auto key_bytes = static_cast<std::size_t>(number_at(page, start + 6, 2));
        const ByteView rest = page.subspan(start + kNodeBytes);
        if (key_bytes > rest.size()) return std::nullopt;
        node.key = rest.first(key_bytes);
        node.inline_value = rest.subspan(key_bytes);
        nodes.push_back(node);
    }
    return nodes;
}

std::optional<ByteView> Pages::value_of(const Node& node) const {
    if ((node.flags & kLarge) == 0) {
        if (node.value_bytes > node.inline_value.size()) return std::nullopt;
        return node.inline_value.first(node.value_bytes);
    }
    if (node.inline_value.size() < 8) return std::nullopt;
    // Whatever its header says by now: who takes the value checks it.
    const std::uint64_t number = number_at(node.inline_value, 0, 8);
    if (number >= file_.size() / page_bytes_) return std::nullopt;
    const std::size_t start = static_cast<std::size_t>(number) * page_bytes_ + kHeaderBytes;
    if (node.value_bytes > file_.size() - start) return std::nullopt;
    return file_.subspan(start, node.value_bytes);
}

void Pages::follow(std::uint64_t number, int depth, const std::function<void(const Node&)>& visit,
                   std::vector<bool>& seen, std::size_t& lost) const {
    const auto found = page(number);
    if (!found || depth > kMostDepth || seen[static_cast<std::size_t>(number)]) {
        ++lost;
        return;
    }
    seen[static_cast<std::size_t>(number)] = true;
    const auto all = nodes(*found);
    const unsigned kind = flags_of(*found) & (kBranch | kLeaf);
    if (!all || (kind != kBranch && kind != kLeaf)) {
        ++lost;
        return;
    }
    for (const Node& node : *all) {
        if (kind == kBranch)
            follow(node.child, depth + 1, visit, seen, lost);
        else
            visit(node);
    }
}

std::optional<std::uint64_t> Pages::root_of(std::string_view table) const {
    std::optional<std::uint64_t> root;
    std::vector<bool> seen(file_.size() / page_bytes_);
    std::size_t lost = 0;
    const auto look = [&](const Node& node) {
        const auto value = value_of(node);
        if ((node.flags & kSubTable) == 0 || as_text(node.key) != table || !value) return;
        if (value->size() == kTableBytes) root = root_in(*value);
    };
    if (main_root_ != 0) follow(main_root_, 0, look, seen, lost);
    return root;
}

std::optional<std::size_t> Pages::walk(std::string_view table, const Visit& visit) const {
    const auto root = root_of(table);
    if (!root) return std::nullopt;
    std::size_t lost = 0;
    if (*root == kNoPage) return lost;  // an empty table
    std::vector<bool> seen(file_.size() / page_bytes_);
    const auto take = [&](const Node& node) {
        if (const auto value = value_of(node))
            visit(node.key, *value);
        else
            ++lost;
    };
    follow(*root, 0, take, seen, lost);
    return lost;
}

void Pages::scan(std::size_t key_bytes, const Visit& visit) const {
    for (std::size_t at = 0; at + kNodeBytes + key_bytes <= file_.size(); at += 2) {
        if (number_at(file_, at + 6, 2) != key_bytes) continue;
        const unsigned flags = static_cast<unsigned>(number_at(file_, at + 4, 2));
        if (flags != 0 && flags != kLarge) continue;
        const ByteView key = file_.subspan(at + kNodeBytes, key_bytes);
        const std::size_t start = at + kNodeBytes + key_bytes;
        const std::size_t left_of_page = page_bytes_ - std::min(page_bytes_, start % page_bytes_);
        Node node;
        node.key = key;
        node.value_bytes = static_cast<std::size_t>(number_at(file_, at, 4));
        node.flags = flags;
        node.inline_value = file_.subspan(start, std::min(left_of_page, file_.size() - start));
        if (const auto value = value_of(node)) visit(key, *value);
    }
}

}  // namespace kopilka::lmdb
