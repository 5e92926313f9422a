// From every earlier schema to today's, with rows in it: nothing is lost, nobody stays in the
// clear, wherever the program is stopped on the way.
#include "sync/server/schema.h"
#include "tests/support/on_each_store.h"
#include "tests/support/program.h"
#include "tests/sync/older_store.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::IsEmpty;

FilledStore& filled() {
    static FilledStore store;
    return store;
}

class Migration : public testing::TestWithParam<Store> {
protected:
    struct Older {
        TemporaryFolder folder;
        Place place;
    };
    // Empty, in a folder of its own; place_in() would bring a contended one up to date.
    std::unique_ptr<Older> empty_place() const {
        auto older = std::make_unique<Older>();
        older->place.data = older->folder.path().string();
        if (GetParam() == Store::Postgres) older->place.database = postgres().make_database();
        return older;
    }
    static void expect_all_there(const Place& place, std::size_t texts, const std::string& what) {
        const auto store = open_database(place);
        ASSERT_TRUE(store.has_value()) << what << ": " << store.error().detail;
        EXPECT_THAT(differences(**store, filled(), texts), IsEmpty()) << what;
        ASSERT_TRUE((*store)->read([&] {
            EXPECT_EQ(count(**store, "SELECT max(version) FROM schema_version"),
                      schema_texts().size())
                << what;
        }));
    }
    const std::size_t newest = schema_texts().size();
};

TEST_P(Migration, KeepsEverythingFromEachVersion) {
    for (std::size_t texts = 1; texts <= newest; ++texts) {
        const auto older = empty_place();
        make_older(older->place, texts, filled());
        const std::string what = "from " + std::string(schema_texts()[texts - 1].name);
        expect_all_there(older->place, texts, what);
        expect_all_there(older->place, texts, what + ", opened again");
    }
}

// Each step is a transaction of its own: between two of them the power may go.
TEST_P(Migration, GoesOnAfterACrashBetweenAnyTwoSteps) {
    for (std::size_t reached = 2; reached <= newest; ++reached) {
        const auto older = empty_place();
        make_older(older->place, 1, filled());
        for (std::size_t text = 1; text < reached; ++text) apply_text(older->place, text);
        expect_all_there(older->place, 1,
                         "stopped after " + std::string(schema_texts()[reached - 1].name));
    }
}

// More than a thousand members of the time before encryption, which takes several transactions.
TEST_P(Migration, GoesOnHoweverOftenTheProgramIsKilled) {
    const std::size_t before_keys = texts_before("005_people");
    const auto older = empty_place();
    make_older(older->place, before_keys, filled());
    int kills = 0;
    int milliseconds = 20;
    for (int code = -1; code != 0; milliseconds += 20 + milliseconds / 8) {
        const std::string seconds = std::to_string(milliseconds / 1000) + "." +
                                    std::to_string(1000 + milliseconds % 1000).substr(1);
        code = central_of(older->place, {"timeout", "-s", "KILL", seconds}).run("status").code;
        if (code != 0) ++kills;
        ASSERT_LT(milliseconds, 300'000);
    }
    EXPECT_GT(kills, 3);
    RecordProperty("kills", kills);
    expect_all_there(older->place, before_keys, "after " + std::to_string(kills) + " kills");
}

TEST_P(Migration, OfANewerProgramIsRefused) {
    const auto older = empty_place();
    make_older(older->place, newest, filled());
    {
        const auto store = *open_database(older->place);
        ASSERT_TRUE(store->write([&] {
            store->run("INSERT INTO schema_version (version) VALUES ($1)",
                       {value(std::uint64_t{newest + 1})});
        }));
    }
    const auto opened = open_database(older->place);
    ASSERT_FALSE(opened.has_value());
    EXPECT_THAT(opened.error().detail, testing::HasSubstr("upgrade this one"));
}

INSTANTIATE_TEST_SUITE_P(Stores, Migration, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
