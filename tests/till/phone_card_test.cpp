// The card in a customer's phone at the desk. Whether a code proves anything is judged elsewhere
// (tests/scan/signed_code_test.cpp); here the answer has come.
#include "pos/loyalty/parse.h"
#include "tests/till/counter.h"

#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

TEST(PhoneAtTheDesk, IdentifiesItsMemberBetterThanAnythingElse) {
    Counter till;
    till.ready().scan("milk").show_phone(till.members[0]);
    ASSERT_TRUE(till.receipt().member);
    EXPECT_EQ(till.receipt().member->strength, IdentityStrength::SignedQr);
    till.scan_card("291");
    EXPECT_EQ(till.refusal(), Refusal::MemberIsThere);
}

TEST(PhoneAtTheDesk, WhoseCodeProvesNothingIdentifiesNobodyAndSaysWhy) {
    for (const CardProof proof :
         {CardProof::UnknownCentral, CardProof::WrongDevice, CardProof::Revoked, CardProof::Expired,
          CardProof::Repeated, CardProof::Overtaken, CardProof::TooOld, CardProof::FromTheFuture,
          CardProof::NotKept}) {
        Counter till;
        till.card_proof = proof;
        till.ready().scan("milk").show_phone(till.members[0]);
        EXPECT_EQ(till.refusal(), Refusal::CardNotProven);
        EXPECT_EQ(till.stage.desk.said->words, words(proof));
        EXPECT_FALSE(till.receipt().member);
    }
}

TEST(PhoneAtTheDesk, StillBeforeTheCameraIsTheSameCardAndNoMistake) {
    Counter till;
    till.ready().scan("milk").show_phone(till.members[0]);
    till.show_phone(till.members[0]);  // its next code
    EXPECT_FALSE(till.refusal());
    till.card_proof = CardProof::Repeated;  // the same code in the next picture
    till.show_phone(till.members[0]);
    EXPECT_FALSE(till.refusal());
    EXPECT_EQ(till.receipt().member->strength, IdentityStrength::SignedQr);
}

TEST(PhoneAtTheDesk, ShownTwiceForAMemberKnownByNameOnlyIsRefused) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::MemberTyped{"9990000001"});
    till.card_proof = CardProof::Repeated;
    till.show_phone(till.members[0]);
    EXPECT_EQ(till.refusal(), Refusal::CardNotProven);
    EXPECT_EQ(till.receipt().member->strength, IdentityStrength::Told);
}

TEST(PhoneAtTheDesk, OfSomebodyElseIsRefusedAsAnyRepeatedCode) {
    Counter till;
    till.ready().scan("milk").show_phone(till.members[0]);
    till.card_proof = CardProof::Repeated;
    till.show_phone(till.members[1]);
    EXPECT_EQ(till.refusal(), Refusal::CardNotProven);
    EXPECT_EQ(till.receipt().member->member.view.id, till.members[0].view.id);
}

TEST(PhoneAtTheDesk, SpendsWherePlasticMayNot) {
    Counter till;
    const std::vector<PublicationFile> files{
        {"test.toml",
         "programme = \"test\"\nname = \"T\"\n[points]\nworth = \"1.00\"\n"
         "[points.spend]\nneeds = \"signed_qr\"\n"}};
    till.world.publication = std::make_shared<const Publication>(parse_publication(files).value());
    till.ready().scan("milk").scan_card("291", IdentityStrength::Plastic);
    till.act(event::PointsChosen{{"test"}, Points::of(2'000)});
    EXPECT_EQ(till.refusal(), Refusal::WeakIdentity);
    till.show_phone(till.members[0]);
    till.act(event::PointsChosen{{"test"}, Points::of(2'000)});
    EXPECT_FALSE(till.refusal());
}

TEST(PhoneAtTheDesk, BlockedMembersStayBlocked) {
    Counter till;
    till.members[0].blocked = true;
    till.ready().scan("milk").show_phone(till.members[0]);
    EXPECT_EQ(till.refusal(), Refusal::MemberBlocked);
}

}  // namespace
}  // namespace kopilka::test
