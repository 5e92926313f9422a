#include "pos/app/demo_stock.h"

#include "pos/app/json_reader.h"
#include "pos/app/publication_files.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace kopilka::app {
namespace {

constexpr std::size_t kNamedMembers = 8;

Result<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return fail(Errc::NotFound, "cannot read " + path.string());
    return text.str();
}

Localized read_name(JsonReader& reader) {
    auto both = reader.object("name", "name");
    if (!both) return {};
    return {both->text("ru").value_or(""), both->text("en").value_or("")};
}

std::uint32_t read_colour(const std::string& text) {  // "#6f4e37"
    std::uint32_t colour = 0;
    if (text.size() == 7) std::from_chars(text.data() + 1, text.data() + 7, colour, 16);
    return colour;
}

Category read_category(JsonReader& reader) {
    return {reader.text("id").value_or(""), read_name(reader),
            read_colour(reader.text("colour").value_or(""))};
}

Goods read_goods(JsonReader& reader) {
    Goods goods;
    goods.sku = {reader.text("sku").value_or("")};
    goods.name = read_name(reader);
    goods.barcodes = reader.texts("barcodes");
    goods.item = reader.has("item") ? reader.text("item").value_or("") : "";
    goods.categories = reader.texts("categories");
    goods.brand = reader.text("brand").value_or("");
    goods.tags = reader.texts("tags");
    goods.department = reader.text("department").value_or("");
    goods.price = reader.money("price").value_or(kNoMoney);
    goods.tax_rate = BasisPoints::percent(reader.text("tax_rate").value_or("") == "10" ? 10 : 20);
    goods.measure = reader.text("unit").value_or("") == "piece" ? Measure::Piece : Measure::Weight;
    if (reader.has("age"))
        goods.age_limit = static_cast<std::uint8_t>(reader.integer("age", 0, 99).value_or(0));
    if (reader.has("button"))
        goods.button = static_cast<std::uint16_t>(reader.integer("button", 0, 999).value_or(0));
    goods.already_reduced = reader.boolean("already_reduced").value_or(false);
    goods.marked = reader.boolean("marked").value_or(false);
    return goods;
}

// "2025-03-01", or "today-2", "today+12".
Date read_day(const std::string& text, Date today) {
    if (!text.starts_with("today")) return parse_date(text).value_or(today);
    int days = 0;
    const char* from = text.data() + 5 + (text.size() > 5 && text[5] == '+' ? 1 : 0);
    std::from_chars(from, text.data() + text.size(), days);
    return plus_days(today, days);
}

Account read_account(JsonReader& reader, Date today) {
    Account account;
    for (JsonReader& lot : reader.objects("lots", "lot")) {
        const auto instant = [&](std::string_view key) {
            return start_of_day(read_day(lot.text(key).value_or(""), today), 180);
        };
        Lot read{parse_points(lot.text("amount").value_or("")).value_or(kNoPoints),
                 instant("active"), std::nullopt};
        if (lot.has("expires")) read.expires = instant("expires");
        account.lots.push_back(read);
    }
    return account;
}

Member read_member_row(JsonReader& reader, Date today) {
    Member member;
    MemberView& view = member.view;
    view.id = parse_member_id(reader.text("id").value_or("")).value_or(MemberId());
    view.tier = {reader.text("tier").value_or("")};
    view.joined = read_day(reader.text("joined").value_or(""), today);
    view.purchases = reader.integer("purchases", 0, 1'000'000).value_or(0);
    view.lifetime_spend = reader.money("lifetime_spend").value_or(kNoMoney);
    if (reader.has("last_purchase"))
        view.last_purchase = read_day(*reader.text("last_purchase"), today);
    view.segments = reader.texts("segments");
    view.tags = reader.texts("tags");
    view.stamps = reader.counts("stamps");
    for (auto& [programme, account] : reader.named_objects("accounts", "account"))
        view.accounts[{programme}] = read_account(account, today);
    member.person = {reader.text("first_name").value_or(""), reader.text("surname").value_or(""),
                     reader.has("phone") ? reader.text("phone").value_or("") : ""};
    member.cards = reader.texts("cards");
    member.importance = static_cast<std::uint8_t>(reader.integer("importance", 0, 3).value_or(0));
    member.personal_key = blake2b(view.id.value);  // a server would draw one
    if (reader.has("blocked")) member.blocked = reader.boolean("blocked").value_or(false);
    return member;
}

void keep_used_categories(DemoStock& stock) {
    std::set<std::string> used;
    for (const Goods& goods : stock.goods)
        if (!goods.categories.empty()) used.insert(goods.categories.front());
    std::erase_if(stock.categories, [&](const Category& one) { return !used.contains(one.id); });
}

// Reads rows of one list in a JSON file; rows beyond `most` are left alone.
template <typename Row>
Result<void> read_rows(const std::filesystem::path& path, std::string_view key, std::size_t most,
                       Row row) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    const auto tree = parse_json(*text);
    if (!tree || tree->object() == nullptr)
        return fail(Errc::Invalid, path.string() + ": not a JSON object");
    std::vector<JsonError> errors;
    JsonReader whole(*tree->object(), tree->place, "file", errors);
    std::vector<JsonReader> rows = whole.objects(key, "row");
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) row(rows[i]);
    if (!errors.empty()) return fail(Errc::Invalid, path.string() + ": " + errors.front().text);
    return {};
}

Result<void> read_shop_and_programmes(const std::filesystem::path& demo, World& world) {
    const auto text = read_text(demo / "shop.toml");
    if (!text) return tl::unexpected(text.error());
    auto shop = parse_shop(*text, "shop.toml");
    if (!shop) return tl::unexpected(shop.error());
    auto publication = read_publication((demo / "publication.toml").string());
    if (!publication) return fail(Errc::Invalid, to_string(publication.error().front()));
    world.store = shop->store;
    world.till = shop->tills.empty() ? TillId{"nevsky-1"} : shop->tills.front();
    world.shop = std::make_shared<const ShopSettings>(std::move(*shop));
    world.publication = std::make_shared<const Publication>(std::move(*publication));
    return {};
}

}  // namespace

Result<DemoStock> read_demo_stock(const std::filesystem::path& assets, Date today) {
    const auto demo = assets / "demo";
    DemoStock stock;
    const auto catalogue = demo / "catalogue.json";
    constexpr std::size_t kAll = 100'000;
    if (auto read = read_shop_and_programmes(demo, stock.world); !read)
        return tl::unexpected(read.error());
    if (auto read =
            read_rows(catalogue, "categories", kAll,
                      [&](JsonReader& row) { stock.categories.push_back(read_category(row)); });
        !read)
        return tl::unexpected(read.error());
    if (auto read = read_rows(catalogue, "goods", kAll,
                              [&](JsonReader& row) { stock.goods.push_back(read_goods(row)); });
        !read)
        return tl::unexpected(read.error());
    if (auto read = read_rows(
            demo / "members.json", "members", kNamedMembers,
            [&](JsonReader& row) { stock.members.push_back(read_member_row(row, today)); });
        !read)
        return tl::unexpected(read.error());
    keep_used_categories(stock);
    return stock;
}

}  // namespace kopilka::app
