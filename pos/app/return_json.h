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
    OriginalSale original;  // with the units that came back before
    std::optional<MemberView>
        member;                  // as they are now; where nothing is said, as all that left them
    std::vector<UnitRef> units;  // ascending
    std::vector<std::vector<UnitRef>> before;  // what came back earlier, return by return
    LocalTime at;
    RefundTo refund_to = RefundTo::AsPaid;  // as "refund_to" says, else the programme's settings
    ProgrammeId refund_account;
    JsonValue written;  // "original", to be written again with what comes back now
};

// The sale that this result is, as the journal would hold it; what is due counts as paid in cash.
Sale sale_of(const PriceRequest& request, const PricedBasket& priced);
// The member once it is booked; nullopt for a stranger.
std::optional<MemberView> member_after(const Sale& sale);
MemberView member_after(const MemberView& member, const PricedReturn& back,
                        const Publication& publication, LocalTime at);

// {"original": the result of a sale, with its "basket"; "return": [{"id", "units": [0]}], "at"}.
// A line of "return" without "units" comes back whole, or as many of it as "quantity" says.
// "member" is the member as they are now; "refund_to" is where the money goes.
bool is_return(const JsonValue& root);
ReturnContext context_of(const ReturnRequest& request, const Publication& publication);
ReturnRequest read_return_request(const JsonValue& root, std::optional<LocalTime> at,
                                  const Publication& publication, std::vector<JsonError>& errors);

// What to write instead, for each refusal.
std::string_view in_words(ReturnRefusal refusal);

// Sums as a sale has them, of what comes back: `total` is to pay back, points are negative. Its
// "original" takes the next return of the same receipt.
void write_return_result(const ReturnRequest& request, const PricedReturn& priced,
                         const Publication& publication, std::ostream& out);

}  // namespace kopilka::app
