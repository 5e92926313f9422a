// Rights to spend points around a customer at the desk.
#include "tests/till/counter.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

using test::Counter;
using test::money;

const ProgrammeId kBonus{"test"};

template <typename E>
std::vector<E> all(const Counter& counter) {
    std::vector<E> found;
    for (const Effect& effect : counter.effects)
        if (const auto* one = std::get_if<E>(&effect)) found.push_back(*one);
    return found;
}

class AtTheDesk : public testing::Test {
protected:
    AtTheDesk() {
        anna = test::member(1, "Анна");
        anna.view.accounts[kBonus].lots = {{Points::of(50'000), {}, {}}};
        anna.view.accounts[kBonus].rights = Rights{};
        anna.cards = {"291"};
        till.members = {anna};
        till.catalogue = {test::goods("MILK", "500.00")};
        till.ready();
    }
    void online() {
        SyncNumbers numbers;
        numbers.online = true;
        till.act(event::SyncNews{numbers});
    }
    void arrives(std::int64_t whole) {
        const LeaseId lease{{TillId{"till-1"}, Epoch{1}, Sequence{5}}, 0};
        till.act(event::RightsChanged{
            anna.view.id, {{kBonus, {{{lease, {Points::of(whole * 100), {}, {}}}}, {}}}}});
    }
    const PointsResult& points() const {
        return open_receipt(till.stage.sale)->priced.points.at(0);
    }
    void greet() { till.scan_card("291"); }

    Member anna;
    Counter till;
};

TEST_F(AtTheDesk, OnlineAsksForAllThatTheMemberCouldSpend) {
    online();
    greet();
    const auto asked = all<effect::AskRights>(till);
    ASSERT_EQ(asked.size(), 1U);
    ASSERT_EQ(asked[0].wishes.size(), 1U);
    EXPECT_EQ(asked[0].wishes[0].most, Points::of(50'000));
    EXPECT_EQ(asked[0].wishes[0].purse, (Purse{RightKind::OfPoints, anna.view.id, "test"}));
    EXPECT_EQ(asked[0].wishes[0].use, LeaseFor::ThisVisit);
}

TEST_F(AtTheDesk, OfflineAsksForNothingButKeepsWhatItHolds) {
    greet();
    const auto asked = all<effect::AskRights>(till);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_TRUE(asked[0].wishes.empty());
    online();
    EXPECT_EQ(all<effect::AskRights>(till).size(), 2U) << "now somebody may answer";
}

TEST_F(AtTheDesk, OnlyTheLackingPartIsAskedFor) {
    online();
    till.members[0].view.accounts[kBonus].rights->held = {
        {{{TillId{"till-1"}, Epoch{1}, Sequence{2}}, 0}, {Points::of(20'000), {}, {}}}};
    greet();
    EXPECT_EQ(all<effect::AskRights>(till).at(0).wishes.at(0).most, Points::of(30'000));
}

TEST_F(AtTheDesk, NothingIsSpentThatTheTillDoesNotHold) {
    till.scan("MILK");
    greet();
    EXPECT_EQ(points().most_redeemable, kNoPoints);
    EXPECT_EQ(points().limited_by, ConditionKind::Right);
    till.act(event::PointsChosen{kBonus, Points::of(10'000)});
    ASSERT_TRUE(till.stage.desk.said);
    EXPECT_EQ(till.stage.desk.said->words.key, "till.refuse.points_not_here");
}

TEST_F(AtTheDesk, RightsThatArriveAreInThePriceAtOnce) {
    till.scan("MILK");
    greet();
    arrives(120);
    EXPECT_EQ(points().most_redeemable, Points::of(12'000));
    till.act(event::PointsChosen{kBonus, Points::of(13'000)});
    EXPECT_EQ(till.stage.desk.said->words.key, "till.refuse.points_right");
    till.act(event::PointsChosen{kBonus, Points::of(12'000)});
    EXPECT_EQ(points().redeemed, Points::of(12'000));
}

TEST_F(AtTheDesk, TheSaleNamesTheLeaseItSpends) {
    till.scan("MILK");
    greet();
    arrives(120);
    till.act(event::PointsChosen{kBonus, Points::of(12'000)});
    till.act(event::Pay{});
    till.act(event::CashGiven{money("500.00")});
    const auto sale = std::ranges::find_if(till.journal, [](const JournalEntry& entry) {
        return std::holds_alternative<Sale>(entry);
    });
    ASSERT_NE(sale, till.journal.end());
    Points spent;
    for (const LedgerEntry& entry : std::get<Sale>(*sale).ledger) {
        if (entry.kind != LedgerKind::Redemption) continue;
        spent -= entry.amount;
        EXPECT_EQ(entry.lease->asked.sequence, Sequence{5});
    }
    EXPECT_EQ(spent, Points::of(12'000));
}

TEST_F(AtTheDesk, WhoHasLeftIsLetGoOnce) {
    till.scan("MILK");
    greet();
    EXPECT_TRUE(all<effect::LetRightsGo>(till).empty());
    till.act(event::Pay{});
    till.act(event::CashGiven{money("500.00")});
    const auto gone = all<effect::LetRightsGo>(till);
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone[0].member, anna.view.id);
}

TEST_F(AtTheDesk, WhoeverTakesTheCardBackIsLetGo) {
    till.scan("MILK");
    greet();
    till.act(event::MemberDetached{});
    EXPECT_EQ(all<effect::LetRightsGo>(till).size(), 1U);
}

TEST_F(AtTheDesk, RightsOfSomebodyElseChangeNothing) {
    till.scan("MILK");
    greet();
    till.act(event::RightsChanged{test::member(2, "Борис").view.id, {}});
    EXPECT_EQ(points().limited_by, ConditionKind::Right);
    EXPECT_EQ(points().most_redeemable, kNoPoints);
}

}  // namespace
}  // namespace kopilka
