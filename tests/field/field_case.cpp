#include "tests/field/field_case.h"

#include "tests/field/basket_words.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include <toml++/toml.h>

namespace kopilka::field {
namespace {

using Json = nlohmann::json;

std::filesystem::path folder() { return std::filesystem::path(SOURCE_DIR) / "tests/field/cases"; }

template <typename T>
std::string written(const T& value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

Json json_of(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        Json json = Json::object();
        for (const auto& [key, value] : *table) json[std::string(key.str())] = json_of(value);
        return json;
    }
    if (const auto* array = node.as_array()) {
        Json json = Json::array();
        for (const toml::node& value : *array) json.push_back(json_of(value));
        return json;
    }
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* truth = node.as_boolean()) return truth->get();
    if (const auto* date = node.as_date()) return written(date->get());
    throw std::runtime_error("sums stand in quotes: " + written(node.source()));
}

Json part(const Json& table, const std::string& key) {
    return table.contains(key) ? table.at(key) : Json::object();
}

// Keys of `more` take the place of those of `usual`.
Json merged(Json usual, const Json& more) {
    usual.update(more);
    return usual;
}

Json basket(const Json& usual, const Json& written) {
    Json json =
        merged(merged({{"tax", "none"}, {"at", "2026-03-10T12:00:00+03:00"}}, usual), written);
    if (json.contains("lines")) json["lines"] = lines_of(json.at("lines"));
    // TOML has no null: member = false is a stranger where the file has a member for all.
    if (json.contains("member"))
        json["member"] =
            json.at("member").is_object() ? merged({{"id", "member"}}, json.at("member")) : Json();
    return json;
}

std::string whole_programme(const std::string& text) {
    return text.starts_with("programme") ? text
                                         : "programme = \"field\"\nname = \"Field\"\n" + text;
}

Step return_of(const Json& written, const Json& at) {
    Json units = Json::array();
    for (const auto& [line, numbers] : written.at("units").items())
        units.push_back({{"id", line}, {"units", numbers}});
    const Json usual{{"return", std::move(units)}, {"at", at}};
    return {merged(usual, part(written, "basket")), part(written, "expect")};
}

Case case_of(const Json& file, const Json& group, const Json& written) {
    Case one;
    one.name = written.at("name");
    one.programme = whole_programme(
        (written.contains("programme") ? written : group).at("programme").get<std::string>());
    const Json usual = merged(part(file, "basket"), part(group, "basket"));
    one.sale = {basket(usual, part(written, "basket")), part(written, "expect")};
    if (written.contains("return"))
        for (const Json& back : written.at("return"))
            one.returns.push_back(return_of(back, one.sale.input.at("at")));
    return one;
}

}  // namespace

std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder()))
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem());
    std::ranges::sort(names);
    return names;
}

std::vector<Case> read_cases(const std::string& file) {
    std::vector<Case> cases;
    std::string now = "the beginning";
    try {
        const Json json = json_of(toml::parse_file((folder() / (file + ".toml")).string()));
        for (const Json& group : json.at("group"))
            for (const Json& written : group.at("case")) {
                now = written.at("name");
                cases.push_back(case_of(json, group, written));
            }
    } catch (const toml::parse_error& error) {
        throw std::runtime_error(file + ": " + written(error));
    } catch (const std::exception& error) {
        throw std::runtime_error(file + ", after \"" + now + "\": " + error.what());
    }
    return cases;
}

}  // namespace kopilka::field
