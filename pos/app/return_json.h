// A return in `till price`: which units of a receipt priced before come back, and what that pays
// back. The receipt is priced anew from its own basket; it must come out as it was.
#pragma once
#include "pos/app/basket_json.h"
#include "pos/sale/return.h"

#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

namespace kopilka::app {

struct ReturnRequest {
    PriceRequest sale;
    OriginalSale original;       // with the units that came back before
    std::vector<UnitRef> units;  // ascending
    LocalTime at;
    JsonValue written;  // "original", to be written again with what comes back now
};

// {"original": the result of a sale, with its "basket"; "return": [{"id", "units": [0]}], "at"}.
// A line of "return" without "units" comes back whole.
bool is_return(const JsonValue& root);
ReturnRequest read_return_request(const JsonValue& root, std::optional<LocalTime> at,
                                  const Publication& publication, std::vector<JsonError>& errors);

// What to write instead, for each refusal.
std::string_view in_words(ReturnRefusal refusal);

// Sums as a sale has them, of what comes back: `total` is to pay back, points are negative. Its
// "original" takes the next return of the same receipt.
void write_return_result(const ReturnRequest& request, const PricedReturn& priced,
                         std::ostream& out);

}  // namespace kopilka::app
