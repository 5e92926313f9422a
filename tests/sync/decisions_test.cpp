// The chain of decisions: signed, never changed unseen, and one for each case whoever decides.
#include "sync/server/decisions.h"

#include "sync/server/backup.h"
#include "sync/server/closings.h"
#include "sync/server/incidents.h"
#include "sync/server/resolve.h"
#include "sync/server/schema.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Decisions : public OnEachStore {
protected:
    std::string open_case(const std::string& subject, IncidentKind kind = IncidentKind::NumberGap) {
        Finding found{kind, subject, {TillId{"nevsky-1"}, Epoch{1}, Sequence{7}}};
        found.cause = "cause";
        found.till_says = "7";
        found.server_holds = "6";
        EXPECT_TRUE(database->write([&] { open_incident(*database, found, now()); }));
        std::string id;
        EXPECT_TRUE(database->read([&] {
            for (const Incident& one : all_incidents(*database))
                if (one.subject == subject) id = one.id;
        }));
        return id;
    }
    tl::expected<void, ResolveRefusal> decide(const std::string& id,
                                              CaseAction action = CaseAction::Accept) {
        const auto done = resolve(*database, book, {id, action, "elena", "seen"}, now());
        EXPECT_TRUE(done.has_value());
        return *done;
    }
    DecisionCheck verify(const DecisionBook& with) {
        DecisionCheck check;
        EXPECT_TRUE(database->read([&] { check = with.verify(*database); }));
        return check;
    }
    void tamper(const std::string& sql) {
        const auto done = database->write([&] { database->script(sql); });
        EXPECT_TRUE(done.has_value()) << done.error().detail;
    }

    std::unique_ptr<Database> database = *open_database(place);
    DecisionBook book = *DecisionBook::open(place.data);
};

TEST(Decision, IsItsBytesAndNothingElse) {
    const Decision decision{3,      blake2b(Bytes{1}), "case", blake2b(Bytes{2}),
                            "keep", "elena",           "why",  {1'780'000'000'000}};
    const Bytes bytes = encode(decision);
    EXPECT_EQ(decode_decision(bytes), decision);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode_decision(ByteView(bytes).first(size))) << size;
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decode_decision(longer));
}

TEST_P(Decisions, SayWhoDecidedWhatAndWhyAndWhatWasSeen) {
    const std::string id = open_case("first");
    EXPECT_TRUE(decide(id));
    EXPECT_EQ(decide(id).error(), ResolveRefusal::AlreadyDecided);
    EXPECT_EQ(decide(open_case("second"), CaseAction::Reverse).error(),
              ResolveRefusal::NotThisAction);
    ASSERT_TRUE(database->read([&] {
        const auto incident = find_incident(*database, id);
        EXPECT_EQ(incident->action, "accept");
        EXPECT_EQ(incident->decided_by, "elena");
        EXPECT_EQ(incident->why, "seen");
        const auto decisions = all_decisions(*database);
        ASSERT_THAT(decisions, SizeIs(1));
        EXPECT_EQ(decisions[0].seen, case_hash(*incident));
        EXPECT_EQ(count_open_incidents(*database), 1U);
    }));
    EXPECT_THAT(verify(book).wrong, IsEmpty());
}

TEST_P(Decisions, ACaseDecidedByTwoAtOnceIsDecidedOnce) {
    constexpr int kCases = 5;
    constexpr int kPeople = 4;
    for (int round = 0; round < kCases; ++round) {
        const std::string shared = open_case("shared " + std::to_string(round));
        std::vector<std::string> own;
        for (int i = 0; i < kPeople; ++i)
            own.push_back(open_case("own " + std::to_string(kPeople * round + i)));
        std::atomic<int> won = 0, too_late = 0;
        std::vector<std::thread> people;
        for (int i = 0; i < kPeople; ++i) {
            people.emplace_back([&, i] {
                const auto mine = *open_database(place);
                const auto decide_here = [&](const std::string& id) {
                    while (true) {
                        const auto done =
                            resolve(*mine, book,
                                    {id, CaseAction::Accept, std::to_string(i), "at once"}, now());
                        if (done) return done->has_value();
                        // Others kept writing: nothing was done, and the person asks again.
                        EXPECT_EQ(done.error().code, Errc::Busy) << done.error().detail;
                        if (done.error().code != Errc::Busy) return false;
                    }
                };
                (decide_here(shared) ? won : too_late)++;
                EXPECT_TRUE(decide_here(own[static_cast<std::size_t>(i)]));
            });
        }
        for (std::thread& person : people) person.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(too_late, kPeople - 1);
    }
    const DecisionCheck check = verify(book);
    EXPECT_THAT(check.wrong, IsEmpty());
    EXPECT_EQ(check.decisions, static_cast<unsigned>(kCases * (kPeople + 1)));
}

