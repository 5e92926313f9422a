// No text crashes the parser of programmes; what it accepts can be said in words, has one meaning,
// and prices a basket whose sums agree.
#include "pos/core/check.h"
#include "pos/loyalty/describe.h"
#include "pos/loyalty/parse.h"
#include "pos/sale/price.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace kopilka;

namespace {

Basket small_basket() {
    Basket basket;
    for (const char* category : {"tea", "coffee", "toys", "pastry"}) {
        BasketLine line;
        line.id = basket.next_line;
        ++basket.next_line.value;
        line.sku = {category};
        line.categories = {category};
        line.quantity = units(3);
        line.unit_price = Money::of(12'345 * line.id.value);
        basket.lines.push_back(std::move(line));
    }
    return basket;
}

void expect_sums(const PricedBasket& priced) {
    Money net;
    for (const PricedLine& line : priced.lines) {
        check(line.net >= kNoMoney, "a negative line");
        net += line.net;
    }
    check(priced.gross == priced.discount_total + net, "sums that disagree");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::vector<PublicationFile> files{{"fuzz.toml", std::string(data, data + size)}};
    const auto publication = parse_publication(files);
    if (!publication) {
        check(!publication.error().empty(), "a refusal without a reason");
        return 0;
    }
    check(!describe(*publication).empty(), "nothing to say");
    check(parse_publication(files)->offers() == publication->offers(), "a second meaning");
    PriceContext context;
    context.at = *parse_local_time("2026-03-08T18:05:00+03:00");
    MemberView member;
    member.joined = *parse_date("2025-03-08");
    expect_sums(price(*publication, context, &member, small_basket(), {}));
    return 0;
}
