// A journal of a thousand records with poison among them, from a till's disk over TLS to the
// server: nothing waits for a bad record, each is shown once, at both ends, and none is ever lost.
#include "pos/app/outbox_command.h"
#include "pos/sale/member_view.h"
#include "pos/store/journal_queries.h"
#include "sync/server/ingest.h"
#include "sync/server/members.h"
#include "sync/server/resolve.h"
#include "tests/support/chance.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/disk_till.h"
#include "tests/sync/rig.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using testing::ElementsAreArray;
using testing::SizeIs;
using Json = nlohmann::json;

constexpr std::size_t kRecords = 1'000;  // after the one that opens the journal
constexpr std::uint8_t kMembers = 12;
const TillId kNevsky{"nevsky-1"};

// How a record can be bad, and by what word the till's helper and the manager know it.
struct Poison {
    const char* name;
    QuarantineCause cause;
    // From a good record at its place in the chain, of a member who buys again later.
    std::function<Bytes(JournalRecord)> make;
};

Bytes with_ledger(JournalRecord record, const std::function<void(std::vector<LedgerEntry>&)>& do_) {
    do_(std::get<Sale>(record.entry).ledger);
    return encode(record);
}

ProfileFilled profile_of(const MemberId& member) { return {member, 1, "00ff00ff"}; }

const std::vector<Poison>& poisons() {
    using enum QuarantineCause;
    static const std::vector<Poison> all{
        {"cut short", Undecodable,
         [](const JournalRecord& record) {
             Bytes bytes = encode(record);
             bytes.resize(bytes.size() - 5);
             return bytes;
         }},
        {"no record at all", Undecodable,
         [](const JournalRecord& record) {
             const Hash256 noise = hash_of(encode(record));
             Bytes bytes{0xff};
             bytes.insert(bytes.end(), noise.value.begin(), noise.value.end());
             return bytes;
         }},
        {"of a newer format", Undecodable,
         [](const JournalRecord& record) {
             Bytes bytes = encode(record);
             ++bytes.front();
             return bytes;
         }},
        {"of another till", WrongIdentity,
         [](JournalRecord record) {
             record.id.till = TillId{"nevsky-2"};
             return encode(record);
         }},
        {"of another number", WrongIdentity,
         [](JournalRecord record) {
             record.id.sequence.value += 5'000;
             return encode(record);
         }},
        {"of another epoch", WrongIdentity,
         [](JournalRecord record) {
             record.id.epoch = Epoch{2};
             return encode(record);
         }},
        {"points for a stranger", UnknownMember,
         [](JournalRecord record) {
             std::get<Sale>(record.entry).member->id = member_id(200);
             return encode(record);
         }},
        {"a stranger's profile", UnknownMember,
         [](JournalRecord record) {
             record.entry = profile_of(member_id(201));
             return encode(record);
         }},
        {"a programme nobody published", UnknownPublication,
         [](JournalRecord record) {
             std::get<Sale>(record.entry).publication.value.fill(7);
             return encode(record);
         }},
        {"one operation twice", BadEffect,
         [](const JournalRecord& record) {
             return with_ledger(record, [](auto& ledger) { ledger.push_back(ledger.front()); });
         }},
        {"a programme's name that is no text", BadEffect,
         [](const JournalRecord& record) {
             return with_ledger(record, [](auto& ledger) {
                 ledger.front().programme = ProgrammeId{std::string("bonus\0", 6)};
             });
         }},
        {"earned less than nothing", BadEffect,
         [](const JournalRecord& record) {
             return with_ledger(record,
                                [](auto& ledger) { ledger.front().amount = Points::of(-100); });
         }},
        {"points of nobody", BadEffect,
         [](JournalRecord record) {
             std::get<Sale>(record.entry).member.reset();
             return encode(record);
         }},
        {"a profile under no key", BadEffect,
         [](JournalRecord record) {
             record.entry = profile_of(std::get<Sale>(record.entry).member->id);
             return encode(record);
         }},
    };
    return all;
}

struct Line {
    Bytes bytes;
    const Poison* poison = nullptr;
    JournalRecord good;  // what stands there, or what the poison was made of
};

