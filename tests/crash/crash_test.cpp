// kill -9 of the real till at random moments of scripted sales, on a real disk. Printed receipts
// are in the journal, once each, numbered without gaps; the open basket is back, and so is a
// receipt that had not been printed; in the end the server has each record once. Then the same with
// the real server, and the database's server below it, killed as well while the till sends to it.
#include "pos/app/scripted_till.h"
#include "pos/store/journal_queries.h"
#include "tests/crash/central.h"
#include "tests/crash/day.h"
#include "tests/crash/victim.h"
#include "tests/scenario/kit/demo_shop.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/running_server.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <iostream>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;

bool is_long() { return std::getenv("KOPILKA_LONG") != nullptr; }

std::uint64_t seed() {
    if (const char* given = std::getenv("KOPILKA_SEED")) return std::stoull(given);
    return std::random_device()();
}

// Numbers of the receipts that came out of the printer whole enough to be read.
std::set<std::uint64_t> printed_numbers(const fs::path& prints) {
    static const std::regex kNumber("Чек № ?([0-9]+)");
    std::set<std::uint64_t> numbers;
    if (!fs::exists(prints)) return numbers;
    for (const auto& entry : fs::directory_iterator(prints)) {
        if (entry.path().extension() != ".txt") continue;
        std::ifstream file(entry.path());
        std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::size_t at; (at = text.find("\u00a0")) != std::string::npos;)
            text.replace(at, 2, " ");
        if (std::smatch found; std::regex_search(text, found, kNumber))
            numbers.insert(std::stoull(found[1]));
    }
    return numbers;
}

struct Books {
    std::vector<std::uint64_t> numbers;  // of the sales, in the journal's order
    std::set<RecordId> without_paper;    // sales that nobody began to print
    std::set<Bytes> hashes;              // of all records
    std::int64_t points = 0;         // what all sales give and take, in the points' smallest part
    std::uint64_t acknowledged = 0;  // the watermark
    std::uint64_t records = 0;
    std::string wrong;  // in the chain; empty: intact
};

Books broken(std::string why) {
    Books books;
    books.wrong = std::move(why);
    return books;
}

Books read_books(const fs::path& data) {
    Books books;
    const auto journal = Journal::open_to_read(data);
    if (!journal) return broken(journal.error().detail);
    const auto report = verify(*journal);
    if (!report || report->bad) return broken("the chain is broken");
    books.records = report->records;
    if (journal->watermark()) books.acknowledged = journal->watermark()->sequence.value;
    const auto walked = walk(*journal, Direction::Forward, [&](const RecordHead&, ByteView bytes) {
        const Hash256 hash = blake2b(bytes);
        books.hashes.emplace(hash.value.begin(), hash.value.end());
        const auto record = decode_record(bytes);
        if (!record) return true;
        if (const auto* sale = std::get_if<Sale>(&record->entry)) {
            books.numbers.push_back(sale->number.value);
            books.without_paper.insert(record->id);
            for (const LedgerEntry& entry : sale->ledger) books.points += entry.amount.count();
        }
        if (const auto* print = std::get_if<PrintAsked>(&record->entry))
            books.without_paper.erase(print->of);
        return true;
    });
    if (!walked) books.wrong = walked.error().detail;
    return books;
}

Pieces pieces_of(const Basket& basket) {
    Pieces pieces;
    for (const BasketLine& line : basket.lines)
        pieces[line.sku.value] += line.quantity.count() / 1000;
    return pieces;
}

