// No text crashes the reader of baskets; what it accepts is priced, and the sums agree.
#include "pos/app/basket_json.h"
#include "pos/core/check.h"
#include "pos/loyalty/parse.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace kopilka;

namespace {

const Publication& some_offers() {
    static const Publication publication = *parse_publication(std::vector<PublicationFile>{
        {"fuzz.toml",
         "programme = \"p\"\nname = \"P\"\n[points]\n[[offer]]\nid = \"a\"\nname = \"A\"\npercent "
         "= "
         "10\n[[offer]]\nid = \"b\"\nname = \"B\"\ngroup = { take = 3 }\n[[offer]]\nid = "
         "\"c\"\nname = \"C\"\npoints = { percent = 5 }\n"}});
    return publication;
}

std::int64_t pieces(const Basket& basket) {
    std::int64_t thousandths = 0;
    for (const BasketLine& line : basket.lines) thousandths += line.quantity.count();
    return thousandths / 1000;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto request = app::read_price_request(text, std::nullopt, some_offers());
    if (!request) {
        check(!request.error().empty(), "a refusal without a reason");
        return 0;
    }
    if (pieces(request->basket) > 200) return 0;  // slow, and nothing new
    const PricedBasket priced =
        price(some_offers(), request->context, request->member ? &*request->member : nullptr,
              request->basket, request->tenders);
    Money net;
    for (const PricedLine& line : priced.lines) net += line.net;
    check(priced.gross == priced.discount_total + net, "sums that disagree");
    check(priced.due >= kNoMoney, "a negative sum due");
    return 0;
}
