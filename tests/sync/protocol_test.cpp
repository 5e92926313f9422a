// Bodies: what is encoded comes back, and what nobody honest writes is refused.
#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "tests/sync/rig.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

Goods full_goods() {
    Goods goods;
    goods.sku = Sku{"LATTE-300"};
    goods.name = {"Латте", "Latte"};
    goods.barcodes = {"4600000000017", "KOP-7"};
    goods.item = "00042";
    goods.categories = {"coffee", "cafe"};
    goods.brand = "Utro";
    goods.tags = {"novelty"};
    goods.department = "cafe";
    goods.price = Money::of(21'000);
    goods.cost = Money::of(7'000);
    goods.minimum_price = Money::of(10'000);
    goods.tax_rate = BasisPoints::percent(20);
    goods.measure = Measure::Weight;
    goods.age_limit = 18;
    goods.button = 3;
    goods.already_reduced = goods.marked = true;
    return goods;
}

Member full_member() {
    Member member = plain_member(3);
    member.view.tier = TierId{"gold"};
    member.view.birthday = Date{-4'000};
    member.view.purchases = 12;
    member.view.lifetime_spend = Money::of(-5);
    member.view.last_purchase = Date{20'500};
    member.view.segments = {"champion", "vip"};
    member.view.tags = {"club"};
    member.view.stamps["coffee"] = 9;
    member.view.uses[OfferId{"welcome"}] = 1;
    Account& account = member.view.accounts[ProgrammeId{"bonus"}];
    account.lots = {{Points::of(300), {1'000}, Instant{2'000}}, {Points::of(5), {-1}, {}}};
    account.spendable = Points::of(305);
    member.view.standings[ProgrammeId{"levels"}] = {TierId{"gold"},   Date{20'000},  Date{20'365},
                                                    Money::of(7),     Points::of(8), 9,
                                                    TierId{"silver"}, Date{20'100}};
    member.cards = {"2900000000025"};
    member.importance = 3;
    member.blocked = true;
    member.feed_position = 77;
    member.personal_key.value.fill(9);
    return member;
}

Changes full_page() {
    Changes page{9,          true,  true,
                 1ULL << 60, {},    ChangesRefusal::None,
                 "",         false, {{Epoch{2}, Sequence{40}, blake2b(Bytes{2})}}};
    const std::vector<PublicationFile> files = {{"publication.toml", "a = 1"}, {"b.toml", ""}};
    page.changes = {Article(full_goods(), {{-7, Money::of(1)}, {9'000, Money::of(20'000)}}),
                    Categories{{{"coffee", {"Кофе", "Coffee"}, 0x6f4e37}}},
                    full_member(),
                    Staff{CashierId{"marina"}, "Марина", Role::Manager, {{1}, {2}}},
                    ShopText{"[store]"},
                    PublishedFiles{publication_hash(files), files},
                    Removed{ChangeKind::Goods, "OLD"},
                    CardTrust{{PublicKey{1}, PublicKey{2}}, {PublicKey{3}}}};
    return page;
}

Upload small_upload() {
    return {Epoch{2}, Sequence{41}, {{1, 2}, {3}}, blake2b(Bytes{3}), Signature{5}};
}

UploadReply small_reply() {
    return {UploadRefusal::None,
            "",
            Sequence{42},
            {{Status::Applied, QuarantineCause::None, 5},
             {Status::Quarantined, QuarantineCause::UnknownMember, 0}},
            3};
}

TEST(Protocol, ComesBackAsItWasSaid) {
    const EnrolRequest request{blake2b(as_bytes("code")), {7}, blake2b(as_bytes("proof"))};
    EXPECT_EQ(decode_enrol_request(encode(request)), request);
    const EnrolReply enrolled{EnrolRefusal::None,
                              "",
                              {{1, 2, 3}, {4, 5}, Epoch{3}, {2}, 99},
                              TillId{"nevsky-1"},
                              StoreId{"nevsky"},
                              blake2b(as_bytes("proof"))};
    EXPECT_EQ(decode_enrol_reply(encode(enrolled)), enrolled);
    const EnrolReply refused{EnrolRefusal::BadCode, "no such code"};
    EXPECT_EQ(decode_enrol_reply(encode(refused)), refused);
    const RenewReply renewed{RenewRefusal::None, "", {1, 2, 3}};
    EXPECT_EQ(decode_renew_reply(encode(renewed)), renewed);
    EXPECT_EQ(decode_upload(encode(small_upload())), small_upload());
    EXPECT_EQ(decode_upload_reply(encode(small_reply())), small_reply());
    EXPECT_EQ(decode_changes(encode(full_page())), full_page());
    for (const Change& change : full_page().changes) {
        EXPECT_EQ(decode_change(encode_change(change)), change);
    }
}

TEST(Protocol, RefusesWhatMakesNoSense) {
    const auto upload = [](auto spoil) {
        Upload spoilt = small_upload();
        spoil(spoilt);
        return decode_upload(encode(spoilt));
    };
    EXPECT_FALSE(upload([](Upload& one) { one.records.clear(); }));
    EXPECT_FALSE(upload([](Upload& one) { one.records[0].clear(); }));
    EXPECT_FALSE(upload([](Upload& one) { one.first = Sequence{0}; }));
    EXPECT_FALSE(upload([](Upload& one) { one.first = Sequence{~0ULL}; }));
    EXPECT_FALSE(upload([](Upload& one) { one.epoch = Epoch{0}; }));
    EXPECT_FALSE(upload([](Upload& one) { one.records.resize(501, Bytes{1}); }));

    UploadReply causeless = small_reply();
    causeless.statuses[1].cause = QuarantineCause::None;
    EXPECT_FALSE(decode_upload_reply(encode(causeless)));
    causeless = small_reply();
    causeless.statuses[0].status = static_cast<Status>(9);
    EXPECT_FALSE(decode_upload_reply(encode(causeless)));

    EXPECT_FALSE(decode_enrol_request({}));
    EXPECT_FALSE(decode_renew_reply(encode(RenewReply{}))) << "without a certificate";
    EXPECT_FALSE(decode_renew_reply(encode(RenewReply{RenewRefusal::None, "", Bytes(5'000)})));

    Goods negative = full_goods();
    negative.price = Money::of(-1);
    EXPECT_FALSE(decode_change(encode_change(negative)));
    PublishedFiles other_hash{{}, {{"a.toml", "x"}}};
    EXPECT_FALSE(decode_change(encode_change(other_hash)));
    EXPECT_FALSE(decode_change({}));
}

TEST(Protocol, ABodyIsOneMessageAndNothingElse) {
    const Bytes body = encode(small_upload());
    for (std::size_t size = 0; size < body.size(); ++size) {
        EXPECT_FALSE(decode_upload(ByteView(body).first(size))) << size;
    }
    Bytes longer = body;
    longer.push_back(0);
    EXPECT_FALSE(decode_upload(longer));
    EXPECT_FALSE(decode_upload(Bytes(kMostBodyBytes + 1)));
}

TEST(Protocol, APageAndAnAnswerAreReadWithAllThatTheyMayHold) {
    std::vector<HeldUpTo> heads;
    for (std::uint32_t epoch = kMostHeads; epoch > 0; --epoch)
        heads.push_back({Epoch{epoch}, Sequence{1}, blake2b(Bytes{1})});
    Changes page;
    page.next = 600;
    page.whole = true;
    page.held = heads;
    for (std::size_t n = 0; n < kMostChanges; ++n)
        page.changes.emplace_back(Removed{ChangeKind::Goods, std::to_string(n)});
    EXPECT_EQ(decode_changes(encode(page)), page);
    UploadReply reply;
    reply.statuses.resize(kMostRecords);
    reply.held = heads;
    EXPECT_EQ(decode_upload_reply(encode(reply)), reply);
    reply.held.push_back(heads.back());
    EXPECT_FALSE(decode_upload_reply(encode(reply)));
}

TEST(Protocol, AsksForChangesInOneWay) {
    EXPECT_EQ(parse_changes_query("from=3&wait=20"), (ChangesQuery{3, 20}));
    EXPECT_EQ(parse_changes_query(""), ChangesQuery());
    EXPECT_EQ(parse_changes_query(to_text(ChangesQuery{9, 60})), (ChangesQuery{9, 60}));
    for (const char* text : {"from=1&from=2", "from=-1", "from=1 ", "till=1", "from",
                             "from=", "&from=1", "from=9223372036854775808"})
        EXPECT_FALSE(parse_changes_query(text)) << text;
}

TEST(Protocol, PutsNothingOnAPageThatNoCacheCanKeep) {
    Member rich = full_member();
    EXPECT_TRUE(can_be_kept(rich));
    rich.view.accounts[ProgrammeId{"bonus"}].lots.resize(10'001);
    EXPECT_FALSE(can_be_kept(rich));
    Changes page = full_page();
    page.changes.push_back(rich);
    EXPECT_FALSE(decode_changes(encode(page)));
    EXPECT_EQ(decode_change(encode_change(rich)), Change(rich)) << "the server still reads it";
}

TEST(Protocol, SurvivesChangedBytes) {
    std::mt19937 random(1);
    const std::vector<Bytes> bodies = {encode(small_upload()), encode(small_reply()),
                                       encode(full_page())};
    for (int round = 0; round < 20'000; ++round) {
        Bytes body = bodies[random() % bodies.size()];
        for (unsigned change = random() % 4; change < 4; ++change) {
            body[random() % body.size()] = static_cast<std::uint8_t>(random());
        }
        // Whatever is still accepted means something, and says it again in the same way.
        if (const auto upload = decode_upload(body)) {
            EXPECT_EQ(decode_upload(encode(*upload)), upload);
        }
        if (const auto reply = decode_upload_reply(body)) {
            EXPECT_EQ(decode_upload_reply(encode(*reply)), reply);
        }
        if (const auto page = decode_changes(body)) {
            EXPECT_EQ(decode_changes(encode(*page)), page);
        }
    }
}

TEST(Signature, HoldsForItsBatchAndKeyOnly) {
    const KeyPair key = key_of(TillId{"nevsky-1"});
    const BatchHead batch{TillId{"nevsky-1"}, Epoch{1}, Sequence{5}, 3, blake2b(Bytes{1})};
    const Signature signature = sign(key, batch);
    EXPECT_TRUE(verifies(key.public_key, batch, signature));
    EXPECT_FALSE(verifies(key_of(TillId{"nevsky-2"}).public_key, batch, signature));
    for (BatchHead other : {BatchHead{TillId{"nevsky-2"}, batch.epoch, batch.first, 3, batch.head},
                            BatchHead{batch.till, Epoch{2}, batch.first, 3, batch.head},
                            BatchHead{batch.till, batch.epoch, Sequence{6}, 3, batch.head},
                            BatchHead{batch.till, batch.epoch, batch.first, 4, batch.head},
                            BatchHead{batch.till, batch.epoch, batch.first, 3, {}}}) {
        EXPECT_FALSE(verifies(key.public_key, other, signature));
    }
}

}  // namespace
}  // namespace kopilka::sync
