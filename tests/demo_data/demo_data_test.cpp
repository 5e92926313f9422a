// What the demo data promises: numbers that a scanner accepts, names in both languages, sums that
// make sense, and eight named members who are where assets/demo/README.md says.
// How the importers read the files is tested with the importers.
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <toml++/toml.h>

namespace kopilka {
namespace {

using nlohmann::json;
using testing::Ge;
using testing::IsEmpty;

const std::string kFolder = std::string(SOURCE_DIR) + "/assets/demo/";

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}
const json& catalogue() {
    static const json kData = json::parse(read(kFolder + "catalogue.json"));
    return kData;
}
const json& members() {
    static const json kData = json::parse(read(kFolder + "members.json")).at("members");
    return kData;
}
const toml::table& shop() {
    static const toml::table kData = toml::parse(read(kFolder + "shop.toml"));
    return kData;
}

// Everything that is wrong, in one list: a person mending the data sees all of it at once.
class Complaints {
public:
    void unless(bool good, const std::string& who, std::string_view what) {
        if (!good) list_.push_back(who + ": " + std::string(what));
    }
    const std::vector<std::string>& list() const { return list_; }

private:
    std::vector<std::string> list_;
};

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
// GS1 General Specifications, 7.9: weights 3, 1, 3, … from the right.
bool has_gs1_check_digit(std::string_view digits) {
    int sum = 0;
    int weight = 1;
    for (auto c = digits.rbegin(); c != digits.rend(); ++c, weight = 4 - weight)
        sum += (*c - '0') * weight;
    return sum % 10 == 0;
}
// ISO/IEC 7812-1, annex B.
bool has_luhn_digit(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
        const int n = (*c - '0') * (twice ? 2 : 1);
        sum += n > 9 ? n - 9 : n;
    }
    return sum % 10 == 0;
}
bool is_barcode(const std::string& code) {
    if (is_digits(code))
        return (code.size() == 13 || code.size() == 8) && has_gs1_check_digit(code);
    return code.starts_with("KOP-");
}

bool in_both_languages(const json& name) {
    return !name.at("ru").get<std::string>().empty() && !name.at("en").get<std::string>().empty();
}
bool has_cyrillic(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c == '\xD0' || c == '\xD1'; });
}
Money money(const json& object, const char* key) {
    const auto parsed = parse_money(object.at(key).get<std::string>());
    return parsed ? *parsed : Money::of(-1);
}

// "today", "today-120", "today+12" or a plain date.
std::optional<Date> resolve(const std::string& text, Date today) {
    constexpr std::string_view kToday = "today";
    if (!text.starts_with(kToday)) return parse_date(text);
    std::string_view rest = std::string_view(text).substr(kToday.size());
    if (rest.empty()) return today;
    if (rest.size() < 2 || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
    std::int32_t days = 0;
    const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), days);
    if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    return plus_days(today, rest[0] == '+' ? days : -days);
}
const std::array kDaysOfImport = {to_date({2026, 11, 1}), to_date({2028, 2, 29}),
                                  to_date({2040, 1, 1})};

std::string range_of(const std::string& number) {
    for (const auto& range : *shop()["code_range"].as_array()) {
        const toml::table& row = *range.as_table();
        if (number.starts_with(row["prefix"].value_or<std::string>("?")))
            return row["meaning"].value_or<std::string>("");
    }
    return "";
}
std::set<std::string> ids_of(const char* table, const char* key = "id") {
    std::set<std::string> ids;
    for (const auto& row : *shop()[table].as_array())
        EXPECT_TRUE(ids.insert((*row.as_table())[key].value_or<std::string>("")).second) << table;
    return ids;
}

TEST(DemoCatalogue, IsLargeEnoughForAShop) {
    EXPECT_THAT(catalogue().at("goods").size(), Ge(320U));
    EXPECT_THAT(catalogue().at("categories").size(), Ge(14U));
}

