#include "pos/app/return_json.h"

#include "pos/app/ledger_json.h"
#include "pos/core/check.h"
#include "pos/sale/kept_result.h"
#include "pos/sale/lots.h"
#include "pos/sale/member_view.h"
#include "pos/sale/remains.h"
#include "pos/sale/settle.h"
#include "pos/sale/tiers.h"

#include <algorithm>
#include <array>
#include <span>

namespace kopilka::app {
namespace {

MemberView booked(MemberView member, JournalEntry entry) {
    JournalRecord record;
    record.entry = std::move(entry);
    return view(std::move(member), std::span(&record, 1), NewPoints::AsRecorded);
}

}  // namespace

MemberView member_after(const MemberView& member, const PricedReturn& back,
                        const Publication& publication, LocalTime at) {
    Return entry;
    entry.member = member.id;
    entry.total = back.total;
    entry.ledger = back.ledger;
    entry.stamps = back.stamps;
    MemberView after = booked(member, std::move(entry));
    leave_out_return(after, member, publication, at.instant);
    return after;
}

std::optional<MemberView> member_after(const Sale& sale) {
    if (!sale.member) return std::nullopt;
    return booked(*sale.member, sale);
}

ReturnContext context_of(const ReturnRequest& request, const Publication& publication) {
    return {request.at, &publication, request.member ? &*request.member : nullptr,
            request.refund_to, request.refund_account};
}

Sale sale_of(const PriceRequest& request, const PricedBasket& priced) {
    Sale sale;
    sale.context = request.context;
    sale.member = request.member;
    sale.basket = request.basket;
    sale.tenders = priced.paid;
    // A dry run need not say how it is paid: what is due counts as paid in cash.
    Money unpaid = priced.total;
    for (const Tender& tender : sale.tenders) unpaid -= tender.amount;
    if (unpaid > kNoMoney) {
        Tender rest;
        rest.amount = unpaid;
        sale.tenders.push_back(rest);
    }
    keep_result(sale, priced);
    sale.change = kNoMoney;  // `paid` is without it
    return sale;
}

namespace {

std::vector<UnitRef> every_unit(const PricedLine& line) {
    std::vector<UnitRef> units;
    for (std::uint32_t unit = 0; unit < line.units.size(); ++unit) units.push_back({line.id, unit});
    return units;
}

// Those of a line that have not come back; as many of them as "quantity" says.
std::vector<UnitRef> units_left(JsonReader& reader, const PricedLine& line, Quantity whole,
                                const std::vector<ReturnedUnit>& returned) {
    std::vector<UnitRef> units = every_unit(line);
    std::erase_if(units, [&](const UnitRef& unit) {
        return std::ranges::any_of(returned, [&](const ReturnedUnit& back) {
            return back.line == unit.line && back.unit == unit.unit;
        });
    });
    const auto quantity = reader.quantity("quantity");
    if (!quantity) return units;
    if (line.units.size() == 1) {
        if (*quantity != whole)
            reader.wrong("quantity", "must be " + to_string(whole) +
                                         ": what is weighed or stands alone comes back whole");
        return units;
    }
    const auto wanted = static_cast<std::size_t>(quantity->count() / 1000);
    if (!is_whole(*quantity) || wanted > units.size())
        reader.wrong("quantity",
                     "must be a whole number of what is left: " + std::to_string(units.size()));
    else
        units.resize(wanted);
    return units;
}

// The units of one line, as [0, 2]; all that are left where nothing is said.
std::vector<UnitRef> read_units(JsonReader& reader, const PricedLine& line, Quantity whole,
                                const std::vector<ReturnedUnit>& returned) {
    const JsonValue* units = reader.raw("units");
    if (units == nullptr) return units_left(reader, line, whole, returned);
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

struct Coming {
    std::int64_t turn = 1;  // of "returned": with which return it came
    UnitRef unit;
    auto operator<=>(const Coming&) const = default;
};

// What "return" and "returned" say: which units of which lines.
std::vector<Coming> read_lines(JsonReader& reader, std::string_view key, const PriceRequest& sale,
                               const std::vector<PricedLine>& lines,
                               const std::vector<ReturnedUnit>& returned) {
    std::vector<Coming> chosen;
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
        const std::int64_t turn = one.integer("turn", 1, 1'000'000).value_or(1);
        for (const UnitRef& unit :
             read_units(one, lines[index], sale.basket.lines[index].quantity, returned))
            chosen.push_back({turn, unit});
        one.finish();
    }
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<std::vector<UnitRef>> read_turns(JsonReader& original, const PriceRequest& sale,
                                             const std::vector<PricedLine>& lines) {
    std::vector<std::vector<UnitRef>> turns;
    std::int64_t last = 0;
    for (const Coming& one : read_lines(original, "returned", sale, lines, {})) {
        if (one.turn != last) turns.emplace_back();
        last = one.turn;
        turns.back().push_back(one.unit);
    }
    return turns;
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
    return original;
}

// What came back before, return by return, under the same policies, and what that did to the
// member.
void return_before(const Publication& publication, ReturnRequest& request) {
    OriginalSale& original = request.original;
    for (const std::vector<UnitRef>& units : request.before) {
        const auto before = price_return(original, units, context_of(request, publication));
        if (!before) return;  // this return will be refused for the same reason
        if (request.member)
            request.member = member_after(*request.member, *before, publication, request.at);
        original.returned.insert(original.returned.end(), before->units.begin(),
                                 before->units.end());
        original.paid_back.insert(original.paid_back.end(), before->tenders.begin(),
                                  before->tenders.end());
    }
}

// The basket of a result; where basket and result stand in one object, what the basket says of it.
JsonValue basket_inside(const JsonValue& original) {
    if (const JsonEntry* basket = original.object()->find("basket")) return basket->value;
    const auto leave_out = [](JsonObject& object, std::span<const std::string_view> keys) {
        std::erase_if(object.entries, [&](const JsonEntry& entry) {
            return std::ranges::find(keys, entry.key) != keys.end();
        });
    };
    constexpr std::array<std::string_view, 19> kResult{
        "total",  "discount_total", "tax_total",        "due",
        "change", "gifts",          "points",           "ledger",
        "stamps", "offers",         "accounts",         "tiers",
        "tier",   "digest",         "programme",        "returned",
        "basket", "coupons_issued", "certificates_sold"};
    constexpr std::array<std::string_view, 6> kOfEach{"discount", "net",     "tax",
                                                      "units",    "savings", "left"};
    JsonValue basket = original;
    JsonObject& object = std::get<JsonObject>(basket.value);
    leave_out(object, kResult);
    for (JsonEntry& entry : object.entries)
        if (auto* list = std::get_if<std::vector<JsonValue>>(&entry.value.value))
            for (JsonValue& item : *list)
                if (auto* one = std::get_if<JsonObject>(&item.value)) leave_out(*one, kOfEach);
    return basket;
}

// "as_paid", "certificate" or a programme with points; as the settings say where nothing is said.
void read_refund(JsonReader& reader, const Publication& publication, ReturnRequest& request) {
    request.refund_to = publication.settings().refund_to;
    request.refund_account = publication.settings().refund_account;
    const auto to = reader.text("refund_to");
    if (!to) return;
    const Programme* programme = publication.find_programme({*to});
    if (*to == "as_paid") {
        request.refund_to = RefundTo::AsPaid;
    } else if (*to == "certificate") {
        request.refund_to = RefundTo::Certificate;
    } else if (programme != nullptr && programme->points) {
        request.refund_to = RefundTo::Account;
        request.refund_account = {*to};
    } else {
        reader.wrong("refund_to",
                     "is \"as_paid\", \"certificate\" or the id of a programme with points");
    }
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
    if (!original->has("basket") && !original->has("lines")) {
        original->missing("basket", "the basket that was priced, as the result has it");
        return request;
    }
    request.sale =
        read_price_request(basket_inside(request.written), std::nullopt, publication, errors);
    if (!errors.empty()) return request;
    request.original = price_again(*original, request.sale, publication);
    const std::vector<PricedLine>& lines = request.original.sale.lines;
    request.member = member_after(request.original.sale);
    read_refund(reader, publication, request);
    request.before = read_turns(*original, request.sale, lines);
    return_before(publication, request);
    for (const Coming& one :
         read_lines(reader, "return", request.sale, lines, request.original.returned))
        request.units.push_back(one.unit);
    if (auto member = reader.object("member", "member"))
        request.member = read_member(*member, request.at, publication).view;
    reader.finish();
    return request;
}

std::string_view in_words(ReturnRefusal refusal) {
    switch (refusal) {
        case ReturnRefusal::NothingChosen: return "nothing comes back; name a line and its units";
        case ReturnRefusal::NoSuchUnit: return "a line has not so many units; they count from 0";
        case ReturnRefusal::AlreadyReturned: return "a unit came back before; leave it out";
        case ReturnRefusal::ChosenTwice: return "a unit is named twice; name it once";
        case ReturnRefusal::PointsSpent:
            return "the points it earned are spent, and the programme refuses such a return";
    }
    unreachable("a refusal nobody named");
}

}  // namespace kopilka::app
