// The server's own work: files taken over, sales priced again, cases decided, sums.
#include "pos/loyalty/parse.h"
#include "pos/sale/price.h"
#include "pos/sale/shop.h"
#include "sync/server/audit.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/ingest.h"
#include "sync/server/resolve.h"
#include "tests/support/on_each_store.h"
#include "tests/support/priced_sale.h"
#include "tests/sync/rig.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const LocalTime kToday{{1'780'000'000'000}, 180};  // 2026-05-28

std::string asset(const std::string& name) {
    std::ifstream in(std::string(SOURCE_DIR "/assets/demo/") + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class ServerWork : public OnEachStore {
protected:
    ServerWork()
        : database(server.store()), credentials(server.enrol_till(nevsky, seed_of(nevsky))) {}

    std::optional<Change> thing(const std::string& store, ChangeKind kind, const std::string& key) {
        std::optional<Change> found;
        EXPECT_TRUE(database->read([&] { found = find_thing(*database, {store}, kind, key); }));
        return found;
    }
    Member member(const MemberId& id) {
        std::optional<Member> found;
        EXPECT_TRUE(database->read([&] { found = find_member(*database, id); }));
        return found.value();
    }
    // Everything the till has, taken in and priced again.
    UploadReply take(const MemoryTill& from, std::size_t records) {
        const EnrolledTill enrolled{from.till(), StoreId{"nevsky"}, key_of(from.till()).public_key,
                                    Epoch{1}};
        const UploadReply reply = ingest(*database, enrolled, from.upload_of(1, records), now());
        PublicationShelf shelf;
        while (reprice(*database, shelf, 100).value() > 0) {
        }
        return reply;
    }

    RunningServer server{place};
    std::unique_ptr<Database> database;
    TillId nevsky{"nevsky-1"};
    Credentials credentials;
    MemoryTill till{nevsky};
};

TEST_P(ServerWork, TakesOverTheDemoCatalogue) {
    const auto done = import_catalogue(*database, asset("catalogue.json"), "catalogue.json");
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    EXPECT_GE(done->read, 300U);
    const auto again = import_catalogue(*database, asset("catalogue.json"), "catalogue.json");
    EXPECT_EQ(again->changed, 0U);
    const auto categories = thing("", ChangeKind::Categories, "categories");
    EXPECT_EQ(std::get<Categories>(*categories).categories.front().name.ru, "Кофе");
    const auto fewer = import_catalogue(*database,
                                        R"({"categories":[{"id":"a","name":{"ru":"А"}}],
            "goods":[{"sku":"X","name":{"ru":"Икс"},"price":"1.50","tax_rate":"20"}]})",
                                        "few.json");
    EXPECT_EQ(fewer->removed, done->read);
    const auto goods = thing("", ChangeKind::Goods, "X");
    EXPECT_EQ(std::get<Article>(*goods).goods.price, Money::of(150));
    EXPECT_EQ(std::get<Article>(*goods).goods.tax_rate, BasisPoints::percent(20));
}

