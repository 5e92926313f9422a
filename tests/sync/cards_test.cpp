// Cards in phones at the server: keys, certificates, lost phones, and what the tills are told.
#include "sync/server/cards.h"

#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/feed.h"
#include "tests/support/on_each_store.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant kNow{1'780'000'000'000};
constexpr MemberId kAnna{{7}};
constexpr PublicKey kPhone{9, 9};

class Cards : public OnEachStore {
protected:
    Cards() {
        EXPECT_TRUE(open_chain(*database));
        Member anna;
        anna.view.id = kAnna;
        EXPECT_TRUE(
            database->write([&] { put_member(*database, anna, next_feed_position(*database)); }));
    }
    CardTrust told() {
        EXPECT_TRUE(publish_card_trust(*database, *open_card_keys(path()), now));
        std::optional<Change> thing;
        EXPECT_TRUE(database->read(
            [&] { thing = find_thing(*database, StoreId{}, ChangeKind::CardTrust, "cards"); }));
        return std::get<CardTrust>(thing.value());
    }
    Result<CardCertificate> give(const MemberId& member, const PublicKey& phone) {
        return certify_phone(*database, *open_card_keys(path()), member, phone, now);
    }
    std::string path() const { return folder.path().string(); }

    std::unique_ptr<Database> database = *open_database(place);
    Instant now = kNow;
};

TEST_P(Cards, AreSignedWithAKeyThatNobodyElseMayRead) {
    const auto keys = open_card_keys(path());
    ASSERT_TRUE(keys.has_value());
    EXPECT_EQ(keys->front().public_key, open_card_keys(path())->front().public_key);
    const auto file = folder.path() / "card.key";
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
    std::filesystem::permissions(file, perms::group_read, std::filesystem::perm_options::add);
    EXPECT_FALSE(open_card_keys(path()));
}

// A new key beside a damaged file would close every phone's card.
TEST_P(Cards, DrawNoNewKeyWhereTheOldOnesAreDamaged) {
    ASSERT_TRUE(open_card_keys(path()));
    const auto file = folder.path() / "card.key";
    for (const char* text : {"", "00ff\n", "not a key\n"}) {
        ASSERT_TRUE(write_private_file(file, as_bytes(text)));
        EXPECT_FALSE(open_card_keys(path())) << text;
        EXPECT_FALSE(change_card_key(path(), OlderKeys::StillBelieved)) << text;
    }
}

TEST_P(Cards, AreGivenToAPhoneForAYear) {
    const auto certificate = give(kAnna, kPhone);
    ASSERT_TRUE(certificate.has_value()) << certificate.error().detail;
    EXPECT_EQ(certificate->member, kAnna);
    EXPECT_EQ(certificate->device, kPhone);
    EXPECT_EQ(certificate->expires, kNow.ms / 1000 + 365 * 86'400);
    EXPECT_TRUE(certified_by(told().central.at(0), *certificate));
    EXPECT_TRUE(give(kAnna, kPhone)) << "again, when it runs out";
}

TEST_P(Cards, AreNotGivenToStrangersNorToAnotherMembersPhone) {
    EXPECT_FALSE(give(MemberId{{8}}, kPhone));
    ASSERT_TRUE(give(kAnna, kPhone));
    Member boris;
    boris.view.id = MemberId{{8}};
    ASSERT_TRUE(
        database->write([&] { put_member(*database, boris, next_feed_position(*database)); }));
    EXPECT_FALSE(give(boris.view.id, kPhone));
}

TEST_P(Cards, InALostPhoneAreClosedAndTheTillsToldUntilTheyWouldEndAnyway) {
    EXPECT_FALSE(revoke_phone(*database, kPhone, now)) << "never had one";
    ASSERT_TRUE(give(kAnna, kPhone));
    EXPECT_THAT(told().revoked, IsEmpty());
    ASSERT_TRUE(revoke_phone(*database, kPhone, now));
    EXPECT_THAT(told().revoked, ElementsAre(kPhone));
    EXPECT_FALSE(give(kAnna, kPhone)) << "lost is lost";
    now.ms += 366LL * 86'400'000;
    EXPECT_THAT(told().revoked, IsEmpty());
}

TEST_P(Cards, StayBelievedWhenTheKeyChangesUnlessItWasRead) {
    const auto old = give(kAnna, kPhone);
    ASSERT_TRUE(change_card_key(path(), OlderKeys::StillBelieved));
    ASSERT_EQ(told().central.size(), 2u);
    EXPECT_FALSE(certified_by(told().central[0], *old));
    EXPECT_TRUE(certified_by(told().central[1], *old));
    EXPECT_TRUE(certified_by(told().central[0], *give(kAnna, kPhone)));
    ASSERT_TRUE(change_card_key(path(), OlderKeys::Dropped));
    EXPECT_EQ(told().central.size(), 1u);
    EXPECT_FALSE(certified_by(told().central[0], *old));
}

TEST(CardTrust, TravelsToTheTillsWithTheirDelta) {
    CardTrust trust{{PublicKey{1}, PublicKey{2}}, {PublicKey{3}}};
    EXPECT_EQ(decode_change(encode_change(trust)), Change(trust));
    EXPECT_EQ(kind_of(Change(trust)), ChangeKind::CardTrust);
}

INSTANTIATE_TEST_SUITE_P(Stores, Cards, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
