#include "pos/store/cache_schema.h"

#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"
#include "pos/store/words.h"

#include <algorithm>
#include <cstdio>

namespace kopilka {

auto fields(Is<CachedStaff> auto& v) { return std::tie(v.id, v.name, v.role, v.salt, v.pin); }

namespace schema {
namespace {

constexpr std::size_t kMostKeyText = 64;  // LMDB takes keys of 511 bytes
constexpr std::size_t kHashPart = 16;

Bytes key_of(char kind, std::string_view text) {
    Bytes key{static_cast<std::uint8_t>(kind)};
    const ByteView part = as_bytes(text.substr(0, kMostKeyText));
    key.insert(key.end(), part.begin(), part.end());
    return key;
}

void add_key(std::vector<Bytes>& keys, const Sku& sku, GoodsIndex kind, std::string_view text) {
    Bytes key = exactly(kind, text);
    const ByteView whose = as_bytes(sku.value);
    key.insert(key.end(), whose.begin(), whose.end());
    keys.push_back(std::move(key));
}

void add_key(std::vector<Bytes>& keys, const MemberId& id, const SecretKey& lookup,
             PeopleIndex kind, std::string_view text) {
    if (text.empty()) return;
    Bytes key = exactly(kind, text, lookup);
    key.insert(key.end(), id.value.begin(), id.value.end());
    keys.push_back(std::move(key));
}

std::string button_text(std::uint16_t button) {
    const std::string digits = std::to_string(button);
    return std::string(5 - digits.size(), '0') + digits;
}

}  // namespace

std::vector<std::string> cache_tables() {
    return {"goods", "goods_index", "people", "people_index", "staff", "publications", "facts"};
}

Bytes beginning(GoodsIndex kind, std::string_view text) {
    return key_of(static_cast<char>(kind), text);
}

Bytes exactly(GoodsIndex kind, std::string_view text) {
    Bytes key = beginning(kind, text);
    key.push_back(0);
    return key;
}

std::vector<Bytes> index_keys(const Goods& goods) {
    std::vector<Bytes> keys;
    for (const auto& barcode : goods.barcodes) {
        add_key(keys, goods.sku, GoodsIndex::Barcode, barcode);
    }
    if (!goods.item.empty()) add_key(keys, goods.sku, GoodsIndex::Item, goods.item);
    for (const auto& category : goods.categories) {
        add_key(keys, goods.sku, GoodsIndex::Category, category);
    }
    for (const auto& word : search_words(goods.name.ru + " " + goods.name.en)) {
        add_key(keys, goods.sku, GoodsIndex::Word, word);
    }
    if (goods.button > 0) {
        add_key(keys, goods.sku, GoodsIndex::Button, button_text(goods.button));
    }
    return keys;
}

Sku sku_of(ByteView index_key) {
    const auto zero = std::ranges::find(index_key, std::uint8_t{0});
    if (zero == index_key.end()) return {};
    return Sku{std::string(zero + 1, index_key.end())};
}

Bytes exactly(PeopleIndex kind, std::string_view text, const SecretKey& lookup) {
    const Bytes clear = key_of(static_cast<char>(kind), text);
    const Hash256 hash = keyed_blake2b(lookup, clear);
    Bytes key{static_cast<std::uint8_t>(kind)};
    key.insert(key.end(), hash.value.begin(), hash.value.begin() + kHashPart);
    return key;
}

std::vector<Bytes> index_keys(const Member& member, const SecretKey& lookup) {
    std::vector<Bytes> keys;
    const MemberId& id = member.view.id;
    const std::string surname = normal_name(member.person.surname);
    for (const auto& card : member.cards) add_key(keys, id, lookup, PeopleIndex::Card, card);
    add_key(keys, id, lookup, PeopleIndex::Phone, member.person.phone);
    add_key(keys, id, lookup, PeopleIndex::Surname, surname);
    add_key(keys, id, lookup, PeopleIndex::FirstLetters, first_letters(surname, 3));
    return keys;
}

ByteView member_of_key(ByteView index_key) {
    return index_key.size() == 1 + kHashPart + 16 ? index_key.last(16) : ByteView{};
}

Bytes encode_staff(const CachedStaff& staff) { return canonical::pack(staff); }

std::optional<CachedStaff> decode_staff(ByteView bytes) {
    auto staff = canonical::unpack<CachedStaff>(bytes);
    if (!staff) return std::nullopt;
    return *std::move(staff);
}

// Not in canonical form: a publication may be larger than any record.
Bytes encode_files(const std::vector<PublicationFile>& files) {
    ByteWriter out;
    out.varint(files.size());
    for (const PublicationFile& file : files) {
        out.text(file.name);
        out.text(file.text);
    }
    return out.take();
}

std::optional<std::vector<PublicationFile>> decode_files(ByteView bytes) {
    ByteReader in(bytes);
    std::vector<PublicationFile> files(in.count(2));
    for (PublicationFile& file : files) {
        file.name = in.text();
        file.text = in.text();
    }
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return files;
}

Bytes encode_categories(const std::vector<Category>& categories) {
    canonical::Encoder out;
    out.put(categories);
    return out.out().take();
}

std::optional<std::vector<Category>> decode_categories(ByteView bytes) {
    canonical::Decoder in(bytes);
    std::vector<Category> categories;
    in.get(categories);
    if (!in.done()) return std::nullopt;
    return categories;
}

Bytes encode_trust(const CardTrust& trust) {
    ByteWriter out;
    for (const auto* keys : {&trust.central, &trust.revoked}) {
        out.varint(keys->size());
        for (const PublicKey& key : *keys) out.raw(key);
    }
    return out.take();
}

std::optional<CardTrust> decode_trust(ByteView bytes) {
    ByteReader in(bytes);
    CardTrust trust;
    for (auto* keys : {&trust.central, &trust.revoked}) {
        keys->resize(in.count(sizeof(PublicKey)));
        for (PublicKey& key : *keys) std::ranges::copy(in.raw(key.size()), key.begin());
    }
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return trust;
}

Bytes planned_key(std::string_view sku) {
    const std::string key = "planned " + std::string(sku);
    const ByteView bytes = as_bytes(key);
    return Bytes(bytes.begin(), bytes.end());
}

Bytes encode_planned(const std::vector<PlannedPrice>& prices) {
    ByteWriter out;
    out.varint(prices.size());
    for (const PlannedPrice& planned : prices) {
        out.signed_varint(planned.from);
        out.signed_varint(planned.price.count());
    }
    return out.take();
}

std::optional<std::vector<PlannedPrice>> decode_planned(ByteView bytes) {
    ByteReader in(bytes);
    std::vector<PlannedPrice> prices(in.count(2));
    for (PlannedPrice& planned : prices) {
        planned.from = in.signed_varint();
        planned.price = Money::of(in.signed_varint());
    }
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return prices;
}

Bytes start_key(Instant starts) {
    // The sign bit turned, so that instants before 1970 sort before those after.
    const std::uint64_t place = static_cast<std::uint64_t>(starts.ms) ^ (std::uint64_t{1} << 63);
    Bytes key;
    for (int shift = 56; shift >= 0; shift -= 8) {
        key.push_back(static_cast<std::uint8_t>(place >> shift));
    }
    return key;
}

Instant start_of(ByteView start_key) {
    std::uint64_t place = 0;
    for (const std::uint8_t byte : start_key) place = place << 8 | byte;
    return {static_cast<std::int64_t>(place ^ (std::uint64_t{1} << 63))};
}

}  // namespace schema
}  // namespace kopilka
