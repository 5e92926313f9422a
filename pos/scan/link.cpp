#include "pos/scan/link.h"

#include <algorithm>

namespace kopilka {
namespace {

bool starts_in_either_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char have) {
               return want == (have >= 'A' && have <= 'Z' ? have - 'A' + 'a' : have);
           });
}

}  // namespace

bool is_link(std::string_view text) {
    return starts_in_either_case(text, "https://") || starts_in_either_case(text, "http://");
}

std::vector<std::string_view> path_of(std::string_view link) {
    const std::size_t scheme = link.find("://");
    if (scheme == std::string_view::npos) return {};
    link.remove_prefix(scheme + 3);
    link = link.substr(0, link.find_first_of("?#"));
    std::vector<std::string_view> parts;
    for (std::size_t slash = link.find('/'); slash != std::string_view::npos;) {
        const std::size_t next = link.find('/', slash + 1);
        const std::string_view part = link.substr(slash + 1, next - slash - 1);
        if (!part.empty()) parts.push_back(part);
        slash = next;
    }
    return parts;
}

std::optional<std::string_view> card_part(std::string_view link) {
    const auto parts = path_of(link);
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
        if (parts[i] == "c" || parts[i] == "C") return parts[i + 1];
    return std::nullopt;
}

}  // namespace kopilka
