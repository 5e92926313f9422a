// Servers that say nonsense, too much, too slowly or nothing. The till goes on; nobody waits.
#include "tests/support/test_authority.h"
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
    const TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
    const TestAuthority authority;
    const Identity server_identity = authority.server();
    const Identity identity =
        authority.identity({Holder::Till, "nevsky-1", "nevsky"}, seed_of(nevsky));
    const Credentials credentials{identity.certificate, identity.authority, Epoch{1}, {}, 0};
    const Timeouts quick{300, 400};
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
            TlsLine line(socket, server_identity);
            line.hear();
            line.say(answer);
        });
        PumpedTill pumped(till, server.address(), credentials, quick);
        EXPECT_TRUE(pumped.wait_for([](const SyncNews& news) {
            return !news.online && !news.cause.empty() && news.unsent == 1;
        })) << answer;
    }
    EXPECT_EQ(till.watermark(), 0U);
}

TEST_F(BadNetwork, AServerThatSpeaksNoTlsIsHeardOfAndToldNothing) {
    std::string heard;
    RawServer server([&](int socket) {
        char bytes[4096];
        const ssize_t size = ::recv(socket, bytes, sizeof bytes, 0);
        heard.assign(bytes, size > 0 ? static_cast<std::size_t>(size) : 0);
        say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    });
    Connection connection(server.address(), identity, quick, kMostBodyBytes);
    const auto reply = connection.exchange({"POST", "/v1/records", {'s', 'e', 'c', 'r', 'e', 't'}});
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().code, Errc::Invalid);
    EXPECT_THAT(reply.error().detail, testing::HasSubstr("does not speak TLS"));
    EXPECT_THAT(heard, testing::Not(testing::HasSubstr("secret")));
}

TEST_F(BadNetwork, AnAnswerWithoutEndIsCutOff) {
    RawServer server([&](int socket) {
        TlsLine line(socket, server_identity);
        line.hear();
        line.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        for (int i = 0; i < 100 && line.say("x"); ++i) ::usleep(20'000);
    });
    Connection connection(server.address(), identity, quick, kMostBodyBytes);
    const auto took = time_of([&] {
        const auto reply = connection.exchange({"GET", "/", {}});
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().code, Errc::Timeout);
    });
    EXPECT_LT(took, milliseconds(1'500));
}

TEST_F(BadNetwork, SilenceAndRefusalEndInTime) {
    RawServer silent([](int socket) { wait_for_end(socket); });
    Connection connection(silent.address(), identity, quick, kMostBodyBytes);
    EXPECT_LT(time_of([&] {
                  EXPECT_EQ(connection.exchange({"GET", "/", {}}).error().code, Errc::Timeout);
              }),
              milliseconds(1'500));
    Connection nobody({"127.0.0.1", 1}, identity, quick, kMostBodyBytes);
    EXPECT_EQ(nobody.exchange({"GET", "/", {}}).error().code, Errc::Disconnected);
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
    RawServer server([&](int socket) {  // one answer a connection, then gone without a word
        TlsLine line(socket, server_identity);
        line.hear();
        line.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    Connection connection(server.address(), identity, quick, kMostBodyBytes);
    for (int i = 0; i < 3; ++i) {
        const auto reply = connection.exchange({"GET", "/", {}});
        ASSERT_TRUE(reply.has_value()) << reply.error().detail;
        EXPECT_EQ(reply->body, (Bytes{'o', 'k'}));
        ::usleep(20'000);
    }
    EXPECT_EQ(server.connections(), 3);
}

TEST(Address, IsReadFromWhatPeopleWrite) {
    EXPECT_EQ(parse_address("https://central:8700/"), (Address{"central", 8700}));
    EXPECT_EQ(parse_address("central:8700"), (Address{"central", 8700}));
    EXPECT_EQ(parse_address("127.0.0.1:0"), (Address{"127.0.0.1", 0}));
    EXPECT_EQ(parse_address("[::1]:8700"), (Address{"::1", 8700}));
    for (const char* wrong : {"", "central", "central:", ":80", "a:70000", "http://a:1", "a b:1"})
        EXPECT_FALSE(parse_address(wrong)) << wrong;
}

}  // namespace
}  // namespace kopilka::sync
