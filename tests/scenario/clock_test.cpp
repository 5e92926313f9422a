// One and the same day of sales with clocks that are wrong, turned in the middle of a shift, or
// stand still: a real till, the real server, TLS between them. Only the server's time is right.
#include "pos/app/outbox_command.h"
#include "pos/sale/lots.h"
#include "pos/store/journal_queries.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/members.h"
#include "tests/scenario/kit/story_words.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kTenYears = 3'652 * kDay;

struct Clocks {
    const char* name;
    std::int64_t at_start = 0;   // by how much the till's clock is ahead
    std::int64_t mid_shift = 0;  // by how much it is turned then
    bool frozen = false;
    std::int64_t at_end() const { return at_start + mid_shift; }
};
void PrintTo(const Clocks& row, std::ostream* out) { *out << row.name; }

const Clocks kClocks[] = {
    {"Right"},
    {"HourFast", kHour},
    {"HourSlow", -kHour},
    {"DayFast", kDay},
    {"DaySlow", -kDay},
    {"TenYearsFast", kTenYears},
    {"TenYearsSlow", -kTenYears},
    {"TurnedBackAnHour", 0, -kHour},
    {"TurnedBackADay", 0, -kDay},
    {"TurnedBackTenYears", 0, -kTenYears},
    {"TurnedOnTenYears", 0, kTenYears},
    {"DayFastThenRight", kDay, -kDay},
    {"Frozen", 0, 0, true},
};

// Anna has 900 points in three lots; the first of them runs out before the others.
class ClockShop {
public:
    ClockShop() : shop_(std::move(*StoryShop::open(folder_ / "shop"))) {}

