#include "pos/scan/app_token.h"

#include "pos/core/check.h"
#include "pos/scan/base32.h"

namespace kopilka {
namespace {

constexpr std::string_view kPrefix = "KT1-";
constexpr std::size_t kBody = 24;
constexpr std::size_t kModulus = 1021;

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

char canonical(char c) {
    const char big = capital(c);
    if (big == 'O') return '0';
    if (big == 'I' || big == 'L') return '1';
    return big;
}

std::string checksum(std::string_view body) {
    std::size_t rest = 0;
    for (const char c : body) rest = (rest * 32 + kBase32.find(c)) % kModulus;
    return {kBase32[rest / 32], kBase32[rest % 32]};
}

bool in_alphabet(std::string_view text) {
    return text.find_first_not_of(kBase32) == std::string_view::npos;
}

}  // namespace

bool looks_like_token(std::string_view text) {
    if (text.size() < kPrefix.size()) return false;
    for (std::size_t i = 0; i < kPrefix.size(); ++i)
        if (capital(text[i]) != kPrefix[i]) return false;
    return true;
}

std::optional<std::string> parse_app_token(std::string_view text) {
    if (!looks_like_token(text) || text.size() != kPrefix.size() + kBody + 2) return std::nullopt;
    std::string characters;
    for (const char c : text.substr(kPrefix.size())) characters += canonical(c);
    if (!in_alphabet(characters)) return std::nullopt;
    if (checksum(characters.substr(0, kBody)) != characters.substr(kBody)) return std::nullopt;
    return std::string(kPrefix) + characters;
}

std::string make_app_token(std::string_view twenty_four) {
    check(twenty_four.size() == kBody && in_alphabet(twenty_four),
          "an app token is made of 24 characters of Crockford's base 32");
    return std::string(kPrefix) + std::string(twenty_four) + checksum(twenty_four);
}

}  // namespace kopilka