TEST_P(ServerWork, TakesOverTheDemoMembersCountedFromToday) {
    const auto done = import_members(*database, asset("members.json"), "members.json", kToday);
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    EXPECT_GE(done->read, 1'000U);
    const MemberId anna = *parse_member_id("d0000000000000000000000000000001");
    const Member known = member(anna);
    EXPECT_EQ(known.person.first_name, "Анна");
    EXPECT_EQ(known.view.tier, TierId{"gold"});
    EXPECT_EQ(known.view.last_purchase, plus_days(local_date(kToday), -2));
    const auto& lots = known.view.accounts.at(ProgrammeId{"bonus"}).lots;
    ASSERT_THAT(lots, SizeIs(3));
    EXPECT_EQ(lots[0].expires, start_of_day(plus_days(local_date(kToday), 12), 180));
    EXPECT_EQ(known.view.stamps.at("coffee"), 9);
    EXPECT_TRUE(server.sums().agrees());
    EXPECT_EQ(import_members(*database, asset("members.json"), "members.json", kToday)->changed,
              0U);
}

TEST_P(ServerWork, AnImportOfAKnownMemberKeepsWhatTheJournalCounted) {
    const std::string file = R"({"members":[{"id":"01010101010101010101010101010101",
        "first_name":"Анна","joined":"2025-01-01","purchases":1,
        "accounts":{"bonus":{"lots":[{"amount":"5","active":"today-1"}]}}}]})";
    ASSERT_TRUE(import_members(*database, file, "members.json", kToday).has_value());
    till.append(member_sale(1, 100, member_id(1), 700));
    EXPECT_EQ(take(till, 1).statuses.at(0).status, Status::Applied);
    std::string renamed = file;
    renamed.replace(renamed.find("Анна"), std::string("Анна").size(), "Яна");
    EXPECT_EQ(import_members(*database, renamed, "members.json", kToday)->changed, 1U);
    const Member known = member(member_id(1));
    EXPECT_EQ(known.person.first_name, "Яна");
    EXPECT_EQ(known.view.purchases, 2);
    EXPECT_THAT(known.view.accounts.at(ProgrammeId{"bonus"}).lots, SizeIs(2));
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(ServerWork, TakesOverTheShopAndSendsNoPin) {
    const auto done = import_shop(*database, asset("shop.toml"), "shop.toml");
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    const auto text = thing("nevsky", ChangeKind::Shop, "shop");
    ASSERT_TRUE(text.has_value());
    EXPECT_THAT(std::get<ShopText>(*text).text, Not(HasSubstr("1111")));
    EXPECT_TRUE(parse_shop(std::get<ShopText>(*text).text, "shop").has_value());
    const auto marina = thing("nevsky", ChangeKind::Staff, "marina");
    const PinHash& pin = std::get<Staff>(*marina).pin;
    EXPECT_EQ(hash_pin("1111", pin.salt), pin);
    EXPECT_NE(hash_pin("1112", pin.salt), pin);
    EXPECT_EQ(import_shop(*database, asset("shop.toml"), "shop.toml")->changed, 0U);
}

TEST_P(ServerWork, AFileWithAMistakeSaysWhereAndChangesNothing) {
    const std::uint64_t before = server.sums().feed_position;
    struct Case {
        std::string file, says;
    };
    const std::string head = R"({"categories":[{"id":"a","name":{"ru":"А"}}],"goods":[)";
    const Case catalogues[] = {
        {"{", "parse error at line 1, column 2"},
        {"[]", "must be an object"},
        {R"({"categories":[],"goods":[]})", "f.json.categories: must be a list and not empty"},
        {head + R"({"sku":"X","name":{"ru":"Y"}}]})", "goods[0].price: must not be missing"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":"1,50"}]})", "'1,50' must be a sum"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":150}]})", "goods[0].price: must be a text"},
        {head + R"({"sku":"X","name":{"en":"Y"},"price":"1"}]})", "goods[0].name.ru: must not"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":"-1"}]})", "'-1' must be a sum"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":"1","unit":"litre"}]})", "\"piece\" or"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":"1","age":300}]})", "age: must be a whole"},
        {head + R"({"sku":"X","name":{"ru":"Y"},"price":"1"},
                   {"sku":"X","name":{"ru":"Y"},"price":"1"}]})",
         "sku X stands there twice"},
    };
    for (const Case& one : catalogues) {
        const auto done = import_catalogue(*database, one.file, "f.json");
        ASSERT_FALSE(done.has_value()) << one.file;
        EXPECT_EQ(done.error().code, Errc::Invalid);
        EXPECT_THAT(done.error().detail, HasSubstr(one.says));
    }
    const Case members[] = {
        {R"({"members":[{"id":"12"}]})", "must be 32 hex digits"},
        {R"({"members":[{"id":"01010101010101010101010101010101","joined":"today*3"}]})",
         "members[0].joined: 'today*3' must be a date"},
        {R"({"members":[{"id":"01010101010101010101010101010101","joined":"2025-02-30"}]})",
         "must be a date"},
    };
    for (const Case& one : members) {
        const auto done = import_members(*database, one.file, "f.json", kToday);
        ASSERT_FALSE(done.has_value()) << one.file;
        EXPECT_THAT(done.error().detail, HasSubstr(one.says));
    }
    EXPECT_EQ(server.sums().feed_position, before);
}

