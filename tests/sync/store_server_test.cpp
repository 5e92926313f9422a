// A till, the store server of its shop, and central, over real sockets: whatever of them is away,
// nothing is lost, nothing comes twice, and nobody is let in who should not be.
#include "sync/client/dialogue.h"
#include "sync/protocol/codec.h"
#include "sync/server/feed.h"
#include "sync/server/tills.h"
#include "tests/support/running_store_server.h"
#include "tests/support/temporary_folder.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Contains;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::Key;
using testing::Pair;

std::uint64_t count_of(Database& database, const std::string& sql) {
    std::uint64_t count = 0;
    EXPECT_TRUE(database.read([&] { count = database.run(sql).at(0).natural(0); }));
    return count;
}

class ShopWithServer : public testing::Test {
protected:
    ShopWithServer() {
        keep(*central.store(), anna);
        for (std::uint64_t n = 1; n <= 20; ++n)
            till.append(member_sale(n, 10'000, anna.view.id, 7));
    }
    std::unique_ptr<PumpedTill> pump(MemoryTill& of, const Credentials& given) {
        return std::make_unique<PumpedTill>(of, central.address(), given, Timeouts{1'000, 5'000},
                                            shop.address());
    }
    // The records of that many sales are booked at central, each once.
    void expect_booked(std::uint64_t sales) {
        const auto store = central.store();
        EXPECT_EQ(count_of(*store, "SELECT count(*) FROM record"), sales);
        EXPECT_EQ(count_of(*store, "SELECT count(*) FROM ledger"), sales);
        EXPECT_EQ(count_of(*store, "SELECT count(*) FROM branch_record"), 0U);
        EXPECT_TRUE(central.sums().agrees());
    }
    std::uint64_t letters() { return count_of(*shop.store(), "SELECT count(*) FROM letter"); }

    TemporaryFolder folder;
    const Member anna = plain_member(1);
    const TillId nevsky{"nevsky-1"};
    RunningServer central{(folder.path() / "central").string()};
    RunningStoreServer shop{central, (folder.path() / "shop").string()};
    MemoryTill till{nevsky};
    const Credentials credentials = central.enrol_till(nevsky, seed_of(nevsky));
};

constexpr auto kAllKept = [](const SyncNews& news) {
    return news.unsent > 0 && news.kept == news.unsent;
};

TEST_F(ShopWithServer, HandsOnWhatTillsSendAndWhatCentralSaysOfIt) {
    const auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for(kAllSent)) << pumped->news().cause;
    EXPECT_EQ(till.statuses().size(), 20U);
    EXPECT_THAT(till.statuses(),
                Each(Pair(testing::_, Field(&RecordStatus::status, Status::Applied))));
    expect_booked(20);
    EXPECT_EQ(count_of(*central.store(), "SELECT count(*) FROM till WHERE till_id = 'nevsky-1'"),
              1U);
    till.append(member_sale(21, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for([](const SyncNews& news) {
        return news.last_acknowledged && news.last_acknowledged->sequence.value == 21;
    }));
    expect_booked(21);
    EXPECT_EQ(letters(), 0U);
}

TEST_F(ShopWithServer, KeepsWhileCentralIsAwayAndSendsWhenItIsBack) {
    const auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for(kAllSent));
    central.stop();
    till.append(member_sale(21, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for(kAllKept)) << pumped->news().cause;
    EXPECT_EQ(till.watermark(), 20U) << "only central's word means sent";
    EXPECT_TRUE(pumped->wait_for([](const SyncNews& news) { return !news.online; }))
        << "the shop's server answers, and nobody is told that central does";
    shop.stop();  // what it keeps is on its disk
    shop.start();
    till.append(member_sale(22, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for([](const SyncNews& news) { return news.kept == 2; }))
        << pumped->news().cause << " kept " << pumped->news().kept;
    EXPECT_EQ(letters(), 2U);
    central.start();
    ASSERT_TRUE(pumped->wait_for(kAllSent, std::chrono::seconds(60))) << pumped->news().cause;
    expect_booked(22);
}

TEST_F(ShopWithServer, IsNotNeededWhereItDies) {
    const auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for(kAllSent));
    shop.stop();
    till.append(member_sale(21, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for([](const SyncNews& news) {
        return news.last_acknowledged && news.last_acknowledged->sequence.value == 21;
    })) << pumped->news().cause;
    EXPECT_TRUE(pumped->wait_for([](const SyncNews& news) { return news.online; }));
    expect_booked(21);
    shop.start();  // and is used again when it is there
    till.append(member_sale(22, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for(kAllSent));
    std::this_thread::sleep_for(std::chrono::milliseconds(kLongestRestNearMs));
    till.append(member_sale(23, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for([](const SyncNews& news) {
        return news.last_acknowledged && news.last_acknowledged->sequence.value == 23;
    }));
    EXPECT_GT(count_of(*shop.store(), "SELECT last_letter FROM store_server"), 1U);
    expect_booked(23);
}

TEST_F(ShopWithServer, WhatItKeptComesFromTheTillsWhereItsDiskIsLost) {
    const auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for(kAllSent));
    central.stop();
    till.append(member_sale(21, 10'000, anna.view.id, 7));
    pumped->wake();
    ASSERT_TRUE(pumped->wait_for(kAllKept));
    shop.lose_disk();
    central.start();
    shop.start();
    ASSERT_TRUE(pumped->wait_for(kAllSent, std::chrono::seconds(60))) << pumped->news().cause;
    expect_booked(21);
}

TEST_F(ShopWithServer, WhatCameBothWaysIsBookedOnce) {
    central.stop();
    const auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for(kAllKept)) << pumped->news().cause;
    shop.stop();  // with what it has
    central.start();
    ASSERT_TRUE(pumped->wait_for(kAllSent, std::chrono::seconds(60))) << pumped->news().cause;
    shop.start();
    for (int i = 0; i < 200 && letters() > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(letters(), 0U);
    EXPECT_EQ(till.watermark(), 20U);
    expect_booked(20);
}

TEST_F(ShopWithServer, TellsWhatCentralToldAtTheSamePlacesOfTheFeed) {
    const auto has_anna = [&](const MemoryTill& of) {
        const auto things = of.things();
        return std::ranges::any_of(things, [&](const auto& thing) {
            return key_of(thing.second) == to_string(anna.view.id);
        });
    };
    auto pumped = pump(till, credentials);
    ASSERT_TRUE(pumped->wait_for([&](const SyncNews& news) {
        return news.online && news.unsent == 0 && news.caught_up && has_anna(till);
    })) << pumped->news().cause;
    central.stop();  // a till that is switched on only now is told everything by the shop's server
    const TillId second{"nevsky-2"};
    MemoryTill other{second};
    central.start();
    const Credentials its = central.enrol_till(second, seed_of(second));
    central.stop();
    {
        const auto others = pump(other, its);
        ASSERT_TRUE(others->wait_for([](const SyncNews& news) { return news.caught_up; }));
        EXPECT_TRUE(has_anna(other));
        EXPECT_FALSE(others->news().online);
    }
    // From there it asks central, which need not begin anew.
    shop.stop();
    central.start();
    const std::uint64_t position = other.position().value();
    EXPECT_GT(position, 0U);
    Connection connection(central.address(), identity_of(second, its), {}, kMostBodyBytes);
    const auto reply =
        connection.exchange({"GET", "/v1/changes?from=" + std::to_string(position), {}});
    ASSERT_TRUE(reply.has_value());
    const auto page = decode_changes(reply->body);
    ASSERT_TRUE(page.has_value());
    EXPECT_FALSE(page->whole);
}

// A new disk counts its answers from 1 again. The till that first handed something in there, and
// only then asked for changes, took them for heard, and waited for its acknowledgements for ever.
TEST(TalkingToAStoreServer, HearsTheAnswersOfANewDiskFromTheFirst) {
    const auto said = [](const auto& message) {
        return Result<ClientReply>(ClientReply{200, "application/x-protobuf", encode(message)});
    };
    const auto kept_by = [](std::uint64_t disk) {
        UploadReply reply;
        reply.kept_by = disk;
        return reply;
    };
    // What central said of one record.
    const auto settled = [](std::uint64_t disk, std::uint64_t number, const Upload& upload) {
        Changes page;
        page.kept_by = disk;
        page.settled.push_back({number, upload.epoch, upload.first, 1, upload.head, {}});
        page.settled.front().reply.watermark = upload.first;
        page.settled.front().reply.statuses.resize(1);
        return page;
    };
    MemoryTill till{TillId{"nevsky-1"}};
    DialogueSettings settings{till.till(), seed_of(till.till())};
    settings.has_store_server = true;
    Dialogue dialogue(settings, till, till, [] { return 1'000; });
    till.append(plain_sale(1, 100));
    auto upload = dialogue.begin_upload();
    ASSERT_TRUE(upload && dialogue.uploading_to() == Whom::StoreServer);
    dialogue.end_upload(*upload, said(kept_by(5)));
    ASSERT_TRUE(dialogue.begin_changes());
    dialogue.end_changes(said(settled(5, 40, *upload)));
    ASSERT_EQ(till.watermark(), 1U);
    till.append(plain_sale(2, 100));
    upload = dialogue.begin_upload();
    ASSERT_TRUE(upload);
    dialogue.end_upload(*upload, said(kept_by(6)));
    ASSERT_TRUE(dialogue.begin_changes());
    dialogue.end_changes(said(settled(6, 1, *upload)));
    EXPECT_EQ(till.watermark(), 2U);
}

// --- who is let in

class Stranger : public ShopWithServer {
protected:
    template <typename Reply, typename Decode>
    Reply ask(const Address& server, const Identity& identity, const ClientRequest& request,
              Decode decode) {
        Connection connection(server, identity, {}, kMostBodyBytes);
        const auto reply = connection.exchange(request);
        if (!reply) throw std::runtime_error(reply.error().detail);
        return decode(reply->body).value();
    }
    UploadReply upload(const Address& server, const Identity& identity, const Upload& message) {
        return ask<UploadReply>(server, identity, {"POST", "/v1/records", encode(message)},
                                decode_upload_reply);
    }
};

TEST_F(Stranger, IsTurnedAwayByTheStoreServer) {
    const Identity nobody{{}, {}, credentials.authority};
    EXPECT_EQ(upload(shop.address(), nobody, till.upload_of(1, 1)).refusal,
              UploadRefusal::NotAdmitted);
    // A till of another store of the chain.
    const TillId ligovka{"ligovka-1"};
    const auto code = make_enrol_code(*central.store(), StoreId{"ligovka"}, ligovka, now());
    const auto its = enrol(central.address(), *code, seed_of(ligovka));
    MemoryTill other{ligovka};
    other.append(plain_sale(1, 100));
    const UploadReply refused =
        upload(shop.address(), identity_of(ligovka, its->credentials), other.upload_of(1, 1));
    EXPECT_EQ(refused.refusal, UploadRefusal::NotAdmitted);
    EXPECT_THAT(refused.detail, HasSubstr("nevsky"));
    // What another till signed.
    EXPECT_EQ(
        upload(shop.address(), identity_of(nevsky, credentials), other.upload_of(1, 1)).refusal,
        UploadRefusal::BadSignature);
    EXPECT_EQ(letters(), 0U);
}

TEST_F(Stranger, HandsNothingOnToCentral) {
    Upload forwarded = till.upload_of(1, 2);
    forwarded.forwarded = nevsky;
    // A till hands on nothing, not even its own.
    EXPECT_EQ(upload(central.address(), identity_of(nevsky, credentials), forwarded).refusal,
              UploadRefusal::NotByYou);
    // Nor does the server of another store.
    RunningStoreServer other(central, (folder.path() / "ligovka").string(), "ligovka-server",
                             StoreId{"ligovka"});
    const UploadReply refused = upload(central.address(), other.keys().identity(), forwarded);
    EXPECT_EQ(refused.refusal, UploadRefusal::NotAdmitted);
    // The right one hands on only what the till signed.
    Upload altered = forwarded;
    altered.records.pop_back();
    altered.head = blake2b(altered.records.back());
    EXPECT_EQ(upload(central.address(), shop.keys().identity(), altered).refusal,
              UploadRefusal::BadSignature);
    EXPECT_EQ(upload(central.address(), shop.keys().identity(), forwarded).refusal,
              UploadRefusal::None);
    // Until it is revoked: then what it has stays with it.
    ASSERT_TRUE(revoke_till(*central.store(), TillId{"nevsky-server"}, "stolen", now()));
    forwarded = till.upload_of(3, 1);
    forwarded.forwarded = nevsky;
    EXPECT_EQ(upload(central.address(), shop.keys().identity(), forwarded).refusal,
              UploadRefusal::NotByYou);
}

TEST_F(Stranger, DoesNotPassForAnotherServer) {
    Address as_central = shop.address();
    as_central.store.clear();
    EXPECT_THROW(upload(as_central, identity_of(nevsky, credentials), till.upload_of(1, 1)),
                 std::runtime_error);
    Address as_the_shops = central.address();
    as_the_shops.store = "nevsky";
    EXPECT_THROW(upload(as_the_shops, identity_of(nevsky, credentials), till.upload_of(1, 1)),
                 std::runtime_error);
    Address as_another = shop.address();
    as_another.store = "ligovka";
    EXPECT_THROW(upload(as_another, identity_of(nevsky, credentials), till.upload_of(1, 1)),
                 std::runtime_error);
}

TEST_F(Stranger, CodesOfTillsMakeNoStoreServer) {
    const auto code = make_enrol_code(*central.store(), {"nevsky"}, TillId{"nevsky-9"}, now());
    const auto joined = join_chain((folder.path() / "no").string(), central.address(), *code);
    ASSERT_FALSE(joined.has_value());
    EXPECT_THAT(joined.error().detail, HasSubstr("--store-server"));
}

}  // namespace
}  // namespace kopilka::sync
