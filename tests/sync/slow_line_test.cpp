// A village shop's modem: everything arrives, late.
#include "tests/sync/slow_line.h"

#include "tests/support/chance.h"
#include "tests/support/temporary_folder.h"
#include "tests/sync/rig.h"

#include <chrono>
#include <iostream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// Namespaces belong to a process: each line has one of its own.
template <typename Work>
void in_a_process(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

void send_twenty_receipts_over(const LineKind& kind, seconds most) {
    SlowLine line(kind);
    const TemporaryFolder folder;
    const TillId nevsky{"nevsky-1"};
    MemoryTill till(nevsky);
    for (std::uint64_t n = 1; n <= 20; ++n) till.append(plain_sale(n, 10'000));
    std::unique_ptr<RunningServer> server;
    Credentials credentials;
    line.at_near_end([&] {
        server = std::make_unique<RunningServer>(Place{folder.path().string()}, std::uint16_t{0},
                                                 "0.0.0.0");
        credentials = server->enrol_till(nevsky, seed_of(nevsky));
    });
    const auto start = steady_clock::now();
    line.at_far_end([&] {
        PumpedTill pumped(till, {SlowLine::near_address(), server->address().port}, credentials);
        const bool sent =
            pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }, most);
        EXPECT_TRUE(sent) << pumped.news().unsent << " unsent, " << pumped.news().cause;
    });
    const auto took = std::chrono::duration_cast<seconds>(steady_clock::now() - start);
    line.at_near_end([&] {
        EXPECT_EQ(server->sums().tills.at(0).records, 20U);
        server.reset();
    });
    const SlowLine::Counts counts = line.counts();
    std::cout << "20 receipts in " << took.count() << " s, " << counts.packets << " packets, "
              << counts.lost << " lost, " << counts.bytes << " bytes, " << counts.connections
              << " times a connection was begun; seed " << kind.seed << std::endl;  // before _exit
    EXPECT_LE(counts.connections, 40U) << "a storm of new connections";
}

// With KOPILKA_LONG the village's own line too, which takes minutes.
TEST(SlowLine, TwentyReceiptsArriveWithinAQuarterOfAnHour) {
    in_a_process([] { send_twenty_receipts_over({64'000, 100, 10, 12'000, 7}, seconds(60)); });
    if (!is_long_run()) return;
    for (const std::uint64_t seed : {1, 2, 3})
        in_a_process([&] {
            send_twenty_receipts_over({9'600, 1'000, 30, 6'000, seed}, seconds(900));
        });
}

}  // namespace
}  // namespace kopilka::sync
