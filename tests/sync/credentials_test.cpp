// Who is let in and who is not, each with the reason that he and the server's log are told.
#include "sync/protocol/codec.h"
#include "sync/server/authority.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_authority.h"
#include "tests/sync/rig.h"

#include <filesystem>

#include <arpa/inet.h>
#include <boost/asio/ssl/error.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kDayMs = 86'400'000;

Instant days_ago(std::int64_t days) { return {now().ms - days * kDayMs}; }

class CredentialTable : public testing::Test {
protected:
    CredentialTable() {
        till.append(plain_sale(1, 100));
        mine = server.enrol_till(nevsky, seed_of(nevsky));
    }

    Identity with(const Bytes& certificate) const {
        return {seed_of(nevsky), certificate, mine.authority};
    }
    // A certificate that the server's own authority gave on another day, or to somebody else.
    Identity certified(const Subject& who, Instant at) const {
        const auto authority = Authority::open(folder.path().string(), now());
        return with(*authority->certify(who, key_of(nevsky).public_key, at));
    }
    Result<ClientReply> ask(const Identity& identity, const ClientRequest& request) const {
        Connection connection(server.address(), identity, {}, kMostBodyBytes);
        return connection.exchange(request);
    }
    // What the server says to the till's first record; or why no answer came.
    std::string said_to(const Identity& identity) const {
        const auto reply = ask(identity, {"POST", "/v1/records", encode(till.upload_of(1, 1))});
        if (!reply) return reply.error().detail;
        const UploadReply said = decode_upload_reply(reply->body).value();
        return "HTTP " + std::to_string(reply->status) + " " + said.detail;
    }

    TemporaryFolder folder;
    RunningServer server{folder.path().string()};
    const TillId nevsky{"nevsky-1"};
    const Subject subject{Holder::Till, "nevsky-1", "nevsky"};
    MemoryTill till{nevsky};
    Credentials mine;
};

TEST_F(CredentialTable, ItsOwnCertificateLetsATillIn) {
    EXPECT_EQ(said_to(with(mine.certificate)), "HTTP 200 ");
}

TEST_F(CredentialTable, NoCertificate) {
    EXPECT_THAT(said_to(with({})), HasSubstr("HTTP 401 no certificate was shown: enrol this till"));
}

TEST_F(CredentialTable, AnotherAuthoritysCertificate) {
    const TestAuthority other(9);
    Identity forged = other.identity(subject, seed_of(nevsky));
    EXPECT_THAT(said_to(forged), HasSubstr("not from this chain's authority"))
        << "the till sees at once that this is not its server";
    forged.authority = mine.authority;
    EXPECT_THAT(said_to(forged), HasSubstr("does not believe who issued this certificate"));
}

TEST_F(CredentialTable, AnExpiredCertificateMayOnlyBeRenewed) {
    const Identity old = certified(subject, days_ago(120));
    EXPECT_THAT(said_to(old), HasSubstr("HTTP 401 the certificate's time is over"));
    const auto page = ask(old, {"GET", "/v1/changes?from=0&wait=0", {}});
    EXPECT_EQ(decode_changes(page->body)->refusal, ChangesRefusal::Expired);
    const auto renewed = decode_renew_reply(ask(old, {"POST", "/v1/renew", {}})->body);
    ASSERT_EQ(renewed->refusal, RenewRefusal::None) << renewed->detail;
    EXPECT_EQ(said_to(with(renewed->certificate)), "HTTP 200 ");
}

TEST_F(CredentialTable, ACertificateOfTomorrowIsNotGoodYet) {
    EXPECT_THAT(said_to(certified(subject, days_ago(-2))), HasSubstr("HTTP 401"));
}