    // A second goes by with each line.
    void tell(const std::string& story) {
        const app::Vocabulary words = story_vocabulary(*shop_);
        std::istringstream lines(story);
        for (std::string line; std::getline(lines, line);) {
            shop_->set_clock({shop_->now().ms + 1'000});
            if (const auto complaint = words.run(line)) ADD_FAILURE() << line << "\n" << *complaint;
        }
    }
    void pass(std::int64_t ms) { shop_->set_clock({shop_->now().ms + ms}); }

    Instant end_of_the_first_lot() const {
        std::optional<Instant> first;
        for (const Lot& lot : lots_at_the_server())
            if (lot.expires && (!first || *lot.expires < *first)) first = lot.expires;
        return first.value();
    }
    std::vector<Lot> lots_at_the_server() const {
        return shop_->member("anna").value().view.accounts.at({"bonus"}).lots;
    }
    // As the till would let her spend it now, on the open receipt.
    Points spendable() {
        const stage::OpenReceipt* receipt = open_receipt(shop_->till().stage().sale);
        if (receipt == nullptr || !receipt->member) return Points::of(-1);
        return active_balance(receipt->member->member.view.accounts.at({"bonus"}),
                              shop_->tills_clock());
    }
    std::vector<JournalRecord> journal() {
        std::promise<std::vector<StoredRecord>> answer;
        shop_->till().till().shell().store().ask([&](app::StoreRoom& room) {
            answer.set_value(room.journal.read_after({}, SIZE_MAX).value());
        });
        std::vector<JournalRecord> records;
        for (StoredRecord& stored : answer.get_future().get())
            records.push_back(std::move(stored.record));
        return records;
    }
    std::optional<std::int64_t> warning_s() {
        return std::visit(
            [](const auto& sync) -> std::optional<std::int64_t> {
                if constexpr (requires { sync.numbers; }) return sync.numbers.clock_ahead_s;
                return std::nullopt;
            },
            shop_->till().stage().sync);
    }
    // What `till outbox` says.
    std::string outbox() const {
        std::ostringstream out, errors;
        EXPECT_EQ(app::outbox_command(shop_->places().data, app::Output::Lines, out, errors), 0);
        return out.str();
    }
    sync::TillSums sums() const {
        const sync::Reconciliation found = shop_->central().sums();
        for (const sync::TillSums& till : found.tills)
            if (till.till == TillId{"nevsky-1"}) return till;
        return {};
    }
    std::vector<std::string> cases() const {
        std::vector<std::string> words;
        const sync::Reconciliation found = shop_->central().sums();
        for (const sync::Incident& incident : found.incidents)
            words.push_back(std::string(name(incident.kind)) + ": " + incident.cause);
        return words;
    }
    StoryShop* operator->() { return shop_.get(); }

private:
    TemporaryFolder folder_;
    std::unique_ptr<StoryShop> shop_;
};

constexpr Points kAllHers = Points::of(90'000);
constexpr Points kWithoutTheFirstLot = Points::of(60'000);

const std::string kPlainSale = R"(scan 4600000013657
pay
cash 500.00
next customer)";

class ClockMatrix : public testing::TestWithParam<Clocks> {};

TEST_P(ClockMatrix, OneDayOfSales) {
    const Clocks& row = GetParam();
    ClockShop shop;
    shop->set_clock({shop.end_of_the_first_lot().ms + 30 * kMinute});
    shop->turn_tills_clocks(row.at_start);
    if (row.frozen) shop->freeze_tills_clocks();
    const Date opened = local_date({shop->tills_clock(), 180});

    shop.tell("sign in marina 1111\nopen shift with 3000.00\n" + kPlainSale);
    shop.tell("wait until everything is sent\nwait until this till has heard everything");
    // What is over by the server's time is over, whatever the till's clock says.
    shop.tell("scan photo anna-qr-token\nscan 4600000013657");
    // Ten years on all are over, ten years ago none was given yet.
    const bool none = std::abs(row.at_start) == kTenYears;
    EXPECT_EQ(shop.spendable(), none ? kNoPoints : kWithoutTheFirstLot);
    shop.tell("pay");
    if (!none)
        shop.tell(
            "wait until 50 points of bonus may be spent\nspend 50 points of bonus\n"
            "expect 50 points of bonus redeemed");
    shop.tell("cash 500.00\nnext customer");

    shop->turn_tills_clocks(row.mid_shift);
    shop.tell("scan photo anna-qr-token\nscan 4600000013657\npay\ncash 500.00\nnext customer");
    shop.tell("wait until everything is sent");
    if (row.frozen) shop.pass(5 * kMinute);
    shop.tell(kPlainSale);

    // Locked out for a minute: by no clock sooner, by none later, and not over with the power.
    shop.tell("sign out\nwait until everything is sent\nserver stops");
    for (int i = 0; i < 5; ++i) shop.tell("sign in timur 9090");
    const std::string locked =
        "sign in timur 2222\nexpect it says \"Wait 1 minute\"\nexpect signed in nobody";
    shop.tell(locked);
    shop->turn_tills_clocks(kTenYears);
    shop.tell(locked);
    shop.tell("till loses power");
    shop.tell(locked);
    shop->turn_tills_clocks(-2 * kTenYears);
    shop.tell(locked);
    shop.pass(kMinute);
    shop.tell("sign in timur 2222\nexpect signed in timur\nsign out");
    shop->turn_tills_clocks(kTenYears);
    shop.tell("server starts");
    // The records that follow say how wrong the clock is: the till must have heard it.
    const bool wrong = row.frozen || row.at_end() != 0;
    const auto told = [&] { return shop.warning_s().has_value() == wrong; };
    EXPECT_TRUE(shop->till().wait_until(told, std::chrono::seconds(40)));

    shop.tell("sign in marina 1111\nclose shift counting 3000.00\nnext customer");
    shop.tell("wait until everything is sent\nexpect journal intact");

    // What is heard of leases is written down and sent after that, too.
    shop->till().wait_until([&] { return shop.sums().records == shop.journal().size(); },
                            std::chrono::seconds(20));

    // Order and numbering go by the sequence.
    std::vector<std::uint64_t> numbers;
    std::uint64_t sequence = 0;
    bool in_shift = false;
    for (const JournalRecord& record : shop.journal()) {
        EXPECT_EQ(record.id.sequence.value, ++sequence);
        in_shift = in_shift || std::holds_alternative<ShiftOpened>(record.entry);
        if (in_shift) {
            EXPECT_EQ(record.business_date, opened) << to_string(record.id);
        }
        in_shift = in_shift && !std::holds_alternative<ShiftClosed>(record.entry);
        if (const auto* sale = std::get_if<Sale>(&record.entry))
            numbers.push_back(sale->number.value);
    }
    EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4));

    // Everything has arrived, nothing was thrown away, the Z report is the shift's.
    shop->till().wait_until([&] { return shop.sums().waiting == 0; }, std::chrono::seconds(20));
    const sync::TillSums sums = shop.sums();
    EXPECT_EQ(sums.records, sequence);
    EXPECT_EQ(sums.sales, 4U);
    EXPECT_EQ(sums.equal, 4U);
    EXPECT_EQ(sums.quarantined, 0U);
    EXPECT_EQ(sums.z_equal, 1U);
    EXPECT_TRUE(shop->central().sums().agrees()) << to_text(shop->central().sums());

    // First to expire of those that live; the lot that is over is as it was.
    std::vector<std::int64_t> before;
    const auto lots = shop.lots_at_the_server();
    for (std::size_t i = 0; i < 3; ++i) before.push_back(lots.at(i).amount.count());
    EXPECT_THAT(before, ElementsAre(30'000, none ? 40'000 : 35'000, 20'000));

    // Who is wrong by more than a minute is told so, here and there.
    const std::int64_t said = shop.warning_s().value_or(0);
    if (row.frozen) {
        EXPECT_LT(said, -300);
    } else {
        EXPECT_NEAR(static_cast<double>(said), static_cast<double>(row.at_end()) / 1'000, 5);
    }
    EXPECT_THAT(shop.outbox(), HasSubstr("clock "));
    EXPECT_EQ(shop.outbox().find(": set it") != std::string::npos, wrong) << shop.outbox();
    const auto cases = shop.cases();
    const bool was_wrong = wrong || row.at_start != 0;
    ASSERT_EQ(cases.size(), was_wrong ? 1U : 0U) << testing::PrintToString(cases);
    if (!was_wrong) return;
    EXPECT_THAT(cases.front(), HasSubstr("wrong clock: the till's clock is "));
    const std::int64_t first = row.at_start != 0 ? row.at_start : row.at_end();
    EXPECT_THAT(cases.front(),
                HasSubstr(row.frozen || first < 0 ? " s behind the server's, give or take "
                                                  : " s ahead of the server's, give or take "));
}

INSTANTIATE_TEST_SUITE_P(Clocks, ClockMatrix, testing::ValuesIn(kClocks),
                         [](const auto& row) { return std::string(row.param.name); });

// Without a server the journal is what is known: what was over once does not come back.
TEST(AClock, TurnedBackOfflineRevivesNothing) {
    ClockShop shop;
    const std::string look = "scan photo anna-qr-token\nscan 4600000013657";
    const std::string leave = "void receipt\napprove as nina 5555";
    shop->set_clock({shop.end_of_the_first_lot().ms - 10 * kMinute});
    shop.tell("sign in marina 1111\nopen shift with 3000.00");
    shop.tell("wait until everything is sent\nwait until this till has heard everything");
    shop.tell("server stops\ntill loses power");
    shop.tell("sign in marina 1111\n" + look);
    EXPECT_EQ(shop.spendable(), kAllHers);
    shop.tell(leave);
    shop.pass(20 * kMinute);
    shop.tell(kPlainSale + "\n" + look);
    EXPECT_EQ(shop.spendable(), kWithoutTheFirstLot);
    shop.tell(leave);
    for (const std::int64_t back : {kHour, kDay, kTenYears}) {
        shop->turn_tills_clocks(-back);
        const Points hers = back == kTenYears ? kNoPoints : kWithoutTheFirstLot;  // none given yet
        shop.tell(look);
        EXPECT_EQ(shop.spendable(), hers) << back;
        shop.tell(leave + "\ntill loses power\nsign in marina 1111\n" + look);
        EXPECT_EQ(shop.spendable(), hers) << back << ", switched on again";
        shop.tell(leave);
        shop->turn_tills_clocks(back);
    }
}

// A clock that was ten years fast once, and is right again, costs nobody points for longer than
// until the server is heard.
TEST(AClock, SetRightAgainGivesPointsBackWithTheServer) {
    ClockShop shop;
    const std::string look = "scan photo anna-qr-token\nscan 4600000013657";
    shop.tell("sign in marina 1111\nopen shift with 3000.00");
    shop.tell("wait until everything is sent\nwait until this till has heard everything");
    shop.tell("server stops");
    shop->turn_tills_clocks(kTenYears);
    shop.tell(kPlainSale);
    shop->turn_tills_clocks(-kTenYears);
    shop.tell("till loses power\nsign in marina 1111\n" + look);
    EXPECT_EQ(shop.spendable(), kNoPoints);
    shop.tell("void receipt\napprove as nina 5555\nserver starts\nwait until everything is sent");
    shop.tell(look);
    EXPECT_EQ(shop.spendable(), kAllHers);
}

// The publication that came last is the one in force, and a till with a slow clock can start.
TEST(AClock, DoesNotSayWhichPublicationIsInForce) {
    ClockShop shop;
    const auto publish = [&](const char* file) {
        ASSERT_TRUE(sync::publish(*shop->central().store(),
                                  std::string(SOURCE_DIR) + "/assets/programmes/" + file));
        shop.tell("wait until this till has heard everything");
    };
    const auto in_force = [&] { return shop->till().till().world().publication->hash(); };
    shop.tell("expect signed in nobody");
    const Hash256 first = in_force();
    shop->turn_tills_clocks(kTenYears);
    publish("plain-discount.toml");
    const Hash256 second = in_force();
    EXPECT_NE(second, first);
    shop->turn_tills_clocks(-kTenYears);
    publish("two-for-one.toml");
    const Hash256 third = in_force();
    EXPECT_NE(third, first);
    EXPECT_NE(third, second);
    shop->turn_tills_clocks(-kTenYears);
    shop.tell("server stops\ntill loses power\nsign in marina 1111\nexpect signed in marina");
    EXPECT_EQ(in_force(), third);
}

}  // namespace
}  // namespace kopilka
