#include "pos/loyalty/table_reader.h"

#include <algorithm>
#include <numeric>

namespace kopilka {
namespace {

constexpr std::size_t kMostErrors = 100;
constexpr std::size_t kLongestId = 64;

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

template <typename Words>
std::string listed(const Words& words) {
    std::string text;
    for (const auto& word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

template <typename Words>
std::string advice(std::string_view word, const Words& known) {
    std::string text;
    std::size_t nearest = 3 + word.size() / 4;  // further away is no slip of the finger
    for (const auto& candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance >= nearest) continue;
        nearest = distance;
        text = "did you mean \"" + std::string(candidate) + "\"? ";
    }
    return text;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 60)) + "\""; }

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= kLongestId &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") ==
               std::string_view::npos;
}

}  // namespace

void ErrorList::add(TomlPlace place, std::string text) {
    if (errors.size() < kMostErrors)
        errors.push_back({file, place.line, place.column, std::move(text)});
}

const TomlValue* TableReader::find(std::string_view key) {
    if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
    const TomlEntry* entry = table_->find(key);
    return entry == nullptr ? nullptr : &entry->value;
}

const TomlValue* TableReader::raw(std::string_view key) { return find(key); }
bool TableReader::has(std::string_view key) { return find(key) != nullptr; }

TomlPlace TableReader::place(std::string_view key) const {
    const TomlEntry* entry = table_->find(key);
    return entry == nullptr ? place_ : entry->place;
}

TomlPlace TableReader::value_place(std::string_view key) const {
    const TomlEntry* entry = table_->find(key);
    return entry == nullptr ? place_ : entry->value.place;
}

void TableReader::wrong(std::string_view key, std::string text) {
    errors_->add(value_place(key), "\"" + std::string(key) + "\" of " + what_ + " " + text);
}

void TableReader::unknown_word(TomlPlace place, std::string_view key, std::string_view word,
                               const std::vector<std::string_view>& known) {
    errors_->add(place, "\"" + std::string(key) + "\" of " + what_ + " cannot be " + quoted(word) +
                            "; " + advice(word, known) + "write one of: " + listed(known));
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&value->value); text && !text->empty())
        return *text;
    wrong(key, "must be a text that is not empty; write it in \"quotes\"");
    return std::nullopt;
}

std::string TableReader::id(std::string_view key) {
    const auto word = text(key);
    if (word && is_id(*word)) return *word;
    if (word)
        wrong(key, "cannot be " + quoted(*word) +
                       "; write 1 to 64 small Latin letters, digits, - _ . such as "
                       "\"tenth-coffee\"");
    else if (!has(key))
        errors_->add(place_, what_ + " needs \"" + std::string(key) + "\"; write for example " +
                                 std::string(key) + " = \"tenth-coffee\"");
    return {};
}

std::optional<Localized> TableReader::localized(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&value->value); text && !text->empty())
        return Localized{*text, *text};
    if (value->table() == nullptr) {
        wrong(key, "must be { ru = \"…\", en = \"…\" }, or one text for both languages");
        return std::nullopt;
    }
    TableReader names(*value->table(), value->place, what_ + "." + std::string(key), *errors_);
    const auto ru = names.text("ru");
    const auto en = names.text("en");
    if (!ru && !names.has("ru")) wrong(key, "lacks the Russian text; write ru = \"…\"");
    if (!en && !names.has("en")) wrong(key, "lacks the English text; write en = \"…\"");
    names.finish();
    if (!ru || !en) return std::nullopt;
    return Localized{*ru, *en};
}

std::optional<bool> TableReader::boolean(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* yes = std::get_if<bool>(&value->value)) return *yes;
    wrong(key, "must be true or false, without quotes");
    return std::nullopt;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t most) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    const auto* number = std::get_if<std::int64_t>(&value->value);
    if (number != nullptr && *number >= least && *number <= most) return *number;
    wrong(key, "must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most) + ", without quotes");
    return std::nullopt;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return {};
    if (std::holds_alternative<std::string>(value->value)) {
        const auto one = text(key);
        return one ? std::vector{*one} : std::vector<std::string>{};
    }
    std::vector<std::string> texts;
    if (const auto* array = value->array())
        for (const TomlValue& item : *array) {
            const auto* word = std::get_if<std::string>(&item.value);
            if (word == nullptr || word->empty())
                errors_->add(item.place, "\"" + std::string(key) + "\" of " + what_ +
                                             " holds something that is not a text; write each in "
                                             "\"quotes\"");
            else
                texts.push_back(*word);
        }
    else
        wrong(key, "must be a list of texts such as [\"a\", \"b\"]");
    if (value->array() && value->array()->empty())
        wrong(key, "is an empty list; name at least one, or remove the key");
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

std::optional<TableReader> TableReader::table(std::string_view key, std::string what) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const TomlTable* inner = value->table())
        return TableReader(*inner, value->place, std::move(what), *errors_);
    wrong(key, "must be a table; write " + std::string(key) + " = { … }");
    return std::nullopt;
}

std::vector<TableReader> TableReader::tables(std::string_view key, std::string what) {
    const TomlValue* value = find(key);
    if (value == nullptr) return {};
    std::vector<TableReader> readers;
    if (const auto* array = value->array()) {
        for (const TomlValue& item : *array)
            if (const TomlTable* inner = item.table())
                readers.emplace_back(*inner, item.place, what, *errors_);
            else
                errors_->add(item.place, "\"" + std::string(key) + "\" of " + what_ +
                                             " holds something that is not a table; write { … }");
        return readers;
    }
    wrong(key, "must be a list of tables; write [[" + std::string(key) + "]] or " +
                   std::string(key) + " = [ { … }, { … } ]");
    return readers;
}

void TableReader::finish() {
    for (const TomlEntry& entry : table_->entries) {
        if (std::ranges::find(asked_, entry.key) != asked_.end()) continue;
        errors_->add(entry.place, "unknown key \"" + entry.key + "\" in " + what_ + "; " +
                                      advice(entry.key, asked_) + "known here: " + listed(asked_));
    }
}

}  // namespace kopilka
