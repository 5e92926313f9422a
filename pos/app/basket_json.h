// Reads the basket of `till price`: what is bought, by whom, where, when, and how it is paid.
#pragma once
#include "pos/app/json_tree.h"
#include "pos/app/member_json.h"
#include "pos/sale/price.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::app {

struct PriceRequest {
    PriceContext context;
    std::optional<MemberView> member;
    std::vector<NamedLot> lots;         // of the member
    Basket basket;                      // lines ascending, whatever their order in the text
    std::vector<std::string> line_ids;  // as the text calls them, by line
    std::vector<Tender> tenders;
    JsonValue written;  // the object that all this was read from
};

// `at` (from the command line) takes the place of the basket's own; one of them is required.
// Lines are ordered by their ids (numbers by value, others by letters), never by their place in the
// text. "points" of a member go to the publication's first programme that has points.
tl::expected<PriceRequest, std::vector<JsonError>> read_price_request(
    std::string_view json, std::optional<LocalTime> at, const Publication& publication);
// The same from a basket that stands inside of something else; `errors` has what is wrong.
PriceRequest read_price_request(const JsonValue& basket, std::optional<LocalTime> at,
                                const Publication& publication, std::vector<JsonError>& errors);

}  // namespace kopilka::app
