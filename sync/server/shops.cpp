#include "sync/server/shops.h"

#include "sync/server/feed.h"

namespace kopilka::sync {
namespace {

std::optional<Shop> shop_of(const StoreId& store, ByteView body) {
    auto thing = decode_change(body);
    auto* text = thing ? std::get_if<ShopText>(&*thing) : nullptr;
    if (!text) return std::nullopt;
    auto settings = parse_shop(text->text, store.value);
    if (!settings) return std::nullopt;
    return Shop{store, std::move(text->text), *std::move(settings)};
}

}  // namespace

std::optional<Shop> find_shop(Database& database, const StoreId& store) {
    for (Shop& shop : all_shops(database))
        if (shop.store == store) return std::move(shop);
    return std::nullopt;
}

std::vector<Shop> all_shops(Database& database) {
    std::vector<Shop> shops;
    for (const Row& row :
         database.run("SELECT store_id, body FROM thing WHERE kind = $1 AND length(body) > 0"
                      " ORDER BY store_id",
                      {static_cast<std::int64_t>(ChangeKind::Shop)}))
        if (auto shop = shop_of(StoreId{row.text(0)}, row.bytes(1)))
            shops.push_back(*std::move(shop));
    return shops;
}

std::int32_t shop_offset(Database& database) {
    const auto shops = all_shops(database);
    return shops.empty() ? 0 : shops.front().settings.utc_offset_minutes;
}

std::int32_t shop_offset_now(Database& database) {
    std::int32_t offset = 0;
    static_cast<void>(database.read([&] { offset = shop_offset(database); }));
    return offset;
}

}  // namespace kopilka::sync
