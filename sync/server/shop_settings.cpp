#include "sync/server/shop_settings.h"

#include "sync/server/feed.h"
#include "sync/server/shops.h"

#include <sstream>

#include <toml++/toml.h>

namespace kopilka::sync {
namespace {

std::optional<toml::table> parse(const std::string& text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

// Between double quotes, as people write shops' files.
std::string quoted(const std::string& text) {
    const toml::value<std::string> value(text);
    std::ostringstream out;
    out << toml::toml_formatter(
        value, toml::toml_formatter::default_flags & ~toml::format_flags::allow_literal_strings);
    return out.str();
}

// Columns count letters, not bytes.
std::size_t offset_of(std::string_view text, const toml::source_position& place) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
    for (toml::source_index column = 1; column < place.column && at < text.size(); ++column) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) ++at;
    }
    return at;
}

std::string replaced(const std::string& text, const toml::source_region& region,
                     const std::string& value) {
    const std::size_t begin = offset_of(text, region.begin);
    return text.substr(0, begin) + value + text.substr(offset_of(text, region.end));
}

// A line of its own under "[table]"; empty: there is no such table, or it is written otherwise.
std::string added(const std::string& text, const toml::table& all, const std::string& key,
                  const std::string& value) {
    const std::size_t dot = key.rfind('.');
    if (dot == std::string::npos) return "";
    const toml::node_view table = toml::at_path(all, key.substr(0, dot));
    if (!table.is_table() || table.as_table()->is_inline()) return "";
    const std::size_t header = text.find("[" + key.substr(0, dot) + "]\n");
    if (header == std::string::npos) return "";
    const std::size_t line = text.find('\n', header) + 1;
    return text.substr(0, line) + key.substr(dot + 1) + " = " + value + "\n" + text.substr(line);
}

tl::unexpected<Error> no_such_key(const std::string& key) {
    return fail(Errc::Invalid, "the shop's text has no place for " + key +
                                   ": central shop show has all keys, like store.phone");
}

}  // namespace

Result<std::string> with_setting(std::string_view toml, const std::string& key,
                                 const std::string& value) {
    const std::string text(toml);
    const auto all = parse(text);
    if (!all) return fail(Errc::Invalid, "the shop's text is not TOML");
    if (key.starts_with("staff"))
        return fail(Errc::Invalid, "staff is not the shop's text's business: central staff");
    if (key == "store.id") return fail(Errc::Invalid, "a store keeps its id");
    const toml::node_view known = toml::at_path(*all, key);
    if (known && !known.is_string()) return replaced(text, known.node()->source(), value);
    if (known) return replaced(text, known.node()->source(), quoted(value));
    std::string longer = added(text, *all, key, quoted(value));
    if (longer.empty()) return no_such_key(key);
    return longer;
}

Result<void> change_shop(Database& database, const StoreId& store, const std::string& key,
                         const std::string& value) {
    Error no;
    auto done = database.write([&] {
        no = {};
        const auto shop = find_shop(database, store);
        if (!shop) {
            no = {Errc::NotFound,
                  "no store " + store.value + " has settings yet: central shop FILE"};
            return;
        }
        auto changed = with_setting(shop->text, key, value);
        const auto settings = changed ? parse_shop(*changed, key) : tl::unexpected(changed.error());
        if (!settings)
            no = settings.error();
        else
            put_thing(database, store, ShopText{*std::move(changed)});
    });
    if (!done) return done;
    if (!no.detail.empty()) return tl::unexpected(no);
    return {};
}

}  // namespace kopilka::sync