TEST(DemoCatalogue, HasCodesThatAScannerAccepts) {
    Complaints complaints;
    std::map<std::size_t, int> by_length;
    for (const auto& goods : catalogue().at("goods"))
        for (const std::string code : goods.at("barcodes")) {
            complaints.unless(is_barcode(code), goods.at("sku"), "check digit of " + code);
            complaints.unless(range_of(code).empty(), goods.at("sku"), code + " is in a range");
            ++by_length[code.size()];
        }
    EXPECT_THAT(complaints.list(), IsEmpty());
    EXPECT_THAT(by_length[13], Ge(250));
    EXPECT_THAT(by_length[8], Ge(5));
}

TEST(DemoCatalogue, KnowsEveryGoodsOnce) {
    Complaints complaints;
    std::set<std::string> seen;
    for (const auto& goods : catalogue().at("goods")) {
        const std::string sku = goods.at("sku");
        std::vector<std::string> keys = {"sku " + sku};
        keys.push_back("ru " + goods.at("name").at("ru").get<std::string>());
        keys.push_back("en " + goods.at("name").at("en").get<std::string>());
        for (const std::string code : goods.at("barcodes")) keys.push_back("code " + code);
        if (goods.contains("item")) keys.push_back("item " + goods["item"].get<std::string>());
        if (goods.contains("button")) keys.push_back("button " + goods["button"].dump());
        for (const auto& key : keys) complaints.unless(seen.insert(key).second, sku, key);
    }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoCatalogue, SpeaksBothLanguages) {
    Complaints complaints;
    for (const char* list : {"categories", "goods"})
        for (const auto& row : catalogue().at(list)) {
            const json& name = row.at("name");
            complaints.unless(
                in_both_languages(name) && has_cyrillic(name["ru"]) && !has_cyrillic(name["en"]),
                name.dump(), "one language in the other's place, or none");
        }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoCatalogue, HasPricesThatMakeSense) {
    Complaints complaints;
    for (const auto& goods : catalogue().at("goods")) {
        const std::string sku = goods.at("sku");
        const Money price = money(goods, "price");
        complaints.unless(price > kNoMoney, sku, "price");
        complaints.unless(money(goods, "cost") >= kNoMoney && money(goods, "cost") <= price, sku,
                          "cost");
        if (!goods.contains("minimum_price")) continue;
        const Money least = money(goods, "minimum_price");
        complaints.unless(least > kNoMoney && least <= price, sku, "minimum_price");
    }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoCatalogue, NamesOnlyCategoriesDepartmentsAndRatesThatExist) {
    std::set<std::string> categories;
    for (const auto& row : catalogue().at("categories")) categories.insert(row.at("id"));
    const auto departments = ids_of("department");
    Complaints complaints;
    std::set<std::string> used;
    for (const auto& goods : catalogue().at("goods")) {
        const std::string sku = goods.at("sku");
        const json& own = goods.at("categories");
        complaints.unless(!own.empty() && own.size() <= 3, sku, "1..3 categories");
        for (const std::string id : own) {
            complaints.unless(categories.contains(id), sku, "category " + id);
            used.insert(id);
        }
        complaints.unless(departments.contains(goods.at("department")), sku, "department");
        const std::string rate = goods.at("tax_rate");
        complaints.unless(rate == "20" || rate == "10" || rate == "0", sku, "tax_rate");
        const bool by_weight = goods.at("unit") == "kg";
        complaints.unless(by_weight || goods.at("unit") == "piece", sku, "unit");
        const std::string item = goods.value("item", "");
        complaints.unless(by_weight == (is_digits(item) && item.size() == 5), sku, "item");
    }
    EXPECT_THAT(complaints.list(), IsEmpty());
    EXPECT_EQ(used, categories) << "a category without goods";
}

