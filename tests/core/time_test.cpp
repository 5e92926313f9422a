#include "pos/core/time.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

TEST(Time, EveryDayFromTheYear1To9999HasOneNameAndComesBack) {
    const Date first = to_date({1, 1, 1});
    const Date last = to_date({9999, 12, 31});
    for (Date day = first; day <= last; day = plus_days(day, 1))
        ASSERT_EQ(to_date(to_ymd(day)), day);
}

TEST(Time, KnowsWeekdays) {
    EXPECT_EQ(weekday(*parse_date("2026-11-21")), Weekday::Saturday);
    EXPECT_EQ(weekday(*parse_date("1969-12-31")), Weekday::Wednesday);
}

TEST(Time, AMonthAfterThe31stIsTheLastDayOfTheNext) {
    EXPECT_EQ(to_string(plus_months(*parse_date("2027-01-31"), 1)), "2027-02-28");
    EXPECT_EQ(to_string(plus_months(*parse_date("2028-02-29"), 12)), "2029-02-28");
    EXPECT_EQ(to_string(plus_months(*parse_date("2026-03-15"), -15)), "2024-12-15");
}

TEST(Time, ReadsAndWritesIso8601) {
    for (const char* text : {"2026-03-08T18:05:00+03:00", "1999-12-31T23:59:59-09:30",
                             "2026-03-08T00:00:00.250+00:00"})
        EXPECT_EQ(to_string(*parse_local_time(text)), text);
    EXPECT_EQ(parse_local_time("2026-03-08T18:05Z")->offset_minutes, 0);
}

TEST(Time, RefusesWhatIsNotInTheCalendar) {
    for (const char* text :
         {"", "2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01x", "0000-01-01"})
        EXPECT_FALSE(parse_date(text)) << text;
    for (const char* text :
         {"2026-03-08", "2026-03-08T24:00Z", "2026-03-08T18:05", "2026-03-08 18:05Z"})
        EXPECT_FALSE(parse_local_time(text)) << text;
}

TEST(Time, TheLocalDayTurnsAtTheShopsMidnightNotAtGreenwich) {
    const LocalTime late = *parse_local_time("2026-03-08T23:30:00+03:00");
    EXPECT_EQ(to_string(local_date(late)), "2026-03-08");
    EXPECT_EQ(minute_of_day(late), 23 * 60 + 30);
    EXPECT_EQ(start_of_day(local_date(late), 180).ms, late.instant.ms - (23 * 60 + 30) * 60'000);
}

}  // namespace
}  // namespace kopilka
