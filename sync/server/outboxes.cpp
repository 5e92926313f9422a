#include "sync/server/outboxes.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using Json = nlohmann::json;

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t parsed = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (failed != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return parsed;
}

// "nevsky-1/1/42"; a till's id may have strokes of its own.
std::optional<RecordId> parse_record_id(const std::string& text) {
    const std::size_t last = text.rfind('/');
    if (last == std::string::npos || last == 0) return std::nullopt;
    const std::size_t first = text.rfind('/', last - 1);
    if (first == std::string::npos || first == 0) return std::nullopt;
    const auto epoch = number(std::string_view(text).substr(first + 1, last - first - 1));
    const auto sequence = number(std::string_view(text).substr(last + 1));
    if (!epoch || *epoch > UINT32_MAX || !sequence) return std::nullopt;
    return RecordId{TillId{text.substr(0, first)}, Epoch{static_cast<std::uint32_t>(*epoch)},
                    Sequence{*sequence}};
}

std::optional<UnsentReceipt> parse_receipt(const Json& one) {
    const auto text = [&](const char* key) {
        const auto found = one.find(key);
        return found != one.end() && found->is_string() ? found->get<std::string>() : "";
    };
    if (!one.is_object()) return std::nullopt;
    const auto record = parse_record_id(text("id"));
    const auto day = parse_date(text("day"));
    const auto money = parse_money(text("total"));
    const auto points = parse_points(text("points"));
    const auto receipt = one.find("receipt");
    if (!record || !day || !money || !points || receipt == one.end() ||
        !receipt->is_number_unsigned())
        return std::nullopt;
    return UnsentReceipt{
        *record, *day, ReceiptNumber{receipt->get<std::uint64_t>()}, {1, *money, *points}};
}

}  // namespace

Result<Outboxes> read_outboxes(const std::vector<std::string>& files) {
    Outboxes outboxes;
    for (const std::string& file : files) {
        std::ifstream in(file, std::ios::binary);
        if (!in) return fail(Errc::NotFound, "cannot read " + file);
        const Json said =
            Json::parse(std::string(std::istreambuf_iterator<char>(in), {}), nullptr, false);
        const auto wrong =
            fail(Errc::Invalid, file + " is not what till outbox --json of this version writes");
        if (!said.is_object()) return wrong;
        const auto receipts = said.find("receipts");
        if (receipts == said.end() || !receipts->is_array()) return wrong;
        for (const Json& one : *receipts) {
            auto receipt = parse_receipt(one);
            if (!receipt) return wrong;
            outboxes[receipt->record.till].push_back(*std::move(receipt));
        }
    }
    return outboxes;
}

}  // namespace kopilka::sync
