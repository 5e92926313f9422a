// What the server expects of a database, over each that it can have.
#include "sync/server/database.h"

#include "sync/server/chain.h"
#include "sync/server/schema.h"
#include "tests/support/on_each_store.h"

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class DatabaseOfEachKind : public OnEachStore {
protected:
    DatabaseOfEachKind() {
        EXPECT_TRUE(write([](Database& db) {
            db.script(
                "CREATE TABLE shelf (place bigint NOT NULL, jar bigint, label text,"
                " jam bytea, PRIMARY KEY (place)); CREATE INDEX shelf_jar ON shelf (jar);");
        }));
    }
    Result<void> write(const std::function<void(Database&)>& work) {
        return database->write([&] { work(*database); });
    }
    static void put(Database& db, std::int64_t place, std::int64_t jar) {
        db.run("INSERT INTO shelf (place, jar) VALUES ($1, $2)", {place, jar});
    }
    std::int64_t jars(Database& db) {
        std::int64_t count = -1;
        EXPECT_TRUE(
            db.read([&] { count = db.run("SELECT count(*) FROM shelf").at(0).integer(0); }));
        return count;
    }

    std::unique_ptr<Database> database = *open_database(place);
};

TEST_P(DatabaseOfEachKind, GivesBackWhatWasPutThere) {
    const std::vector<Value> values = {std::int64_t{INT64_MIN}, std::int64_t{-1},
                                       std::string("Чай & кофе ☕"), Bytes{0, 255, 0, 92, 39}};
    const std::vector<Value> empty = {std::int64_t{INT64_MAX}, Value(), std::string(), Bytes()};
    ASSERT_TRUE(write([&](Database& db) {
        for (const auto& row : {values, empty})
            db.run("INSERT INTO shelf (place, jar, label, jam) VALUES ($1, $2, $3, $4)", row);
    }));
    Rows rows;
    ASSERT_TRUE(database->read([&] {
        rows = database->run(
            "SELECT place, jar, label, jam, jar IS NULL, jam IS NULL,"
            " label IS NULL FROM shelf ORDER BY place");
    }));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].integer(0), INT64_MIN);
    EXPECT_EQ(rows[0].integer(1), -1);
    EXPECT_EQ(rows[0].text(2), std::get<std::string>(values[2]));
    EXPECT_EQ(rows[0].bytes(3), std::get<Bytes>(values[3]));
    EXPECT_EQ(rows[0].integer(4), 0);
    EXPECT_EQ(rows[1].integer(0), INT64_MAX);
    EXPECT_EQ(rows[1].integer(4), 1) << "NULL is NULL";
    EXPECT_EQ(rows[1].integer(5), 0) << "empty bytes are not NULL";
    EXPECT_EQ(rows[1].integer(6), 0) << "an empty text is not NULL";
}

TEST_P(DatabaseOfEachKind, OneStatementServesForNullAndForValues) {
    ASSERT_TRUE(write([](Database& db) {
        const auto* const sql =
            "INSERT INTO shelf (place, jar, label, jam) VALUES ($1, $2, $3, $4)";
        db.run(sql, {std::int64_t{1}, Value(), Value(), Value()});
        db.run(sql, {std::int64_t{2}, std::int64_t{7}, std::string("plum"), Bytes{1}});
        db.run(sql, {std::int64_t{3}, Value(), std::string("pear"), Value()});
    }));
    EXPECT_EQ(jars(*database), 3);
}

TEST_P(DatabaseOfEachKind, AFailedStatementUndoesTheWholeAndIsToldOnce) {
    int later = 0;
    const auto failed = write([&](Database& db) {
        put(db, 1, 10);
        put(db, 1, 11);  // the same place
        EXPECT_FALSE(db.ok());
        put(db, 2, 12);
        later = static_cast<int>(db.run("SELECT place FROM shelf").size());
    });
    ASSERT_FALSE(failed.has_value());
    EXPECT_THAT(failed.error().detail, HasSubstr("database: "));
    EXPECT_EQ(later, 0) << "what follows a failure does nothing";
    EXPECT_EQ(jars(*database), 0);
    EXPECT_TRUE(write([](Database& db) { put(db, 1, 10); })) << "the next transaction is a new one";
    EXPECT_EQ(jars(*database), 1);
}

TEST_P(DatabaseOfEachKind, AReaderSeesOneMoment) {
    const auto other = *open_database(place);
    std::vector<std::int64_t> counts;
    ASSERT_TRUE(database->read([&] {
        const auto look = [&] {
            counts.push_back(database->run("SELECT count(*) FROM shelf").at(0).integer(0));
        };
        look();
        EXPECT_TRUE(other->write([&] { put(*other, 1, 10); }));
        look();
    }));
    EXPECT_THAT(counts, Each(0));
    EXPECT_EQ(jars(*database), 1);
}

TEST_P(DatabaseOfEachKind, TheSumOfTwoWritersIsAsIfOneHadComeAfterTheOther) {
    ASSERT_TRUE(write([](Database& db) { put(db, 1, 0); }));
    const auto add = [this] {
        const auto own = *open_database(place);
        for (int i = 0; i < 50;) {
            const auto done = own->write([&] {
                const Rows rows = own->run("SELECT jar FROM shelf WHERE place = 1");
                const std::int64_t jar = rows.empty() ? 0 : rows[0].integer(0);
                own->run("UPDATE shelf SET jar = $1 WHERE place = 1", {jar + 1});
            });
            if (done) ++i;  // Busy is no loss: it left nothing behind
        }
    };
    std::thread one(add), two(add);
    one.join();
    two.join();
    std::int64_t jar = 0;
    ASSERT_TRUE(database->read(
        [&] { jar = database->run("SELECT jar FROM shelf WHERE place = 1").at(0).integer(0); }));
    EXPECT_EQ(jar, 100);
}

