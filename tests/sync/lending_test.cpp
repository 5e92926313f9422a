// Rights to spend at the server: what is lent, spent and given back through tills' journals, on
// each store; what nobody had a right to is a case, and everything else stays free for exactly one.
#include "sync/server/lending.h"

#include "sync/server/chain.h"
#include "sync/server/feed.h"
#include "sync/server/ingest.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const ProgrammeId kBonus{"bonus"};
constexpr std::int64_t kMinuteMs = 60'000;

Points points(std::int64_t whole) { return Points::of(whole * 100); }

class Lent : public OnEachStore {
protected:
    void SetUp() override {
        ASSERT_TRUE(open_chain(*store));
        ASSERT_TRUE(store->write([&] {
            for (const auto& [till, at] :
                 {std::pair("nevsky-1", "nevsky"), std::pair("nevsky-2", "nevsky"),
                  std::pair("arbat-1", "arbat")})
                store->run(
                    "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
                    " VALUES ($1, $2, $3, 1, 0)",
                    {value(std::string_view(till)), value(std::string_view(at)), Bytes(32)});
        }));
        keep(*store, plain_member(1));
        send(one, earned(300));
    }

    Sale earned(std::int64_t whole) { return member_sale(++number_, 100, anna, whole * 100); }
    // Out of a lease, of its first lot.
    Sale spending(const Lease& lease, std::int64_t whole) {
        Sale sale = member_sale(++number_, 100, anna, 0);
        const Lot& lot = lease.slices.at(0);
        sale.ledger = {{0,
                        LedgerKind::Redemption,
                        kBonus,
                        {},
                        -points(whole),
                        lot.active,
                        lot.expires,
                        {},
                        lease.id}};
        return sale;
    }
    LeaseAsked asking(std::int64_t whole, LeaseFor use = LeaseFor::ThisVisit) {
        LeaseAsked asked;
        asked.wishes = {{purse, use, points(whole), 15 * kMinuteMs}};
        asked.draw = ++number_;
        return asked;
    }
    LeaseReturned returning(const Lease& lease, std::int64_t left) {
        LeaseBack back{lease.id, lease.purse, {}};
        if (left > 0) back.left = {lease.slices.at(0)}, back.left[0].amount = points(left);
        return {{back}, LeaseEnd::NotNeeded};
    }

