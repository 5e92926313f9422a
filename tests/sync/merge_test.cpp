// Two cards of one person: what the tills hear, and where points of either card go, whatever was
// sold when.
#include "sync/server/merge.h"

#include "pos/sale/profile.h"
#include "sync/server/aliases.h"
#include "sync/server/chain.h"
#include "sync/server/erasure.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/ingest.h"
#include "sync/server/membership.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const Reason kOlgas{"olga", "one person", {1'780'000'000'000}};

Member carded(std::uint8_t n, const char* card) {
    Member member = plain_member(n);
    member.person = {"Анна", "", ""};
    member.cards = {card};
    member.personal_key.value.fill(n);
    return member;
}

class Merge : public OnEachStore {
protected:
    void SetUp() override {
        ASSERT_TRUE(open_chain(*store));
        keep(*store, carded(1, "card-1"));
        keep(*store, carded(2, "card-2"));
    }

    UploadReply upload(std::uint64_t first, std::size_t count) {
        const EnrolledTill enrolled{nevsky, StoreId{"nevsky"}, key_of(nevsky).public_key, Epoch{1}};
        return ingest(*store, enrolled, till.upload_of(first, count), now());
    }
    RecordStatus take(const JournalEntry& entry) {
        till.append(entry);
        return upload(++sent, 1).statuses.at(0);
    }
    RecordStatus sell(std::uint8_t to, std::int64_t points) {
        return take(member_sale(sent + 1, 100, member_id(to), points));
    }
    Result<Merged> merge(std::uint8_t alias, std::uint8_t survivor) {
        return merge_members(*store, member_id(alias), member_id(survivor), kOlgas);
    }
    std::int64_t balance(std::uint8_t n) {
        std::int64_t points = 0;
        EXPECT_TRUE(store->read([&] {
            const Rows rows = store->run("SELECT points FROM balance WHERE member_id = $1",
                                         {value(member_id(n).value)});
            points = rows.empty() ? 0 : rows.front().integer(0);
        }));
        return points;
    }
    MemberFacts facts(std::uint8_t n) { return look_up(*store, member_id(n)).value(); }
    std::int64_t lots(std::uint8_t n) {
        std::int64_t sum = 0;
        for (const auto& [programme, account] : facts(n).member.view.accounts)
            for (const Lot& lot : account.lots) sum += lot.amount.count();
        return sum;
    }
    void expect_sums_agree() {
        const auto sums = reconcile(*store);
        EXPECT_EQ(sums->wrong_balances, 0U);
        EXPECT_EQ(sums->overdrawn, 0U);
    }

    const std::unique_ptr<Database> store = *open_database(place);
    const TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
    std::uint64_t sent = 0;
};

TEST_P(Merge, LeadsBothCardsToTheSurvivor) {
    sell(1, 7);
    sell(2, 5);
    EXPECT_EQ(merge(1, 2), Merged::Now);
    EXPECT_EQ(facts(2).member.cards, (std::vector<std::string>{"card-2", "card-1"}));
    EXPECT_EQ(facts(1).member.view.id, member_id(2)) << "whoever asks for the other is told of her";
    EXPECT_EQ(facts(2).member.view.purchases, 2);
    EXPECT_EQ(facts(2).member.view.lifetime_spend, Money::of(200));
    std::vector<Change> heard;
    ASSERT_TRUE(store->read([&] {
        for (const Change& change : changes_after(*store, StoreId{"nevsky"}, 0).changes)
            if (kind_of(change) == ChangeKind::Member) heard.push_back(change);
    }));
    Member told = facts(2).member;
    EXPECT_EQ(told.visits.at(StoreId{"nevsky"}).count, 2) << "of both cards";
    told.visits.clear();  // which no till has a use for
    told.usual_spend.clear();
    EXPECT_THAT(heard, ElementsAre(Change(told),
                                   Change(Removed{ChangeKind::Member, to_string(member_id(1))})));
    EXPECT_EQ(balance(1), 0);
    EXPECT_EQ(balance(2), 12);
    EXPECT_EQ(lots(2), 12);
    EXPECT_EQ(reconcile(*store)->members, 1U);
    expect_sums_agree();
}

