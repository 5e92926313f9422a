// A member fills in the profile at the till.
#include "pos/till/profile.h"

#include "pos/loyalty/parse.h"
#include "pos/sale/member_view.h"
#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kRewarded =
    "programme = \"test\"\nname = \"T\"\n[points]\nworth = \"1.00\"\n"
    "[[offer]]\nid = \"profile\"\nname = \"P\"\npoints = { per_receipt = 100 }\n"
    "when = { tags = \"profile\" }\nlimits = { per_customer = 1 }\n";

// A counter where the first member, on the receipt with milk, may fill in the profile.
Counter with_member() {
    Counter till;
    const std::vector<PublicationFile> files{{"test.toml", kRewarded}};
    till.world.publication = std::make_shared<const Publication>(parse_publication(files).value());
    till.members[0].personal_key.value[0] = 5;
    till.ready().scan("milk").scan_card("291");
    return till;
}

event::ProfileTold told() {
    return {"анна", "ковалёва-снегирёва", "28.02.1990", "8 999 000-00-01", true};
}

Points earned(const Counter& till) {
    for (const PointsResult& points : till.receipt().priced.points)
        if (points.programme == ProgrammeId{"test"}) return points.earned;
    return kNoPoints;
}

TEST(Profile, IsAskedForWithWhatItIsWorth) {
    Counter till = with_member();
    EXPECT_EQ(till.receipt().member->profile_reward, Points::of(10'000));
    till.act(event::ProfileWanted{});
    ASSERT_TRUE(till.at<stage::Asking>());
    EXPECT_TRUE(std::holds_alternative<stage::FillProfile>(till.at<stage::Asking>()->question));
}

TEST(Profile, IsKeptOnDiskEncryptedAndRewardedOnThisReceipt) {
    Counter till = with_member();
    till.act(event::ProfileWanted{});
    till.act(told());
    ASSERT_TRUE(till.at<stage::Ringing>());
    ASSERT_THAT(till.written<ProfileFilled>(), SizeIs(1));
    const ProfileFilled filled = till.written<ProfileFilled>().at(0);
    EXPECT_EQ(filled.member, till.members[0].view.id);
    EXPECT_EQ(filled.consent, kConsentVersion);
    const auto profile = unseal_profile(filled.sealed, till.members[0].personal_key);
    ASSERT_TRUE(profile.has_value());
    EXPECT_EQ(*profile,
              (Profile{"Анна", "Ковалёва-Снегирёва", to_date({1990, 2, 28}), "+79990000001"}));
    EXPECT_FALSE(unseal_profile(filled.sealed, Hash256{})) << "nobody reads it without the key";
    EXPECT_THAT(till.receipt().member->member.view.tags, ElementsAre("profile"));
    EXPECT_EQ(earned(till), Points::of(10'000));
    EXPECT_FALSE(till.receipt().member->profile_reward) << "once";
}

TEST(Profile, MayWait) {
    Counter till = with_member();
    till.act(event::ProfileWanted{});
    till.act(event::Back{});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_THAT(till.written<ProfileFilled>(), IsEmpty());
    EXPECT_TRUE(till.receipt().member->profile_reward);
    EXPECT_EQ(earned(till), kNoPoints);
}

TEST(Profile, SaysWhatIsWrongAndStoresNothing) {
    struct Wrong {
        const char* what;
        void (*spoil)(event::ProfileTold&);
        Refusal why;
    };
    const std::vector<Wrong> rows{
        {"no name", [](auto& e) { e.first_name = "  "; }, Refusal::NameEmpty},
        {"a number for a name", [](auto& e) { e.first_name = "89990000001"; }, Refusal::NameWrong},
        {"an endless name", [](auto& e) { e.surname = std::string(101, 'a'); }, Refusal::NameWrong},
        {"no birthday", [](auto& e) { e.birthday = ""; }, Refusal::BirthdayWrong},
        {"no such day", [](auto& e) { e.birthday = "30.02.1990"; }, Refusal::BirthdayWrong},
        {"a word", [](auto& e) { e.birthday = "28 февраля"; }, Refusal::BirthdayWrong},
        {"not born yet", [](auto& e) { e.birthday = "01.01.2999"; }, Refusal::BirthdayImpossible},
        {"too old", [](auto& e) { e.birthday = "01.01.1800"; }, Refusal::BirthdayImpossible},
        {"half a phone", [](auto& e) { e.phone = "12345"; }, Refusal::PhoneWrong},
        {"no consent", [](auto& e) { e.consent = false; }, Refusal::NoConsent},
    };
    for (const Wrong& row : rows) {
        Counter till = with_member();
        till.act(event::ProfileWanted{});
        event::ProfileTold wrong = told();
        row.spoil(wrong);
        till.act(wrong);
        EXPECT_EQ(till.refusal(), row.why) << row.what;
        EXPECT_TRUE(till.at<stage::Asking>()) << row.what;
        EXPECT_THAT(
            till.journal,
            testing::Not(testing::Contains(testing::VariantWith<ProfileFilled>(testing::_))));
    }
}

TEST(Profile, NeedsNeitherSurnameNorPhone) {
    Counter till = with_member();
    till.act(event::ProfileWanted{});
    till.act(event::ProfileTold{"Анна", "", "28-02-1990", "", true});
    EXPECT_THAT(till.written<ProfileFilled>(), SizeIs(1));
}

TEST(Profile, BornTodayIsPossibleTomorrowIsNot) {
    const Date today = to_date({2026, 3, 8});
    EXPECT_TRUE(understood({"А", "", "08.03.2026", "", true}, today));
    EXPECT_FALSE(understood({"А", "", "09.03.2026", "", true}, today));
}

TEST(Profile, IsAskedForOfMembersOnlyAndOnlyWhereItIsRewarded) {
    Counter till = with_member();
    till.act(event::MemberDetached{});
    till.act(event::ProfileWanted{});
    EXPECT_EQ(till.refusal(), Refusal::NoMember);

    till.members[0].view.tags = {"profile"};
    till.scan_card("291");
    till.act(event::ProfileWanted{});
    EXPECT_EQ(till.refusal(), Refusal::ProfileNotWanted) << "complete";

    till.members[1].personal_key = {};
    till.scan_card("292");
    till.act(event::ProfileWanted{});
    EXPECT_EQ(till.refusal(), Refusal::ProfileNoKey);
}

TEST(Profile, TakenBackAndSetAgainIsPromisedNothing) {
    MemberView member;
    const std::vector<PublicationFile> files{{"test.toml", kRewarded}};
    const Publication publication = parse_publication(files).value();
    EXPECT_TRUE(profile_reward(publication, member));
    member.uses[OfferId{"profile"}] = 1;
    EXPECT_FALSE(profile_reward(publication, member));
}

TEST(Profile, ThatAFullDiskRefusesIsAskedForAgain) {
    Counter till = with_member();
    till.act(event::ProfileWanted{});
    till.disk_full = true;
    till.act(told());
    EXPECT_EQ(till.refusal(), Refusal::JournalFailed);
    ASSERT_TRUE(till.at<stage::Asking>());
    till.disk_full = false;
    till.act(told());
    EXPECT_TRUE(till.at<stage::Ringing>());
}

TEST(Profile, KeepsAScanWaiting) {
    Counter till = with_member();
    till.act(event::ProfileWanted{});
    till.scan("bread");
    EXPECT_TRUE(till.at<stage::Asking>());
    till.act(told());
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(2));
}

TEST(Profile, IsInTheMembersViewFromItsRecordOn) {
    MemberView member;
    member.id = MemberId{{3}};
    JournalRecord record;
    record.entry = ProfileFilled{member.id, 1, ""};
    EXPECT_TRUE(has_profile(view(member, std::span(&record, 1), NewPoints::AfterSync)));
    record.entry = ProfileFilled{MemberId{{4}}, 1, ""};
    EXPECT_FALSE(has_profile(view(member, std::span(&record, 1), NewPoints::AfterSync)));
}

}  // namespace
}  // namespace kopilka::test
