#include "pos/app/json_text.h"

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const FlatObject& object);

Json json_of(const FlatValue& value) {
    if (const auto* list = std::get_if<std::vector<FlatObject>>(&value)) {
        Json array = Json::array();
        for (const FlatObject& object : *list) array.push_back(json_of(object));
        return array;
    }
    return std::visit(
        [](const auto& simple) -> Json {
            if constexpr (!std::is_same_v<std::decay_t<decltype(simple)>,
                                          std::vector<FlatObject>>) {
                return simple;
            } else {
                return nullptr;  // taken care of above
            }
        },
        value);
}

Json json_of(const FlatObject& object) {
    Json json = Json::object();
    for (const auto& [name, value] : object.members) json[name] = json_of(value);
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_text(const FlatObject& object) { return dump(json_of(object)); }

std::string to_text(const std::vector<FlatObject>& array) {
    std::string text = "[";
    for (const FlatObject& object : array) {
        text += (text.size() > 1 ? ",\n " : "") + to_text(object);
    }
    return text + "]";
}

}  // namespace kopilka::app