TEST_P(Merge, BooksWhatTheOldCardSellsLaterToTheSurvivorAndRewritesNothing) {
    sell(1, 7);
    ASSERT_TRUE(merge(1, 2));
    const RecordStatus late = sell(1, 30);
    EXPECT_EQ(late.status, Status::Applied);
    EXPECT_EQ(late.feed_position, facts(2).member.feed_position) << "there the till will see it";
    EXPECT_EQ(upload(2, 1).statuses.at(0).status, Status::Duplicate);
    EXPECT_EQ(balance(1), 0);
    EXPECT_EQ(balance(2), 37);
    EXPECT_EQ(lots(2), 37);
    EXPECT_EQ(facts(2).member.view.purchases, 2);
    ASSERT_TRUE(store->read([&] {
        const Rows recorded = store->run(
            "SELECT amount FROM ledger WHERE member_id = $1 AND kind = $2 ORDER BY amount",
            {value(member_id(1).value), static_cast<std::int64_t>(LedgerKind::Accrual)});
        ASSERT_EQ(recorded.size(), 2U);
        EXPECT_EQ(recorded[0].integer(0), 7);
        EXPECT_EQ(recorded[1].integer(0), 30);
    }));
    expect_sums_agree();
}

TEST_P(Merge, HappensOnceAndNeverInACircle) {
    keep(*store, carded(3, "card-3"));
    sell(1, 7);
    ASSERT_EQ(merge(1, 2), Merged::Now);
    const std::uint64_t head = reconcile(*store)->feed_position;
    EXPECT_EQ(merge(1, 2), Merged::Before);
    EXPECT_THAT(merge(2, 2).error().detail, HasSubstr("the same member"));
    EXPECT_THAT(merge(2, 1).error().detail,
                HasSubstr("was merged into " + to_string(member_id(2))));
    EXPECT_THAT(merge(1, 3).error().detail,
                HasSubstr("was merged into " + to_string(member_id(2))));
    EXPECT_THAT(merge(3, 1).error().detail, HasSubstr("name that one"));
    EXPECT_EQ(merge(3, 9).error().code, Errc::NotFound);
    EXPECT_EQ(balance(2), 7);
    EXPECT_EQ(reconcile(*store)->feed_position, head) << "tills hear of nothing";
    ASSERT_EQ(merge(2, 3), Merged::Now);
    EXPECT_EQ(merge(1, 3), Merged::Before) << "through the one between";
    sell(1, 1);
    EXPECT_EQ(balance(3), 8);
    EXPECT_THAT(facts(3).aliases, ElementsAre(member_id(1), member_id(2)));
}

TEST_P(Merge, OfABlockedCardIsRefused) {
    ASSERT_TRUE(block_member(*store, member_id(1), kOlgas));
    EXPECT_THAT(merge(1, 2).error().detail, HasSubstr("is blocked"));
    EXPECT_THAT(merge(2, 1).error().detail, HasSubstr("is blocked"));
    ASSERT_TRUE(unblock_member(*store, member_id(1)));
    EXPECT_TRUE(merge(1, 2));
}

TEST_P(Merge, PaysWhatOneOwesFromTheOthersPoints) {
    sell(1, 10);
    Return back;
    back.number = ReceiptNumber{9};
    back.member = member_id(1);
    LedgerEntry taken;
    taken.kind = LedgerKind::Reversal;
    taken.programme = ProgrammeId{"bonus"};
    taken.amount = Points::of(-14);
    back.ledger = {taken};
    ASSERT_EQ(take(back).status, Status::Applied);
    sell(2, 50);
    ASSERT_TRUE(merge(1, 2));
    EXPECT_EQ(balance(2), 46);
    EXPECT_EQ(lots(2), 46);
    expect_sums_agree();
}

// She brought herself: member and rewarded one are the same person now.
TEST_P(Merge, CountsAReceiptOfBothOnce) {
    ASSERT_TRUE(merge(1, 2));
    Sale sale = member_sale(1, 100, member_id(1), 7);
    LedgerEntry reward = sale.ledger.front();
    reward.operation = 1;
    reward.member = member_id(2);
    reward.amount = Points::of(20);
    sale.ledger.push_back(reward);
    ASSERT_EQ(take(sale).status, Status::Applied);
    EXPECT_EQ(balance(1), 0);
    EXPECT_EQ(balance(2), 27);
    EXPECT_EQ(lots(2), 27);
    EXPECT_EQ(facts(2).member.view.purchases, 1);
}

