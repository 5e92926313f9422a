#include "pos/sale/member_view.h"

namespace kopilka {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const ProgrammeId kMain{"main"};
constexpr Instant kEarly{1'000};
constexpr Instant kLate{2'000};

MemberId anna() { return {{1}}; }

// 100 points that expire early, 50 that expire late.
MemberView snapshot() {
    MemberView member;
    member.id = anna();
    member.purchases = 3;
    member.lifetime_spend = Money::of(50'000);
    member.stamps = {{"coffee", 4}};
    member.accounts[kMain].lots = {{Points::of(5'000), {1}, kLate},
                                   {Points::of(10'000), {1}, kEarly}};
    return member;
}

LedgerEntry entry(LedgerKind kind, std::int64_t amount, std::optional<Instant> expires) {
    return {0, kind, kMain, OfferId{"base"}, Points::of(amount), {1}, expires};
}

JournalRecord sold(std::vector<LedgerEntry> ledger, MemberView with = snapshot()) {
    Sale sale;
    sale.member = std::move(with);
    sale.context.at = {{1'772'982'300'000}, 180};  // 8 March 2026, 18:05
    sale.total = Money::of(9'000);
    sale.ledger = std::move(ledger);
    sale.stamps = {{"coffee", sale.member->stamps["coffee"] + 1}};
    sale.lines = {{LineId{1}, {}, {}, {}, {}, {}, {{OfferId{"spring"}, Money::of(10)}}}};
    JournalRecord record;
    record.entry = std::move(sale);
    return record;
}

JournalRecord returned(std::vector<LedgerEntry> ledger) {
    Return back;
    back.member = anna();
    back.total = Money::of(4'000);
    back.ledger = std::move(ledger);
    JournalRecord record;
    record.entry = std::move(back);
    return record;
}

MemberView at_till(const std::vector<JournalRecord>& records, MemberView from = snapshot()) {
    return view(std::move(from), records, NewPoints::AfterSync);
}

std::vector<Lot> lots(const MemberView& member) { return member.accounts.at(kMain).lots; }

TEST(MemberView, FollowsWhatTheTillSoldSinceTheSnapshot) {
    const auto member = at_till({sold({}), sold({}), returned({})});
    EXPECT_EQ(member.purchases, 5);
    EXPECT_EQ(member.lifetime_spend, Money::of(50'000 + 9'000 + 9'000 - 4'000));
    EXPECT_EQ(member.last_purchase, to_date({2026, 3, 8}));
    EXPECT_THAT(member.stamps, ElementsAre(Pair("coffee", 6)));
    EXPECT_THAT(member.uses, ElementsAre(Pair(OfferId{"spring"}, 2)));
    EXPECT_THAT(member.day_uses, ElementsAre(Pair(OfferId{"spring"}, 2)));
    EXPECT_EQ(member.uses_day, to_date({2026, 3, 8}));
}

TEST(MemberView, ShowsPointsEarnedOfflineButDoesNotLetThemBeSpent) {
    const auto earning = sold({entry(LedgerKind::Accrual, 700, kLate)});
    EXPECT_EQ(lots(at_till({earning})).back(), (Lot{Points::of(700), kAfterSync, kLate}));
    const auto truth = view(snapshot(), std::vector{earning}, NewPoints::AsRecorded);
    EXPECT_EQ(lots(truth).front(), (Lot{Points::of(5'700), {1}, kLate})) << "the same lot grows";
}

TEST(MemberView, TakesSpentPointsFromTheLotTheLedgerNames) {
    const auto spending = sold({entry(LedgerKind::Redemption, -5'000, kLate)});
    EXPECT_THAT(lots(at_till({spending})), ElementsAre(Lot{Points::of(10'000), {1}, kEarly}));
}

TEST(MemberView, TakesFromTheSoonestToExpireWhereThatLotIsGone) {
    const auto spending = sold({entry(LedgerKind::Redemption, -12'000, Instant{77})});
    EXPECT_THAT(lots(at_till({spending})), ElementsAre(Lot{Points::of(3'000), {1}, kLate}));
    const auto all = sold({entry(LedgerKind::Redemption, -99'000, Instant{77})});
    EXPECT_THAT(lots(at_till({all})), IsEmpty());
}

TEST(MemberView, LowersWhatMayBeSpentHere) {
    MemberView leased = snapshot();
    leased.accounts[kMain].spendable = Points::of(6'000);
    const auto spending = sold({entry(LedgerKind::Redemption, -2'000, kEarly)});
    EXPECT_EQ(at_till({spending}, leased).accounts.at(kMain).spendable, Points::of(4'000));
    EXPECT_EQ(
        at_till({spending, spending, spending, spending}, leased).accounts.at(kMain).spendable,
        kNoPoints);
}

TEST(MemberView, TakesBackWhatAReturnReverses) {
    const auto earned = sold({entry(LedgerKind::Accrual, 700, kLate)});
    const auto back = returned(
        {entry(LedgerKind::Reversal, -300, kLate), entry(LedgerKind::Restored, 200, std::nullopt)});
    const auto member = at_till({earned, back});
    Points sum;
    for (const Lot& lot : lots(member)) sum += lot.amount;
    EXPECT_EQ(sum, Points::of(15'000 + 700 - 300 + 200));
    EXPECT_EQ(lots(member).back(), (Lot{Points::of(200), kAfterSync, std::nullopt}));
}

TEST(MemberView, IgnoresOtherMembersAndStrangers) {
    MemberView other = snapshot();
    other.id = {{2}};
    JournalRecord stranger = sold({});
    std::get<Sale>(stranger.entry).member.reset();
    JournalRecord drawer;
    drawer.entry = DrawerOpened{"change"};
    const std::vector<JournalRecord> records{sold({}, other), stranger, drawer};
    EXPECT_EQ(at_till(records), snapshot());
}

}  // namespace
}  // namespace kopilka
