#include "pos/app/price_command.h"

#include "pos/app/publication_files.h"
#include "pos/app/result_json.h"
#include "pos/app/return_json.h"

#include <fstream>
#include <iomanip>
#include <istream>
#include <iterator>
#include <ostream>

namespace kopilka::app {
namespace {

constexpr int kNo = 1;
constexpr int kWrongUse = 2;

std::optional<std::string> read_basket(const std::string& path, std::istream& in) {
    if (path == "-") return std::string{std::istreambuf_iterator<char>(in), {}};
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

std::string aloud(const Explanation& offer, const Texts* texts) {
    if (texts != nullptr) return texts->say(words(offer));
    std::string text = offer.name.en + ": " + std::string(name(offer.outcome));
    if (!offer.amount.is_zero()) text += " " + to_string(offer.amount);
    if (offer.lost_to) text += " to " + offer.lost_to->value;
    if (offer.condition != ConditionKind::None) text += ", " + std::string(name(offer.condition));
    return text;
}

void write_sum(std::ostream& out, const std::string& what, const std::string& sum) {
    out << std::left << std::setw(36) << what << std::right << std::setw(12) << sum << "\n";
}

void write_receipt(const PriceRequest& request, const PricedBasket& priced,
                   const std::vector<Explanation>& offers, const Texts* texts, std::ostream& out) {
    for (std::size_t i = 0; i < priced.lines.size(); ++i) {
        const BasketLine& line = request.basket.lines[i];
        write_sum(
            out,
            line.name.en + "  " + to_string(line.quantity) + " x " + to_string(line.unit_price),
            to_string(priced.lines[i].net));
        for (const LineSaving& saving : priced.lines[i].savings)
            write_sum(out, "  " + saving.offer.value, "-" + to_string(saving.amount));
    }
    for (const Gift& gift : priced.gifts)
        write_sum(out, gift.sku.value + "  " + to_string(gift.quantity) + " (gift)", "0.00");
    write_sum(out, "Discount", to_string(priced.discount_total));
    write_sum(out, "Tax", to_string(priced.tax_total));
    write_sum(out, "TOTAL", to_string(priced.total));
    write_sum(out, "Due", to_string(priced.due));
    for (const PointsResult& points : priced.points)
        out << "Points of " << points.programme.value << ": earned " << to_string(points.earned)
            << ", spent " << to_string(points.redeemed) << ", balance "
            << to_string(points.balance_after) << "\n";
    for (const auto& [card, stamps] : priced.stamps)
        out << "Stamps on " << card << ": " << stamps << "\n";
    for (const IssuedCoupon& coupon : priced.coupons)
        out << coupon.text.en << ": " << coupon.code << "\n";
    out << "\n";
    for (const Explanation& offer : offers) out << aloud(offer, texts) << "\n";
}

int refuse(const std::string& file, const std::vector<JsonError>& errors, std::ostream& err) {
    for (const JsonError& error : errors)
        err << file << ":" << error.place.line << ":" << error.place.column << ": " << error.text
            << "\n";
    return kWrongUse;
}

void write_return(const ReturnRequest& request, const PricedReturn& priced, std::ostream& out) {
    for (const ReturnedUnit& unit : priced.units)
        write_sum(out, request.sale.line_ids[unit.line.value - 1], to_string(unit.paid_back));
    for (const OfferChange& change : priced.changes)
        write_sum(out, "  " + change.offer.value + " (on what stays)", to_string(-change.amount));
    for (const Gift& gift : priced.gifts)
        write_sum(out, gift.sku.value + "  " + to_string(gift.quantity) + " (gift, comes back)",
                  "0.00");
    write_sum(out, "PAID BACK", to_string(priced.total));
}

int price_return_command(const PriceOptions& options, const Publication& publication,
                         const JsonValue& root, std::optional<LocalTime> at, std::ostream& out,
                         std::ostream& err) {
    std::vector<JsonError> errors;
    const ReturnRequest request = read_return_request(root, at, publication, errors);
    if (!errors.empty()) return refuse(options.basket, errors, err);
    const MemberView* member = request.member ? &*request.member : nullptr;
    const auto priced =
        price_return(request.original, request.units, {request.at, &publication, member});
    if (!priced) {
        err << in_words(priced.error()) << "\n";
        return kNo;
    }
    if (options.json)
        write_return_result(request, *priced, out);
    else
        write_return(request, *priced, out);
    return 0;
}

int price_sale_command(const PriceOptions& options, const Publication& publication,
                       const JsonValue& root, std::optional<LocalTime> at, std::ostream& out,
                       std::ostream& err) {
    std::vector<JsonError> errors;
    const PriceRequest request = read_price_request(root, at, publication, errors);
    if (!errors.empty()) return refuse(options.basket, errors, err);
    const MemberView* member = request.member ? &*request.member : nullptr;
    const PricedBasket priced =
        price(publication, request.context, member, request.basket, request.tenders);
    const auto offers =
        explain_every_offer(publication, request.context, member, request.basket, request.tenders);
    if (options.json)
        write_price_result(request, priced, offers, out);
    else
        write_receipt(request, priced, offers, options.texts, out);
    return 0;
}

}  // namespace

int price_command(const PriceOptions& options, std::istream& in, std::ostream& out,
                  std::ostream& err) {
    std::optional<LocalTime> at;
    if (!options.at.empty() && !(at = parse_local_time(options.at))) {
        err << "--at " << options.at
            << " is no moment; write it with its offset, such as 2026-03-08T18:05:00+03:00\n";
        return kWrongUse;
    }
    const auto publication = read_publication(options.programme);
    if (!publication) {
        for (const ProgrammeError& error : publication.error()) err << to_string(error) << "\n";
        return kWrongUse;
    }
    const auto text = read_basket(options.basket, in);
    if (!text) {
        err << "there is no readable file " << options.basket << "; check the name\n";
        return kWrongUse;
    }
    const auto root = parse_json(*text);
    if (!root) return refuse(options.basket, {root.error()}, err);
    return is_return(*root) ? price_return_command(options, *publication, *root, at, out, err)
                            : price_sale_command(options, *publication, *root, at, out, err);
}

}  // namespace kopilka::app
