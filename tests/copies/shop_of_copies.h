// A shop whose one till exists several times, and what their journals have together.
#pragma once
#include "pos/app/scripted_till.h"
#include "pos/store/journal_queries.h"
#include "sync/server/backup.h"
#include "tests/scenario/kit/demo_shop.h"
#include "tests/support/on_each_store.h"
#include "tests/support/running_server.h"

#include <future>
#include <map>
#include <optional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {

struct Union {  // of what several journals have
    std::set<Bytes> hashes;
    std::map<Hash256, Money> receipts;
    Points points;
    std::uint64_t entries = 0;
};

// Machines that each are, or were, the till nevsky-1, and the real server. "a" is enrolled.
class ShopOfCopies : public testing::TestWithParam<sync::Store> {
protected:
    void SetUp() override {
        open_server(place_, 0);
        ASSERT_TRUE(fill_with_demo(*server_->store()));
        enrol("a");
    }

    // Tills and server tell one time.
    void open_server(const sync::Place& place, std::uint16_t port) {
        server_.emplace(place, port, "127.0.0.1", [this] { return clock_.now(); });
    }
    app::Places places(const std::string& name) const {
        return {folder_ / name, folder_ / (name + ".keys")};
    }
    // Each of them is nevsky-1.
    void enrol(const std::string& name) {
        tills_.erase(name);
        const auto done = enrol_demo_till(*server_->store(), server_->address().port, places(name),
                                          "nevsky-1", clock_.now());
        ASSERT_TRUE(done) << done.error().detail;
        names_.insert(name);
    }
    app::ScriptedTill& till(const std::string& name) {
        auto& till = tills_[name];
        if (till) return *till;
        till = std::make_unique<app::ScriptedTill>(
            app::ScriptedTillOptions{places(name), {}, Language::English}, clock_, texts_,
            *drivers::Font::open());
        const auto on = till->switch_on();
        if (!on) throw std::runtime_error(name + ": " + on.error().detail);
        return *till;
    }
    // As a disk is copied: the till is off.
    void copy(const std::string& from, const std::string& to) {
        tills_.erase(from);
        std::filesystem::copy(places(from).data, places(to).data,
                              std::filesystem::copy_options::recursive);
        std::filesystem::copy(places(from).keys, places(to).keys,
                              std::filesystem::copy_options::recursive);
        names_.insert(to);
    }

