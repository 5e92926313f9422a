#include "pos/scan/signed_code.h"

#include "pos/scan/decode.h"
#include "pos/scan/payload.h"
#include "tests/demo/code_image.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

constexpr UnixSeconds kNow = 1'780'000'000;

KeyPair key(std::uint8_t number) {
    KeySeed seed{};
    seed[0] = number;
    return key_pair_from_seed(seed);
}

const KeyPair kCentral = key(1);
const KeyPair kPhone = key(2);
const MemberId kAnna{{7, 7, 7}};
constexpr UnixSeconds kDay = 86'400;

CardTrust trust() { return {{kCentral.public_key}, {}}; }

// A phone whose clock shows so many seconds more than the till's.
struct Phone {
    std::int32_t fast = 0;
    std::uint32_t counter = 0;
    CardCertificate certificate = certify(kCentral, kAnna, kPhone.public_key, kNow + kDay);

    // The code that it makes when the till's clock says `at`.
    SignedCard show(UnixSeconds at) {
        return sign_card(kPhone, certificate, ++counter,
                         static_cast<UnixSeconds>(std::int64_t{at} + fast));
    }
};

// A till that keeps what it is told to keep.
struct Desk {
    CardTrust believes = trust();
    std::optional<DeviceMemory> memory;

    CardProof read(const SignedCard& card, UnixSeconds at) {
        const CardJudgement judged = judge(card, believes, memory, {std::int64_t{at} * 1000});
        if (judged.memory) memory = judged.memory;
        return judged.proof;
    }
};

TEST(SignedCode, IsOneTextOfOneCode) {
    const SignedCard card = Phone().show(kNow);
    const std::string text = signed_code_text(card);
    EXPECT_EQ(text.size(), 305u);
    EXPECT_EQ(parse_signed_code(text), card);
    EXPECT_EQ(encode(card).size(), 188u);
    EXPECT_EQ(encode(card.certificate).size(), 116u);
    EXPECT_EQ(decode_certificate(encode(card.certificate)), card.certificate);
}

TEST(SignedCode, RefusesWhatIsNotExactlyACode) {
    const std::string text = signed_code_text(Phone().show(kNow));
    const auto changed = [&](std::size_t at, char to) {
        std::string other = text;
        other[at] = to;
        return other;
    };
    const std::vector<std::string> wrong{
        "",
        "KS1-",
        text.substr(1),
        text.substr(0, text.size() - 1),
        text + "0",
        text + "\n",
        changed(0, 'k'),
        changed(9, 'U'),
        changed(9, 'O'),
        changed(9, 'a'),
        changed(9, ' '),
        changed(text.size() - 1, text.back() == 'Z' ? 'Y' : 'Z'),  // fills up with a one
        std::string("KS1-") + std::string(301, '0'),               // a counter of zero
    };
    for (const std::string& each : wrong) EXPECT_FALSE(parse_signed_code(each)) << each;
}

TEST(SignedCode, IsReadOffAScreenAsTheCardOfAPhone) {
    const SignedCard card = Phone().show(kNow);
    const auto symbols = decode(code_image(Symbology::Qr, signed_code_text(card), 4));
    ASSERT_FALSE(symbols.empty());
    const auto meaning = interpret(*CodeRanges::parse(usual_code_ranges()), symbols.front());
    ASSERT_TRUE(meaning.has_value());
    EXPECT_EQ(*meaning, Payload(card));
}

TEST(SignedCode, ReadInPartIsSaidToBeThat) {
    const auto ranges = CodeRanges::parse(usual_code_ranges());
    const std::string text = signed_code_text(Phone().show(kNow));
    const auto meaning = interpret(*ranges, text.substr(0, 200));
    ASSERT_FALSE(meaning.has_value());
    EXPECT_EQ(meaning.error(), PayloadRefusal::BrokenSignedCode);
}

// --- what it proves

TEST(PhoneCard, IsGenuineWithEachNewCode) {
    Phone phone;
    Desk desk;
    for (UnixSeconds at = kNow; at < kNow + 600; at += 30)
        EXPECT_EQ(desk.read(phone.show(at), at + 3), CardProof::Genuine);
}

TEST(PhoneCard, CountsForTwoPeriods) {
    EXPECT_EQ(Desk().read(Phone().show(kNow), kNow + 60), CardProof::Genuine);
    EXPECT_EQ(Desk().read(Phone().show(kNow), kNow + 61), CardProof::TooOld);
}

TEST(PhoneCard, OfAnotherChainOrAnUnknownKeyProvesNothing) {
    Phone phone;
    Desk desk;
    phone.certificate = certify(key(3), kAnna, kPhone.public_key, kNow + kDay);
    EXPECT_EQ(desk.read(phone.show(kNow), kNow), CardProof::UnknownCentral);
    desk.believes.central.clear();
    EXPECT_EQ(desk.read(Phone().show(kNow), kNow), CardProof::UnknownCentral);
}