// So many records of one till, some of them bad, chained as a till chains them.
std::vector<Line> make_journal(std::mt19937_64& random, const Hash256& before, std::size_t bad) {
    std::vector<std::size_t> places(kRecords - 1);  // the last one is good: a till can open it
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::shuffle(places, random);
    std::map<std::size_t, const Poison*> chosen;
    const std::size_t first = random() % poisons().size();
    for (std::size_t i = 0; i < bad; ++i)
        chosen[places[i]] = &poisons()[(first + i) % poisons().size()];
    std::vector<Line> lines;
    Hash256 previous = before;
    std::uint64_t number = 0;  // of the last receipt: a profile has none
    for (std::size_t i = 0; i < kRecords; ++i) {
        const auto poison = chosen.find(i);
        const bool known = poison != chosen.end() || random() % 4 != 0;
        const auto kopecks = static_cast<std::int64_t>(100 + random() % 100'000);
        JournalRecord record;
        record.id = {kNevsky, Epoch{1}, Sequence{i + 2}};
        record.previous = previous;
        record.at = {{1'780'000'000'000}, 180};
        record.business_date = Date{20'600};
        record.cashier = CashierId{"marina"};
        const auto n = static_cast<std::uint8_t>(1 + random() % kMembers);
        if (known)
            record.entry = member_sale(number + 1, kopecks, member_id(n),
                                       1 + static_cast<std::int64_t>(random() % 500));
        else
            record.entry = plain_sale(number + 1, kopecks);
        Line line{encode(record), nullptr, record};
        if (poison != chosen.end()) {
            line.poison = poison->second;
            line.bytes = line.poison->make(record);
        }
        const auto made = decode_record(line.bytes);
        if (!made || std::holds_alternative<Sale>(made->entry)) ++number;
        previous = hash_of(line.bytes);
        lines.push_back(std::move(line));
    }
    return lines;
}

struct Case {
    std::string record;
    std::string cause;
    auto operator<=>(const Case&) const = default;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.record << ": " << one.cause; }

std::string word(QuarantineCause cause, bool at_till) {
    switch (cause) {
        case QuarantineCause::None: return "";
        case QuarantineCause::Undecodable:
            return at_till ? "undecodable" : "the record cannot be read";
        case QuarantineCause::WrongIdentity:
            return at_till ? "wrong identity" : "the record says to be another one";
        case QuarantineCause::UnknownMember:
            return at_till ? "unknown member" : "the member is not known here";
        case QuarantineCause::UnknownPublication:
            return at_till ? "unknown publication" : "the publication is not known here";
        case QuarantineCause::BadEffect:
            return at_till ? "bad effect" : "an entry of the points ledger cannot be booked";
    }
    return "";
}

// One shop: a server with members, one till, its journal.
class Shop {
public:
    Shop(const Place& place, std::uint64_t chosen, std::size_t bad) : server(place) {
        std::mt19937_64 random(chosen);
        for (std::uint8_t n = 1; n <= kMembers; ++n) keep(*server.store(), plain_member(n));
        credentials = server.enrol_till(kNevsky, seed_of(kNevsky));
        lines = make_journal(random, till.open().head()->hash, bad);
        std::vector<Bytes> records;
        for (const Line& line : lines) records.push_back(line.bytes);
        till.put_below_the_store(records);
    }

    // All of it goes out; how many uploads that took.
    std::size_t send() {
        till.connect(server.address(), credentials);
        EXPECT_TRUE(till.wait_for(kAllSent))
            << till.news().unsent << " unsent: " << till.news().cause;
        const SyncNews news = till.news();
        till.disconnect();
        EXPECT_EQ(news.quarantined, expected(true).size());
        return till.uploads();
    }

    std::vector<Case> expected(bool at_till) const {
        std::vector<Case> cases;
        for (const Line& line : lines)
            if (line.poison)
                cases.push_back({to_string(line.good.id), word(line.poison->cause, at_till)});
        std::ranges::sort(cases);
        return cases;
    }

    // `till outbox --json`.
    std::vector<Case> shown_at_the_till() const {
        std::ostringstream out, errors;
        EXPECT_EQ(app::outbox_command(till.path(), app::Output::Json, out, errors), 0)
            << errors.str();
        const Json said = Json::parse(out.str());
        std::vector<Case> cases;
        for (const Json& one : said.at("quarantined"))
            cases.push_back({one.at("id"), one.at("cause")});
        std::ranges::sort(cases);
        return cases;
    }

    // `central reconcile --json`.
    std::vector<Case> shown_at_central() const {
        const Json said = Json::parse(to_json(server.sums()));
        std::vector<Case> cases;
        for (const Json& one : said.at("cases"))
            cases.push_back({one.at("record"), one.at("cause")});
        std::ranges::sort(cases);
        return cases;
    }

    void check_shown_once(const char* when) const {
        EXPECT_THAT(shown_at_the_till(), ElementsAreArray(expected(true))) << when;
        EXPECT_THAT(shown_at_central(), ElementsAreArray(expected(false))) << when;
        const Reconciliation sums = server.sums();
        EXPECT_EQ(sums.tills.at(0).quarantined, expected(true).size()) << when;
        EXPECT_TRUE(sums.agrees()) << when << "\n" << to_text(sums);
    }

    // Every good record is booked, in the order of each member's own; no bad one is.
    void check_members(const char* when) const {
        std::vector<JournalRecord> good;
        for (const Line& line : lines)
            if (!line.poison) good.push_back(line.good);
        for (std::uint8_t n = 1; n <= kMembers; ++n) {
            const MemberView model = view(plain_member(n).view, good, NewPoints::AsRecorded);
            const auto store = server.store();
            std::optional<Member> found;
            ASSERT_TRUE(store->read([&] { found = find_member(*store, member_id(n)); }));
            ASSERT_TRUE(found);
            EXPECT_EQ(found->view, model) << when << ", member " << int{n};
            EXPECT_GT(model.purchases, 0);
        }
    }

    // Both ends have what was written, byte for byte.
    void check_bytes(const char* when) const {
        const auto kept = till.open().raw_after({}, SIZE_MAX, SIZE_MAX).value();
        const auto store = server.store();
        std::vector<Bytes> held;
        ASSERT_TRUE(store->read([&] {
            for (const Row& row : store->run("SELECT body FROM record ORDER BY sequence"))
                held.push_back(row.bytes(0));
        }));
        ASSERT_GE(kept.size(), lines.size() + 1) << when;
        ASSERT_EQ(held.size(), kept.size()) << when;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            EXPECT_EQ(kept[i + 1].bytes, lines[i].bytes) << when << ", record " << i + 2;
            EXPECT_EQ(held[i + 1], lines[i].bytes) << when << ", record " << i + 2;
        }
    }

    void check(const char* when) const {
        check_shown_once(when);
        check_members(when);
        check_bytes(when);
    }

    RunningServer server;
    DiskTill till{kNevsky};
    Credentials credentials;
    std::vector<Line> lines;
};

class PoisonAmongAThousand : public OnEachStore {
protected:
    void run(std::size_t bad) {
        const std::uint64_t chosen = printed_seed();
        const TemporaryFolder other;
        const std::size_t usual = Shop(place_in(other, GetParam()), chosen, 0).send();

        Shop shop(place, chosen, bad);
        const std::size_t uploads = shop.send();
        std::cout << bad << " poison records among " << kRecords << ": " << uploads
                  << " round trips, " << usual << " without\n";
        EXPECT_LE(uploads, usual + 1);
        ASSERT_THAT(shop.expected(true), SizeIs(bad));
        shop.check("once");

        // Sent again from the beginning, as to a restored server.
        shop.till.take_back_to(Sequence{0});
        EXPECT_LE(shop.send(), usual + 1);
        shop.check("sent again");

        // Both start anew and go on.
        shop.server.stop();
        shop.server.start();
        shop.till.append(std::vector<JournalEntry>{DrawerOpened{"change"}});
        EXPECT_EQ(shop.send(), 1U);
        shop.check("started anew");
        EXPECT_EQ(shop.server.sums().tills.at(0).watermark, kRecords + 2);

        // Who has looked at one does not see it again.
        const auto cases = shop.server.sums().incidents;
        const auto decided = resolve(*shop.server.store(), *DecisionBook::open(place.data),
                                     {cases.at(0).id, CaseAction::Accept, "irina", "known"}, now());
        ASSERT_TRUE(decided && *decided);
        shop.till.take_back_to(Sequence{0});
        shop.send();
        EXPECT_THAT(shop.shown_at_central(), SizeIs(bad - 1));
        EXPECT_THAT(shop.shown_at_the_till(), ElementsAreArray(shop.expected(true)));
    }
};

TEST_P(PoisonAmongAThousand, One) { run(1); }
TEST_P(PoisonAmongAThousand, Ten) { run(10); }
TEST_P(PoisonAmongAThousand, AHundred) { run(100); }

// Where a batch ends is chance; here what comes next cannot be read, and is the oldest unsent.
TEST_P(PoisonAmongAThousand, FirstInABatch) {
    for (const Poison& poison : poisons()) {
        const TemporaryFolder own;
        RunningServer server(place_in(own, GetParam()));
        for (std::uint8_t n = 1; n <= kMembers; ++n) keep(*server.store(), plain_member(n));
        DiskTill till(kNevsky);
        std::mt19937_64 random(1);
        std::vector<Line> lines = make_journal(random, till.open().head()->hash, 0);
        Hash256 previous = till.open().head()->hash;
        std::vector<Bytes> records;
        constexpr std::size_t kFirstOfTheSecondBatch = kMostRecords - 1;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            JournalRecord record = lines[i].good;
            record.previous = previous;
            if (i == kFirstOfTheSecondBatch) record.entry = member_sale(1, 100, member_id(1), 5);
            records.push_back(i == kFirstOfTheSecondBatch ? poison.make(record) : encode(record));
            previous = hash_of(records.back());
        }
        till.put_below_the_store(records);
        till.connect(server.address(), server.enrol_till(kNevsky, seed_of(kNevsky)));
        EXPECT_TRUE(till.wait_for(kAllSent, std::chrono::seconds(5)))
            << poison.name << ": " << till.news().unsent << " unsent, " << till.news().cause;
        till.disconnect();
        EXPECT_EQ(till.uploads(), 3U) << poison.name;
        EXPECT_EQ(server.sums().tills.at(0).quarantined, 1U) << poison.name;
    }
}

