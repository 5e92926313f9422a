// Members' names, phones and cards in the server's store: nowhere in the clear, and gone for good
// when somebody asks for it.
#include "pos/sale/profile.h"
#include "sync/server/backup.h"
#include "sync/server/erasure.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/ingest.h"
#include "sync/server/person_keys.h"
#include "tests/support/clear_text.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Member person(std::uint8_t n) {
    Member member = plain_member(n);
    member.person = {"Пелагея", "Мухосранская", "+79261234567"};
    member.cards = {"2900000000001"};
    return member;
}

class People : public OnEachStore {
protected:
    std::optional<Member> known(const MemberId& id) {
        std::optional<Member> found;
        const auto store = *open_database(place);
        EXPECT_TRUE(store->read([&] { found = find_member(*store, id); }));
        return found;
    }
    // An older program's row.
    void keep_in_the_clear(const Member& member) {
        const auto store = *open_database(place);
        EXPECT_TRUE(open_chain(*store));
        EXPECT_TRUE(store->write([&] {
            store->run(
                "INSERT INTO member_clear (member_id, feed_position, body) VALUES ($1, $2, $3)",
                {value(member.view.id.value), value(next_feed_position(*store)),
                 value(encode_change(member))});
        }));
    }
    std::vector<MemberId> with_phone(const char* e164) {
        std::vector<MemberId> found;
        const auto store = *open_database(place);
        EXPECT_TRUE(store->read([&] { found = members_by_phone(*store, e164); }));
        return found;
    }
    void keep_one(const Member& member) {
        const auto store = *open_database(place);
        EXPECT_TRUE(open_chain(*store));
        keep(*store, member);
    }
    bool erase(const MemberId& id) {
        const auto store = *open_database(place);
        return erase_person(*store, place.data, id, "olga", "asked by letter", now()).value();
    }
    RecordStatus take(const JournalEntry& entry) {
        const auto store = *open_database(place);
        till.append(entry);
        const EnrolledTill enrolled{nevsky, StoreId{"nevsky"}, key_of(nevsky).public_key, Epoch{1}};
        return ingest(*store, enrolled, till.upload_of(++sent, 1), now()).statuses.at(0);
    }
    RecordStatus sell_to(const MemberId& id) { return take(member_sale(sent + 1, 100, id, 7)); }

    const TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
    std::uint64_t sent = 0;
};

TEST_P(People, AreReadWithTheKeyAndFoundByPhone) {
    keep_one(person(1));
    keep_one(person(2));
    EXPECT_EQ(known(member_id(1))->person, person(1).person);
    EXPECT_THAT(with_phone("+79261234567"), ElementsAre(member_id(1), member_id(2)));
    EXPECT_THAT(with_phone("+79261234568"), IsEmpty());
}

TEST_P(People, OfAnOlderProgramAreEncryptedWhenTheStoreIsOpened) {
    for (std::uint8_t n = 1; n <= 3; ++n) keep_in_the_clear(person(n));
    for (int time = 0; time < 2; ++time) {
        EXPECT_EQ(known(member_id(2))->person, person(2).person);
        EXPECT_EQ(with_phone("+79261234567").size(), 3U);
    }
    const auto store = *open_database(place);
    ASSERT_TRUE(store->read([&] {
        EXPECT_EQ(count(*store, "SELECT count(*) FROM member_clear"), 0U);
        EXPECT_EQ(count(*store, "SELECT count(*) FROM member"), 3U);
    }));
}

TEST_P(People, OfAnotherKeyAreNotTouched) {
    keep_one(person(1));
    const auto key = std::filesystem::path(place.data) / "person.key";
    std::filesystem::rename(key, key.string() + ".aside");
    const auto opened = open_database(place);
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().detail, HasSubstr("is not the key of this database"));
    std::filesystem::rename(key.string() + ".aside", key);
    EXPECT_TRUE(known(member_id(1)));
}

TEST_P(People, WhoseRowStandsInAnothersPlaceStopTheWork) {
    keep_one(person(1));
    keep_one(person(2));
    const auto store = *open_database(place);
    ASSERT_TRUE(store->write([&] {
        store->run(
            "UPDATE member SET body = (SELECT body FROM member WHERE member_id = $1)"
            " WHERE member_id = $2",
            {value(member_id(1).value), value(member_id(2).value)});
    }));
    const auto read = store->read([&] { find_member(*store, member_id(2)); });
    EXPECT_EQ(read.error().code, Errc::Corrupt);
}

