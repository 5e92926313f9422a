#include "pos/scan/code_ranges.h"

#include "pos/scan/check_digits.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

CodeRange label(std::string prefix, CodeKind kind, std::uint32_t item, std::uint32_t value) {
    CodeRange row{std::move(prefix), kind};
    row.item_digits = item;
    row.value_digits = value;
    return row;
}

std::string fault_of(const std::vector<CodeRange>& rows) {
    const auto table = CodeRanges::parse(rows);
    return table ? "" : table.error().detail;
}

TEST(CodeRanges, RefuseTwoRowsThatClaimOneNumber) {
    const CodeRange cards{"29", CodeKind::Card};
    EXPECT_EQ(fault_of({cards, {"291", CodeKind::Goods}}),
              "code ranges 29 and 291 overlap: make one prefix longer or remove a row");
    EXPECT_NE(fault_of({cards, cards}), "");
    EXPECT_NE(fault_of({cards, {"2", CodeKind::Coupon, 0}}), "");
    EXPECT_EQ(fault_of({cards, {"28", CodeKind::Card}}), "");
    EXPECT_EQ(fault_of({cards, {"29", CodeKind::Goods, 8}}), "");
}

TEST(CodeRanges, RefuseWhatCannotBeSaying) {
    struct Case {
        CodeRange row;
        std::string says;
    };
    CodeRange gs1_word{"AB", CodeKind::Goods, 6, CheckDigit::Gs1};
    CodeRange any_luhn{"77", CodeKind::Coupon, 0, CheckDigit::Luhn};
    CodeRange fine_weight = label("21", CodeKind::Weight, 5, 5);
    fine_weight.decimals = 4;
    const std::vector<Case> cases{
        {{"", CodeKind::Card}, "give the prefix"},
        {{"ab", CodeKind::Card, 0}, "capitals"},
        {{"29", CodeKind::Card, 2}, "shorter"},
        {{"29", CodeKind::Card, 99}, "48"},
        {gs1_word, "prefix of digits"},
        {any_luhn, "fixed length"},
        {label("21", CodeKind::Weight, 5, 4), "make 13"},
        {label("21", CodeKind::Price, 0, 10), "need digits"},
        {label("46", CodeKind::Price, 5, 5), "02 or 20-29"},
        {fine_weight, "at most 3 decimals"},
        {{"978", CodeKind::Card}, "books"},
        {{"97", CodeKind::Card}, "books"},
        {{"9", CodeKind::Card, 0}, "books"},
        {{"99", CodeKind::Card}, "coupons"},
        {{"4", CodeKind::Card, 16}, "payment cards"},
        {{"2200", CodeKind::Card, 16}, "payment cards"},
        {{"6", CodeKind::Card, 16}, "payment cards"},
        {{"5", CodeKind::Card, 0}, "payment cards"},
    };
    for (const Case& c : cases)
        EXPECT_NE(fault_of({c.row}).find(c.says), std::string::npos)
            << c.row.prefix << ": " << fault_of({c.row});
}

TEST(CodeRanges, FindTheRowOfANumber) {
    const auto table = CodeRanges::parse(usual_code_ranges());
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->find("2900000000025")->kind, CodeKind::Card);
    EXPECT_EQ(table->find("2100123003501")->kind, CodeKind::Weight);
    EXPECT_EQ(table->find("6699000000000037")->check, CheckDigit::Luhn);
    EXPECT_EQ(table->find("4600000000015"), nullptr);
    EXPECT_EQ(table->find("29"), nullptr);
}

TEST(CheckDigits, AgreeWithThePublishedExamples) {
    EXPECT_EQ(gs1_check_digit("629104150021"), '3');  // GS1 General Specifications 7.9.1
    EXPECT_EQ(luhn_check_digit("7992739871"), '3');   // ISO/IEC 7812-1
    EXPECT_FALSE(gs1_check_holds(""));
    EXPECT_FALSE(luhn_holds("0"));
    EXPECT_FALSE(gs1_check_holds("46000000x0015"));
    EXPECT_EQ(expand_upce("04252614"), "0042100005264");
    EXPECT_EQ(expand_upce("01234565"), "0012345000065");
    EXPECT_EQ(expand_upce("01234566"), std::nullopt);
    EXPECT_EQ(expand_upce("21234565"), std::nullopt);
    EXPECT_TRUE(holds_bank_card("paid with 4111-1111 11111111, thanks"));
    EXPECT_FALSE(holds_bank_card("order 4111111111111112"));
}

}  // namespace
}  // namespace kopilka