TEST(PhoneCard, IsBelievedUnderAnOlderKeyOfCentralToo) {
    Desk desk;
    desk.believes.central = {key(3).public_key, kCentral.public_key};
    EXPECT_EQ(desk.read(Phone().show(kNow), kNow), CardProof::Genuine);
}

TEST(PhoneCard, OfAnotherMemberIsNotMadeByChangingTheName) {
    Phone phone;
    phone.certificate.member = MemberId{{8}};
    EXPECT_EQ(Desk().read(phone.show(kNow), kNow), CardProof::UnknownCentral);
}

TEST(PhoneCard, ShownByAnotherDeviceProvesNothing) {
    const SignedCard stolen = sign_card(key(4), Phone().certificate, 1, kNow);
    EXPECT_EQ(Desk().read(stolen, kNow), CardProof::WrongDevice);
}

TEST(PhoneCard, EndsWithItsCertificate) {
    Phone phone;
    phone.certificate = certify(kCentral, kAnna, kPhone.public_key, kNow + 10);
    EXPECT_EQ(Desk().read(phone.show(kNow), kNow + 9), CardProof::Genuine);
    EXPECT_EQ(Desk().read(phone.show(kNow), kNow + 10), CardProof::Expired);
}

TEST(PhoneCard, OfALostPhoneIsClosed) {
    Desk desk;
    desk.believes.revoked = {key(5).public_key, kPhone.public_key};
    EXPECT_EQ(desk.read(Phone().show(kNow), kNow), CardProof::Revoked);
}

TEST(PhoneCard, IsGoodForOneShowing) {
    Phone phone;
    Desk desk;
    const SignedCard first = phone.show(kNow);
    const SignedCard second = phone.show(kNow + 5);
    EXPECT_EQ(desk.read(first, kNow), CardProof::Genuine);
    EXPECT_EQ(desk.read(first, kNow + 1), CardProof::Repeated);
    EXPECT_EQ(desk.read(second, kNow + 6), CardProof::Genuine);
    EXPECT_EQ(desk.read(first, kNow + 7), CardProof::Overtaken);
}

TEST(PhoneCard, PhotographedAndShownLaterIsTooOldHoweverOften) {
    Phone phone;
    Desk desk;
    const SignedCard photograph = phone.show(kNow);
    for (const UnixSeconds later : {90u, 95u, 150u, 3'600u, 100'000'000u})
        EXPECT_NE(desk.read(photograph, kNow + later), CardProof::Genuine) << later;
    EXPECT_EQ(Desk().read(photograph, kNow + 90), CardProof::TooOld);
}

TEST(PhoneCard, WithAFastClockIsLearnedAtOnceAndItsPicturesAgeFromThen) {
    Phone phone{100};
    Desk desk;
    EXPECT_EQ(desk.read(phone.show(kNow), kNow + 2), CardProof::Genuine);
    const SignedCard photograph = phone.show(kNow + 30);
    EXPECT_EQ(desk.read(photograph, kNow + 30 + 95), CardProof::TooOld)
        << "by the till's own clock it would be five seconds from the future";
    EXPECT_EQ(Desk().read(Phone{121}.show(kNow), kNow), CardProof::FromTheFuture);
}

TEST(PhoneCard, WithALateClockIsBelievedFromItsSecondCodeOn) {
    Phone phone{-100};
    Desk desk;
    EXPECT_EQ(desk.read(phone.show(kNow), kNow + 2), CardProof::TooOld);
    EXPECT_EQ(desk.read(phone.show(kNow + 30), kNow + 31), CardProof::Genuine);
    EXPECT_EQ(desk.read(phone.show(kNow + 500), kNow + 503), CardProof::Genuine);
    EXPECT_EQ(desk.read(phone.show(kNow + 600), kNow + 695), CardProof::TooOld)
        << "its pictures age as others do";
}

TEST(PhoneCard, WhoseClockIsMoreThanTwoMinutesLateStaysRefused) {
    Phone phone{-200};
    Desk desk;
    for (UnixSeconds at = kNow; at < kNow + 300; at += 30)
        EXPECT_EQ(desk.read(phone.show(at), at + 1), CardProof::TooOld);
}

TEST(PhoneCard, WhoseClockWasSetRightIsBelievedAtOnce) {
    Phone phone{-100};
    Desk desk;
    desk.read(phone.show(kNow), kNow);
    desk.read(phone.show(kNow + 30), kNow + 30);
    phone.fast = 0;
    EXPECT_EQ(desk.read(phone.show(kNow + 60), kNow + 61), CardProof::Genuine);
}

TEST(PhoneCard, WithAnyBitChangedIsNeverBelieved) {
    const SignedCard card = Phone().show(kNow);
    const Bytes bytes = encode(card);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        Bytes other = bytes;
        other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ 1U << bit % 8);
        const auto changed = decode_signed_card(other);
        if (!changed) continue;
        EXPECT_EQ(parse_signed_code(signed_code_text(*changed)), changed);
        EXPECT_NE(Desk().read(*changed, kNow), CardProof::Genuine) << "bit " << bit;
    }
}

}  // namespace
}  // namespace kopilka
