#include "pos/app/basket_json.h"

#include <algorithm>
#include <array>

namespace kopilka::app {
namespace {

constexpr Quantity kMostPieces = units(10'000);

template <typename E, std::size_t N>
std::optional<E> choice(JsonReader& reader, std::string_view key,
                        const std::array<std::pair<std::string_view, E>, N>& names) {
    const auto word = reader.text(key);
    if (!word) return std::nullopt;
    std::string known;
    for (const auto& [name, value] : names) {
        if (name == *word) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    reader.wrong(key, "cannot be \"" + *word + "\"; write one of: " + known);
    return std::nullopt;
}

BasisPoints read_rate(JsonReader& reader) {
    const auto written = reader.text("tax_rate");
    if (!written) return {};
    const auto hundredths = parse_points(*written);
    if (hundredths && *hundredths >= kNoPoints && hundredths->count() <= BasisPoints::kWhole)
        return {hundredths->count()};
    reader.wrong("tax_rate", "must be a percentage such as \"20\", from \"0\" to \"100\"");
    return {};
}

struct NamedLine {
    std::string id;
    BasketLine line;
};

void read_sums(JsonReader& reader, BasketLine& line) {
    line.quantity = reader.quantity("quantity").value_or(kOneUnit);
    if (line.quantity > kMostPieces)
        reader.wrong("quantity", "must be at most \"10000\"; split the line");
    if (!reader.has("quantity")) reader.missing("quantity", "\"1\"");
    line.unit_price = reader.money("unit_price").value_or(kNoMoney);
    if (!reader.has("unit_price")) reader.missing("unit_price", "\"320.00\"");
    if (line.unit_price > Money::of(1'000'000'000'00))
        reader.wrong("unit_price", "is beyond any shop; write at most \"1000000000.00\"");
    line.fixed_total = reader.money("fixed_total");
    line.minimum_price = reader.money("minimum_price").value_or(kNoMoney);
    line.cost = reader.money("cost").value_or(kNoMoney);
    line.manual_discount = reader.money("manual_discount").value_or(kNoMoney);
    line.tax_rate = read_rate(reader);
}

// One name for both languages, or { "ru": "…", "en": "…" }, as programmes write theirs.
Localized read_name(JsonReader& reader, const std::string& otherwise) {
    const JsonValue* written = reader.raw("name");
    if (written == nullptr || written->object() == nullptr) {
        const std::string name = reader.text("name").value_or(otherwise);
        return {name, name};
    }
    auto names = reader.object("name", "name");
    Localized name{names->text("ru").value_or(otherwise), names->text("en").value_or(otherwise)};
    names->finish();
    return name;
}

NamedLine read_line(JsonReader reader) {
    NamedLine named;
    BasketLine& line = named.line;
    if (const JsonValue* id = reader.raw("id")) {
        if (const auto* number = std::get_if<JsonNumber>(&id->value))
            named.id = number->spelling;
        else
            named.id = reader.text("id").value_or("");
    } else {
        reader.missing("id", "\"1\"");
    }
    line.sku = {reader.text("sku").value_or("")};
    if (line.sku.value.empty()) reader.missing("sku", "\"COF-LATTE-300\"");
    read_sums(reader, line);
    line.name = read_name(reader, line.sku.value);
    line.categories = reader.texts("categories");
    line.brand = reader.text("brand").value_or("");
    line.tags = reader.texts("tags");
    line.already_reduced = reader.boolean("already_reduced").value_or(false);
    line.weighed = reader.boolean("weighed").value_or(false);
    line.serial = reader.text("serial").value_or("");
    reader.finish();
    return named;
}

bool is_number(const std::string& id) {
    return !id.empty() && id.size() < 10 && id.find_first_not_of("0123456789") == std::string::npos;
}

// Numbers by value before other ids by letters.
bool before(const NamedLine& a, const NamedLine& b) {
    const auto key = [](const NamedLine& line) {
        const bool number = is_number(line.id);
        return std::tuple(!number, number ? std::stol(line.id) : 0, line.id);
    };
    return key(a) < key(b);
}

void read_lines(JsonReader& reader, PriceRequest& request) {
    if (!reader.has("lines")) reader.missing("lines", "[ { … } ]");
    std::vector<NamedLine> lines;
    for (JsonReader& one : reader.objects("lines", "line")) {
        const JsonPlace place = one.place();
        lines.push_back(read_line(std::move(one)));
        const auto same = [&](const NamedLine& other) { return other.id == lines.back().id; };
        if (!lines.back().id.empty() && std::ranges::count_if(lines, same) > 1)
            reader.note(place, "line id \"" + lines.back().id +
                                   "\" stands here twice; give each line an id of its own");
    }
    std::ranges::stable_sort(lines, before);
    for (NamedLine& named : lines) {
        named.line.id = request.basket.next_line;
        ++request.basket.next_line.value;
        request.basket.lines.push_back(std::move(named.line));
        request.line_ids.push_back(std::move(named.id));
    }
}

Tender read_tender(JsonReader reader) {
    constexpr std::array<std::pair<std::string_view, TenderKind>, 6> kKinds{
        {{"cash", TenderKind::Cash},
         {"card", TenderKind::Card},
         {"sbp", TenderKind::Sbp},
         {"points", TenderKind::PointsPaid},
         {"certificate", TenderKind::Certificate},
         {"cashback", TenderKind::Cashback}}};
    Tender tender;
    if (!reader.has("kind")) reader.missing("kind", "\"cash\"");
    tender.kind = choice(reader, "kind", kKinds).value_or(TenderKind::Cash);
    tender.amount = reader.money("amount").value_or(kNoMoney);  // none: open, takes the rest
    tender.points = reader.points("points").value_or(kNoPoints);
    tender.programme = {reader.text("programme").value_or("")};
    tender.reference = reader.text("reference").value_or("");
    tender.balance = reader.money("balance").value_or(kNoMoney);
    reader.finish();
    return tender;
}

void read_place(JsonReader& reader, PriceContext& context) {
    constexpr std::array<std::pair<std::string_view, TaxMode>, 3> kTaxes{
        {{"included", TaxMode::Included},
         {"excluded", TaxMode::Excluded},
         {"none", TaxMode::None}}};
    constexpr std::array<std::pair<std::string_view, Channel>, 2> kChannels{
        {{"shop", Channel::Shop}, {"online", Channel::Online}}};
    if (const auto currency = reader.text("currency"); currency && currency->size() != 3)
        reader.wrong("currency", "must be a code of three letters such as \"RUB\"");
    context.tax = choice(reader, "tax", kTaxes).value_or(TaxMode::Included);
    context.channel = choice(reader, "channel", kChannels).value_or(Channel::Shop);
    context.store = {reader.text("store").value_or("")};
    context.till = {reader.text("till").value_or("")};
    for (const auto& [offer, share] : reader.counts("limit_shares"))
        context.limit_shares[{offer}] = share;
    for (const auto& [offer, share] : reader.sums("budget_shares"))
        context.budget_shares[{offer}] = share;
    for (const auto& [code, uses] : reader.counts("code_uses"))
        context.code_uses[code_form(code)] = uses;
}

}  // namespace

PriceRequest read_price_request(const JsonValue& basket, std::optional<LocalTime> at,
                                const Publication& publication, std::vector<JsonError>& errors) {
    PriceRequest request;
    if (basket.object() == nullptr) {
        errors.push_back({basket.place, "a basket is an object: { \"lines\": [ … ], \"at\": … }"});
        return request;
    }
    request.written = basket;
    JsonReader reader(*basket.object(), basket.place, "the basket", errors);
    const auto own = reader.moment("at");
    if (!at && !reader.has("at"))
        reader.missing("at", "\"2026-03-08T18:05:00+03:00\", or give --at");
    request.context.at = at ? *at : own.value_or(LocalTime{});
    read_place(reader, request.context);
    if (auto member = reader.object("member", "member")) {
        ReadMember read = read_member(*member, request.context.at, publication);
        request.member = std::move(read.view);
        request.lots = std::move(read.lots);
    }
    read_lines(reader, request);
    for (std::string& code : reader.texts("codes"))
        if (std::ranges::find(request.basket.codes, code) == request.basket.codes.end())
            request.basket.codes.push_back(std::move(code));
    for (JsonReader& tender : reader.objects("tenders", "tender"))
        request.tenders.push_back(read_tender(std::move(tender)));
    reader.finish();
    return request;
}

tl::expected<PriceRequest, std::vector<JsonError>> read_price_request(
    std::string_view json, std::optional<LocalTime> at, const Publication& publication) {
    const auto root = parse_json(json);
    if (!root) return tl::unexpected(std::vector{root.error()});
    std::vector<JsonError> errors;
    PriceRequest request = read_price_request(*root, at, publication, errors);
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    return request;
}

}  // namespace kopilka::app
