// What programs of the contract before this one wrote and read, byte for byte.
#include "sync/protocol/codec.h"

#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

Goods milk() {
    Goods goods;
    goods.sku = Sku{"MILK"};
    goods.name = {"Молоко", "Milk"};
    goods.price = Money::of(8'990);
    return goods;
}

// Goods as they were written before prices could be planned: sku, name, price.
constexpr const char* kMilk =
    "0a044d494c4b"
    "12140a0cd09cd0bed0bbd0bed0bad0be12044d696c6b"
    "489e46";

Bytes change_of_goods(const std::string& fields) {
    const Bytes goods = from_hex(fields).value();
    Bytes change{0x0a, static_cast<std::uint8_t>(goods.size())};
    change.insert(change.end(), goods.begin(), goods.end());
    return change;
}

TEST(OlderProgram, IsRead) {
    EXPECT_EQ(decode_change(change_of_goods(kMilk)), Change(Article(milk())));
    EXPECT_EQ(encode_change(Article(milk())), change_of_goods(kMilk)) << "and told the same";
}

// What it knows stands there as before; field 18, which it does not know, it skips.
TEST(OlderProgram, ReadsGoodsWhosePriceIsPlannedAtThePriceOfNow) {
    const Article planned(milk(), {{1'000, Money::of(9'990)}, {2'000, Money::of(7'990)}});
    EXPECT_EQ(encode_change(planned), change_of_goods(std::string(kMilk) + "92010708d00f108c9c01"
                                                                           "92010608a01f10ec7c"));
}

// So does this one with what comes after it: field 19, a text.
TEST(OlderProgram, ThisOneWillBe) {
    EXPECT_EQ(decode_change(change_of_goods(std::string(kMilk) + "9a01026869")),
              Change(Article(milk())));
}

TEST(PlannedPrices, ThatMakeNoSenseAreRefused) {
    const auto reads = [](std::vector<PlannedPrice> planned) {
        return decode_change(encode_change(Article(milk(), std::move(planned)))).has_value();
    };
    EXPECT_TRUE(reads({{-5, kNoMoney}, {2'000, Money::of(1)}}));
    EXPECT_FALSE(reads({{2'000, Money::of(1)}, {1'000, Money::of(1)}})) << "not ascending";
    EXPECT_FALSE(reads({{2'000, Money::of(1)}, {2'000, Money::of(2)}})) << "two at one moment";
    EXPECT_FALSE(reads({{2'000, Money::of(-1)}}));
    std::vector<PlannedPrice> many;
    for (std::size_t n = 0; n <= kMostPlanned; ++n)
        many.push_back({static_cast<std::int64_t>(n), Money::of(1)});
    EXPECT_FALSE(reads(many));
}

}  // namespace
}  // namespace kopilka::sync