TEST_P(ServerWork, PublishesTheDemoOnceAndRefusesWhatDoesNotParse) {
    const std::string manifest = SOURCE_DIR "/assets/demo/publication.toml";
    const auto done = publish(*database, manifest);
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    EXPECT_TRUE(done->is_new);
    EXPECT_FALSE(publish(*database, manifest)->is_new);
    const std::string broken = (folder / "broken.toml").string();
    std::ofstream(broken) << "programme = \"x\"\nnonsense = \n";
    const auto refused = publish(*database, broken);
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().detail, HasSubstr("broken.toml:2:"));
}

// A sale as the till makes one: priced with the demo publication, for a member, with points.
Sale demo_sale(const Publication& publication, const MemberView& member) {
    Sale sale = plain_sale(1, 50'000);
    sale.basket.lines[0].categories = {"coffee", "cafe"};
    sale.member = member;
    return priced(std::move(sale), publication);
}

TEST_P(ServerWork, PricingAgainFindsTheSameUnlessSomebodyChangedIt) {
    const auto published = publish(*database, SOURCE_DIR "/assets/demo/publication.toml");
    ASSERT_TRUE(published.has_value()) << published.error().detail;
    const auto files = thing("", ChangeKind::Publication, published->hash);
    const auto publication = parse_publication(std::get<PublishedFiles>(*files).files);
    ASSERT_TRUE(publication.has_value());
    keep(*database, plain_member(1));
    const Sale honest = demo_sale(*publication, plain_member(1).view);
    EXPECT_FALSE(honest.ledger.empty());
    Sale changed = honest;
    changed.number = ReceiptNumber{2};
    changed.basket.lines[0].unit_price = Money::of(40'000);
    till.append(honest);
    till.append(changed);
    EXPECT_EQ(take(till, 2).watermark, Sequence{2});
    const Reconciliation sums = server.sums();
    EXPECT_EQ(sums.tills.at(0).equal, 1U);
    EXPECT_EQ(sums.tills.at(0).different, 1U);
    ASSERT_THAT(sums.incidents, SizeIs(1));
    EXPECT_EQ(sums.incidents[0].kind, IncidentKind::PriceDifference);
    EXPECT_EQ(sums.incidents[0].record.sequence, Sequence{2});
}

TEST_P(ServerWork, PricesNothingThatCouldStopIt) {
    Sale endless = plain_sale(1, 100);
    endless.basket.lines.assign(20, endless.basket.lines[0]);
    for (std::uint32_t i = 0; i < 20; ++i) {
        endless.basket.lines[i].id = LineId{i + 1};
        endless.basket.lines[i].unit_price = Money::of(1'000'000'000'000);
        endless.basket.lines[i].quantity = Quantity::of(1'000'000'000);
    }
    Sale disordered = plain_sale(2, 100);
    disordered.basket.lines.push_back(disordered.basket.lines[0]);
    Sale negative = plain_sale(3, 100);
    negative.basket.lines[0].quantity = Quantity::of(-5);
    Sale far_away = plain_sale(4, 100);  // in the year 33658
    far_away.context.at.instant = {1'000'000'000'000'000};
    Sale long_way_east = plain_sale(5, 100);
    long_way_east.context.at.offset_minutes = 2'000'000'000;
    for (const Sale& sale : {endless, disordered, negative, far_away, long_way_east})
        till.append(sale);
    take(till, 5);
    EXPECT_EQ(server.sums().tills.at(0).different, 5U);
}

TEST_P(ServerWork, AQuarantinedRecordIsBookedOnceItsCauseIsGone) {
    till.append(member_sale(1, 10'000, member_id(5), 500));
    EXPECT_EQ(take(till, 1).statuses.at(0).cause, QuarantineCause::UnknownMember);
    Reconciliation sums = server.sums();
    EXPECT_EQ(sums.tills.at(0).in_quarantine, Money::of(10'000));
    EXPECT_TRUE(sums.agrees());
    const std::string id = sums.incidents.at(0).id;
    const auto decide = [&](const std::string& what) {
        return *resolve(*database, *DecisionBook::open(place.data),
                        {what, CaseAction::Retry, "elena", "the card came later"}, now());
    };
    EXPECT_EQ(decide("no-such").error(), ResolveRefusal::NoSuchCase);
    EXPECT_EQ(decide(id).error(), ResolveRefusal::StillQuarantined);
    keep(*database, plain_member(5));
    EXPECT_TRUE(decide(id).has_value());
    EXPECT_EQ(decide(id).error(), ResolveRefusal::AlreadyDecided);
    sums = server.sums();
    EXPECT_THAT(sums.incidents, SizeIs(0));
    EXPECT_EQ(sums.tills.at(0).accepted, Money::of(10'000));
    EXPECT_EQ(member(member_id(5)).view.purchases, 1);
    EXPECT_EQ(take(till, 1).statuses.at(0).status, Status::Duplicate);
}

TEST_P(ServerWork, ReconciliationFindsASumThatWasTamperedWith) {
    keep(*database, plain_member(1));
    till.append(member_sale(1, 10'000, member_id(1), 500));
    till.append(plain_sale(2, 5'000));
    take(till, 2);
    EXPECT_TRUE(server.sums().agrees());
    ASSERT_TRUE(database->write([&] { database->run("UPDATE balance SET points = 900"); }));
    EXPECT_EQ(server.sums().wrong_balances, 1U);
    ASSERT_TRUE(database->write([&] { database->run("UPDATE balance SET points = 500"); }));
    EXPECT_TRUE(server.sums().agrees());
    ASSERT_TRUE(database->write([&] { database->run("DELETE FROM receipt WHERE sequence = 2"); }));
    EXPECT_FALSE(server.sums().agrees());
    EXPECT_EQ(server.sums().tills.at(0).difference(), Money::of(5'000));
}

TEST_P(ServerWork, AnEntryOfTheLedgerCountsOnceHoweverOftenItIsBooked) {
    LedgerEntry earned;
    earned.programme = ProgrammeId{"bonus"};
    earned.amount = Points::of(500);
    const RecordId source{nevsky, Epoch{1}, Sequence{1}};
    std::vector<LedgerRow> rows;
    for (std::uint32_t n = 1; n <= 3; ++n)
        rows.push_back({member_id(1), tx_id(source, n, kToday.instant), source, earned});
    const auto book = [&](std::size_t first, std::size_t end) {
        ASSERT_TRUE(database->write([&] {
            add_to_ledger(*database, {rows.begin() + static_cast<std::ptrdiff_t>(first),
                                      rows.begin() + static_cast<std::ptrdiff_t>(end)});
        }));
    };
    book(0, 2);
    book(0, 3);
    book(1, 2);
    Rows balance;
    ASSERT_TRUE(
        database->read([&] { balance = database->run("SELECT points, entries FROM balance"); }));
    EXPECT_EQ(balance.at(0).integer(0), 1'500);
    EXPECT_EQ(balance.at(0).integer(1), 3);
}

// The ledger of a new record is not asked first; where it does hold something, it is.
TEST_P(ServerWork, WhatTheLedgerHoldsAlreadyOfANewRecordIsNotBookedTwice) {
    keep(*database, plain_member(1));
    const JournalEntry sale = member_sale(1, 100, member_id(1), 700);
    till.append(sale);
    till.append(member_sale(2, 100, member_id(1), 300));
    const std::vector<LedgerEntry>& earned = std::get<Sale>(sale).ledger;
    const Instant at = std::get<Sale>(sale).context.at.instant;
    const RecordId first{nevsky, Epoch{1}, Sequence{1}}, second{nevsky, Epoch{1}, Sequence{2}};
    LedgerRow same{member_id(1), tx_id(first, earned.at(0).operation, at), first, earned.at(0)};
    LedgerRow other{member_id(1), tx_id(second, earned.at(0).operation, at), second, earned.at(0)};
    ASSERT_TRUE(database->write([&] { add_to_ledger(*database, {same, other}); }));
    const UploadReply reply = take(till, 2);
    ASSERT_THAT(reply.statuses, SizeIs(2)) << reply.detail;
    EXPECT_EQ(reply.statuses.at(0).status, Status::Applied);
    EXPECT_EQ(reply.statuses.at(1).cause, QuarantineCause::BadEffect);
    Rows balance;
    ASSERT_TRUE(
        database->read([&] { balance = database->run("SELECT points, entries FROM balance"); }));
    EXPECT_EQ(balance.at(0).integer(0), 1'400);
    EXPECT_EQ(balance.at(0).integer(1), 2);
}

class SeveralTills : public ServerWork {
protected:
    SeveralTills() {
        keep(*database, plain_member(1));
        for (MemoryTill* one : {&till, &second})
            for (std::uint64_t n = 1; n <= 4; ++n)
                one->append(member_sale(n, 1'000, member_id(1), 10));
        enrolled.push_back({nevsky, {"nevsky"}, key_of(nevsky).public_key, Epoch{1}});
        enrolled.push_back({second.till(), {"nevsky"}, key_of(second.till()).public_key, Epoch{1}});
        server.enrol_till(second.till(), seed_of(second.till()));
    }
    std::uint64_t count(const std::string& sql) {
        std::uint64_t found = 0;
        EXPECT_TRUE(database->read([&] { found = database->run(sql).at(0).natural(0); }));
        return found;
    }

    MemoryTill second{TillId{"nevsky-2"}};
    std::vector<EnrolledTill> enrolled;
};

TEST_P(SeveralTills, AreTakenInTogetherAndAnsweredAsIfEachHadComeAlone) {
    Upload spoilt = second.upload_of(3, 2);
    spoilt.signature[0] ^= 1;
    const Upload uploads[] = {till.upload_of(1, 2), second.upload_of(1, 2), till.upload_of(3, 2),
                              spoilt};
    const Delivery deliveries[] = {{&enrolled[0], &uploads[0]},
                                   {&enrolled[1], &uploads[1]},
                                   {&enrolled[0], &uploads[2]},
                                   {&enrolled[1], &uploads[3]}};
    const auto replies = ingest(*database, deliveries, now());
    ASSERT_THAT(replies, SizeIs(4));
    EXPECT_EQ(replies[0].watermark, Sequence{2});
    EXPECT_EQ(replies[1].watermark, Sequence{2});
    EXPECT_EQ(replies[2].watermark, Sequence{4}) << "goes on where the first one ended";
    EXPECT_EQ(replies[3].refusal, UploadRefusal::BadSignature);
    for (std::size_t i = 0; i < 3; ++i)
        for (const RecordStatus& status : replies[i].statuses) {
            EXPECT_EQ(status.status, Status::Applied);
            EXPECT_GT(status.feed_position, 0U);
            EXPECT_LE(status.feed_position, member(member_id(1)).feed_position);
        }
    EXPECT_EQ(count("SELECT points FROM balance"), 60U);
    EXPECT_EQ(member(member_id(1)).view.purchases, 6);
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(SeveralTills, OfWhichOneCannotBeWrittenDoNotWaitForIt) {
    ASSERT_TRUE(database->write([&] {  // as no backup of ours restores it
        database->run(
            "INSERT INTO record (till_id, epoch, sequence, hash, status, cause, feed_position,"
            " accepted_at, body) VALUES ($1, 1, 2, $2, 1, 0, 0, 0, $2)",
            {value(second.till().value), value(hash_of(Bytes{1}).value)});
    }));
    const Upload uploads[] = {till.upload_of(1, 4), second.upload_of(1, 4)};
    const Delivery deliveries[] = {{&enrolled[0], &uploads[0]}, {&enrolled[1], &uploads[1]}};
    const auto replies = ingest(*database, deliveries, now());
    EXPECT_EQ(replies.at(0).watermark, Sequence{4});
    EXPECT_EQ(replies.at(1).refusal, UploadRefusal::Busy);
    EXPECT_THAT(replies.at(1).detail, HasSubstr("restore the backup whole"));
    EXPECT_EQ(count("SELECT points FROM balance"), 40U);
}

INSTANTIATE_TEST_SUITE_P(Stores, SeveralTills, kStores, name_of_store);
INSTANTIATE_TEST_SUITE_P(Stores, ServerWork, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