// Only what depends on a poison record waits with it: here points of a sale that is not booked.
TEST_P(PoisonAmongAThousand, AReturnWaitsForItsSaleAndNobodyElseDoes) {
    RunningServer server(place);
    keep(*server.store(), plain_member(1));
    server.enrol_till(kNevsky, seed_of(kNevsky));
    MemoryTill till(kNevsky);
    Sale unpublished = member_sale(1, 10'000, member_id(1), 50);
    unpublished.publication.value.fill(7);
    till.append(unpublished);
    const auto give_back = [&](std::uint64_t number, std::uint64_t sale, std::int64_t points) {
        Return back;
        back.number = ReceiptNumber{number};
        back.shift = ShiftNumber{1};
        back.original = {kNevsky, Epoch{1}, Sequence{sale}};
        back.at = unpublished.context.at;
        back.member = member_id(1);
        back.total = Money::of(100);
        back.ledger = {unpublished.ledger.front()};
        back.ledger.front().kind = LedgerKind::Reversal;
        back.ledger.front().amount = Points::of(-points);
        till.append(back);
    };
    give_back(2, 1, 50);
    till.append(member_sale(3, 100, member_id(1), 7));
    give_back(4, 3, 7);
    till.append(member_sale(5, 100, member_id(1), 3));
    const auto store = server.store();
    const auto send = [&](std::uint64_t first, std::size_t count) {
        return ingest(*store, {kNevsky, StoreId{"nevsky"}, key_of(kNevsky).public_key, Epoch{1}},
                      till.upload_of(first, count), now());
    };
    std::vector<QuarantineCause> causes;
    const UploadReply reply = send(1, 5);
    for (const RecordStatus& status : reply.statuses) causes.push_back(status.cause);
    using enum QuarantineCause;
    EXPECT_THAT(causes, testing::ElementsAre(UnknownPublication, BadEffect, None, None, None));
    // In a later batch it is the same.
    give_back(6, 1, 50);
    EXPECT_EQ(send(6, 1).statuses.at(0).cause, BadEffect);
    std::optional<Member> found;
    ASSERT_TRUE(store->read([&] { found = find_member(*store, member_id(1)); }));
    EXPECT_EQ(found->view.purchases, 2);
    EXPECT_EQ(found->view.accounts.at(ProgrammeId{"bonus"}).deficit, kNoPoints);
    EXPECT_TRUE(server.sums().agrees()) << to_text(server.sums());
}

INSTANTIATE_TEST_SUITE_P(Stores, PoisonAmongAThousand, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
