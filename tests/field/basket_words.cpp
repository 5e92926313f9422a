#include "tests/field/basket_words.h"

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

namespace kopilka::field {
namespace {

using Json = nlohmann::json;

void read_word(const std::string& word, Json& line) {
    static const std::map<std::string, std::string> kSingle{
        {"brand", "brand"}, {"tax", "tax_rate"},           {"min", "minimum_price"},
        {"cost", "cost"},   {"manual", "manual_discount"}, {"id", "id"}};
    static const std::map<std::string, std::string> kList{{"category", "categories"},
                                                          {"tag", "tags"}};
    if (word == "reduced") {
        line["already_reduced"] = true;
        return;
    }
    if (word == "weighed") {
        line["weighed"] = true;
        return;
    }
    const auto equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (const auto single = kSingle.find(key); single != kSingle.end())
        line[single->second] = value;
    else if (const auto list = kList.find(key); list != kList.end())
        line[list->second].push_back(value);
    else
        throw std::runtime_error("a basket line has no \"" + word + "\"");
}

Json line_of(const std::string& text) {
    std::istringstream words(text);
    std::string sku, quantity, times, price;
    words >> sku >> quantity >> times >> price;
    if (times != "x") throw std::runtime_error("a line is \"sku 2 x 1.00\", not \"" + text + "\"");
    Json line{{"sku", sku}, {"quantity", quantity}, {"unit_price", price}};
    for (std::string word; words >> word;) read_word(word, line);
    return line;
}

}  // namespace

Json lines_of(const Json& written) {
    Json lines = Json::array();
    for (const Json& one : written) {
        Json line = one.is_string() ? line_of(one.get<std::string>()) : one;
        if (!line.contains("id")) line["id"] = std::to_string(lines.size() + 1);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace kopilka::field
