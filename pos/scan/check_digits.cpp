#include "pos/scan/check_digits.h"

#include <algorithm>
#include <array>

namespace kopilka {
namespace {

constexpr std::array<std::string_view, 9> kBankPrefixes{"4",  "5",  "22", "23", "24",
                                                        "25", "26", "27", "62"};
constexpr std::size_t kShortestBankCard = 13;
constexpr std::size_t kLongestBankCard = 19;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The sum with `weight` for the digits next to the check digit and every second from there.
int weighted(std::string_view digits, int weight, bool fold) {
    int sum = 0;
    bool heavy = true;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, heavy = !heavy) {
        const int value = (*digit - '0') * (heavy ? weight : 1);
        sum += fold && value > 9 ? value - 9 : value;
    }
    return sum;
}

char closing(int sum) { return static_cast<char>('0' + (10 - sum % 10) % 10); }

bool ends_with_check(std::string_view digits, char (*check_digit)(std::string_view)) {
    if (digits.size() < 2 || !all_digits(digits)) return false;
    return check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

}  // namespace

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

char gs1_check_digit(std::string_view digits) { return closing(weighted(digits, 3, false)); }
char luhn_check_digit(std::string_view digits) { return closing(weighted(digits, 2, true)); }
bool gs1_check_holds(std::string_view digits) { return ends_with_check(digits, gs1_check_digit); }
bool luhn_holds(std::string_view digits) { return ends_with_check(digits, luhn_check_digit); }

std::optional<std::string> expand_upce(std::string_view digits) {
    if (digits.size() != 8 || !all_digits(digits) || digits[0] > '1') return std::nullopt;
    const std::string system(digits.substr(0, 1));
    const std::string maker(digits.substr(1, 5));
    const char rule = digits[6];
    std::string body;
    if (rule <= '2')
        body = maker.substr(0, 2) + rule + "0000" + maker.substr(2);
    else if (rule == '3')
        body = maker.substr(0, 3) + "00000" + maker.substr(3);
    else if (rule == '4')
        body = maker.substr(0, 4) + "00000" + maker.substr(4);
    else
        body = maker + "0000" + rule;
    std::string ean13 = "0" + system + body + digits.back();
    if (!gs1_check_holds(ean13)) return std::nullopt;
    return ean13;
}

bool is_bank_card(std::string_view digits) {
    if (digits.size() < kShortestBankCard || digits.size() > kLongestBankCard) return false;
    return luhn_holds(digits) &&
           std::any_of(kBankPrefixes.begin(), kBankPrefixes.end(),
                       [&](std::string_view prefix) { return digits.starts_with(prefix); });
}

bool holds_bank_card(std::string_view text) {
    std::string run;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool ended = i == text.size();
        if (!ended && is_digit(text[i])) {
            run += text[i];
            continue;
        }
        const bool split = !ended && (text[i] == ' ' || text[i] == '-') && !run.empty() &&
                           i + 1 < text.size() && is_digit(text[i + 1]);
        if (split) continue;
        if (is_bank_card(run)) return true;
        run.clear();
    }
    return false;
}

bool may_be_bank_card(std::string_view prefix, std::size_t length) {
    if (length < kShortestBankCard || length > kLongestBankCard) return false;
    return std::any_of(kBankPrefixes.begin(), kBankPrefixes.end(), [&](std::string_view bank) {
        return bank.starts_with(prefix) || prefix.starts_with(bank);
    });
}

}  // namespace kopilka
