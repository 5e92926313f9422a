// Sums per till and business day: what is unsent, unreadable, missing, late; and what waits.
#include "sync/protocol/codec.h"
#include "sync/server/ingest.h"
#include "sync/server/members_check.h"
#include "sync/server/reconcile.h"
#include "sync/server/resolve.h"
#include "sync/server/tables.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/shop_days.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Date kDay{20'600};

class DaysSums : public OnEachStore {
protected:
    DaysSums() { enrol(Epoch{1}); }
    void enrol(Epoch epoch) {
        ASSERT_TRUE(database->write([&] {
            database->run(
                "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
                " VALUES ($1, 'nevsky', $2, $3, 0) ON CONFLICT (till_id) DO UPDATE SET"
                " epoch = excluded.epoch",
                {value(till.id().value), value(key_of(till.id()).public_key),
                 value(std::uint64_t{epoch.value})});
        }));
    }
    UploadReply take(const MemoryTill& from, std::uint64_t first, std::size_t count,
                     Epoch epoch = Epoch{1}) {
        return ingest(*database,
                      {from.till(), StoreId{"nevsky"}, key_of(from.till()).public_key, epoch},
                      from.upload_of(first, count), now());
    }
    Reconciliation sums(const Outboxes& outboxes = {}) { return *reconcile(*database, outboxes); }
    DaySums day_of(const Reconciliation& found, Date day = kDay) {
        return found.days.at({till.id(), day});
    }
    std::string write(const std::string& name, const std::string& text) {
        const std::string path = (folder / name).string();
        std::ofstream(path) << text;
        return path;
    }
    static std::string line(std::uint64_t sequence, std::uint64_t number, const char* total) {
        return R"({"id":"nevsky-1/1/)" + std::to_string(sequence) +
               R"(","day":"2026-05-27","receipt":)" + std::to_string(number) + R"(,"total":")" +
               total + R"(","points":"1.5"})";
    }

    std::unique_ptr<Database> database = *open_database(place);
    DecisionBook book = *DecisionBook::open(place.data);
    JournalingTill till{"nevsky-1"};
};

