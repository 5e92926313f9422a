// Who may ask what over the network: each kind of certificate at each path, one table.
#include "sync/protocol/codec.h"
#include "sync/server/authority.h"
#include "sync/server/feed.h"
#include "sync/server/people.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_authority.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;
using testing::Not;

const TillId kNevsky{"nevsky-1"}, kSecond{"nevsky-2"}, kPort{"port-1"};

class Roles : public testing::Test {
protected:
    Roles() {
        for (const TillId& till : {kNevsky, kSecond}) enrol_into("nevsky", till);
        enrol_into("port", kPort);
    }

    void enrol_into(const char* store, const TillId& till) {
        const auto code = make_enrol_code(*server.store(), StoreId{store}, till, now());
        const auto reply = enrol(server.address(), *code, seed_of(till));
        ASSERT_TRUE(reply.has_value() && reply->refusal == EnrolRefusal::None);
        credentials[till] = reply->credentials;
    }
    Identity till(const TillId& id) const { return identity_of(id, credentials.at(id)); }
    // As `central admit` gives it.
    Identity person(Holder holder, const char* name, const char* store) const {
        const auto authority = Authority::open(folder.path().string(), now());
        const auto pem = admit_person(*server.store(), *authority, {holder, name, store}, now());
        return identity_from_pem(*pem);
    }
    ClientReply ask(const Identity& who, const ClientRequest& request) const {
        Connection connection(server.address(), who, {}, kMostBodyBytes);
        const auto reply = connection.exchange(request);
        return reply ? *reply : ClientReply{};
    }
    std::string metrics(const Identity& who) const {
        return std::string(as_text(ask(who, {"GET", "/v1/metrics", {}}).body));
    }

    TemporaryFolder folder;
    RunningServer server{folder.path().string()};
    std::map<TillId, Credentials> credentials;
};

TEST_F(Roles, OpenWhatIsTheirsAndNothingElse) {
    const Identity manager = person(Holder::Manager, "elena", "nevsky");
    const Identity administrator = person(Holder::Administrator, "olga", "");
    const Identity dismissed = person(Holder::Manager, "petr", "nevsky");
    ASSERT_TRUE(dismiss_person(*server.store(), "petr", now()));
    const auto authority = Authority::open(folder.path().string(), now());
    const Identity server_itself = {
        seed_of(kNevsky),
        *authority->certify({Holder::Server, "central", ""}, key_of(kNevsky).public_key, now()),
        credentials.at(kNevsky).authority};
    MemoryTill journal{kNevsky};
    journal.append(plain_sale(1, 100));
    const Bytes upload = encode(journal.upload_of(1, 1));
    const ClientRequest asked[] = {{"GET", "/v1/health", {}},
                                   {"GET", "/v1/metrics", {}},
                                   {"GET", "/v1/changes?from=0&wait=0", {}},
                                   {"POST", "/v1/records", upload},
                                   {"POST", "/v1/renew", {}},
                                   {"GET", "/v1/staff", {}}};
    struct Line {
        const char* who;
        Identity identity;
        std::array<unsigned, 6> answers;  // to each of `asked`
    };
    const Line table[] = {
        {"a stranger", {{}, {}, till(kNevsky).authority}, {200, 403, 401, 401, 401, 404}},
        {"the till", till(kNevsky), {200, 200, 200, 200, 200, 404}},
        {"another till, with the till's journal", till(kSecond), {200, 200, 200, 401, 200, 404}},
        {"a till of another store", till(kPort), {200, 200, 200, 401, 200, 404}},
        {"the store's manager", manager, {200, 200, 401, 401, 401, 404}},
        {"a manager who was dismissed", dismissed, {200, 403, 401, 401, 401, 404}},
        {"the administrator", administrator, {200, 200, 401, 401, 401, 404}},
    };
    for (const Line& line : table)
        for (std::size_t i = 0; i < std::size(asked); ++i)
            EXPECT_EQ(ask(line.identity, asked[i]).status, line.answers[i])
                << line.who << ": " << asked[i].target;
    EXPECT_EQ(ask(server_itself, asked[1]).status, 0U) << "a server's certificate is no client's";
}

TEST_F(Roles, SeeTheNumbersOfTheirOwn) {
    MemoryTill journal{kNevsky};
    for (std::uint64_t n = 1; n <= 3; ++n) journal.append(plain_sale(n, 100));
    ask(till(kNevsky), {"POST", "/v1/records", encode(journal.upload_of(1, 3))});

    const std::string elenas = metrics(person(Holder::Manager, "elena", "nevsky"));
    EXPECT_THAT(elenas, HasSubstr("kopilka_till_watermark{till=\"nevsky-1\"} 3"));
    EXPECT_THAT(elenas, HasSubstr("kopilka_till_watermark{till=\"nevsky-2\"} 0"));
    EXPECT_THAT(elenas, Not(HasSubstr("port-1")));
    EXPECT_THAT(elenas, Not(HasSubstr("kopilka_feed_position"))) << "nor of the chain";

    const std::string ports = metrics(person(Holder::Manager, "pavel", "port"));
    EXPECT_THAT(ports, HasSubstr("port-1"));
    EXPECT_THAT(ports, Not(HasSubstr("nevsky")));

    EXPECT_EQ(ask(person(Holder::Manager, "nina", "empty"), {"GET", "/v1/metrics", {}}).status,
              200U)
        << "of a store without tills";

    const std::string own = metrics(till(kSecond));
    EXPECT_THAT(own, HasSubstr("kopilka_till_watermark{till=\"nevsky-2\"} 0"));
    EXPECT_THAT(own, Not(HasSubstr("nevsky-1")));
    ASSERT_TRUE(revoke_till(*server.store(), kSecond, "lost", now()));
    EXPECT_EQ(metrics(till(kSecond)),
              "this till was revoked: ask the administrator for a new code\n");

    const std::string all = metrics(person(Holder::Administrator, "olga", ""));
    EXPECT_THAT(all, HasSubstr("kopilka_feed_position"));
    EXPECT_EQ(metrics({{}, {}, till(kNevsky).authority}),
              "show a manager's or an administrator's certificate: central admit\n");
}

// A till sees its own store's settings and people, whatever it asks.
TEST_F(Roles, HearOfTheirOwnStoreOnly) {
    const auto store = server.store();
    ASSERT_TRUE(store->write([&] {
        for (const char* name : {"nevsky", "port"}) {
            put_thing(*store, StoreId{name}, ShopText{std::string("of ") + name});
            put_thing(*store, StoreId{name},
                      Staff{CashierId{std::string("of-") + name}, name, Role::Cashier, {}});
        }
    }));
    const auto heard = [&](const TillId& id) {
        const auto reply = ask(till(id), {"GET", "/v1/changes?from=0&wait=0", {}});
        std::set<std::string> things;
        const auto page = decode_changes(reply.body);
        for (const Change& change : page->changes) {
            if (const auto* text = std::get_if<ShopText>(&change)) things.insert(text->text);
            if (const auto* staff = std::get_if<Staff>(&change)) things.insert(staff->id.value);
        }
        return things;
    };
    EXPECT_THAT(heard(kNevsky), testing::ElementsAre("of nevsky", "of-nevsky"));
    EXPECT_THAT(heard(kPort), testing::ElementsAre("of port", "of-port"));
}

}  // namespace
}  // namespace kopilka::sync
