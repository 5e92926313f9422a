#include "sync/server/shop_commands.h"

#include "sync/server/chain.h"
#include "sync/server/import.h"
#include "sync/server/outcome.h"
#include "sync/server/prices.h"
#include "sync/server/shop_settings.h"
#include "sync/server/shops.h"

#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace kopilka::sync {
namespace {

struct ShopWords {
    std::string file, store, key, value;
    std::string article, price, at;
};
using Work = int (*)(Database&, const ShopWords&);

int import_file(Database& database, const ShopWords& words) {
    if (words.file.empty())
        return say_no({Errc::Invalid, "say which FILE to take over, or set, or show"});
    std::ifstream in(words.file, std::ios::binary);
    if (!in) return say_no({Errc::NotFound, "cannot read " + words.file});
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const auto done = import_shop(database, text, words.file);
    if (!done) return say_no(done.error());
    fmt::print("{} staff read, {} new or changed, {} removed\n", done->read, done->changed,
               done->removed);
    return kDone;
}

int set(Database& database, const ShopWords& words) {
    const auto done = change_shop(database, StoreId{words.store}, words.key, words.value);
    if (!done) return say_no(done.error());
    fmt::print("{} is set: each till of {} hears of it at its next sync\n", words.key, words.store);
    return kDone;
}

int show(Database& database, const ShopWords& words) {
    std::optional<Shop> shop;
    const auto done = database.read([&] { shop = find_shop(database, StoreId{words.store}); });
    if (!done) return say_no(done.error());
    if (!shop) return say_no({Errc::NotFound, "no store " + words.store + " has settings yet"});
    fmt::print("{}", shop->text);
    return kDone;
}

Result<std::int64_t> moment_in(const std::string& text) {
    const auto from = parse_clock(text);
    if (!from)
        return fail(Errc::Invalid, "--at is written as shops' clocks show it: 2026-12-01T08:30");
    return *from;
}

int set_one_price(Database& database, const ShopWords& words) {
    const auto price = parse_money(words.price);
    if (!price) return say_no({Errc::Invalid, "a price is written like 189.90"});
    std::optional<std::int64_t> from;
    if (!words.at.empty()) {
        const auto moment = moment_in(words.at);
        if (!moment) return say_no(moment.error());
        from = *moment;
    }
    const auto done = set_price(database, Sku{words.article}, *price, from, now());
    if (!done) return say_no(done.error());
    fmt::print("{} costs {} {}\n", words.article, to_string(*price),
               from ? "from " + clock_text(*from) + " on, by each shop's clock"
                    : "at each till from its next sync on");
    return kDone;
}

int cancel_one_price(Database& database, const ShopWords& words) {
    const auto from = moment_in(words.at);
    if (!from) return say_no(from.error());
    const auto done = cancel_price(database, Sku{words.article}, *from);
    if (!done) return say_no(done.error());
    fmt::print("{} keeps its price then\n", words.article);
    return kDone;
}

int show_prices(Database& database, const ShopWords& words) {
    const auto article = find_prices(database, Sku{words.article});
    if (!article) return say_no(article.error());
    fmt::print("now\t{}\n", to_string(article->goods.price));
    for (const PlannedPrice& planned : article->planned)
        fmt::print("{}\t{}\n", clock_text(planned.from), to_string(planned.price));
    return kDone;
}

StoreWork work_with(Work work, const std::shared_ptr<ShopWords>& words) {
    return [work, words](Database& database, const std::string&) { return work(database, *words); };
}

}  // namespace

void add_shop_commands(CLI::App& app, const CommandAdder& add) {
    const auto words = std::make_shared<ShopWords>();
    CLI::App& shop = *app.add_subcommand(
        "shop", std::string("a store's settings and staff, TOML") + kOpensStore);
    shop.add_option("FILE", words->file, "takes all of them over");
    shop.require_subcommand(0, 1);
    add(shop, work_with(import_file, words));
    CLI::App& one = *shop.add_subcommand("set", "change one setting");
    one.add_option("KEY", words->key, "store.phone, store.name.ru, receipt.header[0].en")
        ->required();
    one.add_option("VALUE", words->value, "a text as it is, anything else as TOML")->required();
    add(one, work_with(set, words));
    CLI::App& all = *shop.add_subcommand("show", "print them, as tills have them");
    add(all, work_with(show, words));
    for (CLI::App* verb : {&one, &all})
        verb->add_option("--store", words->store, "store id")->required();
}

void add_price_commands(CLI::App& app, const CommandAdder& add) {
    const auto words = std::make_shared<ShopWords>();
    CLI::App& price = *app.add_subcommand("price", "what goods cost and will cost");
    price.require_subcommand(1);
    const auto verb = [&](const char* name, const char* what, Work work) -> CLI::App& {
        CLI::App& added = *price.add_subcommand(name, std::string(what) + kOpensStore);
        added.add_option("--article", words->article, "its sku")->required();
        add(added, work_with(work, words));
        return added;
    };
    CLI::App& set_it = verb("set", "change a price, now or later", set_one_price);
    set_it.add_option("--price", words->price, "like 189.90, of a piece or a kilogram")->required();
    set_it.add_option("--at", words->at, "from then on, by each shop's clock: 2026-12-01T08:30");
    CLI::App& cancel = verb("cancel", "leave a planned change out", cancel_one_price);
    cancel.add_option("--at", words->at, "when it would have been")->required();
    verb("show", "the price of now and the planned ones", show_prices);
}

}  // namespace kopilka::sync
