#include "pos/app/return_json.h"

#include "pos/app/json_echo.h"
#include "pos/app/ledger_json.h"
#include "pos/core/check.h"

#include <algorithm>
#include <ostream>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

Sale sale_of(const PriceRequest& request, const PricedBasket& priced) {
    Sale sale;
    sale.context = request.context;
    sale.member = request.member;
    sale.basket = request.basket;
    sale.tenders = request.tenders;
    // A dry run need not say how it is paid: what is due counts as paid in cash.
    if (priced.due > kNoMoney) {
        Tender rest;
        rest.amount = priced.due;
        sale.tenders.push_back(rest);
    }
    sale.publication = priced.publication;
    sale.digest = priced.digest;
    sale.lines = priced.lines;
    sale.gifts = priced.gifts;
    sale.ledger = priced.ledger;
    sale.coupons = priced.coupons;
    sale.stamps = priced.stamps;
    sale.gross = priced.gross;
    sale.discount_total = priced.discount_total;
    sale.tax_total = priced.tax_total;
    sale.total = priced.total;
    sale.change = priced.change;
    return sale;
}

std::vector<UnitRef> every_unit(const PricedLine& line) {
    std::vector<UnitRef> units;
    for (std::uint32_t unit = 0; unit < line.units.size(); ++unit) units.push_back({line.id, unit});
    return units;
}

// The units of one line, as [0, 2]; all of them where nothing is said.
std::vector<UnitRef> read_units(JsonReader& reader, const PricedLine& line) {
    const JsonValue* units = reader.raw("units");
    if (units == nullptr) return every_unit(line);
    std::vector<UnitRef> chosen;
    if (units->array() == nullptr)
        reader.wrong("units", "is a list of numbers from 0 on: [0, 2]");
    else
        for (const JsonValue& unit : *units->array()) {
            const auto* number = std::get_if<JsonNumber>(&unit.value);
            const bool counts =
                number != nullptr && number->spelling.size() < 6 &&
                number->spelling.find_first_not_of("0123456789") == std::string::npos;
            if (counts)
                chosen.push_back(
                    {line.id, static_cast<std::uint32_t>(std::stoul(number->spelling))});
            else
                reader.note(unit.place, "a unit is its number within the line, from 0 on");
        }
    return chosen;
}

// What "return" and "returned" say: which units of which lines.
std::vector<UnitRef> read_lines(JsonReader& reader, std::string_view key, const PriceRequest& sale,
                                const std::vector<PricedLine>& lines) {
    std::vector<UnitRef> chosen;
    for (JsonReader& one : reader.objects(key, "returned line")) {
        const JsonValue* written = one.raw("id");
        const auto* number =
            written == nullptr ? nullptr : std::get_if<JsonNumber>(&written->value);
        const std::string id = number != nullptr ? number->spelling : one.text("id").value_or("");
        const auto found = std::ranges::find(sale.line_ids, id);
        if (found == sale.line_ids.end()) {
            one.note(one.place(), "no line of the receipt is called \"" + id + "\"");
            continue;
        }
        const auto index = static_cast<std::size_t>(found - sale.line_ids.begin());
        const auto units = read_units(one, lines[index]);
        chosen.insert(chosen.end(), units.begin(), units.end());
        one.finish();
    }
    std::ranges::sort(chosen);
    return chosen;
}

void must_be(JsonReader& reader, std::string_view key, const std::string& is,
             const std::string& instead) {
    if (const auto written = reader.text(key); written && *written != is)
        reader.wrong(key, instead);
}

OriginalSale price_again(JsonReader& reader, const PriceRequest& sale,
                         const Publication& publication) {
    const MemberView* member = sale.member ? &*sale.member : nullptr;
    const PricedBasket priced = price(publication, sale.context, member, sale.basket, sale.tenders);
    must_be(reader, "programme", to_string(priced.publication),
            "is another programme; name the one that the receipt was priced with");
    must_be(reader, "digest", to_string(priced.digest),
            "is not of this basket; write the result as `till price --json` printed it");
    OriginalSale original;
    original.at = sale.context.at;
    original.sale = sale_of(sale, priced);
    for (const UnitRef& unit : read_lines(reader, "returned", sale, priced.lines))
        original.returned.push_back({unit.line, unit.unit, kNoMoney});
    return original;
}

