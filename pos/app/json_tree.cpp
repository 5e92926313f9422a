#include "pos/app/json_tree.h"

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

constexpr std::size_t kDeepest = 64;

// Builds the tree while the library reads. The stream's position after each token tells where the
// next one begins.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    TreeBuilder(std::string_view text, std::istringstream& stream) : text_(text), stream_(stream) {}

    bool null() override { return put(std::monostate{}); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override {
        return put(JsonNumber{std::to_string(value)});
    }
    bool number_unsigned(number_unsigned_t value) override {
        return put(JsonNumber{std::to_string(value)});
    }
    bool number_float(number_float_t, const string_t& spelling) override {
        return put(JsonNumber{spelling});
    }
    bool string(string_t& value) override { return put(value); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(JsonObject{}); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(std::vector<JsonValue>{}); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        const JsonPlace place = next_place();
        JsonObject& object = std::get<JsonObject>(open_.back()->value);
        if (object.find(name) != nullptr)
            return refuse(place, "\"" + name + "\" stands here twice; remove one of them");
        object.entries.push_back({name, place, {}});
        return true;
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::json::exception& failure) override {
        std::string what = failure.what();
        if (const auto words = what.find("syntax error"); words != std::string::npos)
            what.erase(0, words);
        else if (const auto colon = what.find("] "); colon != std::string::npos)
            what.erase(0, colon + 2);
        return refuse(place_at(position == 0 ? 0 : position - 1),
                      "this is not JSON: " + what +
                          "; write {\"key\": \"value\", …}, texts in \"quotes\", commas between "
                          "entries and none after the last");
    }

    JsonValue root;
    JsonError error;

private:
    // Tokens come in order, so the counting goes on from the last one: a file is counted once.
    JsonPlace place_at(std::size_t offset) {
        if (offset < counted_) {
            counted_ = 0;
            place_ = {};
        }
        for (const std::size_t end = std::min(offset, text_.size()); counted_ < end; ++counted_) {
            ++place_.column;
            if (text_[counted_] == '\n') place_ = {place_.line + 1, 1};
        }
        return place_;
    }
    // Where the token just read begins: after the one before and what separates them.
    JsonPlace next_place() {
        const std::size_t begin = text_.find_first_not_of(" \t\r\n,:]}", end_);
        const auto here = stream_.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
        end_ = here < 0 ? text_.size() : static_cast<std::size_t>(here);
        return place_at(begin == std::string_view::npos ? text_.size() : begin);
    }
    bool refuse(JsonPlace place, std::string text) {
        error = {place, std::move(text)};
        return false;
    }

    JsonValue& place_for_value() {
        if (open_.empty()) return root;
        if (auto* array = std::get_if<std::vector<JsonValue>>(&open_.back()->value))
            return array->emplace_back();
        return std::get<JsonObject>(open_.back()->value).entries.back().value;
    }
    template <typename T>
    bool put(T value) {
        const JsonPlace place = next_place();
        JsonValue& slot = place_for_value();
        slot.place = place;
        slot.value = std::move(value);
        return true;
    }
    // Values that are open stay where they are: a parent grows only after its child is closed.
    template <typename T>
    bool open(T empty) {
        const JsonPlace place = next_place();
        if (open_.size() == kDeepest) return refuse(place, "too many brackets inside each other");
        JsonValue& slot = place_for_value();
        slot.place = place;
        slot.value = std::move(empty);
        open_.push_back(&slot);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    std::istringstream& stream_;
    std::size_t end_ = 0;
    std::size_t counted_ = 0;  // bytes of the text that place_ stands behind
    JsonPlace place_;
    std::vector<JsonValue*> open_;
};

}  // namespace

const JsonEntry* JsonObject::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &JsonEntry::key);
    return found == entries.end() ? nullptr : &*found;
}

tl::expected<JsonValue, JsonError> parse_json(std::string_view text) {
    std::istringstream stream{std::string(text)};
    TreeBuilder builder(text, stream);
    if (nlohmann::json::sax_parse(stream, &builder)) return std::move(builder.root);
    return tl::unexpected(std::move(builder.error));
}

}  // namespace kopilka::app
