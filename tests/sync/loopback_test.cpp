// A till and the real server over real sockets.
#include "sync/protocol/codec.h"
#include "sync/server/feed.h"
#include "sync/server/tills.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Contains;
using testing::Each;
using testing::Key;
using testing::SizeIs;

std::uint64_t count_of(Database& database, const std::string& sql) {
    std::uint64_t count = 0;
    EXPECT_TRUE(database.read([&] { count = database.run(sql).at(0).natural(0); }));
    return count;
}

class Loopback : public OnEachStore {
protected:
    UploadReply send(const MemoryTill& from, const Credentials& credentials, std::uint64_t first,
                     std::size_t count) {
        return send(from.upload_of(first, count), credentials);
    }
    UploadReply send(const Upload& upload, const Credentials& credentials) {
        Connection connection(server.address(), identity_of(nevsky, credentials), {},
                              kMostBodyBytes);
        const auto reply = connection.exchange({"POST", "/v1/records", encode(upload)});
        EXPECT_TRUE(reply.has_value());
        return decode_upload_reply(reply->body).value();
    }

    RunningServer server{place};
    TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
};

TEST_P(Loopback, SendsWhatTheJournalHolds) {
    for (std::uint64_t n = 1; n <= 30; ++n) till.append(plain_sale(n, 10'000));
    PumpedTill pumped(till, server.address(), server.enrol_till(nevsky, seed_of(nevsky)));
    ASSERT_TRUE(pumped.wait_for(kAllSent)) << pumped.news().cause;
    till.append(plain_sale(31, 5'000));
    pumped.wake();
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) {
        return news.last_acknowledged && news.last_acknowledged->sequence.value == 31;
    }));
    const Reconciliation sums = server.sums();
    EXPECT_EQ(sums.tills.at(0).records, 31U);
    EXPECT_EQ(sums.tills.at(0).sold, Money::of(305'000));
    EXPECT_TRUE(sums.agrees());
}

TEST_P(Loopback, CutsAnywhereNeitherLoseNorDoubleARecord) {
    const Member anna = plain_member(1);
    keep(*server.store(), anna);
    for (std::uint64_t n = 1; n <= 1'000; ++n) {
        till.append(member_sale(n, 100, anna.view.id, 7));
    }
    std::mt19937 random(20'260'308);
    std::mutex mutex;
    RawServer cutting([&](int socket) {
        std::size_t bytes = 0;
        {
            const std::lock_guard lock(mutex);
            bytes = random() % 3 == 0 ? 1 : 1 + random() % 6'000;
        }
        forward(socket, server.address(), bytes);
    });
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    {
        PumpedTill pumped(till, cutting.address(), credentials, {500, 2'000});
        pumped.wait_for(
            [&](const SyncNews& news) { return news.unsent == 0 || cutting.connections() > 7; });
    }
    // Whatever the cuts left over arrives over a good line.
    PumpedTill pumped(till, server.address(), credentials);
    ASSERT_TRUE(pumped.wait_for(kAllSent)) << pumped.news().cause;
    EXPECT_GT(cutting.connections(), 3);
    const auto store = server.store();
    EXPECT_EQ(count_of(*store, "SELECT count(*) FROM record"), 1'000U);
    EXPECT_EQ(count_of(*store, "SELECT count(*) FROM ledger"), 1'000U);
    EXPECT_EQ(count_of(*store, "SELECT points FROM balance"), 7'000U);
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(Loopback, AReplyLostAfterTheCommitIsADuplicateTheSecondTime) {
    till.append(plain_sale(1, 100));
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    EXPECT_THAT(send(till, credentials, 1, 1).statuses.at(0).status, Status::Applied);
    const UploadReply again = send(till, credentials, 1, 1);
    EXPECT_THAT(again.statuses.at(0).status, Status::Duplicate);
    EXPECT_EQ(again.watermark, Sequence{1});
}

TEST_P(Loopback, PoisonIsQuarantinedAndNeverBlocksTheOthers) {
    keep(*server.store(), plain_member(1));
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    till.append(plain_sale(1, 100));
    till.append_bytes({1, 2, 3});                        // 2: undecodable
    till.append(member_sale(3, 100, member_id(9), 50));  // 3: nobody's
    Sale unpublished = plain_sale(4, 100);
    unpublished.publication.value.fill(7);
    till.append(unpublished);                            // 4
    till.append(member_sale(5, 100, member_id(1), 50));  // 5: good
    Sale twice = member_sale(6, 100, member_id(1), 50);
    twice.ledger.push_back(twice.ledger.front());  // 6: one operation twice
    till.append(twice);
    till.append(plain_sale(7, 100));
    Sale no_text = member_sale(8, 100, member_id(1), 50);
    no_text.ledger.front().programme = ProgrammeId{std::string("bonus\0", 6)};  // 8
    till.append(no_text);
    no_text.ledger.front().programme = ProgrammeId{"bonus"};
    no_text.ledger.front().rule = OfferId{"\xff\xfe"};  // 9
    till.append(no_text);
    till.append(plain_sale(UINT64_MAX, 100));  // 10: odd, and good
    till.append(plain_sale(11, 100));
    const UploadReply reply = send(till, credentials, 1, 11);
    using enum QuarantineCause;
    const std::vector<QuarantineCause> causes = {
        None,      Undecodable, UnknownMember, UnknownPublication, None, BadEffect, None, BadEffect,
        BadEffect, None,        None};
    ASSERT_THAT(reply.statuses, SizeIs(11));
    for (std::size_t i = 0; i < causes.size(); ++i) EXPECT_EQ(reply.statuses[i].cause, causes[i]);
    EXPECT_EQ(reply.watermark, Sequence{11});
    // Again: the till hears the same, and there is no second case.
    EXPECT_EQ(send(till, credentials, 1, 11).statuses[2].cause, UnknownMember);
    EXPECT_EQ(count_of(*server.store(), "SELECT count(*) FROM incident"), 6U);
    const Reconciliation sums = server.sums();
    EXPECT_EQ(sums.tills.at(0).difference(), kNoMoney);
    EXPECT_EQ(sums.unexplained(), 0U);
    // Beside the six: 8 a second time, no number at all, and 9 and 10 are missing.
    EXPECT_EQ(sums.incidents.size(), 9U);
}

TEST_P(Loopback, BatchesThatDoNotFitAreRefusedWhole) {
    for (std::uint64_t n = 1; n <= 6; ++n) till.append(plain_sale(n, 100));
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    const UploadReply gap = send(till, credentials, 2, 2);
    EXPECT_EQ(gap.refusal, UploadRefusal::Gap);
    EXPECT_EQ(gap.watermark, Sequence{0});
    EXPECT_EQ(send(till, credentials, 1, 2).refusal, UploadRefusal::None);

    Upload broken = till.upload_of(3, 3);
    std::swap(broken.records[0], broken.records[1]);
    EXPECT_EQ(send(broken, credentials).refusal, UploadRefusal::BrokenChain);

    Upload unsigned_one = till.upload_of(3, 1);
    unsigned_one.signature[0] ^= 1;
    EXPECT_EQ(send(unsigned_one, credentials).refusal, UploadRefusal::BadSignature);
    Upload later_epoch = till.upload_of(3, 1);
    later_epoch.epoch = Epoch{2};
    EXPECT_EQ(send(later_epoch, credentials).refusal, UploadRefusal::WrongEpoch);
    Credentials stranger = credentials;
    stranger.certificate.clear();
    EXPECT_EQ(send(till, stranger, 3, 1).refusal, UploadRefusal::NotAdmitted);
    EXPECT_EQ(count_of(*server.store(), "SELECT count(*) FROM record"), 2U);
}

TEST_P(Loopback, TwoTillsEarnForOneMemberAndBothSeeTheBalance) {
    keep(*server.store(), plain_member(1));
    const TillId second_id{"nevsky-2"};
    MemoryTill second(second_id);
    for (std::uint64_t n = 1; n <= 20; ++n) {
        till.append(member_sale(n, 1'000, member_id(1), 10));
        second.append(member_sale(n, 2'000, member_id(1), 20));
    }
    PumpedTill one(till, server.address(), server.enrol_till(nevsky, seed_of(nevsky)));
    PumpedTill two(second, server.address(), server.enrol_till(second_id, seed_of(second_id)));
    ASSERT_TRUE(one.wait_for(kAllSent) && two.wait_for(kAllSent));
    const std::uint64_t head = server.sums().feed_position;
    ASSERT_TRUE(one.wait_for([&](const SyncNews& news) { return news.feed_position >= head; }));
    const auto things = till.things();
    ASSERT_THAT(things, Contains(Key("2/" + to_string(member_id(1)))));
    const auto& member = std::get<Member>(things.at("2/" + to_string(member_id(1))));
    EXPECT_EQ(member.view.purchases, 40);
    EXPECT_EQ(member.view.lifetime_spend, Money::of(60'000));
    EXPECT_EQ(count_of(*server.store(), "SELECT points FROM balance"), 600U);
    EXPECT_TRUE(server.sums().agrees());
    // The position that the answers named is one at which the effect was visible.
    for (const auto& [sequence, status] : till.statuses()) {
        EXPECT_LE(status.feed_position, member.feed_position);
    }
}

TEST_P(Loopback, ARestartedServerGoesOnWhereItWas) {
    for (std::uint64_t n = 1; n <= 700; ++n) till.append(plain_sale(n, 100));
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    PumpedTill pumped(till, server.address(), credentials, {500, 1'000});
    pumped.wait_for([](const SyncNews& news) { return news.last_acknowledged.has_value(); });
    server.stop();
    for (std::uint64_t n = 701; n <= 800; ++n) till.append(plain_sale(n, 100));
    pumped.wake();
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return !news.online; }));
    EXPECT_FALSE(pumped.news().cause.empty());
    server.start();
    ASSERT_TRUE(pumped.wait_for(kAllSent)) << pumped.news().cause;
    EXPECT_EQ(server.sums().tills.at(0).records, 800U);
}

TEST_P(Loopback, AServerRestoredFromAnOlderBackupIsFedAgain) {
    for (std::uint64_t n = 1; n <= 10; ++n) till.append(plain_sale(n, 100));
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    PumpedTill pumped(till, server.address(), credentials);
    ASSERT_TRUE(pumped.wait_for(kAllSent));
    const auto store = server.store();
    ASSERT_TRUE(store->write([&] {
        store->run("DELETE FROM record WHERE sequence > 4");
        store->run("DELETE FROM receipt WHERE sequence > 4");
        store->run(
            "UPDATE journal_head SET sequence = 4,"
            " hash = (SELECT hash FROM record WHERE sequence = 4)");
    }));
    till.append(plain_sale(11, 100));
    pumped.wake();
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) {
        return news.last_acknowledged && news.last_acknowledged->sequence.value == 11;
    })) << pumped.news().cause;
    EXPECT_EQ(server.sums().tills.at(0).records, 11U);
}

TEST_P(Loopback, ChangesComeInPagesAndReachEveryTillOfTheStore) {
    const auto store = server.store();
    ASSERT_TRUE(store->write([&] {
        for (int n = 1; n <= 1'234; ++n) {
            Goods goods;
            goods.sku = Sku{"sku-" + std::to_string(n)};
            goods.name = {"Товар", "Goods"};
            put_thing(*store, StoreId{}, goods);
        }
        put_thing(*store, StoreId{"elsewhere"}, ShopText{"not for us"});
        put_thing(*store, StoreId{"nevsky"}, ShopText{"for us"});
    }));
    PumpedTill pumped(till, server.address(), server.enrol_till(nevsky, seed_of(nevsky)));
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.feed_position == 1'236; }));
    EXPECT_THAT(till.things(), SizeIs(1'235));
    EXPECT_EQ(std::get<ShopText>(till.things().at("4/shop")).text, "for us");
    // What is removed later reaches it too, while it waits.
    ASSERT_TRUE(store->write([&] { remove_thing(*store, StoreId{}, ChangeKind::Goods, "sku-7"); }));
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.feed_position == 1'237; }));
    EXPECT_TRUE(std::holds_alternative<Removed>(till.things().at("0/sku-7")));
}

TEST_P(Loopback, ACodeWorksOnceAndSaysWhichTillItIs) {
    const auto code = *make_enrol_code(*server.store(), StoreId{"nevsky"}, nevsky, now());
    const auto ask = [&](const std::string& with) {
        return *enrol(server.address(), with, seed_of(nevsky));
    };
    EXPECT_EQ(ask("2222-2222-2222").refusal, EnrolRefusal::BadCode);
    const EnrolReply first = ask(code);
    EXPECT_EQ(first.refusal, EnrolRefusal::None);
    EXPECT_EQ(first.till, nevsky);
    EXPECT_EQ(first.store, StoreId{"nevsky"});
    EXPECT_EQ(first.credentials.epoch, Epoch{1});
    EXPECT_EQ(ask(code).refusal, EnrolRefusal::BadCode);
    // Enrolled again with the same key, it gets the next epoch.
    till.append(plain_sale(1, 100));
    const Credentials again = server.enrol_till(nevsky, seed_of(nevsky));
    EXPECT_EQ(again.epoch, Epoch{2});
    // What was not sent yet may still come in, in its own epoch.
    EXPECT_EQ(send(till, again, 1, 1).refusal, UploadRefusal::None);
}

INSTANTIATE_TEST_SUITE_P(Stores, Loopback, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
