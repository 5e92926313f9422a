// The shop's file, table by table. Every mistake is named with its place (loyalty/table_reader.h).
#include "pos/loyalty/table_reader.h"
#include "pos/sale/shop.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::array<std::pair<std::string_view, TaxMode>, 3> kTaxModes{
    {{"included", TaxMode::Included}, {"excluded", TaxMode::Excluded}, {"none", TaxMode::None}}};
constexpr std::array<std::pair<std::string_view, Language>, 2> kLanguages{
    {{"ru", Language::Russian}, {"en", Language::English}}};
constexpr std::array<std::pair<std::string_view, Role>, 3> kRoles{
    {{"cashier", Role::Cashier}, {"senior", Role::Senior}, {"manager", Role::Manager}}};
constexpr std::array<std::pair<std::string_view, CodeMeaning>, 5> kMeanings{
    {{"card", CodeMeaning::Card},
     {"weight", CodeMeaning::Weight},
     {"price", CodeMeaning::Price},
     {"coupon", CodeMeaning::Coupon},
     {"goods", CodeMeaning::Goods}}};

std::string needed(TableReader& table, std::string_view key, std::string_view example) {
    if (!table.has(key))
        table.errors().add(table.place(), "\"" + std::string(key) + "\" is missing; write " +
                                              std::string(key) + " = " + std::string(example));
    return table.text(key).value_or("");
}

Localized name_in(TableReader& table, std::string_view key) {
    if (!table.has(key))
        table.errors().add(table.place(), "\"" + std::string(key) + "\" is missing; write " +
                                              std::string(key) + " = { ru = \"…\", en = \"…\" }");
    return table.localized(key).value_or(Localized{});
}

bool allowed(TableReader& table, std::string_view key) {
    return table.boolean(key).value_or(false);
}

std::uint32_t digits(TableReader& table, std::string_view key) {
    return static_cast<std::uint32_t>(table.integer(key, 0, 64).value_or(0));
}

std::uint8_t age_in(TableReader& table) {
    return static_cast<std::uint8_t>(table.integer("age", 0, 120).value_or(0));
}

void read_store(TableReader table, ShopSettings& shop) {
    shop.store = {table.id("id")};
    shop.name = name_in(table, "name");
    shop.address = name_in(table, "address");
    shop.company = name_in(table, "company");
    shop.phone = needed(table, "phone", "\"+79990000000\"");
    shop.tax_id = needed(table, "tax_id", "\"7800000000\"");
    shop.currency = needed(table, "currency", "\"RUB\"");
    shop.tax = table.choice("tax", kTaxModes).value_or(TaxMode::Included);
    table.texts("tax_rates");  // of the catalogue; checked where goods are imported
    shop.utc_offset_minutes =
        static_cast<std::int32_t>(table.integer("utc_offset_minutes", -720, 840).value_or(0));
    shop.language = table.choice("language", kLanguages).value_or(Language::Russian);
    for (std::string& till : table.texts("tills")) shop.tills.push_back({std::move(till)});
    shop.store_server = table.text("store_server").value_or("");
    table.finish();
}

CodeRow read_code_row(TableReader table) {
    CodeRow row;
    row.prefix = needed(table, "prefix", "\"29\"");
    row.meaning = table.choice("meaning", kMeanings).value_or(CodeMeaning::Card);
    row.length = digits(table, "length");
    row.item_digits = digits(table, "item_digits");
    row.value_digits = digits(table, "value_digits");
    table.finish();
    return row;
}

Department read_department(TableReader table) {
    Department department;
    department.id = needed(table, "id", "\"1\"");
    department.name = name_in(table, "name");
    department.tax_rate = table.percent("tax_rate").value_or(BasisPoints{});
    department.age_limit = age_in(table);
    table.finish();
    return department;
}

void read_role(TableReader table, ShopSettings& shop) {
    const auto role = table.choice("id", kRoles);
    RoleLimits limits;
    limits.name = name_in(table, "name");
    limits.line_discount = table.percent("line_discount_max_percent").value_or(BasisPoints{});
    limits.manual_price = allowed(table, "manual_price");
    limits.void_line = allowed(table, "void_line");
    limits.void_receipt = allowed(table, "void_receipt");
    limits.return_with_receipt = allowed(table, "return_with_receipt");
    limits.return_without_receipt = allowed(table, "return_without_receipt");
    limits.open_drawer = allowed(table, "open_drawer");
    limits.cash_in_out = allowed(table, "cash_in_out");
    limits.x_report = allowed(table, "x_report");
    limits.close_shift = allowed(table, "close_shift");
    table.finish();
    if (role && !shop.roles.emplace(*role, limits).second)
        table.wrong("id", "stands here twice; describe each role once");
}

