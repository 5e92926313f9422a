#include "pos/core/text.h"

#include <array>

#include <toml++/toml.h>

namespace kopilka {
namespace {

template <typename... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};
template <typename... Fs>
Overload(Fs...) -> Overload<Fs...>;  // clang 14 does not deduce it by itself

// U+00A0 and U+2212 keep a sum on one line and a minus from reading as a hyphen.
constexpr std::string_view kNoBreakSpace = "\u00a0";
constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kRouble = "\u20bd";

// "-1234567.50" with the language's own minus, group and decimal marks.
std::string localize(std::string plain, Language language) {
    const bool negative = plain.starts_with('-');
    if (negative) plain.erase(0, 1);
    const std::size_t point = std::min(plain.find('.'), plain.size());
    std::string text;
    for (std::size_t i = 0; i < point; ++i) {
        if (i > 0 && (point - i) % 3 == 0)
            text += language == Language::Russian ? kNoBreakSpace : std::string_view(",");
        text += plain[i];
    }
    if (point < plain.size()) {
        text += language == Language::Russian ? ',' : '.';
        text += plain.substr(point + 1);
    }
    return negative ? std::string(kMinus) + text : text;
}

void put_two_digits(std::string& text, int value) {
    text += static_cast<char>('0' + value / 10 % 10);
    text += static_cast<char>('0' + value % 10);
}

}  // namespace

Result<Texts> Texts::parse(Language language, std::string_view toml, std::string_view file_name) {
    Texts texts;
    texts.language_ = language;
    const auto place = [&](const toml::source_region& at, std::string_view what) {
        return fail(Errc::Invalid, std::string(file_name) + ":" + std::to_string(at.begin.line) +
                                       ":" + std::to_string(at.begin.column) + ": " +
                                       std::string(what));
    };
    try {
        const toml::table root = toml::parse(toml, file_name);
        const auto collect = [&](auto&& self, const toml::table& table,
                                 const std::string& prefix) -> const toml::node* {
            for (const auto& [name, node] : table) {
                const std::string key = prefix + std::string(name.str());
                if (const auto* text = node.as_string()) {
                    texts.texts_[key].other = text->get();
                } else if (const auto* inner = node.as_table()) {
                    if (inner->contains("one")) {
                        const auto form = [&](std::string_view which) {
                            return (*inner)[which].value_or(std::string());
                        };
                        texts.texts_[key] = {form("one"), form("few"), form("many"), form("other")};
                    } else if (const auto* wrong = self(self, *inner, key + ".")) {
                        return wrong;
                    }
                } else {
                    return &node;
                }
            }
            return nullptr;
        };
        if (const auto* wrong = collect(collect, root, ""))
            return place(wrong->source(), "a text is a string, or a table of plural forms");
    } catch (const toml::parse_error& error) {
        return place(error.source(), error.description());
    }
    return texts;
}

std::string Texts::operator()(std::string_view key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) return "«" + std::string(key) + "»";
    return found->second.other.empty() ? found->second.many : found->second.other;
}

// Russian: 1, 21 → one; 2–4, 22–24 → few; 0, 5–20 → many. English: 1 → one, the rest other.
const std::string& Texts::form_for(const Forms& forms, std::int64_t count) const {
    if (forms.one.empty()) return forms.other;
    const std::int64_t size = count < 0 ? -count : count;
    if (language_ == Language::English) return size == 1 ? forms.one : forms.other;
    const std::int64_t last = size % 10;
    const bool teen = size % 100 >= 11 && size % 100 <= 14;
    if (last == 1 && !teen) return forms.one;
    if (last >= 2 && last <= 4 && !teen) return forms.few;
    return forms.many;
}

std::string Texts::say(const Phrase& phrase) const {
    const auto found = texts_.find(phrase.key);
    if (found == texts_.end()) return "«" + phrase.key + "»";
    std::int64_t count = 0;
    for (const auto& argument : phrase.arguments) {
        if (const auto* whole = std::get_if<std::int64_t>(&argument)) {
            count = *whole;
            break;
        }
        if (const auto* points = std::get_if<Points>(&argument)) {
            count = points->count() % 100 == 0 ? points->count() / 100 : 2;  // "12,5 балла"
            break;
        }
    }
    const std::string& form = form_for(found->second, count);
    std::string text;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool placeholder = form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}' &&
                                 form[i + 1] >= '0' && form[i + 1] <= '9';
        const auto index = static_cast<std::size_t>(placeholder ? form[i + 1] - '0' : 0);
        if (placeholder && index < phrase.arguments.size()) {
            text += write(phrase.arguments[index]);
            i += 2;
        } else {
            text += form[i];
        }
    }
    return text;
}

std::string Texts::write(const Phrase::Argument& argument) const {
    return std::visit(Overload{
                          [](const std::string& text) { return text; },
                          [&](const Localized& name) { return name.in(language_); },
                          [&](Money sum) { return money(sum); },
                          [&](Points sum) { return points(sum); },
                          [&](Quantity amount) { return quantity(amount); },
                          [&](std::int64_t n) { return localize(std::to_string(n), language_); },
                          [&](Date day) { return date(day); },
                      },
                      argument);
}

std::vector<std::string> Texts::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, forms] : texts_) keys.push_back(key);
    return keys;
}

std::string Texts::plain_money(Money money) const { return localize(to_string(money), language_); }

std::string Texts::money(Money money) const {
    if (language_ == Language::Russian)
        return plain_money(money) + std::string(kNoBreakSpace) + std::string(kRouble);
    const std::string size = plain_money(money < kNoMoney ? -money : money);
    return std::string(money < kNoMoney ? kMinus : "") + std::string(kRouble) + size;
}

std::string Texts::points(Points points) const { return localize(to_string(points), language_); }

std::string Texts::quantity(Quantity quantity) const {
    return localize(to_string(quantity), language_);
}

std::string Texts::date(Date date) const {
    const YearMonthDay ymd = to_ymd(date);
    std::string text;
    if (language_ == Language::English) {
        constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        return std::to_string(ymd.day) + " " + kMonths[static_cast<std::size_t>(ymd.month - 1)] +
               " " + std::to_string(ymd.year);
    }
    put_two_digits(text, ymd.day);
    text += '.';
    put_two_digits(text, ymd.month);
    return text + "." + std::to_string(ymd.year);
}

std::string Texts::clock(LocalTime time) const {
    const int minute = minute_of_day(time);
    std::string text;
    put_two_digits(text, minute / 60);
    text += ':';
    put_two_digits(text, minute % 60);
    return text;
}

}  // namespace kopilka
