// Tills sell and send to the program `central` while the machine that leads the database is killed
// again and again: what was acknowledged is held, once, and the sums agree.
#include "sync/server/tills.h"
#include "tests/nodes/nodes.h"
#include "tests/support/central.h"
#include "tests/support/chance.h"
#include "tests/support/eventually.h"
#include "tests/sync/rig.h"

#include <atomic>
#include <iostream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr std::uint8_t kMembers = 20;
constexpr std::int64_t kPoints = 7;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::uint64_t number_of(Database& database, const std::string& sql) {
    std::uint64_t number = 0;
    const auto read = database.read([&] { number = database.run(sql).at(0).natural(0); });
    EXPECT_TRUE(read.has_value()) << read.error().detail;
    return number;
}

// A till that sells to members, one sale after another, on a thread of its own.
class SellingTill {
public:
    SellingTill(const std::string& name, Address server, Database& store, std::uint64_t seed)
        : till_(TillId{name}), random_(seed) {
        const TillId& id = till_.till();
        const auto code = make_enrol_code(store, StoreId{"nevsky"}, id, now());
        const auto reply = enrol(server, *code, seed_of(id), Timeouts{30'000, 60'000});
        if (!reply || reply->refusal != EnrolRefusal::None)
            throw std::runtime_error("not enrolled: " +
                                     (reply ? reply->detail : reply.error().detail));
        pumped_.emplace(till_, server, reply->credentials);
        selling_ = std::thread([this] { sell(); });
    }
    ~SellingTill() { close(); }

    void close() {
        closing_ = true;
        if (selling_.joinable()) selling_.join();
        pumped_->wake();
    }
    bool wait_until_acknowledged(std::uint64_t sequence) {
        return pumped_->wait_for([&](const SyncNews&) { return till_.watermark() >= sequence; },
                                 seconds(200));
    }
    // That central is there and says so.
    bool wait_until_told_to_come_again() {
        return pumped_->wait_for(
            [](const SyncNews& news) {
                return news.cause.find("the server cannot write now") != std::string::npos;
            },
            seconds(60));
    }
    const std::string& name() const { return till_.till().value; }
    std::uint64_t sales() const { return sales_; }
    std::uint64_t acknowledged() const { return till_.watermark(); }
    const MemoryTill& till() const { return till_; }

private:
    void sell() {
        while (!closing_) {
            const auto member = static_cast<std::uint8_t>(1 + random_() % kMembers);
            till_.append(member_sale(sales_ + 1, 100, member_id(member), kPoints));
            if (++sales_ % 10 == 0) pumped_->wake();
            std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 20));
        }
    }

    MemoryTill till_;
    std::mt19937_64 random_;
    std::optional<PumpedTill> pumped_;
    std::atomic<std::uint64_t> sales_ = 0;
    std::atomic<bool> closing_ = false;
    std::thread selling_;  // last: it uses the others
};

class Failover : public testing::Test {
protected:
    Failover() {
        const auto made = store();
        for (std::uint8_t n = 1; n <= kMembers; ++n) keep(*made, plain_member(n));
        central_.start();
        for (const char* name : {"nevsky-1", "nevsky-2", "nevsky-3"})
            tills_.push_back(
                std::make_unique<SellingTill>(name, central_.address(), *made, random_()));
    }

    std::unique_ptr<Database> store() const { return *open_database(place_); }

    // The leader's power is cut while tills send; then it comes back as one that follows.
    void one_failover() {
        for (auto& till : tills_)
            ASSERT_TRUE(till->wait_until_acknowledged(till->acknowledged() + 1)) << till->name();
        const int before = nodes_.wait_for_leader();
        std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 500));
        nodes_.kill(before);
        const auto start = Clock::now();
        std::vector<std::uint64_t> acknowledged, sold;
        for (auto& till : tills_) {
            acknowledged.push_back(till->acknowledged());
            sold.push_back(till->sales());
        }
        EXPECT_TRUE(tills_.front()->wait_until_told_to_come_again());
        const int after = nodes_.wait_for_leader();
        EXPECT_NE(after, before);
        const double replaced = seconds_since(start);
        for (std::size_t i = 0; i < tills_.size(); ++i) expect_held(*tills_[i], acknowledged[i]);
        nodes_.start(before);
        for (std::size_t i = 0; i < tills_.size(); ++i)
            EXPECT_TRUE(tills_[i]->wait_until_acknowledged(sold[i])) << tills_[i]->name();
        std::cout << "node" << before + 1 << " killed: node" << after + 1 << " leads after "
                  << replaced << " s, all tills acknowledged after " << seconds_since(start) << " s"
                  << std::endl;
        nodes_.wait_until_whole();
    }

    void expect_held(const SellingTill& till, std::uint64_t sequence) const {
        EXPECT_EQ(
            number_of(*store(), "SELECT count(*) FROM record WHERE till_id = '" + till.name() +
                                    "' AND sequence <= " + std::to_string(sequence)),
            sequence)
            << till.name() << " was told of more than is held";
    }

    // On each of the three, once it has heard of everything.
    void expect_on_each_node(const std::string& sql, std::uint64_t number) const {
        for (int node = 0; node < Nodes::kCount; ++node) {
            std::string found;
            const auto heard = [&] {
                found = nodes_.answer(node, sql);
                return found == std::to_string(number);
            };
            EXPECT_TRUE(eventually(heard, 10))
                << "node" << node + 1 << ": " << sql << " is " << found;
        }
    }

    std::mt19937_64 random_{printed_seed()};
    Nodes nodes_;
    const TemporaryFolder folder_;
    const Place place_{(folder_ / "central").string(), nodes_.url()};
    Central central_{place_};
    std::vector<std::unique_ptr<SellingTill>> tills_;
};

TEST_F(Failover, LosesNothingThatWasAcknowledgedAndDoublesNothing) {
    const int failovers = is_long_run() ? 20 : 1;
    for (int i = 0; i < failovers && !HasFailure(); ++i) {
        SCOPED_TRACE("failover " + std::to_string(i + 1));
        one_failover();
    }
    std::uint64_t sales = 0;
    std::uint64_t duplicates = 0;
    for (auto& till : tills_) {
        till->close();
        EXPECT_TRUE(till->wait_until_acknowledged(till->sales())) << till->name();
        sales += till->sales();
        for (const auto& [sequence, status] : till->till().statuses()) {
            EXPECT_TRUE(status.status == Status::Applied || status.status == Status::Duplicate);
            duplicates += status.status == Status::Duplicate ? 1 : 0;
        }
    }
    expect_on_each_node("SELECT count(*) FROM record", sales);
    expect_on_each_node("SELECT count(*) FROM receipt", sales);
    expect_on_each_node("SELECT count(*) FROM ledger", sales);
    expect_on_each_node("SELECT sum(points) FROM balance", sales * kPoints);
    const ProcessSaid said = central_.program().run("reconcile");
    EXPECT_EQ(said.code, 0) << said.words;
    std::cout << failovers << " failovers, " << sales << " records acknowledged and held, "
              << duplicates << " of them sent again" << std::endl;
}

}  // namespace
}  // namespace kopilka::sync
