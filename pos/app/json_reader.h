// Reads the keys of one JSON object, one verb for each kind of value. What is wrong is noted with
// its place and with what to write instead; reading goes on, so that one run names every mistake.
#pragma once
#include "pos/app/json_tree.h"
#include "pos/core/money.h"
#include "pos/core/time.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::app {

class JsonReader {
public:
    // `what` names the object in messages: "line", "member".
    JsonReader(const JsonObject& object, JsonPlace place, std::string what,
               std::vector<JsonError>& errors)
        : object_(&object), place_(place), what_(std::move(what)), errors_(&errors) {}

    JsonPlace place() const { return place_; }
    bool has(std::string_view key);              // and is not null
    const JsonValue* raw(std::string_view key);  // nullptr where absent or null
    void wrong(std::string_view key, std::string text);
    void missing(std::string_view key, std::string_view example);
    void note(JsonPlace place, std::string text) { errors_->push_back({place, std::move(text)}); }

    std::optional<std::string> text(std::string_view key);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                        std::int64_t most);
    std::optional<Money> money(std::string_view key);    // ≥ 0
    std::optional<Points> points(std::string_view key);  // ≥ 0
    std::optional<Money> signed_money(std::string_view key);
    std::optional<Points> signed_points(std::string_view key);
    std::vector<std::int64_t> integers(std::string_view key);  // ≥ 0
    std::optional<Quantity> quantity(std::string_view key);    // > 0
    std::optional<Date> date(std::string_view key);
    std::optional<LocalTime> moment(std::string_view key);
    // A date means the beginning of that day at this offset.
    std::optional<Instant> instant(std::string_view key, std::int32_t offset_minutes);
    std::vector<std::string> texts(std::string_view key);
    std::map<std::string, std::int64_t> counts(std::string_view key);
    std::map<std::string, Money> sums(std::string_view key);
    std::optional<JsonReader> object(std::string_view key, std::string what);
    std::vector<JsonReader> objects(std::string_view key, std::string what);
    // Every entry of an object whose keys are names.
    std::vector<std::pair<std::string, JsonReader>> named_objects(std::string_view key,
                                                                  std::string what);
    // Notes every key that nobody asked for. Call last.
    void finish();

private:
    template <typename Parse>
    auto decimal(std::string_view key, std::string_view example, Parse parse)
        -> decltype(parse(std::string_view()));

    const JsonObject* object_;
    JsonPlace place_;
    std::string what_;
    std::vector<JsonError>* errors_;
    std::vector<std::string> asked_;
};

}  // namespace kopilka::app
