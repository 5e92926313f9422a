// price_digest CASES SEED: prices so many random purchases, and the return of some of their goods,
// and prints one hash of all results. Whatever compiler and optimization built it, it is the same.
#include "pos/sale/return.h"
#include "tests/laws/random_shop.h"
#include "tests/laws/sold.h"

#include <charconv>
#include <cstdio>
#include <cstring>

namespace {

using namespace kopilka;

class Chain {
public:
    void add(const Hash256& hash) {
        ByteWriter out;
        out.raw(last_.value);
        out.raw(hash.value);
        last_ = blake2b(out.bytes());
    }
    void add(std::string_view text) { add(blake2b(as_bytes(text))); }
    const Hash256& last() const { return last_; }

private:
    Hash256 last_;
};

std::string told(const PricedReturn& back) {
    std::string text = to_string(back.total) + " " + to_string(back.tax);
    for (const ReturnedUnit& unit : back.units) text += " " + to_string(unit.paid_back);
    for (const LedgerEntry& entry : back.ledger) text += " " + to_string(entry.amount);
    return text;
}

void price_one(laws::Dice& dice, Chain& chain) {
    const laws::RandomShop shop = laws::random_shop(dice);
    chain.add(shop.price().digest);
    chain.add(shop.outcomes());
    OriginalSale original;
    original.at = shop.context.at;
    original.sale = laws::sold(shop);
    auto units = laws::units_of(original.sale);
    const auto some = laws::some_of(units, dice);
    const auto back = price_return(original, some, {shop.context.at, &shop.publication, nullptr});
    chain.add(back ? told(*back) : "refused");
}

bool number(const char* text, std::uint64_t& value) {
    const char* end = text + std::strlen(text);
    return std::from_chars(text, end, value).ptr == end && end != text;
}

}  // namespace

int main(int argc, char** argv) {
    std::uint64_t cases = 0, seed = 0;
    if (argc != 3 || !number(argv[1], cases) || !number(argv[2], seed)) {
        std::fputs("usage: price_digest CASES SEED\n", stderr);
        return 2;
    }
    Chain chain;
    for (std::uint64_t i = 0; i < cases; ++i) {
        laws::Dice dice = laws::seeded_dice(seed + i);
        price_one(dice, chain);
    }
    std::printf("%s\n", to_string(chain.last()).c_str());
}