TEST(DemoCatalogue, OffersOnAButtonOnlyWhatNeedsNoDataMatrix) {
    Complaints complaints;
    for (const auto& goods : catalogue().at("goods"))
        complaints.unless(!goods.contains("button") || !goods.at("marked"), goods.at("sku"),
                          "marked goods behind a button");
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoCatalogue, SellsWhatTheOffersAreAbout) {
    std::set<std::string> there;
    for (const auto& goods : catalogue().at("goods")) {
        there.insert(goods.at("sku").get<std::string>());
        for (const std::string tag : goods.at("tags")) there.insert("tag " + tag);
        if (goods.at("already_reduced")) there.insert("reduced");
        if (goods.at("marked")) there.insert("marked");
        if (goods.contains("age")) there.insert("age " + goods["age"].dump());
    }
    for (const char* wanted : {"COF-ESPRESSO",    "COF-CAPPUCCINO-300",
                               "CAKE-HONEY",      "CHEESE-RUSSIAN",
                               "VEG-TOMATO",      "FRUIT-APPLE-RED",
                               "GIFT-1000",       "CLUB-YEAR",
                               "GIFT-PEN",        "BAT-AA-4",
                               "tag gift",        "tag novelty",
                               "tag two-for-one", "tag toy-without-batteries",
                               "tag batteries",   "tag consumable",
                               "tag certificate", "tag membership",
                               "reduced",         "marked",
                               "age 18"})
        EXPECT_TRUE(there.contains(wanted)) << wanted;
}

