#include "pos/scan/payload.h"

#include "pos/scan/app_token.h"
#include "pos/scan/check_digits.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace kopilka {
namespace {

using Refusal = PayloadRefusal;

CodeRange row(std::string prefix, CodeKind kind, std::uint32_t length = 13) {
    return CodeRange{std::move(prefix), kind, length};
}

CodeRanges shop() {
    std::vector<CodeRange> rows = usual_code_ranges();
    rows.push_back(row("23", CodeKind::Goods));
    rows.push_back(row("100684", CodeKind::Card, 8));
    rows.back().check = CheckDigit::None;
    rows.push_back(row("PROMO-", CodeKind::Coupon, 0));
    rows.push_back(row("AB", CodeKind::Goods, 6));
    return *CodeRanges::parse(rows);
}

std::string written(const Payload& payload) {
    struct Writer {
        std::string operator()(const GoodsCode& p) const { return "goods " + p.barcode; }
        std::string operator()(const MarkedGoods& p) const {
            return "marked " + p.barcode + " " + p.serial;
        }
        std::string operator()(const WeighedGoods& p) const {
            return "weight " + p.item + " " + to_string(p.weight);
        }
        std::string operator()(const PricedGoods& p) const {
            return "price " + p.item + " " + to_string(p.price);
        }
        std::string operator()(const CardCode& p) const {
            return (p.strength == IdentityStrength::Plastic ? "plastic " : "code ") + p.number;
        }
        std::string operator()(const PhoneCode& p) const { return "phone " + p.e164; }
        std::string operator()(const CouponCode& p) const { return "coupon " + p.code; }
        std::string operator()(const ReceiptCode& p) const {
            return "receipt " + p.till + " " + std::to_string(p.epoch) + " " +
                   std::to_string(p.sequence) + " " + p.hash8;
        }
        std::string operator()(const SignedCard& p) const {
            return "phone's card of " + to_string(p.certificate.member);
        }
    };
    return std::visit(Writer{}, payload);
}

struct Accepted {
    std::string text;
    std::string aim;
    std::string meaning;
};

void PrintTo(const Accepted& row, std::ostream* out) { *out << row.text << " " << row.aim; }

class AnAcceptedScan : public testing::TestWithParam<Accepted> {};
TEST_P(AnAcceptedScan, MeansWhatItSays) {
    const auto meaning = interpret(shop(), GetParam().text, GetParam().aim);
    ASSERT_TRUE(meaning) << words_for(meaning.error()).key;
    EXPECT_EQ(written(*meaning), GetParam().meaning);
}

const std::string kToken = "KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0Y";
const std::string kMarked =
    "0104600000000015215abcDEF12345\x1d"
    "91EE05\x1d"
    "92dGVzdA==";

INSTANTIATE_TEST_SUITE_P(Goods, AnAcceptedScan,
                         testing::Values(Accepted{"4600000000015", "]E0", "goods 4600000000015"},
                                         Accepted{"4600000000015\r\n", "", "goods 4600000000015"},
                                         Accepted{"]E04600000000015", "", "goods 4600000000015"},
                                         Accepted{"4600000000015", "]C0", "goods 4600000000015"},
                                         Accepted{"460-0000-000015", "", "goods 4600000000015"},
                                         Accepted{"036000291452", "]E0", "goods 0036000291452"},
                                         Accepted{"01234565", "]E0", "goods 0012345000065"},
                                         Accepted{"96385074", "]E4", "goods 96385074"},
                                         Accepted{"96385074", "", "goods 96385074"},
                                         Accepted{"9780306406157", "]E0", "goods 9780306406157"},
                                         Accepted{"9771234567003", "]E0", "goods 9771234567003"},
                                         Accepted{"9790260000438", "]E0", "goods 9790260000438"},
                                         Accepted{"2300000000016", "]E0", "goods 2300000000016"},
                                         Accepted{"04600000000015", "]C0", "goods 4600000000015"},
                                         Accepted{"AB1234", "]C0", "goods AB1234"},
                                         Accepted{"0104600000000015", "]C1", "goods 4600000000015"},
                                         Accepted{"010460000000001517260101", "]C1",
                                                  "goods 4600000000015"},
                                         Accepted{"0100000096385074", "]d2", "goods 96385074"},
                                         Accepted{"https://shop.example/01/04600000000015", "]Q1",
                                                  "goods 4600000000015"}));

INSTANTIATE_TEST_SUITE_P(
    MarkedGoods, AnAcceptedScan,
    testing::Values(Accepted{kMarked, "]d2", "marked 4600000000015 5abcDEF12345"},
                    Accepted{kMarked, "", "marked 4600000000015 5abcDEF12345"},
                    Accepted{"\x1d" + kMarked, "]d1", "marked 4600000000015 5abcDEF12345"},
                    Accepted{"]d2" + kMarked, "", "marked 4600000000015 5abcDEF12345"},
                    Accepted{"]Q3" + kMarked, "", "marked 4600000000015 5abcDEF12345"},
                    Accepted{"0104600000000015215abcd\x1d"
                             "93abcd",
                             "]d2", "marked 4600000000015 5abcd"},
                    Accepted{"215abcd\x1d"
                             "0104600000000015"
                             "93abcd",
                             "]d2", "marked 4600000000015 5abcd"},
                    Accepted{"04600000000015ABCDEFGACaBdGhi", "]d1",
                             "marked 4600000000015 ABCDEFG"},
                    Accepted{"https://id.example/01/04600000000015/21/7Q?17=260101", "]Q1",
                             "marked 4600000000015 7Q"}));

INSTANTIATE_TEST_SUITE_P(Labels, AnAcceptedScan,
                         testing::Values(Accepted{"2100123003501", "]E0", "weight 00123 0.35"},
                                         Accepted{"2199999999995", "]E0", "weight 99999 99.999"},
                                         Accepted{"2200123015006", "]E0", "price 00123 15.00"}));

INSTANTIATE_TEST_SUITE_P(
    Cards, AnAcceptedScan,
    testing::Values(
        Accepted{"2900000000025", "]E0", "plastic 2900000000025"},
        Accepted{"2900000000025", "]Q1", "plastic 2900000000025"},
        Accepted{"6699000000000037", "]C0", "plastic 6699000000000037"},
        Accepted{"6699 0000 0000 0037", "", "plastic 6699000000000037"},
        Accepted{"6699000000000086", "]d1", "plastic 6699000000000086"},
        Accepted{"10068408", "]C0", "plastic 10068408"}, Accepted{kToken, "]Q1", "code " + kToken},
        Accepted{"kt1-d3moanna7q2x8w5r9t4v6zkhoy", "]Q1", "code " + kToken},
        Accepted{"https://kopilka.example/c/6699000000000045", "]Q1", "code 6699000000000045"},
        Accepted{"HTTPS://KOPILKA.EXAMPLE/C/6699000000000045", "]Q1", "code 6699000000000045"},
        Accepted{"http://k.example/app/c/2900000000025/?from=sms", "]Q1", "code 2900000000025"},
        Accepted{"https://k.example/c/" + kToken, "]Q1", "code " + kToken},
        Accepted{"https://k.example/8018/460000000000000019", "]Q1", "code 460000000000000019"},
        Accepted{"8018460000000000000019", "]Q3", "code 460000000000000019"},
        Accepted{"8018460000000000000019", "]C1", "code 460000000000000019"}));

INSTANTIATE_TEST_SUITE_P(
    PhonesCouponsReceipts, AnAcceptedScan,
    testing::Values(Accepted{"tel:+79990000007", "]Q1", "phone +79990000007"},
                    Accepted{"+79990000007", "]Q1", "phone +79990000007"},
                    Accepted{"89990000007", "]Q1", "phone +79990000007"},
                    Accepted{"8 (999) 000-00-07", "", "phone +79990000007"},
                    Accepted{"9990000007", "", "phone +79990000007"},
                    Accepted{"+375 29 000-00-07", "]Q1", "phone +375290000007"},
                    Accepted{"9810000000013", "]E0", "coupon 9810000000013"},
                    Accepted{"9912345678909", "]E0", "coupon 9912345678909"},
                    Accepted{"PROMO-SPRING", "]Q1", "coupon PROMO-SPRING"},
                    Accepted{"25546000000000150007", "]C1", "coupon 46000000000150007"},
                    Accepted{"8110106141416543213500110000310123196000", "]C1",
                             "coupon 8110106141416543213500110000310123196000"},
                    Accepted{"KR1:nevsky-1/1/42:0e5751c0", "]Q1", "receipt nevsky-1 1 42 0e5751c0"},
                    Accepted{"KR1:t/4294967295/18446744073709551615:ffffffff", "]Q1",
                             "receipt t 4294967295 18446744073709551615 ffffffff"}));

struct Refused {
    std::string text;
    std::string aim;
    Refusal why;
};

void PrintTo(const Refused& row, std::ostream* out) { *out << row.text << " " << row.aim; }

class ARefusedScan : public testing::TestWithParam<Refused> {};
TEST_P(ARefusedScan, SaysWhy) {
    const auto meaning = interpret(shop(), GetParam().text, GetParam().aim);
    ASSERT_FALSE(meaning) << written(*meaning);
    EXPECT_EQ(words_for(meaning.error()).key, words_for(GetParam().why).key);
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, ARefusedScan,
    testing::Values(Refused{"", "", Refusal::Nothing}, Refused{" \r\n", "]Q1", Refusal::Nothing},
                    Refused{"4600000000016", "]E0", Refusal::WrongCheckDigit},
                    Refused{"2900000000026", "]E0", Refusal::WrongCheckDigit},
                    Refused{"6699000000000038", "]C0", Refusal::WrongCheckDigit},
                    Refused{"036000291453", "", Refusal::WrongCheckDigit},
                    Refused{"96385075", "]E4", Refusal::WrongCheckDigit},
                    Refused{"96385074", "]C0", Refusal::Unknown},
                    Refused{"2500000000010", "]E0", Refusal::ForeignLabel},
                    Refused{"0200000000011", "]E0", Refusal::ForeignLabel},
                    Refused{"0400000000015", "]E0", Refusal::ForeignLabel},
                    Refused{"2100123000005", "]E0", Refusal::EmptyLabel},
                    Refused{"2200123000002", "]E0", Refusal::EmptyLabel},
                    Refused{"9800000000014", "]E0", Refusal::Unknown},
                    Refused{"6011000000000004", "]C0", Refusal::ForeignCard},
                    Refused{"6390000000000005", "]C0", Refusal::ForeignCard},
                    Refused{"14600000000012", "]C0", Refusal::CasePack},
                    Refused{"12345", "]C0", Refusal::Unknown},
                    Refused{"89990000007", "]C0", Refusal::Unknown},
                    Refused{"AB12345", "]C0", Refusal::Unknown},
                    Refused{"hello", "]Q1", Refusal::Unknown},
                    Refused{"WIFI:T:WPA;S:cafe;P:secret;;", "]Q1", Refusal::Unknown}));

INSTANTIATE_TEST_SUITE_P(
    PaymentCards, ARefusedScan,
    testing::Values(Refused{"4111111111111111", "", Refusal::BankCard},
                    Refused{"4111 1111 1111 1111", "]Q1", Refusal::BankCard},
                    Refused{"5555-5555-5555-4444", "]C0", Refusal::BankCard},
                    Refused{"2200000000000004", "]Q1", Refusal::BankCard},
                    Refused{"6200000000000005", "]C0", Refusal::BankCard},
                    Refused{";4111111111111111=29122011?", "", Refusal::BankCard},
                    Refused{"%B4111111111111111^IVANOV/IVAN^2912?", "", Refusal::BankCard},
                    Refused{"https://k.example/c/4111111111111111", "]Q1", Refusal::BankCard},
                    Refused{"https://k.example/pay?pan=4111111111111111", "]Q1",
                            Refusal::BankCard}));

INSTANTIATE_TEST_SUITE_P(
    Structures, ARefusedScan,
    testing::Values(
        Refused{"0104600000000016", "]d2", Refusal::WrongCheckDigit},
        Refused{"0114600000000012", "]C1", Refusal::CasePack},
        Refused{"00046000000000000019", "]C1", Refusal::CasePack},
        Refused{"010460000000001521", "]d2", Refusal::BrokenElements},
        Refused{"0104600", "]d2", Refusal::BrokenElements},
        Refused{"0104600000000015215abcDEF1234591EE0592dGVzdA==", "]d2", Refusal::BrokenElements},
        Refused{"8018460000000000000016", "]C1", Refusal::WrongCheckDigit},
        Refused{"215abcd\x1d"
                "93abcd",
                "]d2", Refusal::Unknown},
        Refused{"KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0Z", "]Q1", Refusal::BrokenToken},
        Refused{"KT1-D3M0", "]Q1", Refusal::BrokenToken},
        Refused{"KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0U", "]Q1", Refusal::BrokenToken},
        Refused{"https://k.example/c/KT1-D3M0", "]Q1", Refusal::BrokenToken},
        Refused{"https://k.example/", "]Q1", Refusal::UnknownLink},
        Refused{"https://k.example/c/", "]Q1", Refusal::UnknownLink},
        Refused{"https://k.example/c/4600000000015", "]Q1", Refusal::UnknownLink},
        Refused{"https://qr.example/AS10003P3RH0LJ2A", "]Q1", Refusal::UnknownLink},
        Refused{"+7999", "]Q1", Refusal::BrokenPhone},
        Refused{"tel:+7999000000712", "]Q1", Refusal::BrokenPhone},
        Refused{"KR1:nevsky-1/1/42", "]Q1", Refusal::BrokenReceiptCode},
        Refused{"KR1:nevsky-1/0/42:0e5751c0", "]Q1", Refusal::BrokenReceiptCode},
        Refused{"KR1:nevsky-1/1/42:0e5751cX", "]Q1", Refusal::BrokenReceiptCode},
        Refused{"KR1:/1/42:0e5751c0", "]Q1", Refusal::BrokenReceiptCode},
        Refused{"KR1:a/1/99999999999999999999:0e5751c0", "]Q1", Refusal::BrokenReceiptCode},
        Refused{"t=20260301T1200&s=96.00&fn=9999078900001234&i=1&fp=2&n=1", "]Q1",
                Refusal::FiscalReceipt}));

TEST(MarkedGoods, KeepTheWholeCodeWithItsSeparators) {
    const auto meaning = interpret(shop(), "\x1d" + kMarked, "]d2");
    ASSERT_TRUE(meaning);
    EXPECT_EQ(std::get<MarkedGoods>(*meaning).marking, kMarked);
}

TEST(UpcE, IsGoodsUnderItsLongNumber) {
    const Symbol symbol{Symbology::UpcE, "01234565", "01234565", "]E0", 5};
    EXPECT_EQ(written(*interpret(shop(), symbol)), "goods 0012345000065");
}

TEST(AppToken, NoticesEveryWrongCharacterAndEverySwapOfNeighbours) {
    const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (std::size_t i = 4; i < kToken.size(); ++i) {
        for (const char c : alphabet) {
            std::string wrong = kToken;
            wrong[i] = c;
            EXPECT_EQ(parse_app_token(wrong).has_value(), wrong == kToken) << wrong;
        }
        std::string swapped = kToken;
        if (i + 1 < swapped.size()) std::swap(swapped[i], swapped[i + 1]);
        EXPECT_EQ(parse_app_token(swapped).has_value(), swapped == kToken) << swapped;
    }
}

TEST(Refusals, EachHaveWordsInBothLanguages) {
    for (const Language language : {Language::Russian, Language::English}) {
        const std::string folder = language == Language::Russian ? "ru" : "en";
        const std::string path = SOURCE_DIR "/assets/text/" + folder + "/scan.toml";
        std::ifstream file(path);
        const std::string toml(std::istreambuf_iterator<char>(file), {});
        const auto texts = Texts::parse(language, toml, path);
        ASSERT_TRUE(texts) << texts.error().detail;
        for (int i = 0; i <= static_cast<int>(Refusal::Unknown); ++i) {
            const Phrase words = words_for(static_cast<Refusal>(i));
            EXPECT_TRUE(texts->has(words.key)) << folder << " " << words.key;
        }
    }
}

}  // namespace
}  // namespace kopilka
