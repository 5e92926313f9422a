#include "sync/transport/client.h"

#include <charconv>

namespace kopilka::sync {
namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return port;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    constexpr std::string_view kScheme = "https://";
    if (text.starts_with(kScheme)) text.remove_prefix(kScheme.size());
    while (text.ends_with('/')) text.remove_suffix(1);
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = port_of(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (!port || host.empty() || host.find_first_of("/@[] ") != std::string_view::npos) {
        return std::nullopt;
    }
    return Address{std::string(host), *port};
}

std::string to_string(const Address& address) {
    return address.host + ":" + std::to_string(address.port);
}

}  // namespace kopilka::sync
