// The guide for marketers says what the parser says: its examples parse, and every key that the
// parser knows is named in it.
#include "pos/loyalty/parse.h"

#include <fstream>
#include <iterator>
#include <set>

namespace kopilka {
namespace {

std::string guide() {
    std::ifstream file(std::string(SOURCE_DIR) + "/assets/programmes/README.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> examples() {
    std::vector<std::string> blocks;
    const std::string text = guide();
    const std::string begin = "```toml\n";
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        at += begin.size();
        blocks.push_back(text.substr(at, text.find("```", at) - at));
    }
    return blocks;
}

// A file with an unknown key in each kind of table; the parser answers with the keys it knows.
constexpr std::string_view kUnknownEverywhere = R"(
programme = "p"
name = { ru = "П", en = "P", zzz = 1 }
zzz = 1
certificates = { goods = { zzz = 1 }, zzz = 1 }
settings = { zzz = 1 }
[points]
zzz = 1
worth = { points = 1, money = 1, zzz = 1 }
spend = { zzz = 1, when = { zzz = 1 } }
earn = { zzz = 1 }
lots = { zzz = 1 }
returns = { zzz = 1 }
[tiers]
zzz = 1
[[tier]]
id = "t"
name = "T"
zzz = 1
[[lane]]
id = "goods"
zzz = 1
[[offer]]
id = "a"
name = "A"
zzz = 1
goods = { zzz = 1, except = { zzz = 1 } }
ladder = { by = "amount", zzz = 1, steps = [ { from = 1, percent = 1, zzz = 1 } ] }
pick = { zzz = 1 }
points = { per_unit = 1, zzz = 1 }
costs = { points = 1, zzz = 1 }
earn_stamps = { card = "c", per_unit = 1, zzz = 1 }
gift = { sku = "s", zzz = 1 }
for_each = { quantity = 1, zzz = 1 }
coupon = { prefix = "p", zzz = 1 }
limits = { zzz = 1 }
[offer.when]
zzz = 1
minimum_amount = { amount = 1, zzz = 1 }
minimum_quantity = { quantity = 1, zzz = 1 }
different_goods = { kinds = 1, zzz = 1 }
dates = { from = 2026-01-01, zzz = 1 }
hours = { zzz = 1 }
member_months = { from = 1, zzz = 1 }
purchases = { from = 1, zzz = 1 }
lifetime_spend = { from = 1, zzz = 1 }
birthday = { zzz = 1 }
payment = { methods = "sbp", zzz = 1 }
stamps = { card = "c", zzz = 1 }
points = { zzz = 1 }
[[offer]]
id = "b"
name = "B"
group = { take = 2, zzz = 1 }
[[offer]]
id = "c"
name = "C"
group = { parts = [ { zzz = 1 } ] }
[[offer]]
id = "d"
name = "D"
stamps = { card = "c", every = 2, zzz = 1 }
[[offer]]
id = "e"
name = "E"
points = { by = "amount", zzz = 1, steps = [ { from = 1, per_unit = 1, zzz = 1 } ] }
)";

std::set<std::string> known_keys(std::vector<PublicationFile> files) {
    std::set<std::string> keys;
    const std::string mark = "known here: ";
    const auto parsed = parse_publication(files);
    for (const ProgrammeError& error : parsed.error()) {
        const auto at = error.text.find(mark);
        if (at == std::string::npos) continue;
        std::string rest = error.text.substr(at + mark.size()) + ", ";
        for (std::size_t comma; (comma = rest.find(", ")) != std::string::npos;
             rest.erase(0, comma + 2))
            keys.insert(rest.substr(0, comma));
    }
    return keys;
}

TEST(Guide, HasOnlyExamplesThatParse) {
    EXPECT_GE(examples().size(), 3U);
    for (const std::string& example : examples()) {
        const auto parsed = parse_publication(std::vector{PublicationFile{"README.md", example}});
        EXPECT_TRUE(parsed) << example << to_string(parsed.error().front());
    }
}

TEST(Guide, NamesEveryKeyThatTheParserKnows) {
    std::set<std::string> keys = known_keys({{"p.toml", std::string(kUnknownEverywhere)}});
    keys.merge(known_keys({{"m.toml", "programmes = []\nzzz = 1\nsettings = { zzz = 1 }\n"}}));
    EXPECT_GE(keys.size(), 80U);
    const std::string text = guide();
    for (const std::string& key : keys)
        EXPECT_TRUE(text.find("`" + key + "`") != std::string::npos ||
                    text.find(key + " = ") != std::string::npos)
            << key << " is not in assets/programmes/README.md";
}

}  // namespace
}  // namespace kopilka
