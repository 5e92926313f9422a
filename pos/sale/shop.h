// What a shop is and what its people may do: one TOML file (assets/demo/shop.toml shows every key).
// Not here: goods, programmes, keys, devices.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/ratio.h"
#include "pos/core/result.h"
#include "pos/core/text.h"
#include "pos/sale/journal_entry.h"
#include "pos/sale/price.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

// Goods rung up without a code are sold through a department.
struct Department {
    std::string id;
    Localized name;
    BasisPoints tax_rate;
    std::uint8_t age_limit = 0;
    bool operator==(const Department&) const = default;
};

// What a role may do alone; beyond it somebody whose role may approves by PIN.
struct RoleLimits {
    Localized name;
    BasisPoints line_discount;  // most off a line by hand; a lower price by hand counts as one
    bool manual_price = false;
    bool void_line = false;
    bool void_receipt = false;
    bool return_with_receipt = false;
    bool return_without_receipt = false;  // found in the journal, not by its code
    bool open_drawer = false;
    bool cash_in_out = false;
    bool x_report = false;
    bool close_shift = false;
    bool operator==(const RoleLimits&) const = default;
};

struct StaffMember {
    CashierId id;
    Localized name;
    Role role = Role::Cashier;
    std::string pin;  // only in a file for import (demo data); whoever imports it clears it
    bool operator==(const StaffMember&) const = default;
};

// One row of the table that says what a code's first characters mean. Rows only: pos/scan builds
// its table from them and refuses overlaps.
enum class CodeMeaning : std::uint8_t { Card, Weight, Price, Coupon, Goods };
struct CodeRow {
    std::string prefix;
    CodeMeaning meaning = CodeMeaning::Card;
    std::uint32_t length = 0;        // of the whole code; 0: not said
    std::uint32_t item_digits = 0;   // Weight, Price
    std::uint32_t value_digits = 0;  // Weight, Price
    bool operator==(const CodeRow&) const = default;
};

struct ShopSettings {
    std::string chain;
    StoreId store;
    Localized name;
    Localized company;
    Localized address;
    std::string tax_id;
    std::string phone;
    std::string currency = "RUB";
    TaxMode tax = TaxMode::Included;
    std::int32_t utc_offset_minutes = 0;
    Language language = Language::Russian;  // of receipts, and of the screen at start
    std::vector<TillId> tills;
    std::string
        store_server;  // "shop-server:8701", in the shop's own network; empty: there is none
    std::vector<CodeRow> code_rows;
    std::vector<Department> departments;
    std::map<Role, RoleLimits> roles;  // all three
    std::vector<StaffMember> staff;
    std::vector<Localized> receipt_header;
    std::vector<Localized> receipt_footer;
    std::vector<Localized> receipt_advert;  // a supplier's block; empty: none
    std::vector<Money> banknotes;           // of the quick buttons, ascending
    std::vector<Money> denominations;       // a drawer is counted by, descending
    Money usual_float;
    bool operator==(const ShopSettings&) const = default;
};

const RoleLimits& limits(const ShopSettings& shop, Role role);
const StaffMember* find_staff(const ShopSettings& shop, const CashierId& id);
const Department* find_department(const ShopSettings& shop, std::string_view id);

// Errc::Invalid with "file:line:column: what is wrong and what to write instead".
Result<ShopSettings> parse_shop(std::string_view toml, std::string_view file_name);

}  // namespace kopilka
