#include "tests/price/golden.h"

#include "tests/price/command_kit.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace kopilka {
namespace {

constexpr std::string_view kFolder = "tests/price/golden/";

// Names of the files that end so, without that end.
std::vector<std::string> names_in(const std::string& folder, std::string_view end) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(in_repository(folder))) {
        const std::string name = entry.path().filename();
        if (name.ends_with(end)) names.push_back(name.substr(0, name.size() - end.size()));
    }
    std::ranges::sort(names);
    return names;
}

std::string json_of(const std::string& name) {
    return file_text(in_repository(std::string(kFolder) + name + ".json"));
}

}  // namespace

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> programmes() { return names_in("assets/programmes", ".toml"); }

std::vector<Golden> goldens() {
    std::vector<Golden> goldens;
    for (const std::string& name : names_in(std::string(kFolder), ".json")) {
        Golden golden{name, ""};
        for (const std::string& programme : programmes())
            if (name.starts_with(programme + "-")) golden.programme = programme;
        goldens.push_back(std::move(golden));
    }
    return goldens;
}

std::string Golden::programme_file() const {
    return in_repository("assets/programmes/" + programme + ".toml");
}

std::string Golden::input() const {
    if (!is_return()) return json_of(name);
    const std::string bought = name.substr(0, name.rfind('.'));
    auto json = nlohmann::ordered_json::parse(json_of(name));
    json["original"] =
        nlohmann::ordered_json::parse(price_file(programme_file(), json_of(bought)).out);
    return json.dump();
}

std::string Golden::text_file(Language language) const {
    const std::string end = language == Language::Russian ? "-ru.txt" : "-en.txt";
    return in_repository(std::string(kFolder) + name + end);
}

}  // namespace kopilka