StaffMember read_staff(TableReader table) {
    StaffMember staff;
    staff.id = {table.id("id")};
    staff.name = name_in(table, "name");
    staff.role = table.choice("role", kRoles).value_or(Role::Cashier);
    staff.pin = table.text("pin").value_or("");
    table.finish();
    return staff;
}

std::vector<Localized> read_lines(TableReader& table, std::string_view key) {
    std::vector<Localized> lines;
    for (TableReader& line : table.tables(key, "line of " + std::string(key))) {
        lines.push_back({needed(line, "ru", "\"…\""), needed(line, "en", "\"…\"")});
        line.finish();
    }
    return lines;
}

void read_receipt(TableReader table, ShopSettings& shop) {
    shop.receipt_header = read_lines(table, "header");
    shop.receipt_footer = read_lines(table, "footer");
    if (auto advert = table.table("advert", "advert")) {
        advert->text("supplier");
        shop.receipt_advert = read_lines(*advert, "lines");
        advert->finish();
    }
    table.finish();
}

std::vector<Money> read_sums(TableReader& table, std::string_view key) {
    std::vector<Money> sums;
    for (const std::string& text : table.texts(key)) {
        const auto sum = parse_money(text);
        if (sum && *sum > kNoMoney)
            sums.push_back(*sum);
        else
            table.wrong(key, "holds \"" + text + "\"; write sums such as \"100.00\"");
    }
    return sums;
}

void read_cash(TableReader table, ShopSettings& shop) {
    shop.banknotes = read_sums(table, "banknotes");
    std::ranges::sort(shop.banknotes);
    shop.denominations = read_sums(table, "denominations");
    std::ranges::sort(shop.denominations, std::greater{});
    shop.usual_float = table.money("float").value_or(kNoMoney);
    table.finish();
}

void need_all_roles(TableReader& root, const ShopSettings& shop) {
    for (const auto& [name, role] : kRoles)
        if (!shop.roles.contains(role))
            root.errors().add(root.place(), "the role \"" + std::string(name) +
                                                "\" is missing; add [[role]] id = \"" +
                                                std::string(name) + "\"");
}

void read_root(TableReader& root, ShopSettings& shop) {
    if (auto chain = root.table("chain", "chain")) {
        shop.chain = chain->id("id");
        chain->localized("name");
        chain->finish();
    }
    if (auto store = root.table("store", "store"))
        read_store(std::move(*store), shop);
    else if (!root.has("store"))
        root.errors().add(root.place(), "the table [store] is missing; say which shop this is");
    for (TableReader& row : root.tables("code_range", "code_range"))
        shop.code_rows.push_back(read_code_row(std::move(row)));
    for (TableReader& department : root.tables("department", "department"))
        shop.departments.push_back(read_department(std::move(department)));
    for (TableReader& role : root.tables("role", "role")) read_role(std::move(role), shop);
    for (TableReader& staff : root.tables("staff", "staff"))
        shop.staff.push_back(read_staff(std::move(staff)));
    if (auto receipt = root.table("receipt", "receipt")) read_receipt(std::move(*receipt), shop);
    if (auto cash = root.table("cash", "cash")) read_cash(std::move(*cash), shop);
    if (auto consent = root.table("consent", "consent")) {
        consent->text("version");
        consent->localized("label");
        consent->finish();
    }
    need_all_roles(root, shop);
    root.finish();
}

}  // namespace

Result<ShopSettings> parse_shop(std::string_view toml, std::string_view file_name) {
    const auto tree = parse_toml({std::string(file_name), std::string(toml)});
    if (!tree) return fail(Errc::Invalid, to_string(tree.error()));
    ErrorList errors{std::string(file_name), {}};
    TableReader root(*tree->table(), {}, "the file", errors);
    ShopSettings shop;
    read_root(root, shop);
    if (errors.errors.empty()) return shop;
    std::string text;
    for (const ProgrammeError& error : errors.errors)
        text += (text.empty() ? "" : "\n") + to_string(error);
    return fail(Errc::Invalid, std::move(text));
}

}  // namespace kopilka
