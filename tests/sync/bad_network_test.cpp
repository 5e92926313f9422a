// Servers that say nonsense, too much, too slowly or nothing. The till goes on; nobody waits.
#include "tests/sync/rig.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds time_of(const std::function<void()>& work) {
    const auto start = steady_clock::now();
    work();
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

class BadNetwork : public testing::Test {
protected:
    BadNetwork() { till.append(plain_sale(1, 100)); }
    MemoryTill till{TillId{"nevsky-1"}};
    Credentials credentials;
    Timeouts quick{300, 400};
};

TEST_F(BadNetwork, NonsenseIsACauseAndNothingIsLost) {
    const char* const answers[] = {
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n",
    };
    for (const char* answer : answers) {
        RawServer server([&](int socket) {
            hear(socket);
            say(socket, answer);
        });
        PumpedTill pumped(till, server.address(), credentials, quick);
        EXPECT_TRUE(pumped.wait_for([](const SyncNews& news) {
            return !news.online && !news.cause.empty() && news.unsent == 1;
        })) << answer;
    }
    EXPECT_EQ(till.watermark(), 0U);
}

TEST_F(BadNetwork, AnAnswerWithoutEndIsCutOff) {
    RawServer server([](int socket) {
        hear(socket);
        say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        for (int i = 0; i < 100; ++i) {
            if (::send(socket, "x", 1, MSG_NOSIGNAL) < 0) return;
            ::usleep(20'000);
        }
    });
    Connection connection(server.address(), quick, kMostBodyBytes);
    const auto took = time_of([&] {
        const auto reply = connection.exchange({"GET", "/", "", {}});
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().code, Errc::Timeout);
    });
    EXPECT_LT(took, milliseconds(1'500));
}

TEST_F(BadNetwork, SilenceAndRefusalEndInTime) {
    RawServer silent([](int socket) { wait_for_end(socket); });
    Connection connection(silent.address(), quick, kMostBodyBytes);
    EXPECT_LT(time_of([&] {
                  EXPECT_EQ(connection.exchange({"GET", "/", "", {}}).error().code, Errc::Timeout);
              }),
              milliseconds(1'500));
    Connection nobody({"127.0.0.1", 1}, quick, kMostBodyBytes);
    EXPECT_EQ(nobody.exchange({"GET", "/", "", {}}).error().code, Errc::Disconnected);
}

TEST_F(BadNetwork, WakingAndStoppingNeverWait) {
    RawServer silent([](int socket) { wait_for_end(socket); });
    const Timeouts patient{10'000, 60'000};
    auto pumped = std::make_unique<PumpedTill>(till, silent.address(), credentials, patient);
    EXPECT_TRUE(pumped->wait_for([](const SyncNews& news) { return news.unsent == 1; }));
    EXPECT_LT(time_of([&] {
                  for (int i = 0; i < 1'000; ++i) pumped->wake();
              }),
              milliseconds(500));
    EXPECT_LT(time_of([&] { pumped.reset(); }), milliseconds(1'000));
}

TEST_F(BadNetwork, AKeptConnectionThatEndedIsNoFailure) {
    RawServer server([](int socket) {  // one answer a connection, then gone without a word
        hear(socket);
        say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    Connection connection(server.address(), quick, kMostBodyBytes);
    for (int i = 0; i < 3; ++i) {
        const auto reply = connection.exchange({"GET", "/", "", {}});
        ASSERT_TRUE(reply.has_value()) << reply.error().detail;
        EXPECT_EQ(reply->body, (Bytes{'o', 'k'}));
        ::usleep(20'000);
    }
    EXPECT_EQ(server.connections(), 3);
}

TEST(Address, IsReadFromWhatPeopleWrite) {
    EXPECT_EQ(parse_address("http://central:8700/"), (Address{"central", 8700}));
    EXPECT_EQ(parse_address("127.0.0.1:0"), (Address{"127.0.0.1", 0}));
    EXPECT_EQ(parse_address("[::1]:8700"), (Address{"::1", 8700}));
    for (const char* wrong : {"", "central", "central:", ":80", "a:70000", "https://a:1", "a b:1"})
        EXPECT_FALSE(parse_address(wrong)) << wrong;
}

}  // namespace
}  // namespace kopilka::sync