TEST_P(Merge, ReadsWhatWasToldOfTheOldCard) {
    ASSERT_TRUE(merge(1, 2));
    const Profile told{"Анна", "Ковалёва", Date{7'000}, "+79990000001"};
    const std::string sealed = seal(told, carded(1, "").personal_key);
    EXPECT_EQ(take(ProfileFilled{member_id(1), kConsentVersion, sealed}).status, Status::Applied);
    EXPECT_EQ(facts(2).member.person.surname, "Ковалёва");
    EXPECT_THAT(facts(2).member.view.tags, ElementsAre("profile"));
}

TEST_P(Merge, IsForgottenWhole) {
    sell(1, 7);
    ASSERT_TRUE(merge(1, 2));
    const auto alone = erase_person(*store, place.data, member_id(1), "olga", "asked", now());
    EXPECT_THAT(alone.error().detail, HasSubstr("erase " + to_string(member_id(2))));
    EXPECT_TRUE(erase_person(*store, place.data, member_id(2), "olga", "asked", now()).value());
    ASSERT_TRUE(store->read([&] {
        EXPECT_EQ(count(*store, "SELECT count(*) FROM person_key"), 0U) << "the old card's as well";
        EXPECT_TRUE(is_erased(*store, member_id(1)));
    }));
    EXPECT_EQ(sell(1, 5).status, Status::Applied) << "by a till that has not heard";
    expect_sums_agree();
}

TEST_P(Merge, OutlivesAnImportOfTheOldFile) {
    ASSERT_TRUE(merge(1, 2));
    const auto line = [](std::uint8_t n, const char* card) {
        return "{\"id\": \"" + to_string(member_id(n)) +
               "\", \"first_name\": \"Анна\", \"joined\": \"2024-10-04\", \"cards\": [\"" + card +
               "\"]}";
    };
    const auto done = import_members(
        *store, "{\"members\": [" + line(1, "card-1") + "," + line(2, "card-2") + "]}",
        "members.json", {now(), 180});
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    EXPECT_THAT(facts(2).member.cards, UnorderedElementsAre("card-1", "card-2"));
    EXPECT_EQ(facts(1).member.view.id, member_id(2));
    EXPECT_EQ(reconcile(*store)->members, 1U);
}

// Six cards, sales to any of them at any time, uploads that are sent again, merges in between.
TEST_P(Merge, LeavesEachPointWhereTheModelHasIt) {
    constexpr std::uint8_t kCards = 6;
    for (std::uint8_t n = 3; n <= kCards; ++n) keep(*store, carded(n, "card"));
    for (unsigned seed = 1; seed <= 3; ++seed) {
        std::mt19937 random(seed);
        const auto any = [&] { return static_cast<std::uint8_t>(1 + random() % kCards); };
        std::map<MemberId, std::int64_t> recorded;
        std::set<MemberId> ids;
        for (std::uint8_t n = 1; n <= kCards; ++n) {
            recorded[member_id(n)] = balance(n);
            ids.insert(member_id(n));
        }
        for (int step = 0; step < 40; ++step) {
            if (random() % 8 == 0) {
                static_cast<void>(merge(any(), any()));
                continue;
            }
            const std::uint8_t whom = any();
            const std::int64_t points = 1 + random() % 90;
            ASSERT_EQ(sell(whom, points).status, Status::Applied);
            recorded[member_id(whom)] += points;
            if (random() % 3 == 0) upload(sent, 1);
        }
        std::map<MemberId, std::int64_t> expected;
        ASSERT_TRUE(store->read([&] {
            for (const auto& [id, points] : recorded)
                expected[survivor_of(*store, id).value_or(id)] += points;
        }));
        for (std::uint8_t n = 1; n <= kCards; ++n) {
            const MemberId whose = facts(n).member.view.id;
            const std::int64_t points = whose == member_id(n) ? expected[whose] : 0;
            EXPECT_EQ(balance(n), points) << seed << ": " << int{n};
            EXPECT_EQ(lots(n), expected[whose]) << seed << ": " << int{n};
        }
        expect_sums_agree();
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, Merge, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
