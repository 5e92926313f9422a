// Instants, calendar dates and local clock times as plain integers. There is no clock here: time
// arrives as a value (in an event, or in a request to price).
// Dates are proleptic Gregorian; years 1..9999.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

enum class Weekday : std::uint8_t {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday
};

// A calendar date, counted in days since 1970-01-01.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
};
struct YearMonthDay {
    int year = 1970;
    int month = 1;  // 1..12
    int day = 1;    // 1..31
    bool operator==(const YearMonthDay&) const = default;
};
Date to_date(YearMonthDay ymd);  // checked: the day must exist
bool exists(YearMonthDay ymd);
YearMonthDay to_ymd(Date date);
Weekday weekday(Date date);
constexpr Date plus_days(Date date, std::int32_t n) { return {date.days + n}; }
// The same day n months on, or that month's last day: 31 January + 1 month = 28 (29) February.
Date plus_months(Date date, int n);
Date last_of_month(Date date);

// The wall clock of a shop at one instant; weekdays and hours of offers are read from this.
struct LocalTime {
    Instant instant;
    std::int32_t offset_minutes = 0;  // east of UTC; Moscow = 180
    auto operator<=>(const LocalTime&) const = default;
};
Date local_date(LocalTime time);
int minute_of_day(LocalTime time);  // 0..1439
Instant start_of_day(Date date, std::int32_t offset_minutes);

// "2026-03-08", "2026-03-08T18:05:00+03:00" (seconds, milliseconds and Z optional as ISO 8601 has
// them).
std::optional<Date> parse_date(std::string_view text);
std::optional<LocalTime> parse_local_time(std::string_view text);
std::string to_string(Date date);
std::string to_string(LocalTime time);  // to the second; milliseconds only when not zero

}  // namespace kopilka