// The till switched on again in this process, as the cashier meets it.
class Morning {
public:
    explicit Morning(const app::Places& places)
        : texts_(*app::load_texts(fs::path(SOURCE_DIR) / "assets")),
          till_({places, {}, Language::English}, clock_, texts_, *drivers::Font::open()) {
        const auto on = till_.switch_on();
        if (!on) throw std::runtime_error(on.error().detail);
        till_.act(event::SignIn{CashierId{"marina"}, "1111"});
        answer_questions();
    }
    // What is on the counter; nothing where the till rests.
    Pieces basket() const {
        const stage::OpenReceipt* open = open_receipt(till_.stage().sale);
        return open == nullptr ? Pieces() : pieces_of(open->basket);
    }
    // So that the next round begins with an empty counter. True if there was something to sell.
    bool sell_what_is_there() {
        const stage::OpenReceipt* open = open_receipt(till_.stage().sale);
        if (open == nullptr || open->basket.lines.empty()) {
            till_.act(event::VoidReceipt{});  // a member without goods
            return false;
        }
        till_.act(event::Pay{});
        till_.act(event::CashGiven{Money::of(1'000'000)});
        till_.act(event::NextCustomer{});
        return true;
    }
    bool send_everything() {
        till_.connect(app::Network::Up);
        return till_.wait_until(
            [&] {
                const auto* online = std::get_if<stage::SyncOnline>(&till_.stage().sync);
                return online != nullptr && online->numbers.unsent == 0;
            },
            std::chrono::seconds(60));
    }

private:
    // The terminal is another one than before and has never heard of the payment.
    void answer_questions() {
        while (const auto* open = std::get_if<stage::Questions>(&till_.stage().sale)) {
            if (std::holds_alternative<PrintAsked>(open->intents.front()))
                till_.act(event::PrintTold{true});
            else
                till_.act(event::AskTerminalAgain{});
        }
    }

    app::SystemClock clock_;
    app::TwoLanguages texts_;
    app::ScriptedTill till_;
};

// One working day after another on the same folder, each ended by kill -9.
class Shop : public testing::Test {
protected:
    void SetUp() override {
        auto shop = DemoShop::copy_to(folder_ / "shop");
        ASSERT_TRUE(shop.has_value()) << shop.error().detail;
        shop_.emplace(std::move(*shop));
        places_ = shop_->till("nevsky-1");
    }