    void sell(const std::string& name, int receipts) {
        app::ScriptedTill& here = till(name);
        if (!std::holds_alternative<stage::SignedIn>(here.stage().operators))
            here.act(event::SignIn{CashierId{"marina"}, "1111"});
        if (std::holds_alternative<stage::NoShift>(here.stage().sale))
            here.act(event::OpenShift{Money::of(300'000)});
        for (int i = 0; i < receipts; ++i) {
            clock_.set({clock_.now().ms + 1'000});  // no two receipts are the same
            here.scan(*card_of(i % 2 == 0 ? "anna" : "boris"));
            for (std::size_t n = 0; n <= sold_ % 3; ++n) here.scan("4600000012322");
            here.act(event::Pay{});
            here.act(event::CashGiven{Money::of(500'000)});
            ASSERT_TRUE(std::holds_alternative<stage::Done>(here.stage().sale))
                << app::name_of(here.stage().sale);
            here.act(event::NextCustomer{});
            ++sold_;
        }
    }
    // Until the server has all of it; the cable stays in.
    void send(const std::string& name) {
        app::ScriptedTill& here = till(name);
        here.connect(app::Network::Up);
        const bool sent = here.wait_until(
            [&] {
                const auto* online = std::get_if<stage::SyncOnline>(&here.stage().sync);
                return online != nullptr && online->numbers.unsent == 0 && unsent(name) == 0;
            },
            std::chrono::seconds(60));
        EXPECT_TRUE(sent) << name << " has " << unsent(name) << " unsent";
    }
    // Also what the server has to say: where it was put back from a backup, what it lacks.
    void hear_and_send(const std::string& name) {
        app::ScriptedTill& here = till(name);
        here.connect(app::Network::Up);
        const bool heard = here.wait_until(
            [&] {
                return here.till().cache().position().value_or(0) >=
                           number("SELECT feed_position FROM chain") &&
                       unsent(name) == 0;
            },
            std::chrono::seconds(60));
        EXPECT_TRUE(heard) << name << " has " << unsent(name) << " unsent";
    }
    std::uint64_t unsent(const std::string& name) {
        std::promise<std::uint64_t> count;
        till(name).till().shell().store().ask(
            [&](app::StoreRoom& room) { count.set_value(room.journal.outbox().count); });
        return count.get_future().get();
    }
    RecordId head(const std::string& name) {
        std::promise<RecordId> head;
        till(name).till().shell().store().ask(
            [&](app::StoreRoom& room) { head.set_value(room.journal.head()->id); });
        return head.get_future().get();
    }

    // Switches all tills off: a journal is opened once at a time.
    Union all_journals() {
        tills_.clear();
        Union all;
        for (const std::string& name : names_) read(places(name).data, all);
        return all;
    }
    static void read(const std::filesystem::path& data, Union& all) {
        const auto journal = Journal::open_to_read(data);
        ASSERT_TRUE(journal) << journal.error().detail;
        const auto intact = verify(*journal);
        ASSERT_TRUE(intact && !intact->bad) << data;
        const auto walked =
            walk(*journal, Direction::Forward, [&](const RecordHead&, ByteView bytes) {
                const Hash256 hash = hash_of(bytes);
                const bool is_new = all.hashes.emplace(hash.value.begin(), hash.value.end()).second;
                const auto record = decode_record(bytes);
                const auto* sale = std::get_if<Sale>(&record->entry);
                if (!is_new || sale == nullptr) return true;
                all.receipts[hash] = sale->total;
                for (const LedgerEntry& entry : sale->ledger) {
                    all.points += entry.amount;
                    ++all.entries;
                }
                return true;
            });
        ASSERT_TRUE(walked);
    }
    std::set<Bytes> hashes_at_server() {
        std::set<Bytes> hashes;
        const auto store = server_->store();
        EXPECT_TRUE(store->read([&] {
            for (const auto& row :
                 store->run("SELECT hash FROM record UNION ALL SELECT hash FROM branch_record"))
                EXPECT_TRUE(hashes.insert(row.bytes(0)).second) << "held twice";
        }));
        return hashes;
    }
    std::uint64_t number(const std::string& sql) {
        std::uint64_t number = 0;
        const auto store = server_->store();
        EXPECT_TRUE(store->read([&] { number = store->run(sql).at(0).natural(0); }));
        return number;
    }
    // What a till hears of leases it writes down, also after it has sent the rest.
    void send_all() {
        for (const std::string& name : names_) {
            const auto on = tills_.find(name);
            if (on == tills_.end() ||
                !std::holds_alternative<stage::SyncOnline>(on->second->stage().sync))
                continue;
            for (int tries = 0; tries < 20; ++tries) {
                send(name);
                till(name).connect(app::Network::Down);
                if (unsent(name) == 0) break;
            }
        }
    }
    // The server has what the journals have, all of it and once.
    void expect_the_union(std::uint64_t forks) {
        send_all();
        const Union all = all_journals();
        EXPECT_EQ(hashes_at_server(), all.hashes);
        const sync::Reconciliation found = server_->sums();
        EXPECT_TRUE(found.agrees()) << to_text(found);
        const sync::TillSums& sums = found.tills.at(0);
        Money sold;
        for (const auto& [hash, total] : all.receipts) sold += total;
        EXPECT_EQ(sums.sales, all.receipts.size());
        EXPECT_EQ(sums.accepted, sold);
        EXPECT_EQ(sums.points, all.points);
        EXPECT_EQ(number("SELECT count(*) FROM ledger WHERE till_id = 'nevsky-1'"), all.entries);
        EXPECT_EQ(sums.forks, forks);
        EXPECT_EQ(number("SELECT count(*) FROM incident WHERE kind = 'fork'"), forks);
        EXPECT_EQ(number("SELECT count(*) FROM incident WHERE kind <> 'fork'"), 0U)
            << to_text(found);
        EXPECT_GT(all.points.count(), 0);
    }

    // Puts back what back_up() kept, under the same address.
    std::string backup() const { return (folder_ / "backup").string(); }
    void put_back() {
        tills_.clear();
        const std::uint16_t port = server_->address().port;
        server_.reset();
        const sync::Place after = place("after");
        ASSERT_TRUE(sync::restore(backup(), after, sync::now()));
        open_server(after, port);
    }

    sync::Place place(const char* name) const {
        return {(folder_ / name).string(),
                GetParam() == sync::Store::Sqlite ? "" : sync::postgres().make_database()};
    }

    TemporaryFolder folder_;
    const sync::Place place_ = place("central");
    app::TwoLanguages texts_ = *app::load_texts(std::filesystem::path(SOURCE_DIR) / "assets");
    app::SetClock clock_{kStoryBegins.instant};
    std::optional<sync::RunningServer> server_;  // reads the clock
    std::map<std::string, std::unique_ptr<app::ScriptedTill>> tills_;
    std::set<std::string> names_;
    std::size_t sold_ = 0;
};

}  // namespace kopilka