TEST_F(CredentialTable, AnotherTillsCertificate) {
    const TillId second{"nevsky-2"};
    const Credentials theirs = server.enrol_till(second, seed_of(second));
    EXPECT_THAT(said_to({seed_of(second), theirs.certificate, theirs.authority}),
                HasSubstr("HTTP 401"))
        << "the batch is not signed by its key";
    EXPECT_THAT(said_to({seed_of(nevsky), theirs.certificate, theirs.authority}),
                HasSubstr("the certificate of this key cannot be used"))
        << "stolen without its key";
}

TEST_F(CredentialTable, AKeyThatWasReplaced) {
    EXPECT_EQ(server.enrol_till(nevsky, KeySeed{5}).epoch, Epoch{2});
    EXPECT_THAT(said_to(with(mine.certificate)), HasSubstr("enrolled again with another key"));
    const auto renewed =
        decode_renew_reply(ask(with(mine.certificate), {"POST", "/v1/renew", {}})->body);
    EXPECT_EQ(renewed->refusal, RenewRefusal::NotAdmitted);
}

TEST_F(CredentialTable, ARevokedTill) {
    ASSERT_TRUE(revoke_till(*server.store(), nevsky, "stolen", now()));
    EXPECT_THAT(said_to(with(mine.certificate)), HasSubstr("this till was revoked"));
    const Identity old = certified(subject, days_ago(120));
    EXPECT_EQ(decode_renew_reply(ask(old, {"POST", "/v1/renew", {}})->body)->refusal,
              RenewRefusal::NotAdmitted)
        << "nor is it renewed";
    EXPECT_EQ(revoke_till(*server.store(), TillId{"nobody"}, "", now()).error().code,
              Errc::NotFound);
    mine = server.enrol_till(nevsky, seed_of(nevsky));
    EXPECT_EQ(said_to(with(mine.certificate)), "HTTP 200 ") << "a new code lets it in again";
}

// The ticket spares the handshake its dearer half, and lets nobody in who may not come in.
TEST_F(CredentialTable, ASecondConnectionIsTakenUpFromTheFirstAndLetsNoRevokedTillIn) {
    const ClientRequest request{"POST", "/v1/records", encode(till.upload_of(1, 1))};
    Connection connection(server.address(), with(mine.certificate), {}, kMostBodyBytes);
    EXPECT_EQ(connection.exchange(request)->status, 200U);
    EXPECT_FALSE(connection.is_resumed());
    connection.drop();
    EXPECT_EQ(connection.exchange(request)->status, 200U);
    EXPECT_TRUE(connection.is_resumed());
    ASSERT_TRUE(revoke_till(*server.store(), nevsky, "stolen", now()));
    connection.drop();
    EXPECT_EQ(connection.exchange(request)->status, 401U);
    EXPECT_TRUE(connection.is_resumed());
    connection.become(with(mine.certificate));
    EXPECT_EQ(connection.exchange(request)->status, 401U);
    EXPECT_FALSE(connection.is_resumed());
}

TEST_F(CredentialTable, ATillThatTheServerNeverKnew) {
    const Subject nobody{Holder::Till, "nobody", "nevsky"};
    EXPECT_THAT(said_to(certified(nobody, now())), HasSubstr("the server knows no such till"));
}

TEST_F(CredentialTable, TheWrongRole) {
    for (const Holder holder : {Holder::Manager, Holder::Administrator})
        EXPECT_THAT(said_to(certified({holder, "nevsky-1", "nevsky"}, now())),
                    HasSubstr("this certificate is not a till's"));
    EXPECT_THAT(said_to(certified({Holder::Server, "central", ""}, now())),
                HasSubstr("the server does not take this certificate"));
    // A till's certificate shown by a server: the till does not believe it.
    const Identity as_server = with(mine.certificate);
    RawServer pretends([&](int socket) {
        TlsLine line(socket, as_server);
        line.hear();
    });
    Connection connection(pretends.address(), with(mine.certificate), {}, kMostBodyBytes);
    EXPECT_THAT(connection.exchange({"GET", "/v1/health", {}}).error().detail,
                HasSubstr("not from this chain's authority"));
}

