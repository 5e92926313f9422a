// kill -9 of the real till, the real server and the database's server below it, in any order while
// the till sells and sends: what was acknowledged is held, and what is held is held once.
#include "tests/crash/books.h"
#include "tests/crash/day.h"
#include "tests/crash/morning.h"
#include "tests/crash/victim.h"
#include "tests/support/central.h"
#include "tests/support/chance.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/running_server.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

class Killed : public testing::TestWithParam<bool> {
protected:
    void SetUp() override {
        if (GetParam()) cluster_.emplace();
        place_ = {(folder_ / "central").string(), cluster_ ? cluster_->make_database() : ""};
        places_ = {folder_ / "till", folder_ / "keys"};
        central_.emplace(place_);
        central_->fill_with_demo();
        central_->start();
        central_->enrol(till_of(places_));
    }

    void one_round(std::mt19937_64& random, std::size_t round) {
        const std::vector<std::string> lines = day_with_sending(random);
        const fs::path prints = folder_ / ("prints-" + std::to_string(round));
        Victim till(places_, prints);
        till.tell(joined(lines));
        till.wait_for(1 + random() % lines.size());
        nap(random, 30);
        kill_a_server(random);
        check_that_what_was_acknowledged_is_held();
        if (random() % 2 == 0) {
            central_->start();
            till.wait_for(std::min(lines.size(), till.done() + random() % lines.size()));
        }
        nap(random, 300);
        till.kill();
        ++kills_;
        check_paper(prints);
        if (!central_->is_running()) central_->start();
        Morning(places_).sell_what_is_there();
        fs::remove_all(prints);
    }

