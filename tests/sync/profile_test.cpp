// A profile filled in at a till, at the server.
#include "pos/sale/profile.h"

#include "sync/server/feed.h"
#include "sync/server/ingest.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;

class ProfileAtTheServer : public OnEachStore {
protected:
    ProfileAtTheServer() {
        anna.personal_key.value.fill(5);
        keep(*server.store(), anna);
        server.enrol_till(nevsky, seed_of(nevsky));
    }
    RecordStatus take(const JournalEntry& entry) {
        till.append(entry);
        const EnrolledTill enrolled{nevsky, StoreId{"nevsky"}, key_of(nevsky).public_key, Epoch{1}};
        return ingest(*server.store(), enrolled, till.upload_of(++sent, 1), now()).statuses.at(0);
    }
    Member known() {
        std::optional<Member> found;
        const auto store = server.store();
        EXPECT_TRUE(store->read([&] { found = find_member(*store, anna.view.id); }));
        return found.value();
    }

    const TillId nevsky{"nevsky-1"};
    RunningServer server{place};
    MemoryTill till{nevsky};
    std::uint64_t sent = 0;
    Member anna = plain_member(1);
    const Profile told{"Анна", "Ковалёва", Date{7'000}, "+79990000001"};
};

TEST_P(ProfileAtTheServer, BecomesTheMembersWithTheTag) {
    const RecordStatus status =
        take(ProfileFilled{anna.view.id, kConsentVersion, seal(told, anna.personal_key)});
    EXPECT_EQ(status.status, Status::Applied);
    EXPECT_GT(status.feed_position, 0U) << "tills hear of it";
    const Member now = known();
    EXPECT_EQ(now.person, (Person{"Анна", "Ковалёва", "+79990000001"}));
    EXPECT_EQ(now.view.birthday, Date{7'000});
    EXPECT_THAT(now.view.tags, ElementsAre("profile"));
    EXPECT_EQ(now.feed_position, status.feed_position);
}

TEST_P(ProfileAtTheServer, WithoutAPhoneLeavesTheOneThatIsKnown) {
    const std::string before = known().person.phone;
    Profile quiet = told;
    quiet.phone.clear();
    take(ProfileFilled{anna.view.id, kConsentVersion, seal(quiet, anna.personal_key)});
    EXPECT_EQ(known().person.phone, before);
}

TEST_P(ProfileAtTheServer, ThatItCannotReadWaitsForADecision) {
    Hash256 other;
    other.value.fill(6);
    const RecordStatus status =
        take(ProfileFilled{anna.view.id, kConsentVersion, seal(told, other)});
    EXPECT_EQ(status.cause, QuarantineCause::BadEffect);
    EXPECT_EQ(known().person, anna.person);
    EXPECT_EQ(known().view, anna.view);
    const RecordStatus stranger = take(ProfileFilled{member_id(9), kConsentVersion, ""});
    EXPECT_EQ(stranger.cause, QuarantineCause::UnknownMember);
}

// One bad name must not make the row unreadable: no feed and no batch with this member would go on.
TEST_P(ProfileAtTheServer, WithNamesNoTillWritesLeavesTheMemberReadable) {
    Profile odd = told;
    odd.first_name = "\xff\xfe not UTF-8";
    EXPECT_EQ(
        take(ProfileFilled{anna.view.id, kConsentVersion, seal(odd, anna.personal_key)}).status,
        Status::Applied);
    EXPECT_EQ(known().person.first_name, odd.first_name);
    for (const auto spoil : {+[](Profile& one) { one.surname = std::string(5'000, 'x'); },
                             +[](Profile& one) { one.phone = std::string(33, '7'); },
                             +[](Profile& one) { one.birthday = Date{INT32_MAX}; }}) {
        Profile beyond = told;
        spoil(beyond);
        EXPECT_EQ(
            take(ProfileFilled{anna.view.id, kConsentVersion, seal(beyond, anna.personal_key)})
                .cause,
            QuarantineCause::BadEffect);
        EXPECT_EQ(known().person.first_name, odd.first_name);
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, ProfileAtTheServer, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