TEST_P(DatabaseOfEachKind, ManyThatStartAtOnceMakeOneSchemaAndOneChain) {
    const TemporaryFolder elsewhere;
    const Place fresh = place_in(elsewhere, GetParam());
    std::vector<std::string> said(6);
    std::vector<std::uint64_t> generations(6);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < said.size(); ++i) {
        threads.emplace_back([&, i] {
            const auto own = open_database(fresh);
            const auto chain = own ? open_chain(**own) : tl::unexpected(own.error());
            if (chain) generations[i] = chain->generation;
            if (!chain) said[i] = chain.error().detail;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(said, Each(""));
    EXPECT_THAT(generations, Each(generations[0]));
    const auto own = *open_database(fresh);
    Rows versions;
    ASSERT_TRUE(own->read([&] { versions = own->run("SELECT version FROM schema_version"); }));
    EXPECT_EQ(versions.size(), schema_texts().size());
}

TEST_P(DatabaseOfEachKind, ADatabaseOfANewerProgramIsLeftAlone) {
    ASSERT_TRUE(write([](Database& db) { db.run("INSERT INTO schema_version VALUES (1000)"); }));
    const auto opened = open_database(place);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, Errc::Invalid);
    EXPECT_THAT(opened.error().detail, HasSubstr("newer program"));
}

constexpr Column kShelfColumns[] = {{"place", ColumnType::Bigint},
                                    {"jar", ColumnType::Bigint},
                                    {"label", ColumnType::Text},
                                    {"jam", ColumnType::Bytea}};
constexpr Table kShelf{"shelf", 1, kShelfColumns};

Line jar_at(std::int64_t place, std::int64_t jar) { return {place, jar, Value(), Value()}; }

TEST_P(DatabaseOfEachKind, AddsManyAtOnceButNoneTwice) {
    std::vector<std::size_t> first, second;
    ASSERT_TRUE(write([&](Database& db) {
        first = db.add_new(kShelf, {{std::int64_t{1}, Value(), std::string("plum"), Bytes{0, 1}},
                                    {std::int64_t{2}, std::int64_t{-2}, std::string(), Bytes()}});
        second = db.add_new(kShelf, {jar_at(2, 20), jar_at(3, 30), jar_at(3, 33), jar_at(4, 40)});
        EXPECT_THAT(db.add_new(kShelf, {}), IsEmpty());
    }));
    EXPECT_THAT(first, IsEmpty());
    EXPECT_THAT(second, ElementsAre(0, 2)) << "there already; twice in one list";
    Rows rows;
    ASSERT_TRUE(database->read([&] {
        rows =
            database->run("SELECT place, jar, label, jam, jam IS NULL FROM shelf ORDER BY place");
    }));
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].text(2), "plum");
    EXPECT_EQ(rows[0].bytes(3), (Bytes{0, 1}));
    EXPECT_EQ(rows[1].integer(1), -2) << "what was there stays";
    EXPECT_EQ(rows[1].integer(4), 0) << "empty bytes are not NULL";
    EXPECT_EQ(rows[2].integer(1), 30);
    EXPECT_EQ(rows[3].integer(4), 1);
}

TEST_P(DatabaseOfEachKind, AddsManyOrChangesThoseThatAreThere) {
    ASSERT_TRUE(write([&](Database& db) {
        const auto* const change = "jar = shelf.jar + excluded.jar";
        db.add_or_change(kShelf, change, {jar_at(1, 10), jar_at(2, 20)});
        db.add_or_change(kShelf, change, {jar_at(2, 5), jar_at(3, 30)});
    }));
    std::vector<std::int64_t> jars;
    ASSERT_TRUE(database->read([&] {
        for (const Row& row : database->run("SELECT jar FROM shelf ORDER BY place"))
            jars.push_back(row.integer(0));
    }));
    EXPECT_THAT(jars, ElementsAre(10, 25, 30));
}

TEST_P(DatabaseOfEachKind, FindsManyByTheirKeys) {
    std::vector<std::int64_t> jars;
    ASSERT_TRUE(write([&](Database& db) {
        db.add_new(kShelf, {jar_at(1, 10), jar_at(2, 20), jar_at(3, 30)});
        for (const Row& row : db.find("place, jar", kShelf,
                                      {{std::int64_t{3}}, {std::int64_t{1}}, {std::int64_t{9}}}))
            jars.push_back(row.integer(1));
    }));
    EXPECT_THAT(jars, UnorderedElementsAre(10, 30));
}

TEST_P(DatabaseOfEachKind, ManyOfWhichOneCannotBeAreNone) {
    const auto failed = write([&](Database& db) {
        db.add_new(kShelf, {jar_at(1, 10), {Value(), Value(), Value(), Value()}});
    });
    EXPECT_FALSE(failed.has_value());
    EXPECT_EQ(jars(*database), 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, DatabaseOfEachKind, kPlainStores, name_of_store);

TEST(Place, IsSQLiteOrPostgreSQL) {
    const TemporaryFolder folder;
    for (const char* url : {"mysql://x", "central.sqlite", "host=x"}) {
        const auto opened = open_database({folder.path().string(), url});
        ASSERT_FALSE(opened.has_value()) << url;
        EXPECT_EQ(opened.error().code, Errc::Invalid) << url;
    }
}

}  // namespace
}  // namespace kopilka::sync
