// Anomalies of every class, each at a till and on a day drawn by a seed, in the middle of days that
// are right. Each is one case of its class that says what happened and how it can be decided,
// nothing stays unexplained, and when all is decided the sums are zero.
#include "sync/protocol/codec.h"
#include "sync/server/audit.h"
#include "sync/server/closings.h"
#include "sync/server/feed.h"
#include "sync/server/resolve.h"
#include "tests/support/eventually.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/shop_days.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::IsEmpty;
using testing::Not;

constexpr int kOfEach = 6;
constexpr int kTills = 13;
constexpr int kDays = 6;  // the last one is the month's end
constexpr Date kFirstDay{20'598};
constexpr Date kLastDay{kFirstDay.days + kDays - 1};

struct Planted {
    IncidentKind kind{};
    TillId till;  // empty: of a member
    Date day;
    RecordId record;
    MemberId member;
};

class Anomalies : public OnEachStore {
protected:
    Anomalies() : store(server.store()), book(*DecisionBook::open(place.data)) {
        for (std::uint8_t n = 1; n <= kRegulars; ++n) keep(*store, plain_member(n));
        for (int i = 1; i <= kTills; ++i) {
            tills.push_back(std::make_unique<JournalingTill>("nevsky-" + std::to_string(i)));
            credentials.push_back(
                server.enrol_till(tills.back()->id(), seed_of(tills.back()->id())));
        }
        for (int till = 0; till < kTills; ++till)
            for (int day = 0; day + 1 < kDays; ++day) places.push_back({till, day});
        std::ranges::shuffle(places, random);
    }

    MemberId new_member() {
        const std::uint8_t n = ++members;
        keep(*store, plain_member(n));
        return member_id(n);
    }
    // Of a regular; odd ones give back.
    void healthy(JournalingTill& till) {
        const auto price = static_cast<std::int64_t>(1'000 + random() % 50'000);
        const MemberId who = member_id(static_cast<std::uint8_t>(1 + random() % kRegulars));
        till.sell(plain_sale(0, price));
        const Sale sale = member_sale(0, price + 1, who, price / 100);
        const RecordId sold = till.sell(sale);
        if (random() % 2 == 0) till.give_back(sold, sale, Points::of(price / 100));
    }
    void day_of(std::size_t at, int day, const std::optional<IncidentKind>& wrong) {
        JournalingTill& till = *tills[at];
        till.open({kFirstDay.days + day});
        healthy(till);
        if (day == 0) sell_what_is_spoilt_later(at);
        if (wrong == IncidentKind::WrongZ) {
            plant(till, *wrong, till.close(Money::of(12'345)));
            return;
        }
        if (wrong) go_wrong(at, *wrong);
        healthy(till);
        till.close();
    }
    // Some for members' balances, others for the receipts.
    void sell_what_is_spoilt_later(std::size_t at) {
        JournalingTill& till = *tills[at];
        if (at < kOfEach) {
            balances.push_back(new_member());
            till.sell(member_sale(0, 4'000, balances.back(), 400));
        } else if (at < 2 * kOfEach) {
            receipts.push_back(till.sell(plain_sale(0, 7'000)));
        }
    }
    void go_wrong(std::size_t at, IncidentKind kind);
    void plant(const JournalingTill& till, IncidentKind kind, const RecordId& record,
               const MemberId& member = {}) {
        planted.push_back({kind, till.id(), till.day(), record, member});
    }

    void sell_all_days(bool with_anomalies) {
        std::map<std::pair<int, int>, IncidentKind> wrong;
        std::size_t next = 0;
        for (const IncidentKind kind : kAtTills)
            for (int i = 0; with_anomalies && i < kOfEach; ++i) wrong[places.at(next++)] = kind;
        for (int till = 0; till < kTills; ++till)
            for (int day = 0; day < kDays; ++day) {
                const auto here = wrong.find({till, day});
                day_of(static_cast<std::size_t>(till), day,
                       here == wrong.end() ? std::nullopt : std::optional(here->second));
            }
    }

    UploadReply send(std::size_t till, const Upload& upload) {
        Connection connection(server.address(), identity_of(tills[till]->id(), credentials[till]),
                              {}, kMostBodyBytes);
        const auto reply = connection.exchange({"POST", "/v1/records", encode(upload)});
        EXPECT_TRUE(reply.has_value());
        return decode_upload_reply(reply->body).value();
    }
    // As the till's own pump does it.
    void send_all(std::size_t till) {
        PumpedTill pumped(tills[till]->memory(), server.address(), credentials[till]);
        ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) {
            return news.online && news.unsent == 0;
        })) << pumped.news().cause;
    }
    void send_everything_that_ends_in_time(bool with_anomalies);
    void wait_for_pricing() {
        const auto all_are_priced = [&] {
            std::uint64_t waiting = 0;
            EXPECT_TRUE(store->read([&] { waiting = count_waiting(*store); }));
            return waiting == 0;
        };
        ASSERT_TRUE(eventually(all_are_priced)) << "receipts are not priced again";
    }
    void spoil_the_books();
    void share_cards();
    static CaseAction action_for(const Incident& incident);
    void decide(const Incident& incident) {
        const auto done = resolve(
            *store, book, {incident.id, action_for(incident), "elena", "looked at it"}, now());
        ASSERT_TRUE(done.has_value()) << done.error().detail;
        ASSERT_TRUE(done->has_value()) << name(incident.kind) << ": " << say(done->error());
    }

    static constexpr std::uint8_t kRegulars = 9;
    static constexpr IncidentKind kAtTills[] = {IncidentKind::Fork,
                                                IncidentKind::ReturnWithoutSale,
                                                IncidentKind::DoubleReturn,
                                                IncidentKind::PriceDifference,
                                                IncidentKind::WrongZ,
                                                IncidentKind::NumberGap,
                                                IncidentKind::UnknownMember,
                                                IncidentKind::UnknownPublication,
                                                IncidentKind::UndecodableRecord,
                                                IncidentKind::Overdrawn};

    RunningServer server{place};
    std::unique_ptr<Database> store;
    DecisionBook book;
    std::mt19937_64 random{20'260'531};
    std::vector<std::unique_ptr<JournalingTill>> tills;
    std::vector<Credentials> credentials;
    std::vector<std::pair<int, int>> places;  // till and day, in an order nobody chose
    std::uint8_t members = 100;
    std::vector<Planted> planted;
    std::vector<MemberId> balances;
    std::vector<RecordId> receipts;
    std::vector<std::pair<std::size_t, Upload>> forks;  // of which till
};

void Anomalies::go_wrong(std::size_t at, IncidentKind kind) {
    JournalingTill& till = *tills[at];
    const auto price = static_cast<std::int64_t>(2'000 + random() % 10'000);
    switch (kind) {
        case IncidentKind::Fork:
            plant(till, kind, till.sell(plain_sale(0, price)));
            forks.emplace_back(at, till.fork());
            break;
        case IncidentKind::ReturnWithoutSale:
            plant(till, kind,
                  till.give_back({till.id(), Epoch{1}, Sequence{random() % 2 == 0 ? 1U : 99'999U}},
                                 plain_sale(0, price)));
            break;
        case IncidentKind::DoubleReturn: {
            const MemberId who = new_member();
            const Sale sale = member_sale(0, price, who, 500);
            const RecordId sold = till.sell(sale);
            till.give_back(sold, sale, Points::of(500));
            plant(till, kind, till.give_back(sold, sale, Points::of(500)), who);
            break;
        }
        case IncidentKind::PriceDifference: {
            Sale sale = plain_sale(0, price);
            sale.basket.lines[0].unit_price = Money::of(price - 777);
            plant(till, kind, till.sell(sale));
            break;
        }
        case IncidentKind::NumberGap: {
            till.skip_number();
            if (random() % 2 == 0) till.skip_number();
            plant(till, kind, till.sell(plain_sale(0, price)));
            break;
        }
        case IncidentKind::UnknownMember: {
            const MemberId who = member_id(++members);
            plant(till, kind, till.sell(member_sale(0, price, who, 300)), who);
            break;
        }
        case IncidentKind::UnknownPublication: {
            Sale sale = plain_sale(0, price);
            sale.publication.value.fill(++members);
            plant(till, kind, till.sell(sale));
            break;
        }
        case IncidentKind::UndecodableRecord:
            plant(till, kind, till.garble(plain_sale(0, price)));
            break;
        case IncidentKind::Overdrawn: {
            const MemberId who = new_member();
            Sale sale = member_sale(0, price, who, 1'500);
            till.sell(sale);
            sale.ledger[0].kind = LedgerKind::Redemption;
            sale.ledger[0].amount = Points::of(-2'000);
            till.sell(sale);
            planted.push_back({kind, {}, {}, {}, who});
            break;
        }
        default: FAIL() << "not an anomaly of a till: " << name(kind);
    }
}

// Six tills are offline at the month's end, and the books are closed without their last day.
void Anomalies::send_everything_that_ends_in_time(bool with_anomalies) {
    std::vector<std::size_t> offline;
    for (std::size_t i = 0; i < tills.size(); ++i) offline.push_back(i);
    std::ranges::shuffle(offline, random);
    offline.resize(with_anomalies ? kOfEach : 0);
    for (std::size_t i = 0; i < tills.size(); ++i) {
        if (std::ranges::find(offline, i) == offline.end())
            send_all(i);
        else
            send(i, tills[i]->memory().upload_of(1, tills[i]->day_begins() - 1));
    }
    for (const auto& [till, upload] : forks) EXPECT_TRUE(send(till, upload).forked.has_value());
    ASSERT_TRUE(close_books(*store, book, kLastDay, "elena", "the month is over", now()));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (const std::size_t i : offline) {
        send_all(i);
        plant(*tills[i], IncidentKind::LateAcceptance, tills[i]->last_receipt());
    }
    // Six tills lose the reply to their last batch, and send it again: that is no anomaly.
    for (std::size_t i = 0; with_anomalies && i < kOfEach; ++i) {
        const std::uint64_t from = tills[i]->records() - 3;
        const UploadReply again = send(i, tills[i]->memory().upload_of(from, 4));
        for (const RecordStatus& status : again.statuses)
            EXPECT_EQ(status.status, Status::Duplicate);
    }
}

// What no till did: somebody was at the database.
void Anomalies::spoil_the_books() {
    ASSERT_TRUE(store->write([&] {
        for (const MemberId& who : balances) {
            store->run("UPDATE balance SET points = points + 100 WHERE member_id = $1",
                       {value(who.value)});
            planted.push_back({IncidentKind::WrongBalance, {}, {}, {}, who});
        }
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            const RecordId& id = receipts[i];
            const std::string what =
                i % 2 == 0 ? "DELETE FROM receipt" : "UPDATE receipt SET total = total - 700";
            store->run(what + " WHERE till_id = $1 AND sequence = $2",
                       {value(id.till.value), value(id.sequence.value)});
            planted.push_back({IncidentKind::WrongBooking, id.till, kFirstDay, id, {}});
        }
    }));
}

void Anomalies::share_cards() {
    for (int i = 0; i < kOfEach; ++i) {
        Member first = plain_member(++members);
        first.cards = {"29900000000" + std::to_string(i)};
        Member second = plain_member(++members);
        second.cards = first.cards;
        keep(*store, first);
        keep(*store, second);
        planted.push_back({IncidentKind::DuplicateCard, {}, {}, {}, second.view.id});
    }
}

CaseAction Anomalies::action_for(const Incident& incident) {
    switch (incident.kind) {
        case IncidentKind::UnknownMember: return CaseAction::Retry;
        case IncidentKind::WrongBooking:
        case IncidentKind::WrongBalance: return CaseAction::Repair;
        case IncidentKind::Overdrawn: return CaseAction::WriteOff;
        case IncidentKind::DoubleReturn: return CaseAction::Reverse;
        case IncidentKind::DuplicateCard: return CaseAction::KeepFirst;
        default: return CaseAction::Accept;
    }
}

std::string words(IncidentKind kind, const RecordId& record, const MemberId& member) {
    return std::string(name(kind)) + " " +
           (record.till.value.empty() ? to_string(member) : to_string(record));
}
std::multiset<std::string> words_of(const std::vector<Planted>& planted) {
    std::multiset<std::string> all;
    for (const Planted& one : planted) all.insert(words(one.kind, one.record, one.member));
    return all;
}
std::multiset<std::string> words_of(const std::vector<Incident>& incidents) {
    std::multiset<std::string> all;
    for (const Incident& one : incidents)
        all.insert(words(one.kind, one.record, one.member.value_or(MemberId{})));
    return all;
}

std::vector<std::string> differences(const Reconciliation& found) {
    std::vector<std::string> all;
    for (const auto& [place, day] : found.days)
        if (!day.difference().is_zero())
            all.push_back(place.till.value + " " + to_string(place.day) + " " +
                          to_string(day.difference()));
    return all;
}

void expect_told(const Incident& incident) {
    SCOPED_TRACE(words_of(std::vector{incident}).begin()->c_str());
    EXPECT_THAT(incident.cause, Not(IsEmpty()));
    EXPECT_THAT(incident.till_says, Not(IsEmpty()));
    EXPECT_THAT(incident.server_holds, Not(IsEmpty()));
    EXPECT_NE(incident.till_says, incident.server_holds);
    EXPECT_FALSE(actions_of(incident.kind).empty());
    EXPECT_GT(incident.opened.ms, 0);
}

TEST_P(Anomalies, AreEachOneCaseOfTheirClassAndDecidedTheSumsAreZero) {
    sell_all_days(true);
    send_everything_that_ends_in_time(true);
    share_cards();
    wait_for_pricing();
    spoil_the_books();
    ASSERT_EQ(planted.size(), 14U * kOfEach);

    const Reconciliation found = server.sums();
    EXPECT_EQ(words_of(found.incidents), words_of(planted));
    EXPECT_EQ(found.unexplained(), 0U);
    EXPECT_FALSE(found.agrees());
    for (const Incident& incident : found.incidents) expect_told(incident);
    // Wrong Z, number gaps and spoilt receipts; everything else is explained within the sums.
    EXPECT_EQ(differences(found).size(), 3U * kOfEach);
    EXPECT_EQ(words_of(server.sums().incidents), words_of(planted)) << "each once";

    for (const Planted& one : planted)
        if (one.kind == IncidentKind::UnknownMember)
            keep(*store, plain_member(one.member.value[0]));
    for (const Incident& incident : found.incidents) decide(incident);
    wait_for_pricing();
    const Reconciliation decided = server.sums();
    EXPECT_THAT(words_of(decided.incidents), IsEmpty());
    EXPECT_THAT(differences(decided), IsEmpty());
    EXPECT_TRUE(decided.agrees()) << to_text(decided);
    EXPECT_EQ(decided.decided, planted.size());
    EXPECT_EQ(decided.wrong_balances + decided.overdrawn, 0U);
    DecisionCheck check;
    ASSERT_TRUE(store->read([&] { check = book.verify(*store); }));
    EXPECT_THAT(check.wrong, IsEmpty());
    EXPECT_EQ(check.decisions, planted.size() + 1) << "each case, and the closing of the books";
    std::cout << planted.size() << " anomalies of " << planted.size() / kOfEach << " classes among "
              << decided.tills.size() << " tills' " << kDays << " days\n";
}

TEST_P(Anomalies, AreNotSeenWhereThereAreNone) {
    sell_all_days(false);
    send_everything_that_ends_in_time(false);
    wait_for_pricing();
    const Reconciliation found = server.sums();
    EXPECT_THAT(words_of(found.incidents), IsEmpty());
    EXPECT_THAT(differences(found), IsEmpty());
    EXPECT_EQ(found.decided, 0U);
    EXPECT_TRUE(found.agrees());
    for (const TillSums& till : found.tills) EXPECT_EQ(till.z_equal, static_cast<unsigned>(kDays));
}

INSTANTIATE_TEST_SUITE_P(Stores, Anomalies, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