TEST_F(CredentialTable, AnOlderTls) {
    const TlsContext old(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_max_proto_version(old.get(), TLS1_2_VERSION);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.address().port);
    ASSERT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    SSL* const connection = SSL_new(old.get());
    SSL_set_fd(connection, socket);
    EXPECT_LE(SSL_connect(connection), 0);
    const boost::system::error_code error(static_cast<int>(ERR_get_error()),
                                          boost::asio::error::get_ssl_category());
    EXPECT_EQ(why(error), "TLS 1.3 or nothing");
    SSL_free(connection);
    ::close(socket);
}

TEST_F(CredentialTable, ACodeThatWasUsedAndOneThatIsWrong) {
    const auto code = *make_enrol_code(*server.store(), StoreId{"nevsky"}, TillId{"new"}, now());
    ASSERT_EQ(enrol(server.address(), code, KeySeed{6})->refusal, EnrolRefusal::None);
    for (const std::string& again : {code, std::string("2222-2222-2222")}) {
        const auto reply = enrol(server.address(), again, KeySeed{7});
        EXPECT_EQ(reply->refusal, EnrolRefusal::BadCode);
        EXPECT_THAT(reply->detail, HasSubstr("no such code, or it was used"));
    }
}

// He answers with a certificate of his own and passes on what the till asks.
TEST_F(CredentialTable, SomebodyBetweenTillAndServerLearnsNothing) {
    const TestAuthority his(3);
    const Identity his_identity = his.server();
    RawServer between([&](int socket) {
        TlsLine line(socket, his_identity);
        Connection real(server.address(), Identity{}, {}, kMostBodyBytes);
        while (const auto request = line.hear_request()) {
            const auto reply = real.exchange(*request);
            if (!reply) return;
            line.say("HTTP/1.1 " + std::to_string(reply->status) +
                     " X\r\nContent-Length: " + std::to_string(reply->body.size()) + "\r\n\r\n" +
                     std::string(as_text(reply->body)));
        }
    });
    const auto code = *make_enrol_code(*server.store(), StoreId{"nevsky"}, TillId{"new"}, now());
    const auto reply = enrol(between.address(), code, KeySeed{6});
    EXPECT_EQ(reply->refusal, EnrolRefusal::BadCode);
    EXPECT_THAT(reply->detail, HasSubstr("somebody may stand between them"));
    EXPECT_EQ(enrol(server.address(), code, KeySeed{6})->refusal, EnrolRefusal::None)
        << "and the code is still good";
}

TEST_F(CredentialTable, ATillIsToldInTimeToRenewAndDoesSoByItself) {
    mine.certificate = certified(subject, days_ago(70)).certificate;  // 20 days are left
    PumpedTill pumped(till, server.address(), mine);
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }));
    for (int i = 0; i < 500 && pumped.certificate().empty(); ++i) ::usleep(20'000);
    const auto renewed = read_certificate(pumped.certificate());
    ASSERT_TRUE(renewed.has_value()) << pumped.news().cause;
    EXPECT_EQ(renewed->subject, subject);
    EXPECT_EQ(validity_of(*renewed, now()), Validity::Good);
}

TEST_F(CredentialTable, AMonthOfflineCostsNothing) {
    mine.certificate = certified(subject, days_ago(120)).certificate;  // over for a month
    PumpedTill pumped(till, server.address(), mine);
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }))
        << pumped.news().cause;
    EXPECT_EQ(server.sums().tills.at(0).records, 1U);
}

TEST_F(CredentialTable, TheAuthorityIsKeptFromOthersAndNeverDrawnAnew) {
    const auto file = folder.path() / "authority";
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
    const auto first = Authority::open(folder.path().string(), now());
    EXPECT_EQ(first->certificate(), mine.authority);
    std::filesystem::resize_file(file, 40);
    EXPECT_THAT(Authority::open(folder.path().string(), now()).error().detail,
                HasSubstr("is damaged; put back its copy"));
}

}  // namespace
}  // namespace kopilka::sync