TEST(DemoMembers, AreManyAndEachIsOnlyOnce) {
    EXPECT_EQ(members().size(), 1200U);
    Complaints complaints;
    std::set<std::string> seen;
    for (const auto& member : members()) {
        const std::string id = member.at("id");
        complaints.unless(parse_member_id(id).has_value() && seen.insert(id).second, id, "id");
        const std::string phone = member.at("phone");
        complaints.unless(phone.empty() || seen.insert(phone).second, id, phone);
        complaints.unless(phone.empty() || (phone.starts_with("+7999000") && phone.size() == 12 &&
                                            is_digits(phone.substr(1))),
                          id, "a phone outside the invented range");
        complaints.unless(!phone.empty() || !member.at("cards").empty(), id, "cannot be found");
        for (const std::string card : member.at("cards"))
            complaints.unless(seen.insert(card).second, id, card);
    }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoMembers, HoldCardsThatTheShopReads) {
    Complaints complaints;
    for (const auto& member : members())
        for (const std::string card : member.at("cards")) {
            if (card.starts_with("KT1-")) continue;
            const bool checked = card.size() == 13 ? has_gs1_check_digit(card)
                                                   : card.size() == 16 && has_luhn_digit(card);
            complaints.unless(is_digits(card) && checked && range_of(card) == "card",
                              member.at("id"), card);
        }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

TEST(DemoMembers, HaveDatesAndLotsThatMakeSenseOnAnyDayOfImport) {
    Complaints complaints;
    for (const Date today : kDaysOfImport)
        for (const auto& member : members()) {
            const std::string id = member.at("id");
            const auto day = [&](const json& value) {
                return value.is_null() ? std::nullopt : resolve(value, today);
            };
            const auto joined = day(member.at("joined"));
            const auto last = day(member.at("last_purchase"));
            complaints.unless(joined && *joined <= today, id, "joined");
            complaints.unless(last.has_value() == (member.at("purchases") > 0), id, "never bought");
            if (joined && last)
                complaints.unless(*joined <= *last && *last < today, id, "last_purchase");
            complaints.unless(member.at("birthday").is_null() || day(member["birthday"]), id,
                              "birthday");
            complaints.unless(money(member, "lifetime_spend") >= kNoMoney, id, "lifetime_spend");
            for (const auto& [programme, account] : member.at("accounts").items())
                for (const auto& lot : account.at("lots")) {
                    const auto active = day(lot.at("active"));
                    const auto expires = day(lot.at("expires"));
                    const auto amount = parse_points(lot.at("amount").get<std::string>());
                    complaints.unless(amount && *amount > kNoPoints, id, programme + " amount");
                    complaints.unless(
                        active && (lot["expires"].is_null() || (expires && *active < *expires)), id,
                        programme + " lot dates");
                }
        }
    EXPECT_THAT(complaints.list(), IsEmpty());
}

// cards.tsv: name, kind, number, text; a phone stands there with its plus.
TEST(DemoMembers, NamedOnCardsCarryThoseNumbers) {
    const std::map<std::string, std::string> first_names = {
        {"anna", "Анна"},   {"boris", "Борис"}, {"vera", "Вера"}, {"gleb", "Глеб"},
        {"daria", "Дарья"}, {"egor", "Егор"},   {"zoya", "Зоя"},  {"ilya", "Илья"}};
    std::istringstream lines(read(kFolder + "cards.tsv"));
    std::string line;
    std::getline(lines, line);
    std::size_t named = 0;
    for (; std::getline(lines, line); ++named) {
        std::istringstream fields(line);
        std::string name, kind, number;
        std::getline(std::getline(std::getline(fields, name, '\t'), kind, '\t'), number, '\t');
        ASSERT_TRUE(first_names.contains(name)) << name;
        const auto& member = members().at(named);
        EXPECT_EQ(member.at("first_name"), first_names.at(name));
        const json held = number[0] == '+' ? json(member.at("phone")) : member.at("cards").at(0);
        EXPECT_EQ(held, number) << name;
    }
    EXPECT_EQ(named, first_names.size());
}

TEST(DemoMembers, AreMadeAgainByteForByte) {
    const std::string script = std::string(SOURCE_DIR) + "/tests/demo_data/make_members";
    const auto close = [](std::FILE* pipe) { return pclose(pipe); };
    const std::unique_ptr<std::FILE, decltype(close)> pipe(
        popen(("sh '" + script + "'").c_str(), "r"), close);
    ASSERT_TRUE(pipe);
    std::string made;
    std::array<char, 65536> chunk{};
    while (const std::size_t size = std::fread(chunk.data(), 1, chunk.size(), pipe.get()))
        made.append(chunk.data(), size);
    EXPECT_TRUE(made == read(kFolder + "members.json"))
        << "run tests/demo_data/make_members > assets/demo/members.json";
}

TEST(DemoShop, HasNoOverlappingCodeRanges) {
    const auto prefixes = ids_of("code_range", "prefix");
    // Sorted: a prefix that begins another stands right before the first such one.
    const auto within = [](const auto& a, const auto& b) { return b.starts_with(a); };
    EXPECT_EQ(std::adjacent_find(prefixes.begin(), prefixes.end(), within), prefixes.end());
}

TEST(DemoShop, EmploysPeopleWhoseRolesExist) {
    const auto roles = ids_of("role");
    EXPECT_EQ(roles, (std::set<std::string>{"cashier", "manager", "senior"}));
    EXPECT_THAT(ids_of("staff").size(), Ge(6U));
    for (const auto& pin : ids_of("staff", "pin")) EXPECT_TRUE(is_digits(pin) && pin.size() == 4);
    for (const auto& person : *shop()["staff"].as_array())
        EXPECT_TRUE(roles.contains((*person.as_table())["role"].value_or<std::string>("")));
}

TEST(DemoShop, CountsInMoneyThatExists) {
    std::vector<std::string> sums = {shop()["cash"]["float"].value_or<std::string>("")};
    for (const char* list : {"banknotes", "denominations"})
        for (const auto& sum : *shop()["cash"][list].as_array())
            sums.push_back(sum.value_or<std::string>(""));
    for (const auto& sum : sums) EXPECT_THAT(parse_money(sum).value_or(kNoMoney), Ge(Money::of(1)));
}

void expect_both_languages(const toml::node& node, const std::string& where) {
    if (const auto* array = node.as_array())
        for (const auto& item : *array) expect_both_languages(item, where);
    const auto* table = node.as_table();
    if (!table) return;
    EXPECT_EQ(table->contains("ru"), table->contains("en")) << where;
    for (const auto& [key, value] : *table)
        expect_both_languages(value, where + "." + std::string(key.str()));
}
TEST(DemoShop, SpeaksBothLanguages) { expect_both_languages(shop(), "shop"); }

}  // namespace
}  // namespace kopilka