    // Kills the till after a line chosen by chance and a moment more.
    void one_round(std::mt19937_64& random, std::size_t round) {
        const Day day = make_day(random, 6);
        const fs::path prints = folder_ / ("prints-" + std::to_string(round));
        Victim till(places_, prints);
        till.tell(day.script());
        till.wait_for(random() % day.lines.size());
        std::this_thread::sleep_for(microseconds(random() % 6'000));
        till.kill();
        check_after(day, till, prints);
        fs::remove_all(prints);
    }

    void check_after(const Day& day, const Victim& till, const fs::path& prints) {
        // The line under way may have happened or not.
        std::vector<Moment> possible{till.done() == 0 ? Moment() : day.after.at(till.done() - 1)};
        if (till.done() < day.after.size()) possible.push_back(day.after.at(till.done()));
        const Books books = read_books(places_.data);
        ASSERT_EQ(books.wrong, "");
        for (std::size_t i = 0; i < books.numbers.size(); ++i)
            ASSERT_EQ(books.numbers[i], i + 1) << "numbering";
        for (const std::uint64_t number : printed_numbers(prints)) {
            EXPECT_LE(number, books.numbers.size()) << "printed, and not in the journal";
            ++printed_;
        }
        late_ += books.without_paper.size();
        {
            Morning morning(places_);
            const Moment found{morning.basket(), books.numbers.size() - sales_};
            EXPECT_THAT(possible, testing::Contains(found)) << till.words();
            if (!found.basket.empty()) ++baskets_;
            sales_ = books.numbers.size() + (morning.sell_what_is_there() ? 1 : 0);
        }
        EXPECT_THAT(read_books(places_.data).without_paper, testing::IsEmpty());
    }

    TemporaryFolder folder_;
    std::optional<DemoShop> shop_;
    app::Places places_;
    std::size_t sales_ = 0;  // in the journal when a round begins
    std::size_t printed_ = 0;
    std::size_t baskets_ = 0;
    std::size_t late_ = 0;  // sales whose printing had not begun when the till was killed
};

TEST_F(Shop, LosesAndDoublesNothingWhenItsTillIsKilled) {
    const std::uint64_t chosen = seed();
    const std::size_t rounds = is_long() ? 200 : 25;
    std::cout << "KOPILKA_SEED=" << chosen << "\n";
    std::mt19937_64 random(chosen);
    for (std::size_t round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        one_round(random, round);
    }
    std::cout << rounds << " kills, " << sales_ << " sales, " << printed_
              << " receipts printed before a kill, " << baskets_ << " open baskets back, " << late_
              << " receipts printed late\n";

    // Everything goes to the server, once.
    sync::RunningServer central(shop_->central());
    ASSERT_TRUE(shop_->move_server_to(central.address().port).has_value());
    EXPECT_TRUE(Morning(places_).send_everything());
    const Books books = read_books(places_.data);
    const sync::Reconciliation sums = central.sums();
    EXPECT_TRUE(sums.agrees()) << to_text(sums);
    std::uint64_t sales = 0;
    std::uint64_t records = 0;
    for (const sync::TillSums& till : sums.tills) {
        if (till.till != TillId{"nevsky-1"}) continue;
        sales += till.sales;
        records += till.records;
    }
    EXPECT_EQ(sales, sales_);
    EXPECT_EQ(records, books.records);
}

// The programs `till` and `central`, and the database's server where there is one, each killed at
// any moment while the till sells and sends.
class Killed : public Shop, public testing::WithParamInterface<bool> {
protected:
    void SetUp() override {
        if (GetParam()) cluster_.emplace();
        place_ = {(folder_ / "central").string(), cluster_ ? cluster_->make_database() : ""};
        places_ = {folder_ / "till", folder_ / "keys"};
        central_.emplace(place_);
        central_->fill_with_demo();
        central_->start();
        central_->enrol(places_);
    }

    void one_round(std::mt19937_64& random, std::size_t round) {
        const Day day = make_day(random, 6);
        const fs::path prints = folder_ / ("prints-" + std::to_string(round));
        Victim till(places_, prints);
        till.tell("network is up\n" + day.script());
        const std::size_t all = 1 + day.lines.size();
        till.wait_for(1 + random() % (all - 1));
        std::this_thread::sleep_for(microseconds(random() % 30'000));
        kill_a_server(random);
        if (random() % 2 == 0) central_->start();
        till.wait_for(std::min(all, till.done() + random() % all));
        till.kill();
        ++kills_;
        check_what_was_said(prints);
        if (!central_->is_running()) central_->start();
        Morning(places_).sell_what_is_there();
        fs::remove_all(prints);
    }

    void kill_a_server(std::mt19937_64& random) {
        ++kills_;
        if (cluster_ && random() % 2 == 0) {
            cluster_->kill();
            std::this_thread::sleep_for(microseconds(random() % 30'000));
            cluster_->start();
        }
        central_->kill();
    }

    // What came out of the printer is in the journal, what the till was told is held is held.
    void check_what_was_said(const fs::path& prints) {
        const Books books = read_books(places_.data);
        ASSERT_EQ(books.wrong, "");
        for (const std::uint64_t number : printed_numbers(prints)) {
            EXPECT_TRUE(printed_ever_.insert(number).second)
                << "number " << number << " was used again";
            EXPECT_LE(number, books.numbers.size()) << "printed, and not in the journal";
        }
        EXPECT_LE(books.acknowledged,
                  number_in_store("SELECT count(*) FROM record WHERE till_id = 'nevsky-1'"
                                  " AND sequence <= " +
                                  std::to_string(books.acknowledged)))
            << "the till was told of more than the server holds";
        if (books.acknowledged > 1) ++rounds_with_news_;
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

    std::optional<PostgresCluster> cluster_;
    sync::Place place_;
    std::optional<Central> central_;
    std::set<std::uint64_t> printed_ever_;
    std::size_t kills_ = 0;
    std::size_t rounds_with_news_ = 0;
};

TEST_P(Killed, TillAndServerInAnyOrderLoseAndDoubleNothing) {
    const std::uint64_t chosen = seed();
    const std::size_t kills = is_long() ? 300 : 20;
    std::cout << "KOPILKA_SEED=" << chosen << "\n";
    std::mt19937_64 random(chosen);
    for (std::size_t round = 0; kills_ < kills && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        one_round(random, round);
    }
    EXPECT_GT(rounds_with_news_, 0U) << "the till heard of nothing: this proves nothing";
    EXPECT_TRUE(Morning(places_).send_everything());

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
    std::cout << kills_ << " kills, " << books.numbers.size() << " sales, " << books.records
              << " records, " << books.points << " points\n";
}

INSTANTIATE_TEST_SUITE_P(Stores, Killed, testing::Bool(), [](const auto& with_postgres) {
    return with_postgres.param ? "PostgreSQL" : "SQLite";
});

}  // namespace
}  // namespace kopilka
