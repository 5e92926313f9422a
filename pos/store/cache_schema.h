// How the cache environment is laid out: its tables, keys and values. An index is a table of keys
// "kind, what is looked for, whose", so that one cursor answers every look-up.
// For the .cpp files of this room.
#pragma once
#include "pos/store/cache.h"

#include <vector>

namespace kopilka::schema {

constexpr lmdb::Table kGoods{0};         // sku → check, goods
constexpr lmdb::Table kGoodsIndex{1};    // kind, text, 0, sku → nothing
constexpr lmdb::Table kPeople{2};        // member id → sealed member
constexpr lmdb::Table kPeopleIndex{3};   // kind, 16 bytes of keyed hash, member id → nothing
constexpr lmdb::Table kStaff{4};         // cashier id → sealed staff member
constexpr lmdb::Table kPublications{5};  // start, big-endian ms → check, files
constexpr lmdb::Table kFacts{
    6};  // "position", "sealed settings", "categories", "cards", "keys"; planned_key()

std::vector<std::string> cache_tables();  // their names, in that order

enum class GoodsIndex : char {
    Barcode = 'b',
    Item = 'i',
    Word = 'w',
    Category = 'c',
    Button = 'n'
};
enum class PeopleIndex : char { Card = 'c', Phone = 'p', Surname = 's', FirstLetters = 'f' };

// What a key begins with when `text` is looked for: exactly, or as the beginning of it. Texts above
// 64 bytes are cut, so a hit is compared with the goods themselves.
Bytes exactly(GoodsIndex kind, std::string_view text);
Bytes beginning(GoodsIndex kind, std::string_view text);
std::vector<Bytes> index_keys(const Goods& goods);
Sku sku_of(ByteView index_key);

Bytes exactly(PeopleIndex kind, std::string_view text, const SecretKey& lookup);
std::vector<Bytes> index_keys(const Member& member, const SecretKey& lookup);
ByteView member_of_key(ByteView index_key);

Bytes encode_staff(const CachedStaff& staff);
std::optional<CachedStaff> decode_staff(ByteView bytes);
Bytes encode_files(const std::vector<PublicationFile>& files);
std::optional<std::vector<PublicationFile>> decode_files(ByteView bytes);
Bytes encode_categories(const std::vector<Category>& categories);
std::optional<std::vector<Category>> decode_categories(ByteView bytes);
Bytes encode_trust(const CardTrust& trust);
std::optional<CardTrust> decode_trust(ByteView bytes);
// Among the facts, where programs before it do not look.
Bytes planned_key(std::string_view sku);
Bytes encode_planned(const std::vector<PlannedPrice>& prices);
std::optional<std::vector<PlannedPrice>> decode_planned(ByteView bytes);
Bytes start_key(Instant starts);
Instant start_of(ByteView start_key);

}  // namespace kopilka::schema
