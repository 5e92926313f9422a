// Baskets in JSON, written in a few words.
#pragma once
#include <string>
#include <vector>

namespace kopilka {

struct JsonLine {
    std::string sku, price, quantity = "1";
    std::string category;
    std::string more;  // further keys: "\"tags\":[\"novelty\"]"
};

struct JsonBasket {
    std::vector<JsonLine> lines;
    std::string member = "";  // keys of the member; empty: a stranger
    std::string more = "";    // further keys of the basket: "\"codes\":[\"SPRING\"]"
    std::string at = "2026-03-10T12:00:00+03:00";  // a Tuesday

    std::string text() const {
        std::string json = "{\"tax\":\"included\",\"at\":\"" + at + "\",\"store\":\"nevsky\"";
        json += ",\"member\":" + (member.empty() ? "null" : "{\"id\":\"m\"," + member + "}");
        if (!more.empty()) json += "," + more;
        json += ",\"lines\":[";
        for (std::size_t i = 0; i < lines.size(); ++i) json += (i > 0 ? "," : "") + line(i);
        return json + "]}";
    }
    std::string line(std::size_t i) const {
        const JsonLine& one = lines[i];
        return "{\"id\":\"" + std::to_string(i + 1) + "\",\"sku\":\"" + one.sku +
               "\",\"quantity\":\"" + one.quantity + "\",\"unit_price\":\"" + one.price +
               "\",\"categories\":[\"" + one.category + "\"],\"tax_rate\":\"20\"" +
               (one.more.empty() ? "" : "," + one.more) + "}";
    }
};

}  // namespace kopilka
