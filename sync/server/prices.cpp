#include "sync/server/prices.h"

#include "sync/server/chain.h"
#include "sync/server/feed.h"
#include "sync/server/shops.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// Clocks of shops that are not open yet: no place on earth is further west.
constexpr std::int32_t kWestmost = -12 * 60;

std::optional<Article> find_article(Database& database, const Sku& sku) {
    auto thing = find_thing(database, StoreId{}, ChangeKind::Goods, sku.value);
    auto* article = thing ? std::get_if<Article>(&*thing) : nullptr;
    if (!article) return std::nullopt;
    return std::move(*article);
}

// The next moment at which an article has something to take; inside a transaction.
void keep_due(Database& database, const Article& article) {
    const Value sku = value(article.goods.sku.value);
    if (article.planned.empty()) {
        database.run("DELETE FROM price_due WHERE sku = $1", {sku});
        return;
    }
    database.run(
        "INSERT INTO price_due (sku, due_on_clock) VALUES ($1, $2) ON CONFLICT (sku) DO UPDATE"
        " SET due_on_clock = excluded.due_on_clock",
        {sku, article.planned.front().from});
}

// What the clock of the shop shows that is furthest behind.
std::int64_t latest_clock(Database& database, Instant now) {
    const auto shops = all_shops(database);
    if (shops.empty()) return on_the_clock({now, kWestmost});
    const auto& west = *std::ranges::min_element(
        shops, {}, [](const Shop& shop) { return shop.settings.utc_offset_minutes; });
    return on_the_clock({now, west.settings.utc_offset_minutes});
}

// True: something had begun.
bool take_begun(Article& article, std::int64_t clock) {
    const auto begun = std::ranges::upper_bound(article.planned, clock, {}, &PlannedPrice::from);
    if (begun == article.planned.begin()) return false;
    article.goods.price = std::prev(begun)->price;
    article.planned.erase(article.planned.begin(), begun);
    return true;
}

void plan(Article& article, const PlannedPrice& planned) {
    const auto place =
        std::ranges::lower_bound(article.planned, planned.from, {}, &PlannedPrice::from);
    if (place != article.planned.end() && place->from == planned.from)
        *place = planned;
    else
        article.planned.insert(place, planned);
}

std::string objection(const Article& article, Money price, std::optional<std::int64_t> from,
                      std::int64_t latest) {
    if (price < kNoMoney) return "a price is not negative";
    if (price < article.goods.minimum_price)
        return "its minimum price is " + to_string(article.goods.minimum_price) +
               ": change that in the catalogue first";
    if (from && *from <= latest)
        return "that moment is over in every shop: leave --at out to change the price now";
    if (article.planned.size() >= kMostPlanned)
        return "more than " + std::to_string(kMostPlanned) +
               " prices of one article are planned:"
               " cancel one first";
    return "";
}

tl::unexpected<Error> no_such_article(const Sku& sku) {
    return fail(Errc::NotFound, "the catalogue has no article " + sku.value);
}

}  // namespace

std::optional<std::int64_t> parse_clock(std::string_view text) {
    if (const auto date = parse_date(text)) return start_of_day(*date, 0).ms;
    const auto time = parse_local_time(std::string(text) + "Z");
    if (!time || time->offset_minutes != 0) return std::nullopt;
    return time->instant.ms;
}

std::string clock_text(std::int64_t on_the_clock) {
    std::string text = to_string(LocalTime{{on_the_clock}, 0});
    return text.substr(0, text.find_first_of("Z+", 11));
}

Result<void> set_price(Database& database, const Sku& sku, Money price,
                       std::optional<std::int64_t> from, Instant now) {
    bool found = false;
    std::string objects;
    auto done = database.write([&] {
        objects.clear();
        auto article = find_article(database, sku);
        found = article.has_value();
        if (!found) return;
        const std::int64_t latest = latest_clock(database, now);
        take_begun(*article, latest);
        objects = objection(*article, price, from, latest);
        if (!objects.empty()) return;
        if (from)
            plan(*article, {*from, price});
        else
            article->goods.price = price;
        put_article(database, *article);
    });
    if (!done) return done;
    if (!found) return no_such_article(sku);
    if (!objects.empty()) return fail(Errc::Invalid, objects);
    return {};
}

Result<void> cancel_price(Database& database, const Sku& sku, std::int64_t from) {
    bool found = false;
    auto done = database.write([&] {
        auto article = find_article(database, sku);
        found = article && std::erase_if(article->planned, [&](const PlannedPrice& planned) {
                               return planned.from == from;
                           }) > 0;
        if (found) put_article(database, *article);
    });
    if (done && !found) return fail(Errc::NotFound, "no price of it is planned for that moment");
    return done;
}

Result<Article> find_prices(Database& database, const Sku& sku) {
    std::optional<Article> article;
    const auto done = database.read([&] { article = find_article(database, sku); });
    if (!done) return tl::unexpected(done.error());
    if (!article) return no_such_article(sku);
    return *std::move(article);
}

bool put_article(Database& database, const Article& article) {
    keep_due(database, article);
    return put_thing(database, StoreId{}, article);
}

std::vector<PlannedPrice> planned_for(Database& database, const Sku& sku) {
    auto article = find_article(database, sku);
    return article ? std::move(article->planned) : std::vector<PlannedPrice>{};
}

Result<std::size_t> take_effect(Database& database, Instant now) {
    const char* const kDue = "SELECT sku FROM price_due WHERE due_on_clock <= $1 ORDER BY sku";
    // The furthest east of all clocks: where nothing has begun there, look no further.
    const std::int64_t first = on_the_clock({now, 14 * 60});
    bool any = false;
    if (auto read = database.read([&] { any = !database.run(kDue, {first}).empty(); }); !read)
        return tl::unexpected(read.error());
    if (!any) return std::size_t{0};
    std::size_t changed = 0;
    const auto done = database.write([&] {
        changed = 0;
        const std::int64_t clock = latest_clock(database, now);
        for (const Row& row : database.run(kDue, {clock})) {
            auto article = find_article(database, Sku{row.text(0)});
            if (!article) {  // the catalogue has it no more
                database.run("DELETE FROM price_due WHERE sku = $1", {value(row.text(0))});
                continue;
            }
            take_begun(*article, clock);
            put_article(database, *article);
            ++changed;
        }
    });
    if (!done) return tl::unexpected(done.error());
    return changed;
}

}  // namespace kopilka::sync
