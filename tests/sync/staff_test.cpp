// `central staff` as an administrator meets it, and what tills hear of it. What a till does then is
// the story office_staff.
#include "sync/server/staff.h"

#include "sync/server/feed.h"
#include "tests/support/on_each_store.h"
#include "tests/support/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Pin, ThatAnybodyWouldTryIsRefusedInWords) {
    const std::pair<const char*, const char*> kWeak[] = {
        {"", "4 to 8 digits"},
        {"123", "4 to 8 digits"},
        {"123456789", "4 to 8 digits"},
        {"12a4", "4 to 8 digits"},
        {"1111", "of one digit"},
        {"00000000", "of one digit"},
        {"1234", "digits in a row"},
        {"4321", "digits in a row"},
        {"0123", "digits in a row"},
        {"7890", "digits in a row"},
        {"98765", "digits in a row"},
        {"1212", "halves repeat"},
        {"482482", "halves repeat"},
        {"1122", "halves repeat"},
        {"777222", "halves repeat"},
        {"1987", "a year"},
        {"2024", "a year"},
        {"2580", "pattern of the keypad"},
    };
    for (const auto& [pin, why] : kWeak) EXPECT_THAT(objection_to_pin(pin), HasSubstr(why)) << pin;
    for (const char* good : {"4826", "7093", "19876", "1243", "35917204"})
        EXPECT_EQ(objection_to_pin(good), "") << good;
}

class StaffOfAStore : public OnEachStore {
protected:
    void SetUp() override {
        ASSERT_EQ(central("shop " SOURCE_DIR "/assets/demo/shop.toml").code, 0);
    }
    ProcessSaid central(const std::string& words, const std::string& input = "") {
        return central_of(place).run(words, input);
    }
    ProcessSaid staff(const std::string& words, const std::string& input = "") {
        return central("staff " + words, input);
    }
    // How often, and as what, a till that begins anew would hear of him.
    std::vector<Change> heard_of(const std::string& id) {
        std::vector<Change> all;
        const auto store = *open_database(place);
        EXPECT_TRUE(store->read([&] {
            for (const Change& change : changes_after(*store, StoreId{"nevsky"}, 0).changes)
                if (kind_of(change) == ChangeKind::Staff && key_of(change) == id)
                    all.push_back(change);
        }));
        return all;
    }
    const std::string olga = " olga --store nevsky";
};

TEST_P(StaffOfAStore, IsHeardOfOnceHoweverOftenItChanges) {
    ASSERT_EQ(staff("add" + olga + " --name 'Ольга Белова' --role cashier", "4826").code, 0);
    ASSERT_EQ(staff("role" + olga + " --role senior").code, 0);
    ASSERT_EQ(staff("reset-pin" + olga, "9073").code, 0);
    const auto all = heard_of("olga");
    ASSERT_EQ(all.size(), 1U);
    const auto* now = std::get_if<Staff>(&all.front());
    ASSERT_NE(now, nullptr);
    EXPECT_EQ(now->name, "Ольга Белова");
    EXPECT_EQ(now->role, Role::Senior);
    EXPECT_EQ(now->pin, hash_pin("9073", now->pin.salt)) << "and nothing of the PIN but this";
    EXPECT_EQ(heard_of("elena").size(), 1U);

    ASSERT_EQ(staff("block" + olga + " --by elena --why left").code, 0);
    EXPECT_THAT(heard_of("olga"), ElementsAre(Change(Removed{ChangeKind::Staff, "olga"})));
    ASSERT_EQ(staff("unblock" + olga).code, 0);
    EXPECT_THAT(heard_of("olga"), ElementsAre(all.front())) << "as she was";
}

TEST_P(StaffOfAStore, SaysNoWithWhatToDo) {
    EXPECT_THAT(staff("add" + olga + " --name Olga --role cashier", "1234").words,
                HasSubstr("digits in a row"));
    EXPECT_THAT(staff("add" + olga + " --name Olga --role cashier", "").words,
                HasSubstr("no PIN came"));
    EXPECT_EQ(staff("add" + olga + " --name Olga --role queen", "4826").code, 2);
    EXPECT_THAT(staff("add 'Ольга' --store nevsky --name Olga --role cashier", "4826").words,
                HasSubstr("an id is"));
    EXPECT_THAT(staff("add olga --store nowhere --name Olga --role cashier", "4826").words,
                HasSubstr("central shop FILE"));
    EXPECT_THAT(staff("add marina --store nevsky --name M --role cashier", "4826").words,
                HasSubstr("has the id marina already"));
    EXPECT_THAT(staff("role" + olga + " --role senior").words, HasSubstr("central staff list"));
    EXPECT_THAT(staff("reset-pin marina --store nevsky", "1111").words, HasSubstr("of one digit"));
    EXPECT_EQ(staff("block" + olga + " --by elena --why left").code, 2);
    EXPECT_EQ(staff("unblock marina --store nevsky").code, 2);
    EXPECT_EQ(staff("").code, 2);
    EXPECT_EQ(staff("block marina --store nevsky --by elena").code, 2) << "without why";
    EXPECT_THAT(heard_of("olga"), IsEmpty());
}

TEST_P(StaffOfAStore, WhoIsBlockedStaysSoUntilTheOfficeSaysOtherwise) {
    ASSERT_EQ(staff("block marina --store nevsky --by elena --why ill").code, 0);
    EXPECT_EQ(staff("block marina --store nevsky --by elena --why again").code, 2);
    EXPECT_EQ(staff("reset-pin marina --store nevsky", "4826").code, 2);
    EXPECT_EQ(staff("add marina --store nevsky --name M --role manager", "4826").code, 2);
    ASSERT_EQ(central("shop " SOURCE_DIR "/assets/demo/shop.toml").code, 0);
    EXPECT_THAT(heard_of("marina"), ElementsAre(Change(Removed{ChangeKind::Staff, "marina"})));
    const std::string listed = staff("list --store nevsky").words;
    EXPECT_THAT(listed, HasSubstr("marina\tcashier\tМарина Лебедева\tblocked\n"));
    EXPECT_THAT(listed, HasSubstr("timur\tcashier\tТимур Сафин\tactive\n"));
    EXPECT_EQ(staff("--store nevsky").words, listed) << "as the command was before it had verbs";
    EXPECT_THAT(listed, Not(HasSubstr("1111")));
}

INSTANTIATE_TEST_SUITE_P(Stores, StaffOfAStore, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