    // After one sale in two the till waits until the server has answered for everything.
    static std::vector<std::string> day_with_sending(std::mt19937_64& random) {
        std::vector<std::string> lines{"network is up"};
        for (const std::string& line : make_day(random, 6).lines) {
            lines.push_back(line);
            const bool sold = line.starts_with("cash") || line.starts_with("card");
            if (sold && random() % 2 == 0) lines.emplace_back("wait until everything is sent");
        }
        return lines;
    }
    static void nap(std::mt19937_64& random, std::uint64_t most_ms) {
        std::this_thread::sleep_for(microseconds(random() % (1'000 * most_ms)));
    }

    void kill_a_server(std::mt19937_64& random) {
        ++kills_;
        if (cluster_ && random() % 2 == 0) {
            cluster_->kill();
            nap(random, 30);
            cluster_->start();
        }
        central_->kill();
    }

    // While the server is dead, so that the till cannot have sent again what was lost.
    void check_that_what_was_acknowledged_is_held() const {
        const std::uint64_t acknowledged = read_books(places_.data).acknowledged;
        EXPECT_EQ(acknowledged, number_in_store("SELECT count(*) FROM record WHERE till_id = "
                                                "'nevsky-1' AND sequence <= " +
                                                std::to_string(acknowledged)))
            << "the till was told of more than the server holds";
    }

    // What came out of the printer is in the journal.
    void check_paper(const fs::path& prints) {
        const Books books = read_books(places_.data);
        ASSERT_EQ(books.wrong, "");
        for (const auto& [number, points] : points_on_paper(prints)) {
            EXPECT_TRUE(promised_.emplace(number, points).second)
                << "number " << number << " was used again";
            EXPECT_LE(number, books.numbers.size()) << "printed, and not in the journal";
        }
    }

    // The third side: what customers were promised on paper against what the server booked.
    void check_points_on_paper() const {
        const auto store = *sync::open_database(place_);
        std::map<std::uint64_t, std::int64_t> booked;
        const auto read = store->read([&] {
            booked.clear();
            for (const auto& row : store->run("SELECT number, points FROM receipt"))
                booked.emplace(row.natural(0), row.integer(1));
        });
        ASSERT_TRUE(read.has_value()) << read.error().detail;
        for (const auto& [number, points] : promised_) {
            ASSERT_TRUE(booked.contains(number)) << "printed, and not booked";
            EXPECT_EQ(booked.at(number), points) << "receipt " << number;
        }
    }

    // What the server said to each upload, by its own log. A till asks for more than the server
    // holds only where the server lost what it had acknowledged.
    void check_log() const {
        std::ifstream log(central_->log_file());
        const std::regex upload("upload till=.* refusal=([0-9]+) ");
        std::size_t taken = 0;
        for (std::string line; std::getline(log, line);) {
            std::smatch found;
            if (!std::regex_search(line, found, upload)) continue;
            const auto refusal = static_cast<sync::UploadRefusal>(std::stoi(found[1]));
            if (refusal == sync::UploadRefusal::None) ++taken;
            EXPECT_THAT(refusal,
                        testing::AnyOf(sync::UploadRefusal::None, sync::UploadRefusal::Busy))
                << line;
        }
        EXPECT_GE(taken, 2 * kills_) << "too few uploads for so many kills: this proves little";
        std::cout << taken << " uploads taken, ";
    }

    std::uint64_t number_in_store(const std::string& sql) const {
        std::uint64_t number = 0;
        const auto store = *sync::open_database(place_);
        const auto read = store->read([&] { number = store->run(sql).at(0).natural(0); });
        EXPECT_TRUE(read.has_value()) << read.error().detail;
        return number;
    }
    std::vector<Bytes> hashes_in_store() const {
        std::vector<Bytes> hashes;
        const auto store = *sync::open_database(place_);
        const auto read = store->read([&] {
            hashes.clear();
            for (const auto& row :
                 store->run("SELECT hash FROM record WHERE till_id = 'nevsky-1'")) {
                const auto hash = row.bytes(0);
                hashes.emplace_back(hash.begin(), hash.end());
            }
        });
        EXPECT_TRUE(read.has_value()) << read.error().detail;
        return hashes;
    }

    TemporaryFolder folder_;
    std::optional<PostgresCluster> cluster_;
    sync::Place place_;
    std::optional<Central> central_;
    app::Places places_;
    std::map<std::uint64_t, std::int64_t> promised_;  // points on paper, by receipt
    std::size_t kills_ = 0;
};

TEST_P(Killed, TillAndServerInAnyOrderLoseAndDoubleNothing) {
    const std::size_t kills = is_long_run() ? 300 : 20;
    std::mt19937_64 random{printed_seed()};
    for (std::size_t round = 0; kills_ < kills && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        one_round(random, round);
    }
    const std::uint64_t acknowledged = read_books(places_.data).acknowledged;
    EXPECT_TRUE(Morning(places_).send_everything());
    check_log();

    const Books books = read_books(places_.data);
    ASSERT_EQ(books.wrong, "");
    for (std::size_t i = 0; i < books.numbers.size(); ++i)
        ASSERT_EQ(books.numbers[i], i + 1) << "numbering";
    const std::vector<Bytes> held = hashes_in_store();
    EXPECT_EQ(held.size(), books.records) << "doubled or missing";
    EXPECT_EQ(std::set<Bytes>(held.begin(), held.end()), books.hashes);
    const sync::Reconciliation sums = *sync::reconcile(*(*sync::open_database(place_)));
    EXPECT_TRUE(sums.agrees()) << to_text(sums);
    ASSERT_EQ(sums.tills.size(), 1U);
    EXPECT_EQ(sums.tills.front().sales, books.numbers.size());
    EXPECT_EQ(sums.tills.front().points.count(), books.points);
    EXPECT_EQ(sums.tills.front().different, 0U) << "the server prices as the till did";
    check_points_on_paper();
    const ProcessSaid said = central_->program().run("reconcile");
    EXPECT_EQ(said.code, 0) << said.words;
    EXPECT_THAT(said.words, testing::HasSubstr("sums agree"));
    std::cout << kills_ << " kills, " << books.numbers.size() << " sales, " << promised_.size()
              << " of them on paper, " << books.records << " records, " << acknowledged
              << " of them acknowledged before the last sending, " << books.points << " points\n";
}

INSTANTIATE_TEST_SUITE_P(Stores, Killed, testing::Bool(), [](const auto& with_postgres) {
    return with_postgres.param ? "PostgreSQL" : "SQLite";
});

}  // namespace
}  // namespace kopilka