TEST_P(Decisions, AreNotChangedUnseen) {
    for (const char* subject : {"a", "b", "c", "d"}) EXPECT_TRUE(decide(open_case(subject)));
    const DecisionCheck whole = verify(book);
    EXPECT_THAT(whole.wrong, IsEmpty());
    EXPECT_EQ(whole.decisions, 4U);
    struct Sin {
        const char* sql;
        const char* says;
    };
    const Sin sins[] = {
        {"UPDATE decision SET body = (SELECT body FROM decision WHERE position = 1)"
         " WHERE position = 2",
         "decision 2 is not what was written"},
        {"UPDATE decision SET signature = (SELECT signature FROM decision WHERE position = 1)"
         " WHERE position = 3",
         "decision 3 is not signed by this server's key"},
        {"DELETE FROM decision WHERE position = 2", "decision 3 does not follow the one before"},
        {"DELETE FROM decision WHERE position = 4", "decision 4 was there once"},
        {"DELETE FROM decision", "decision 4 was there once"},
        {"UPDATE decision SET subject = 'another' WHERE position = 1",
         "decision 1 is not what was written"},
        {"UPDATE incident SET cause = 'harmless'", "which was changed since"},
        {"UPDATE incident SET server_holds = '7'", "which was changed since"},
        {"DELETE FROM incident", "which is gone"},
    };
    tamper(
        "CREATE TABLE kept AS SELECT * FROM decision; CREATE TABLE kept_incident AS"
        " SELECT * FROM incident;");
    for (const Sin& sin : sins) {
        tamper(sin.sql);
        EXPECT_THAT(verify(book).wrong, Contains(HasSubstr(sin.says))) << sin.sql;
        tamper(
            "DELETE FROM decision; INSERT INTO decision SELECT * FROM kept;"
            " DELETE FROM incident; INSERT INTO incident SELECT * FROM kept_incident;");
        EXPECT_THAT(verify(book).wrong, IsEmpty());
    }
}

TEST_P(Decisions, OfAnotherKeyAreNone) {
    EXPECT_TRUE(decide(open_case("a")));
    const TemporaryFolder elsewhere;
    const DecisionBook other = *DecisionBook::open(elsewhere.path().string());
    EXPECT_THAT(verify(other).wrong, Contains(HasSubstr("not signed by this server's key")));
    EXPECT_THAT(verify(*DecisionBook::open(place.data)).wrong, IsEmpty()) << "the key stays";
}

TEST_P(Decisions, OfAnOlderProgramBecomePartOfTheChain) {
    const std::string id = open_case("old");
    tamper("INSERT INTO decision_before VALUES ('" + id + "', 'accept', 'olga', 'long ago', 5)");
    ASSERT_TRUE(database->read([&] {
        EXPECT_EQ(count_open_incidents(*database), 0U);
        EXPECT_EQ(find_incident(*database, id)->action, "accept");
    }));
    EXPECT_EQ(decide(id).error(), ResolveRefusal::AlreadyDecided);
    ASSERT_TRUE(database->read([&] {
        const auto decisions = all_decisions(*database);
        ASSERT_THAT(decisions, SizeIs(1));
        EXPECT_EQ(decisions[0].by, "olga");
        EXPECT_EQ(decisions[0].at, Instant{5});
        EXPECT_THAT(database->run("SELECT subject FROM decision_before"), IsEmpty());
    }));
    EXPECT_THAT(verify(book).wrong, IsEmpty());
}