TEST_P(People, WhoAskAreForgottenAndTheirReceiptsStay) {
    keep_one(person(1));
    EXPECT_EQ(sell_to(member_id(1)).status, Status::Applied);
    EXPECT_TRUE(erase(member_id(1)));
    EXPECT_FALSE(erase(member_id(1))) << "once";
    EXPECT_FALSE(known(member_id(1)));
    EXPECT_THAT(with_phone("+79261234567"), IsEmpty());

    const auto store = *open_database(place);
    ASSERT_TRUE(store->read([&] {
        const Changes page = changes_after(*store, StoreId{"nevsky"}, 0);
        EXPECT_EQ(page.changes.back(),
                  Change(Removed{ChangeKind::Member, to_string(member_id(1))}));
    }));
    EXPECT_EQ(sell_to(member_id(1)).status, Status::Applied) << "sold before the till heard";
    const Profile told{"Пелагея", "", Date{7'000}, ""};
    const std::string sealed = seal(told, Hash256{});
    EXPECT_EQ(take(ProfileFilled{member_id(1), kConsentVersion, sealed}).status, Status::Applied);
    EXPECT_FALSE(known(member_id(1)));
    const auto sums = reconcile(*store);
    EXPECT_EQ(sums->wrong_balances, 0U);
    EXPECT_EQ(sums->members, 0U);
    ASSERT_TRUE(store->read([&] {
        EXPECT_EQ(count(*store, "SELECT points FROM balance"), 14U);
        EXPECT_EQ(store->run("SELECT decided_by FROM erased").at(0).text(0), "olga");
    }));
}

TEST_P(People, WhoWereErasedStaySoWhateverIsImportedOrRestored) {
    keep_one(person(1));
    keep_one(person(2));
    const std::string copy = place.data + "/../" + folder.path().filename().string() + ".backup";
    ASSERT_TRUE(back_up(place, copy));
    EXPECT_TRUE(erase(member_id(1)));
    const std::string json = R"({"members": [{"id": ")" + to_string(member_id(1)) +
                             R"(", "first_name": "Anna", "joined": "2025-03-01"}]})";
    {
        const auto store = *open_database(place);
        const auto imported = import_members(*store, json, "members.json", {now(), 180});
        ASSERT_TRUE(imported.has_value()) << imported.error().detail;
        EXPECT_EQ(imported->changed, 0U);
    }
    EXPECT_FALSE(known(member_id(1)));

    // The backup still has her; what the server's folder kept of those erased is taken over.
    const TemporaryFolder elsewhere;
    const Place fresh = place_in(elsewhere, GetParam());
    const Place empty{fresh.data, place.database.empty() ? "" : postgres().make_database()};
    std::filesystem::remove_all(fresh.data);
    ASSERT_TRUE(take_over_erasures(place.data + "/erased", empty.data));
    const auto restored = restore(copy, empty, now());
    ASSERT_TRUE(restored.has_value()) << restored.error().detail;
    const auto store = *open_database(empty);
    ASSERT_TRUE(store->read([&] {
        EXPECT_FALSE(find_member(*store, member_id(1)));
        EXPECT_TRUE(find_member(*store, member_id(2)));
    }));
    std::filesystem::remove_all(copy);
}

INSTANTIATE_TEST_SUITE_P(Stores, People, kPlainStores, name_of_store);

// The files themselves; what PostgreSQL's are like is for its own machine.
class FilesOfPeople : public People {
protected:
    std::vector<std::string> found() const {
        const Member one = person(1);
        return clear_text({one.person.first_name, one.person.surname, one.cards[0]},
                          {one.person.phone}, {place.data});
    }
};

TEST_P(FilesOfPeople, SayNothingOfThem) {
    keep_one(person(1));
    EXPECT_THAT(found(), IsEmpty());
}

TEST_P(FilesOfPeople, ForgetWhatAnOlderProgramLeft) {
    keep_in_the_clear(person(1));
    EXPECT_EQ(found().size(), 4U) << "this search would find them";
    EXPECT_TRUE(known(member_id(1)));
    EXPECT_THAT(found(), IsEmpty());
}

// With the master key in hand, too: the row may be found again on the disk, its key may not.
TEST_P(FilesOfPeople, HaveNoKeyOfOneWhoWasErased) {
    keep_one(person(1));
    Bytes sealed;
    const auto store = *open_database(place);
    ASSERT_TRUE(
        store->read([&] { sealed = store->run("SELECT sealed FROM person_key").at(0).bytes(0); }));
    const std::string key(as_text(sealed));
    EXPECT_FALSE(clear_text({key}, {}, {place.data}).empty()) << "this search would find it";
    EXPECT_TRUE(erase(member_id(1)));
    EXPECT_THAT(clear_text({key}, {}, {place.data}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, FilesOfPeople, testing::Values(Store::Sqlite), name_of_store);

}  // namespace
}  // namespace kopilka::sync
