#include "pos/till/typed_receipt.h"

#include <charconv>

namespace kopilka {
namespace {

template <typename N>
std::optional<N> number(std::string_view text) {
    N value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
    return value;
}

// "nevsky-1/1/42", the till's name may hold anything but '/'.
std::optional<ReceiptCode> record(std::string_view text) {
    const std::size_t second = text.rfind('/');
    if (second == std::string_view::npos || second == 0) return std::nullopt;
    const std::size_t first = text.rfind('/', second - 1);
    if (first == std::string_view::npos || first == 0) return std::nullopt;
    const auto epoch = number<std::uint32_t>(text.substr(first + 1, second - first - 1));
    const auto sequence = number<std::uint64_t>(text.substr(second + 1));
    if (!epoch || !sequence) return std::nullopt;
    return ReceiptCode{std::string(text.substr(0, first)), *epoch, *sequence, {}};
}

}  // namespace

std::optional<OriginalQuery> typed_receipt(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (const auto plain = number<std::uint64_t>(text)) return OriginalQuery{ReceiptNumber{*plain}};
    if (text.starts_with("KR1:")) text.remove_prefix(4);
    const std::size_t colon = text.find(':');
    std::optional<ReceiptCode> code = record(text.substr(0, colon));
    if (!code) return std::nullopt;
    if (colon == std::string_view::npos)  // without its hash it proves nothing
        return OriginalQuery{RecordId{{code->till}, {code->epoch}, {code->sequence}}};
    code->hash8 = text.substr(colon + 1);
    if (code->hash8.size() != 8) return std::nullopt;
    return OriginalQuery{*code};
}

}  // namespace kopilka
