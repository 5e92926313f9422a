// A core of the till, of the real program in its windows: whoever steals one learns who stands at
// the counter, and nobody who was there before.
#include "tests/support/clear_text.h"
#include "tests/support/seeded_people.h"
#include "tests/window/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

void sell_to(Counter& counter, const SeededPeople& people, std::size_t n) {
    counter.scan(people.cards[n]);
    ASSERT_TRUE(counter.cashier_reads(people.first_names[n]))
        << counter.seen().cashier << counter.log();
    counter.scan("4600000013794");
    EXPECT_TRUE(counter.sees("line.1"));
    counter.tap("pay");
    counter.tap("exact");
    EXPECT_TRUE(counter.customer_reads(people.first_names[n]));
    counter.tap("next");
    EXPECT_TRUE(counter.sees("search"));
}

TEST(ACoreOfTheTill, NamesNobodyWhoHasLeft) {
    const SeededPeople people = seed_people(1'000);
    Counter counter;
    counter.import_members(people.json);
    counter.open_till("1024x768", "ru");
    counter.sign_in();
    counter.open_shift();
    for (std::size_t n = 0; n < 5 && !HasFatalFailure(); ++n) sell_to(counter, people, n);
    EXPECT_TRUE(counter.everything_is_sent());
    EXPECT_THAT(clear_text(people.texts(), people.phones, {counter.memory()}), IsEmpty());
    EXPECT_THAT(clear_text(people.texts(), people.phones, counter.kept_places()), IsEmpty());

    // The control: this is where they would be found.
    counter.scan(people.cards[9]);
    EXPECT_TRUE(counter.cashier_reads(people.first_names[9]));
    EXPECT_THAT(clear_text(people.first_names, {}, {counter.memory()}),
                Contains(HasSubstr(people.first_names[9])));
}

}  // namespace
}  // namespace kopilka