TEST_P(DaysSums, AreOfTheTillsOwnDay) {
    for (const int day : {0, 1}) {
        till.open({kDay.days + day});
        const Sale sale = plain_sale(0, 10'000);
        const RecordId sold = till.sell(sale);
        if (day == 1) till.give_back(sold, sale);
        till.close();
    }
    take(till.memory(), 1, till.records());
    const Reconciliation found = sums();
    EXPECT_EQ(day_of(found).accepted, (Amounts{1, Money::of(10'000), {}}));
    EXPECT_EQ(day_of(found, {kDay.days + 1}).accepted, (Amounts{2, {}, {}}));
    EXPECT_TRUE(found.agrees());
    EXPECT_THAT(found.incidents, IsEmpty());
}

TEST_P(DaysSums, CountWhatATillSaysItHasNotSent) {
    till.open(kDay);  // 1
    till.sell(plain_sale(0, 10'000));
    till.sell(plain_sale(0, 20'000));  // 3
    take(till.memory(), 1, 2);
    const auto said =
        read_outboxes({write("outbox.json", R"({"unsent":2,"receipts":[)" + line(2, 1, "100.00") +
                                                "," + line(3, 2, "200.00") + "]}")});
    ASSERT_TRUE(said.has_value()) << said.error().detail;
    const DaySums day = day_of(sums(*said));
    EXPECT_EQ(day.unsent, (Amounts{1, Money::of(20'000), Points::of(150)}))
        << "the first one has come since";
    EXPECT_EQ(day.sold, (Amounts{2, Money::of(30'000), Points::of(150)}));
    EXPECT_TRUE(day.difference().is_zero());
    take(till.memory(), 3, 1);
    EXPECT_TRUE(day_of(sums(*said)).unsent.is_zero());
}

TEST_P(DaysSums, TakeNothingElseForAnOutbox) {
    for (
        const char* text :
        {"", "[]", R"({"unsent":0})", R"({"receipts":[{}]})", R"({"receipts":[1]})",
         R"({"receipts":[{"id":"x","day":"2026-05-27","receipt":1,"total":"1","points":"1"}]})",
         R"({"receipts":[{"id":"n/1/1","day":"2026","receipt":1,"total":"1","points":"1"}]})",
         R"({"receipts":[{"id":"n/1/1","day":"2026-05-27","receipt":-1,"total":"1","points":"1"}]})"}) {
        const auto said = read_outboxes({write("outbox.json", text)});
        ASSERT_FALSE(said.has_value()) << text;
        EXPECT_EQ(said.error().code, Errc::Invalid);
    }
    EXPECT_EQ(read_outboxes({"/no/such"}).error().code, Errc::NotFound);
}

// A till that broke: its disk holds two receipts, another machine goes on behind them.
TEST_P(DaysSums, AGapIsUnsentWhereTheBrokenTillsOutboxIsKnown) {
    till.open(kDay);
    till.sell(plain_sale(0, 10'000));  // 2
    take(till.memory(), 1, 2);
    enrol(Epoch{2});
    MemoryTill next(till.id(), Epoch{2});
    next.append(plain_sale(4, 5'000));
    EXPECT_EQ(take(next, 1, 1, Epoch{2}).refusal, UploadRefusal::None);
    const auto outbox = write(
        "outbox.json", R"({"receipts":[)" + line(3, 2, "10.00") + "," + line(4, 3, "20.00") + "]}");
    const Reconciliation known = sums(*read_outboxes({outbox}));
    EXPECT_THAT(known.incidents, IsEmpty());
    EXPECT_TRUE(known.agrees()) << to_text(known);
    EXPECT_EQ(day_of(known).unsent.money, Money::of(3'000));
    const Reconciliation unknown = sums();
    ASSERT_THAT(unknown.incidents, SizeIs(1));
    EXPECT_EQ(unknown.incidents[0].kind, IncidentKind::NumberGap);
    EXPECT_EQ(day_of(unknown).difference().receipts, 2);
    EXPECT_EQ(unknown.unexplained(), 0U);
    // Accepted without the disk, which is found after all: no receipt counts twice.
    ASSERT_TRUE(resolve(*database, book,
                        {unknown.incidents[0].id, CaseAction::Accept, "elena", "disk is broken"},
                        now())
                    ->has_value());
    EXPECT_TRUE(sums().agrees());
    EXPECT_TRUE(sums(*read_outboxes({outbox})).agrees());
}

TEST_P(DaysSums, KnowWhatIsUnreadableFromTheZReport) {
    till.open(kDay);
    till.sell(plain_sale(0, 10'000));
    till.garble(plain_sale(0, 7'700));
    take(till.memory(), 1, till.records());
    EXPECT_EQ(day_of(sums()).unreadable, 1U);
    EXPECT_TRUE(sums().agrees());
    till.sell(plain_sale(0, 100));
    till.close();
    take(till.memory(), 1, till.records());
    const Reconciliation found = sums();
    EXPECT_EQ(day_of(found).quarantined, (Amounts{1, Money::of(7'700), {}}));
    EXPECT_EQ(day_of(found).sold, (Amounts{3, Money::of(17'800), {}}));
    EXPECT_TRUE(found.agrees());
    ASSERT_THAT(found.incidents, SizeIs(1)) << "neither a gap nor a wrong Z beside it";
    EXPECT_EQ(found.incidents[0].kind, IncidentKind::UndecodableRecord);
}

TEST_P(DaysSums, AReturnWaitsForASaleThatMayStillCome) {
    MemoryTill other(TillId{"nevsky-2"});
    ASSERT_TRUE(database->write([&] {
        database->run(
            "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at) VALUES ($1,"
            " 'nevsky', $2, 1, 0)",
            {value(other.till().value), value(key_of(other.till()).public_key)});
    }));
    const Sale sale = plain_sale(1, 10'000);
    other.append(sale);
    till.open(kDay);
    till.give_back({other.till(), Epoch{1}, Sequence{1}}, sale);
    take(till.memory(), 1, till.records());
    EXPECT_EQ(sums().waiting_returns, 1U);
    EXPECT_THAT(sums().incidents, IsEmpty());
    take(other, 1, 1);
    EXPECT_EQ(sums().waiting_returns, 0U);
    EXPECT_THAT(sums().incidents, IsEmpty());
}

TEST_P(DaysSums, AStateThatComesBackIsAnotherCaseAndOneThatWasBorneIsNot) {
    keep(*database, plain_member(1));
    till.open(kDay);
    Sale sale = member_sale(0, 10'000, member_id(1), 100);
    sale.ledger[0].kind = LedgerKind::Redemption;
    sale.ledger[0].amount = Points::of(-100);
    till.sell(sale);
    take(till.memory(), 1, till.records());
    const auto decide = [&](const Reconciliation& found, CaseAction action) {
        ASSERT_THAT(found.incidents, SizeIs(1));
        ASSERT_EQ(found.incidents[0].kind, IncidentKind::Overdrawn);
        const auto done =
            resolve(*database, book, {found.incidents[0].id, action, "elena", "borne"}, now());
        ASSERT_TRUE(done && done->has_value());
    };
    decide(sums(), CaseAction::Accept);
    EXPECT_THAT(sums().incidents, IsEmpty()) << "the same overdraft";
    till.sell(sale);
    take(till.memory(), 1, till.records());
    decide(sums(), CaseAction::WriteOff);
    EXPECT_EQ(sums().overdrawn, 0U);
    till.sell(sale);
    take(till.memory(), 1, till.records());
    EXPECT_THAT(sums().incidents, SizeIs(1));
}

TEST_P(DaysSums, AreJsonWithBothSidesAndWhatCanBeDecided) {
    till.open(kDay);
    till.skip_number();
    till.sell(plain_sale(0, 10'000));
    take(till.memory(), 1, till.records());
    const auto json = nlohmann::json::parse(to_json(sums()));
    EXPECT_EQ(json.at("agrees"), false);
    EXPECT_EQ(json.at("unexplained"), 0);
    const auto& day = json.at("days").at(0);
    EXPECT_EQ(day.at("till"), "nevsky-1");
    EXPECT_EQ(day.at("day"), "2026-05-27");
    EXPECT_EQ(day.at("sold").at("receipts"), 2);
    EXPECT_EQ(day.at("accepted").at("money"), "100.00");
    EXPECT_EQ(day.at("difference").at("receipts"), 1);
    const auto& one = json.at("cases").at(0);
    EXPECT_EQ(one.at("kind"), "number gap");
    EXPECT_EQ(one.at("receipt"), 1);
    EXPECT_EQ(one.at("evidence").at("till"), "after receipt 0 came receipt 2");
    EXPECT_EQ(one.at("actions"), nlohmann::json::array({"accept"}));
}

// As when a journal was imported, or another node has just become the leader: PostgreSQL knows
// nothing of the tables yet, and must not compare each receipt with each entry.
TEST_P(DaysSums, AreFoundQuicklyInTablesThatNobodyHasAnalysed) {
    constexpr std::int64_t kReceipts = 30'000;
    std::vector<Line> receipts, ledger;
    for (std::int64_t n = 1; n <= kReceipts; ++n) {
        const Hash256 hash = blake2b(as_bytes(std::to_string(n)));
        const Bytes member(hash.value.begin(), hash.value.begin() + 16);
        const Bytes tx(hash.value.begin() + 16, hash.value.end());
        const std::int64_t one = 1, none = 0, points = n == 7 ? 8 : 7;
        receipts.push_back({value(till.id().value), one, n, none, n, one, std::int64_t{kDay.days},
                            member, std::int64_t{100}, points, none, one});
        ledger.push_back({member, tx, std::string("bonus"), one, std::string("rule"),
                          std::int64_t{7}, none, Value(), value(till.id().value), one, n, none,
                          Value(), Value()});
    }
    ASSERT_TRUE(database->write([&] {
        database->add_new(kReceiptTable, receipts);
        database->add_new(kLedgerTable, ledger);
    }));
    LedgerPoints wrong;
    std::vector<Finding> findings;
    MembersFound members;
    Sums sums;
    const auto looked = database->read([&] {
        if (database->engine() == "postgres") database->run("SET LOCAL statement_timeout = '20s'");
        add_accepted(*database, sums);
        wrong = wrong_ledgers(*database);
        members = check_members(*database, wrong, findings);
    });
    ASSERT_TRUE(looked) << looked.error().detail;
    EXPECT_THAT(wrong, ElementsAre(testing::Pair(BranchedId{{till.id(), Epoch{1}, Sequence{7}}, {}},
                                                 Points::of(7))));
    EXPECT_EQ(members.wrong_balances, std::uint64_t{kReceipts} - 1) << "none has a balance";
    EXPECT_EQ(sums.at({till.id(), kDay}).accepted,
              (Amounts{kReceipts, Money::of(100 * kReceipts), Points::of(7 * kReceipts)}));
}

INSTANTIATE_TEST_SUITE_P(Stores, DaysSums, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
