// What a till holds of leases, in the very commits that say so.
#include "pos/store/salvage.h"
#include "tests/store/fixture.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

const MemberId kAnna{{1}};
const MemberId kBoris{{2}};

Points points(std::int64_t whole) { return Points::of(whole * 100); }

class HeldLeases : public testing::Test {
protected:
    HeldLeases() {
        begin(till);
        ask();
    }

    Result<std::vector<JournalPlace>> append(const JournalEntry& entry) {
        return till.journal().append(std::span(&entry, 1), stamp());
    }
    void ask() {
        const auto places =
            append(LeaseAsked{{{purse(kAnna), {}, points(100), 600'000}}, {}, 7, 50, 3});
        ASSERT_TRUE(places) << places.error().detail;
        asked = places->front().id;
    }
    static Purse purse(const MemberId& owner) { return {RightKind::OfPoints, owner, "bonus"}; }
    Lease lease(std::uint32_t number, std::int64_t whole, const MemberId& owner = kAnna) const {
        return {{asked, number},
                purse(owner),
                LeaseFor::Visits,
                {{points(whole), {5}, {}}},
                {1'000},
                600'000,
                {}};
    }
    static Sale spending(const LeaseId& id, std::int64_t whole) {
        Sale sale;
        sale.member = MemberView{};
        sale.member->id = kAnna;
        sale.ledger = {{0, LedgerKind::Redemption, {"bonus"}, {}, -points(whole), {5}, {}, {}, id}};
        return sale;
    }
    std::int64_t held(const MemberId& owner = kAnna) {
        Points sum;
        const auto held = till.journal().leases_of(owner).value();
        for (const HeldLease& one : held) sum += sum_of(one.lease.slices);
        return sum.count() / 100;
    }
    Errc refused(const JournalEntry& entry) {
        const auto head = till.journal().head();
        const auto places = append(entry);
        EXPECT_FALSE(places);
        EXPECT_EQ(till.journal().head(), head) << "nothing of it was written";
        return places ? Errc::Busy : places.error().code;
    }

    TillFolder till;
    RecordId asked;
};

TEST_F(HeldLeases, AreHeldFromTheRecordThatSaysSoWithWhenTheyWereAskedFor) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60), lease(1, 40), lease(2, 9, kBoris)}}));
    EXPECT_EQ(held(), 100);
    EXPECT_EQ(held(kBoris), 9);
    EXPECT_EQ(till.journal().leases().value().size(), 3U);
    till.open();
    EXPECT_EQ(held(), 100);
    const HeldLease one = till.journal().leases_of(kAnna).value().front();
    EXPECT_EQ(one.asked, (AskedAt{stamp().at.instant, 50, 3}));
}

TEST_F(HeldLeases, AreLessAfterEachSaleThatSpendsOfThem) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    ASSERT_TRUE(append(spending({asked, 0}, 25)));
    EXPECT_EQ(held(), 35);
    ASSERT_TRUE(append(spending({asked, 0}, 35)));
    EXPECT_EQ(held(), 0);
    EXPECT_TRUE(till.journal().leases().value().empty());
    EXPECT_TRUE(till.journal().knows({asked, 0}).value());
}

TEST_F(HeldLeases, ThatAreNotHeldAreNotSpent) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    EXPECT_EQ(refused(spending({asked, 0}, 61)), Errc::Invalid);
    EXPECT_EQ(refused(spending({asked, 1}, 1)), Errc::Invalid);
    ASSERT_TRUE(append(LeaseReturned{{{{asked, 0}, purse(kAnna), lease(0, 60).slices}}, {}}));
    EXPECT_EQ(refused(spending({asked, 0}, 1)), Errc::Invalid) << "spent after it was given back";
    EXPECT_EQ(held(), 0);
}

TEST_F(HeldLeases, AreHeldOnceHoweverOftenTheyAreTold) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    EXPECT_EQ(refused(LeaseGranted{{lease(0, 60)}}), Errc::Invalid);
    ASSERT_TRUE(append(LeaseReturned{{{{asked, 0}, purse(kAnna), lease(0, 60).slices}}, {}}));
    EXPECT_EQ(refused(LeaseGranted{{lease(0, 60)}}), Errc::Invalid) << "a late answer";
    EXPECT_EQ(held(), 0);
}

TEST_F(HeldLeases, AreGivenBackAsTheyAreOrNotAtAll) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    EXPECT_EQ(refused(LeaseReturned{{{{asked, 0}, purse(kAnna), lease(0, 59).slices}}, {}}),
              Errc::Invalid);
    EXPECT_EQ(held(), 60);
}

TEST_F(HeldLeases, AreOnlyThoseThatWereAskedFor) {
    Lease of_nobody = lease(0, 60);
    of_nobody.id.asked.sequence.value += 100;
    EXPECT_EQ(refused(LeaseGranted{{of_nobody}}), Errc::Invalid);
    Lease of_another_record = lease(0, 60);
    of_another_record.id.asked = record_id(1);
    EXPECT_EQ(refused(LeaseGranted{{of_another_record}}), Errc::Invalid);
}

TEST_F(HeldLeases, EndWithTheirEpoch) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    ASSERT_TRUE(append(LeaseAsked{{}, std::vector{LeaseWish{purse(kAnna), {}, {}, 5}}, 1, 2, 3}));
    ASSERT_TRUE(till.journal().begin_epoch(kTill, kStore, stamp(), "forked"));
    EXPECT_EQ(held(), 0) << "a copy may hold them too";
    EXPECT_EQ(till.journal().standing_wish().value(), std::nullopt);
    EXPECT_EQ(refused(spending({asked, 0}, 1)), Errc::Invalid);
    EXPECT_EQ(refused(LeaseGranted{{lease(1, 40)}}), Errc::Invalid) << "asked for before";
}

TEST_F(HeldLeases, OfAFailedCommitAreAsTheyWere) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    const std::vector<JournalEntry> both{spending({asked, 0}, 30), spending({asked, 0}, 31)};
    EXPECT_FALSE(till.journal().append(both, stamp()));
    EXPECT_EQ(held(), 60);
}

TEST_F(HeldLeases, AreLeftBehindBySalvage) {
    ASSERT_TRUE(append(LeaseGranted{{lease(0, 60)}}));
    till.close();
    TemporaryFolder folder;
    auto to = DataFolder::lock(folder.path() / "saved");
    ASSERT_TRUE(to);
    ASSERT_TRUE(salvage(till.path(), *to, stamp()));
    const auto saved = Journal::open(*to, {std::size_t{64} << 20, 0});
    ASSERT_TRUE(saved) << saved.error().detail;
    EXPECT_TRUE(saved->leases().value().empty()) << "what was spent of them may be lost";
}

}  // namespace
}  // namespace kopilka
