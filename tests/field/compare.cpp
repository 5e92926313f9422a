#include "tests/field/compare.h"

#include "pos/core/money.h"

#include <map>
#include <stdexcept>

namespace kopilka::field {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

Money money(const Json& value) {
    const auto sum = parse_money(value.get<std::string>());
    if (!sum) throw std::runtime_error("no sum of money: " + value.dump());
    return *sum;
}

class Differences {
public:
    void compare(const std::string& what, const Json& expected, const Json& is) {
        if (text_of(expected) != text_of(is))
            text_ += what + ": expected " + text_of(expected) + ", is " + text_of(is) + "\n";
    }
    // One value of each line of the receipt.
    void compare_lines(const std::string& what, const Json& expected, const Json& lines,
                       const std::string& key) {
        compare("number of lines", expected.size(), lines.size());
        for (std::size_t i = 0; i < std::min(expected.size(), lines.size()); ++i)
            compare("line " + text_of(lines[i].at("id")) + " " + what, expected[i],
                    lines[i].at(key));
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

// "sku 2" for each gift.
Json gifts_in_words(const Json& gifts) {
    Json words = Json::array();
    for (const Json& gift : gifts)
        words.push_back(text_of(gift.at("sku")) + " " + text_of(gift.at("quantity")));
    return words;
}

// "applied 10.00", "missing minimum_amount 40.00", "lost other 5.00".
std::string in_words(const Json& offer) {
    std::string words = offer.at("outcome");
    if (words == "applied" || words == "limited") words += " " + text_of(offer.at("amount"));
    for (const char* key : {"condition", "distance", "lost_to", "by"})
        if (offer.contains(key)) words += " " + text_of(offer.at(key));
    return words;
}

// An offer that a cap or a floor cut short is explained twice: "applied 15.00; limited 5.00 floor".
Json offer_of(const Json& result, const std::string& id) {
    std::string words;
    for (const Json& offer : result.at("offers"))
        if (offer.at("id") == id) words += (words.empty() ? "" : "; ") + in_words(offer);
    return words.empty() ? "not explained" : words;
}

// "accrual 10.00 until 2027-03-10": instants by their date.
std::string ledger_line(const Json& entry) {
    std::string words = text_of(entry.at("kind")) + " " + text_of(entry.at("amount"));
    const auto day = [&](const char* key) { return text_of(entry.at(key)).substr(0, 10); };
    if (entry.contains("active") && !entry.at("active").is_null())
        words += " from " + day("active");
    if (entry.contains("expires") && !entry.at("expires").is_null())
        words += " until " + day("expires");
    return words;
}

Json ledger_in_words(const Json& ledger) {
    Json words = Json::array();
    for (const Json& entry : ledger) words.push_back(ledger_line(entry));
    return words;
}

// "GC-1 60.00, left 90.00" for each certificate of a sale or a return.
Json certificates_in_words(const Json& result) {
    Json words = Json::array();
    for (const Json& tender : result.at("tenders"))
        if (tender.at("kind") == "certificate")
            words.push_back(tender.value("reference", "") + " " + text_of(tender.at("amount")) +
                            ", left " + text_of(tender.at("left")));
    return words;
}

// "card 60.00" for each way of paying.
Json tenders_in_words(const Json& tenders) {
    Json words = Json::array();
    for (const Json& tender : tenders)
        words.push_back(text_of(tender.at("kind")) + " " + text_of(tender.at("amount")));
    return words;
}

// "GC-9 50.00" for each certificate that was sold and came back.
Json cancelled_in_words(const Json& certificates) {
    Json words = Json::array();
    for (const Json& one : certificates)
        words.push_back(text_of(one.at("number")) + " " + text_of(one.at("amount")));
    return words;
}

Json first_of(const Json& named) { return named.empty() ? Json::object() : named.begin().value(); }

using Compare = void (*)(Differences&, const Json& expected, const Json& result);

const std::map<std::string, Compare>& comparisons() {
    static const std::map<std::string, Compare> kAll{
        {"total", [](auto& d, auto& e, auto& r) { d.compare("total", e, r.at("total")); }},
        {"discount",
         [](auto& d, auto& e, auto& r) { d.compare("discount", e, r.at("discount_total")); }},
        {"tax", [](auto& d, auto& e, auto& r) { d.compare("tax", e, r.at("tax_total")); }},
        {"due", [](auto& d, auto& e, auto& r) { d.compare("due", e, r.at("due")); }},
        {"change", [](auto& d, auto& e, auto& r) { d.compare("change", e, r.at("change")); }},
        {"lines",
         [](auto& d, auto& e, auto& r) { d.compare_lines("net", e, r.at("lines"), "net"); }},
        {"discounts", [](auto& d, auto& e,
                         auto& r) { d.compare_lines("discount", e, r.at("lines"), "discount"); }},
        {"taxes",
         [](auto& d, auto& e, auto& r) { d.compare_lines("tax", e, r.at("lines"), "tax"); }},
        {"units",
         [](auto& d, auto& e, auto& r) { d.compare_lines("units", e, r.at("lines"), "units"); }},
        {"earned",
         [](auto& d, auto& e, auto& r) { d.compare("earned", e, r.at("points").at("earned")); }},
        {"redeemed", [](auto& d, auto& e,
                        auto& r) { d.compare("redeemed", e, r.at("points").at("redeemed")); }},
        {"balance", [](auto& d, auto& e,
                       auto& r) { d.compare("balance", e, r.at("points").at("balance_after")); }},
        {"gifts",
         [](auto& d, auto& e, auto& r) { d.compare("gifts", e, gifts_in_words(r.at("gifts"))); }},
        {"stamps", [](auto& d, auto& e, auto& r) { d.compare("stamps", e, r.at("stamps")); }},
        {"coupons",
         [](auto& d, auto& e, auto& r) { d.compare("coupons", e, r.at("coupons_issued").size()); }},
        {"ledger", [](auto& d, auto& e,
                      auto& r) { d.compare("ledger", e, ledger_in_words(r.at("ledger"))); }},
        {"to_go", [](auto& d, auto& e,
                     auto& r) { d.compare("to go", e, first_of(r.at("tiers")).at("to_go")); }},
        {"tenders", [](auto& d, auto& e,
                       auto& r) { d.compare("tenders", e, tenders_in_words(r.at("tenders"))); }},
        {"cancelled",
         [](auto& d, auto& e, auto& r) {
             d.compare("cancelled", e, cancelled_in_words(r.at("certificates_cancelled")));
         }},
        {"certificates",
         [](auto& d, auto& e, auto& r) { d.compare("certificates", e, certificates_in_words(r)); }},
        {"tier", [](auto& d, auto& e, auto& r) { d.compare("tier", e, r.at("tier")); }},
        {"offers",
         [](auto& d, auto& e, auto& r) {
             for (const auto& [id, words] : e.items())
                 d.compare("offer " + id, words, offer_of(r, id));
         }},
    };
    return kAll;
}

std::string law(bool holds, const std::string& text) { return holds ? std::string() : text + "\n"; }

}  // namespace

std::string differences(const Json& expect, const Json& result) {
    Differences found;
    for (const auto& [key, expected] : expect.items()) {
        const auto compare = comparisons().find(key);
        if (compare == comparisons().end())
            throw std::runtime_error("nothing to expect is called \"" + key + "\"");
        compare->second(found, expected, result);
    }
    return found.take();
}

std::string broken_laws(const Json& result) {
    std::string broken;
    Money nets, taxes, discounts;
    for (const Json& line : result.at("lines")) {
        Money units;
        for (const Json& unit : line.at("units")) units += money(unit);
        const std::string name = "line " + text_of(line.at("id"));
        broken += law(units == money(line.at("net")), name + " is not the sum of its units");
        broken += law(kNoMoney <= money(line.at("net")), name + " is negative");
        nets += money(line.at("net"));
        taxes += money(line.at("tax"));
        discounts += money(line.at("discount"));
    }
    const Money total = money(result.at("total"));
    broken += law(total == nets || total == nets + taxes, "lines are not the total");
    broken += law(discounts == money(result.at("discount_total")), "lines are not the discount");
    return broken;
}

}  // namespace kopilka::field