// As a database is that an older program made: the texts before the seventh, then that one.
TEST_P(Decisions, AndCasesOfAnOlderDatabaseAreKept) {
    std::string drop = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;";
    if (place.database.empty()) {
        drop.clear();
        ASSERT_TRUE(database->read([&] {
            for (const Row& row :
                 database->run("SELECT name FROM sqlite_master WHERE type = 'table'"))
                drop += "DROP TABLE " + row.text(0) + ";";
        }));
    }
    tamper(drop);
    const auto is_here = [&](const SchemaText& text) {
        return text.engine().empty() || text.engine() == database->engine();
    };
    for (const SchemaText& text : schema_texts())
        if (text.name < "007" && is_here(text)) tamper(text.sql);
    ASSERT_TRUE(database->write([&] {
        const auto old = [&](const char* id, const char* kind, const char* cause,
                             const char* action) {
            database->run(
                "INSERT INTO incident (incident_id, kind, till_id, epoch, sequence, cause, "
                "evidence,"
                " opened_at, action, decided_by, why, decided_at) VALUES ($1, $2, 'n', 1, 1, $3, "
                "$4,"
                " 1, $5, 'olga', 'it came later', 7)",
                {value(id), value(kind), value(cause), Bytes{1}, value(action)});
        };
        old("a", "quarantine", "the member is not known here", "retry");
        old("b", "quarantine", "the record cannot be read", "");
        old("c", "fork", "the till sent another record", "");
    }));
    for (const SchemaText& text : schema_texts())
        if (text.name >= "007" && is_here(text)) tamper(text.sql);
    ASSERT_TRUE(database->read([&] {
        EXPECT_EQ(find_incident(*database, "a")->kind, IncidentKind::UnknownMember);
        EXPECT_EQ(find_incident(*database, "b")->kind, IncidentKind::UndecodableRecord);
        EXPECT_EQ(find_incident(*database, "c")->kind, IncidentKind::Fork);
        EXPECT_EQ(count_open_incidents(*database), 2U);
    }));
    EXPECT_TRUE(decide("c"));
    ASSERT_TRUE(database->read([&] {
        EXPECT_EQ(find_incident(*database, "a")->decided_by, "olga");
        EXPECT_EQ(find_incident(*database, "a")->action, "retry");
    }));
    EXPECT_EQ(verify(book).decisions, 2U);
    EXPECT_THAT(verify(book).wrong, IsEmpty());
}

TEST_P(Decisions, CloseTheBooksForward) {
    EXPECT_TRUE(close_books(*database, book, Date{20'600}, "elena", "May", now()));
    for (const int day : {20'600, 20'599}) {
        const auto again = close_books(*database, book, Date{day}, "elena", "May", now());
        ASSERT_FALSE(again.has_value());
        EXPECT_EQ(again.error().code, Errc::Invalid);
    }
    EXPECT_TRUE(close_books(*database, book, Date{20'631}, "elena", "June", now()));
    ASSERT_TRUE(database->read([&] { EXPECT_THAT(closings(*database), SizeIs(2)); }));
}

TEST_P(Decisions, SurviveABackup) {
    EXPECT_TRUE(decide(open_case("a")));
    const std::string copy = (folder / "copy").string();
    ASSERT_TRUE(back_up(place, copy));
    EXPECT_TRUE(decide(open_case("b")));
    if (!place.database.empty()) return;  // into an empty database only
    const TemporaryFolder elsewhere;
    const Place fresh{elsewhere.path().string()};
    ASSERT_TRUE(restore(copy, fresh, now()));
    const auto again = *open_database(fresh);
    DecisionCheck check;
    ASSERT_TRUE(again->read([&] { check = DecisionBook::open(fresh.data)->verify(*again); }));
    EXPECT_THAT(check.wrong, IsEmpty());
    EXPECT_EQ(check.decisions, 1U);
}

INSTANTIATE_TEST_SUITE_P(Stores, Decisions, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