Json lines_json(const ReturnRequest& request, const PricedReturn& priced) {
    Json lines = Json::array();
    for (std::size_t i = 0; i < request.sale.line_ids.size(); ++i) {
        const BasketLine& line = request.sale.basket.lines[i];
        Money net;
        Json units = Json::array();
        for (const ReturnedUnit& unit : priced.units) {
            if (unit.line != line.id) continue;
            net += unit.paid_back;
            units.push_back(to_string(unit.paid_back));
        }
        if (units.empty()) continue;
        lines.push_back({{"id", request.sale.line_ids[i]},
                         {"sku", line.sku.value},
                         {"net", to_string(net)},
                         {"units", std::move(units)}});
    }
    return lines;
}

// Every unit that has come back, by line.
Json returned_json(const ReturnRequest& request) {
    Json lines = Json::array();
    for (std::size_t i = 0; i < request.sale.line_ids.size(); ++i) {
        std::vector<std::uint32_t> units;
        const LineId line = request.sale.basket.lines[i].id;
        for (const ReturnedUnit& unit : request.original.returned)
            if (unit.line == line) units.push_back(unit.unit);
        for (const UnitRef& unit : request.units)
            if (unit.line == line) units.push_back(unit.unit);
        std::ranges::sort(units);
        if (!units.empty()) lines.push_back({{"id", request.sale.line_ids[i]}, {"units", units}});
    }
    return lines;
}

}  // namespace

bool is_return(const JsonValue& root) {
    const JsonObject* object = root.object();
    return object != nullptr &&
           (object->find("original") != nullptr || object->find("return") != nullptr);
}

ReturnRequest read_return_request(const JsonValue& root, std::optional<LocalTime> at,
                                  const Publication& publication, std::vector<JsonError>& errors) {
    ReturnRequest request;
    JsonReader reader(*root.object(), root.place, "the return", errors);
    const auto own = reader.moment("at");
    if (!at && !reader.has("at"))
        reader.missing("at", "\"2026-03-09T10:00:00+03:00\", or give --at");
    request.at = at ? *at : own.value_or(LocalTime{});
    if (!reader.has("return")) reader.missing("return", "[ { \"id\": \"1\", \"units\": [0] } ]");
    if (!reader.has("original")) reader.missing("original", "the result of the sale");
    auto original = reader.object("original", "original");
    if (!original) return request;
    request.written = *reader.raw("original");
    const JsonValue* basket = original->raw("basket");
    if (basket == nullptr) {
        original->missing("basket", "the basket that was priced, as the result has it");
        return request;
    }
    request.sale = read_price_request(*basket, std::nullopt, publication, errors);
    if (!errors.empty()) return request;
    request.original = price_again(*original, request.sale, publication);
    request.units = read_lines(reader, "return", request.sale, request.original.sale.lines);
    reader.finish();
    return request;
}

std::string_view in_words(ReturnRefusal refusal) {
    switch (refusal) {
        case ReturnRefusal::NothingChosen: return "nothing comes back; name a line and its units";
        case ReturnRefusal::NoSuchUnit: return "a line has not so many units; they count from 0";
        case ReturnRefusal::AlreadyReturned: return "a unit came back before; leave it out";
        case ReturnRefusal::ChosenTwice: return "a unit is named twice; name it once";
    }
    unreachable("a refusal nobody named");
}

void write_return_result(const ReturnRequest& request, const PricedReturn& priced,
                         std::ostream& out) {
    Json original = echo(request.written);
    original["returned"] = returned_json(request);
    const Json result{{"total", to_string(priced.total)},
                      {"lines", lines_json(request, priced)},
                      {"points", points_back_json(priced.ledger)},
                      {"ledger", ledger_json(priced.ledger, request.at.offset_minutes)},
                      {"original", std::move(original)}};
    out << result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

}  // namespace kopilka::app
