#include "pos/app/price_command.h"

#include "pos/app/price_text.h"
#include "pos/app/publication_files.h"
#include "pos/app/result_json.h"

#include <fstream>
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

int refuse(const std::string& file, const std::vector<JsonError>& errors, std::ostream& err) {
    for (const JsonError& error : errors)
        err << file << ":" << error.place.line << ":" << error.place.column << ": " << error.text
            << "\n";
    return kWrongUse;
}

int price_return_command(const PriceOptions& options, const Publication& publication,
                         const JsonValue& root, std::optional<LocalTime> at, std::ostream& out,
                         std::ostream& err) {
    std::vector<JsonError> errors;
    const ReturnRequest request = read_return_request(root, at, publication, errors);
    if (!errors.empty()) return refuse(options.basket, errors, err);
    const auto priced =
        price_return(request.original, request.units, context_of(request, publication));
    if (!priced) {
        err << in_words(priced.error()) << "\n";
        return kNo;
    }
    if (options.json)
        write_return_result(request, *priced, publication, out);
    else
        write_return_text(request, publication, *priced, *options.texts, out);
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
        write_price_text(request, publication, priced, offers, *options.texts, out);
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