    UploadReply send(MemoryTill& till, const JournalEntry& entry) {
        till.append(entry);
        return upload(till, ++sent_[till.till()], 1);
    }
    UploadReply upload(const MemoryTill& till, std::uint64_t first, std::size_t count) {
        const StoreId at{till.till() == arbat.till() ? "arbat" : "nevsky"};
        UploadReply reply =
            ingest(*store, {till.till(), at, key_of(till.till()).public_key, Epoch{1}},
                   till.upload_of(first, count), clock);
        EXPECT_EQ(reply.refusal, UploadRefusal::None) << reply.detail;
        return reply;
    }
    // What one till is lent at once.
    Lease lease_to(MemoryTill& till, std::int64_t whole, LeaseFor use = LeaseFor::ThisVisit) {
        const auto lent = send(till, asking(whole, use)).leases.lent;
        EXPECT_THAT(lent, SizeIs(1));
        const Lease lease = lent.empty() ? Lease{} : lent[0];
        send(till, LeaseGranted{{lease}});
        return lease;
    }
    // Of one till and a copy of its disk, each believes that the lease is its own.
    Lease lease_to_both(MemoryTill& copy, std::int64_t whole) {
        copy.append(member_sale(1, 100, anna, 30'000));  // the record that both have
        const LeaseAsked asked = asking(whole);
        one.append(asked), copy.append(asked);
        const Lease lease = upload(one, 2, 1).leases.lent.at(0);
        one.append(LeaseGranted{{lease}}), copy.append(LeaseGranted{{lease}});
        return lease;
    }
    Points lent_to(MemoryTill& till, const JournalEntry& asked) {
        Points sum;
        const UploadReply reply = send(till, asked);
        for (const Lease& lease : reply.leases.lent) sum += sum_of(lease.slices);
        return sum;
    }
    LeaseNews news(const MemoryTill& till, std::uint64_t from = 0) {
        Changes page;
        const StoreId at{till.till() == arbat.till() ? "arbat" : "nevsky"};
        EXPECT_TRUE(store->read([&] { page = changes_after(*store, at, from, till.till()); }));
        position_ = page.next;
        return page.leases;
    }
    std::int64_t number(const std::string& sql) {
        std::int64_t number = 0;
        EXPECT_TRUE(store->read([&] { number = store->run(sql).at(0).integer(0); }));
        return number;
    }
    std::int64_t balance() { return number("SELECT points FROM balance") / 100; }
    std::int64_t held() {
        return number("SELECT CAST(coalesce(sum(held), 0) AS bigint) FROM lease") / 100;
    }
    std::size_t cases() {
        return static_cast<std::size_t>(
            number("SELECT count(*) FROM incident WHERE kind = 'lease overrun'"));
    }
    void expect_entries_add_up() {
        EXPECT_EQ(number("SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM lease_entry"),
                  number("SELECT CAST(coalesce(sum(held), 0) AS bigint) FROM lease"));
    }

    std::unique_ptr<Database> store = open_database(place).value();
    MemoryTill one{TillId{"nevsky-1"}}, two{TillId{"nevsky-2"}}, arbat{TillId{"arbat-1"}};
    const MemberId anna = member_id(1);
    const Purse purse{RightKind::OfPoints, anna, "bonus"};
    Instant clock{1'780'000'100'000};
    std::uint64_t position_ = 0;

private:
    std::map<TillId, std::uint64_t> sent_;
    std::uint64_t number_ = 0;
};

TEST_P(Lent, WhatOneTillHoldsNobodyElseIsLent) {
    EXPECT_EQ(sum_of(lease_to(one, 200).slices), points(200));
    EXPECT_EQ(lent_to(two, asking(300)), points(100));
    EXPECT_EQ(lent_to(arbat, asking(1)), kNoPoints);
    EXPECT_EQ(balance(), 300) << "lent is not spent";
    EXPECT_EQ(held(), 300);
    expect_entries_add_up();
}

TEST_P(Lent, WhatIsSpentIsBookedAndTheRestComesBack) {
    const Lease lease = lease_to(one, 300);
    send(one, spending(lease, 120));
    EXPECT_EQ(balance(), 180);
    EXPECT_EQ(lent_to(two, asking(300)), kNoPoints) << "the rest is still held";
    send(one, returning(lease, 180));
    EXPECT_EQ(held(), 180) << "nevsky-2 waited for it";
    EXPECT_EQ(cases(), 0U);
    expect_entries_add_up();
}

TEST_P(Lent, AReplyThatWasLostIsToldByTheChanges) {
    one.append(asking(200));
    const auto first = upload(one, 2, 1).leases.lent;
    EXPECT_THAT(upload(one, 2, 1).leases.lent, IsEmpty()) << "sent again, it is not lent again";
    EXPECT_EQ(news(one).lent, first);
    EXPECT_THAT(news(two).lent, IsEmpty());
    EXPECT_EQ(held(), 200);
    EXPECT_THAT(news(one, position_).lent, IsEmpty()) << "told once";
}

TEST_P(Lent, ALeaseGivenBackTwiceIsOneReturn) {
    const Lease lease = lease_to(one, 300);
    send(one, returning(lease, 300));
    send(one, returning(lease, 300));
    EXPECT_EQ(lent_to(two, asking(500)), points(300));
    EXPECT_EQ(held(), 300);
    expect_entries_add_up();
}

TEST_P(Lent, WhatIsSpentAfterItWasGivenBackIsACase) {
    const Lease lease = lease_to(one, 300);
    send(one, returning(lease, 300));
    EXPECT_EQ(send(one, spending(lease, 100)).statuses.at(0).status, Status::Applied)
        << "the customer has the goods";
    EXPECT_EQ(balance(), 200);
    EXPECT_EQ(cases(), 1U);
}

TEST_P(Lent, MoreThanWasLentIsACase) {
    const Lease lease = lease_to(one, 100);
    send(one, spending(lease, 90));
    send(one, spending(lease, 11));
    EXPECT_EQ(cases(), 1U);
    EXPECT_EQ(held(), 10);
    expect_entries_add_up();
}

TEST_P(Lent, AnotherTillsLeaseIsNobodysToSpendOrGiveBack) {
    const Lease lease = lease_to(one, 100);
    send(two, spending(lease, 50));
    send(two, returning(lease, 100));
    EXPECT_EQ(cases(), 1U);
    EXPECT_EQ(held(), 100);
}

TEST_P(Lent, WhatWasLentAheadIsAskedBackForWhoStandsAtTheDesk) {
    const Lease ahead = lease_to(one, 300, LeaseFor::Visits);
    EXPECT_EQ(lent_to(arbat, asking(200)), kNoPoints);
    EXPECT_EQ(news(one).asked_back, std::vector{ahead.id});
    EXPECT_EQ(news(one).lent, std::vector{ahead}) << "should its first telling have been lost";
    EXPECT_THAT(news(one, position_).asked_back, IsEmpty()) << "asked once";
    const std::uint64_t before = position_;
    send(one, LeaseReturned{{{ahead.id, purse, ahead.slices}}, LeaseEnd::AskedBack});
    const auto lent = news(arbat, before).lent;
    ASSERT_THAT(lent, SizeIs(1));
    EXPECT_EQ(sum_of(lent[0].slices), points(200));
    EXPECT_EQ(held(), 200);
    expect_entries_add_up();
}

TEST_P(Lent, WhoWaitedTooLongIsLentNothing) {
    const Lease ahead = lease_to(one, 300, LeaseFor::Visits);
    send(arbat, asking(200));
    clock.ms += kMinuteMs;
    send(one, returning(ahead, 300));
    EXPECT_EQ(held(), 0);
}

// Else what it gives back would come to it again, as long as it waits.
TEST_P(Lent, WhoGivesBackWaitsForNoMore) {
    const Lease ahead = lease_to(one, 200, LeaseFor::Visits);
    const Lease some = lease_to(two, 300);
    ASSERT_EQ(sum_of(some.slices), points(100)) << "and for the rest it waits";
    send(two, returning(some, 100));
    EXPECT_EQ(held(), 200) << "what it gave back is not lent to it again";
    send(one, returning(ahead, 200));
    EXPECT_EQ(held(), 0);
    EXPECT_EQ(number("SELECT count(*) FROM lease_want"), 0);
    expect_entries_add_up();
}

TEST_P(Lent, AVisitUnderWayIsNotAskedBack) {
    lease_to(one, 300, LeaseFor::ThisVisit);
    send(arbat, asking(200));
    EXPECT_THAT(news(one).asked_back, IsEmpty());
}

TEST_P(Lent, InDoubtItStaysItsHoldersUntilTheJournalComes) {
    const Lease lease = lease_to(one, 300);
    clock.ms += 24 * 60 * kMinuteMs;
    EXPECT_EQ(lent_to(two, asking(300)), kNoPoints) << "nevsky-1 may have spent it";
    send(one, spending(lease, 100));
    EXPECT_EQ(cases(), 0U) << "it was spent in time, as far as anybody knows";
    send(one, returning(lease, 200));
    EXPECT_EQ(held(), 200) << "nevsky-2 waited for it";
}

TEST_P(Lent, ATillDeclaredLostLetsGoOfWhatIsOver) {
    const Lease lease = lease_to(one, 300);
    const auto lose = [&] {
        std::size_t lost = 0;
        EXPECT_TRUE(store->write([&] { lost = declare_lost(*store, one.till(), clock); }));
        return lost;
    };
    EXPECT_EQ(lose(), 0U) << "until its end the till may spend";
    clock.ms += 16 * kMinuteMs;
    EXPECT_EQ(lose(), 1U);
    EXPECT_EQ(lose(), 0U) << "once";
    expect_entries_add_up();
    EXPECT_EQ(lent_to(two, asking(500)), points(300));
    // The disk is found after all.
    send(one, spending(lease, 100));
    EXPECT_EQ(cases(), 1U) << "the loss, and who bears it, is a person's business";
    send(one, returning(lease, 200));
    EXPECT_EQ(held(), 300) << "nothing comes free twice";
}

TEST_P(Lent, NothingIsLentToACopy) {
    MemoryTill copy{one.till()};
    copy.append(member_sale(1, 100, anna, 30'000));  // the record that both have
    const Lease lease = lease_to(one, 100);
    copy.append(asking(300));
    const UploadReply forked = upload(copy, 1, 2);
    EXPECT_TRUE(forked.forked.has_value());
    EXPECT_THAT(forked.leases.lent, IsEmpty());
    // What both hold, the copy may not give back for the other.
    copy.append(returning(lease, 100));
    upload(copy, 3, 1);
    EXPECT_EQ(held(), 100);
}

TEST_P(Lent, WhatACopySpentIsNotGivenBackByTheOther) {
    MemoryTill copy{one.till()};
    const Lease lease = lease_to_both(copy, 100);
    one.append(earned(0)), copy.append(spending(lease, 60));
    upload(one, 3, 2);
    upload(copy, 1, 4);
    one.append(returning(lease, 100));
    upload(one, 5, 1);
    EXPECT_EQ(held(), 0);
    EXPECT_EQ(lent_to(two, asking(500)), points(240));
    expect_entries_add_up();
}

TEST_P(Lent, ACopyThatSpendsWhatTheOtherSpentIsACase) {
    MemoryTill copy{one.till()};
    const Lease lease = lease_to_both(copy, 100);
    Sale first = spending(lease, 100), second = spending(lease, 60);
    one.append(first), copy.append(second);
    upload(one, 3, 2);
    EXPECT_EQ(cases(), 0U);
    upload(copy, 1, 4);
    EXPECT_EQ(cases(), 1U)
        << "detected when the second copy syncs, and no more than the lease lost";
    EXPECT_EQ(balance(), 300 - 160);
}

TEST_P(Lent, PointsThatAreOverOrNotYetActiveAreNotLent) {
    Sale sale = earned(50);
    sale.ledger[0].active = {clock.ms + 1};
    send(one, sale);
    sale = earned(70);
    sale.ledger[0].expires = {clock.ms - 1};
    sale.ledger[0].active = {clock.ms - 10};
    send(one, sale);
    EXPECT_EQ(lent_to(two, asking(1'000)), points(300));
}

TEST_P(Lent, ALeaseEndsWithItsFirstLot) {
    Sale sale = earned(50);
    sale.ledger[0].expires = {clock.ms + 5 * kMinuteMs};
    send(one, sale);
    const Lease lease = lease_to(two, 350);
    EXPECT_EQ(sum_of(lease.slices), points(350));
    EXPECT_EQ(lease.lasts_ms, 5 * kMinuteMs);
    EXPECT_EQ(lease.slices[0].amount, points(50)) << "what ends first is spent first";
}

TEST_P(Lent, NothingIsLentOfWhoIsBlockedOrUnknown) {
    LeaseAsked unknown = asking(10);
    unknown.wishes[0].purse.owner = member_id(9);
    EXPECT_EQ(lent_to(two, unknown), kNoPoints);
    Member blocked = plain_member(2);
    blocked.blocked = true;
    blocked.view.accounts[kBonus].lots = {{points(100), {}, {}}};
    keep(*store, blocked);
    LeaseAsked asked = asking(10);
    asked.wishes[0].purse.owner = member_id(2);
    EXPECT_EQ(lent_to(two, asked), kNoPoints);
}

TEST_P(Lent, AServerPutBackHearsOfItsLeasesFromTheTills) {
    const Lease lease = lease_to(one, 200);
    clock.ms += 1;
    ASSERT_TRUE(begin_generation(*store, clock));
    ASSERT_TRUE(store->write([&] {  // as the backup had it
        store->run("DELETE FROM lease");
        store->run("DELETE FROM lease_entry");
        store->run("DELETE FROM record WHERE sequence > 1");
        store->run("UPDATE journal_head SET sequence = 1, hash = (SELECT hash FROM record)");
    }));
    upload(one, 2, 2);
    EXPECT_EQ(held(), 200);
    EXPECT_EQ(lent_to(two, asking(300)), points(100));
    send(one, spending(lease, 200));
    EXPECT_EQ(cases(), 0U);
}

// --- ahead of visits

TEST_P(Lent, WhoeverAskedToHoldRightsAheadIsLentThemAsMembersCome) {
    LeaseAsked usual;
    usual.usual = {LeaseWish{{RightKind::OfPoints, {}, "bonus"}, LeaseFor::Visits, {}, 7 * kDayMs}};
    send(one, usual);
    usual.draw = 1;
    send(two, usual);
    EXPECT_THAT(news(one).lent, IsEmpty()) << "nobody has come since";
    Sale sale = earned(20);
    sale.context.store = StoreId{"nevsky"};
    send(one, sale);
    ASSERT_THAT(news(one).lent, SizeIs(1));
    EXPECT_EQ(sum_of(news(one).lent[0].slices), points(160));
    EXPECT_EQ(sum_of(news(two).lent.at(0).slices), points(160));
    EXPECT_THAT(news(arbat).lent, IsEmpty());
    // Its journal says that it holds it; spending it, and some more comes.
    const Lease lease = news(one).lent[0];
    send(one, LeaseGranted{{lease}});
    sale = spending(lease, 160);
    sale.context.store = StoreId{"nevsky"};
    send(one, sale);
    EXPECT_EQ(balance(), 160);
    EXPECT_EQ(held(), 160) << "all that is there is at nevsky-2";
    EXPECT_EQ(cases(), 0U);
    expect_entries_add_up();
}

TEST_P(Lent, WhoAsksToHoldRightsAheadIsLentThoseOfAllUsualVisitors) {
    for (std::uint8_t n = 10; n < 20; ++n) {
        Member member = plain_member(n);
        member.view.accounts[kBonus].lots = {{points(n), {}, {}}};
        member.visits[StoreId{n % 2 == 0 ? "nevsky" : "arbat"}] = {1, Date{20'590}};
        keep(*store, member);
    }
    LeaseAsked usual;
    usual.usual = {LeaseWish{{RightKind::OfPoints, {}, "bonus"}, LeaseFor::Visits, {}, 7 * kDayMs}};
    send(one, usual);
    while (lend_ahead_to_some(*store, clock).value()) {
    }
    EXPECT_THAT(news(one).lent, SizeIs(6)) << "five of these, and Anna";
    EXPECT_EQ(held(), 300 + 10 + 12 + 14 + 16 + 18);
    EXPECT_THAT(news(arbat).lent, IsEmpty());
}

TEST_P(Lent, WhoAsksOnceMoreToHoldRightsAheadIsNotLookedThroughAnew) {
    LeaseAsked usual;
    usual.usual = {LeaseWish{{RightKind::OfPoints, {}, "bonus"}, LeaseFor::Visits, {}, 7 * kDayMs}};
    send(one, usual);
    while (lend_ahead_to_some(*store, clock).value()) {
    }
    usual.draw = 1;
    send(one, usual);
    EXPECT_FALSE(lend_ahead_to_some(*store, clock).value());
    usual.usual->front().purse.name = "another";
    send(one, usual);
    EXPECT_TRUE(lend_ahead_to_some(*store, clock).value());
    EXPECT_EQ(number("SELECT count(*) FROM lease_standing"), 1);
}

INSTANTIATE_TEST_SUITE_P(Stores, Lent, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
