#include "pos/core/time.h"

#include "pos/core/check.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kopilka {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

// Days before 1 January of `year` since 1 January of year 1.
constexpr std::int32_t days_before_year(int year) {
    const int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}
constexpr std::int32_t kEpochDays = days_before_year(1970);

std::int64_t local_ms(LocalTime time) { return time.instant.ms + time.offset_minutes * kMinuteMs; }

// Reads fixed-width digit groups and separators from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}
    std::optional<int> digits(std::size_t width) {
        if (text_.size() < width) return std::nullopt;
        int value = 0;
        for (const char c : text_.substr(0, width)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        text_.remove_prefix(width);
        return value;
    }
    bool accept(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }
    bool at_end() const { return text_.empty(); }

private:
    std::string_view text_;
};

std::optional<Date> read_date(Cursor& in) {
    const auto year = in.digits(4);
    if (!year || !in.accept('-')) return std::nullopt;
    const auto month = in.digits(2);
    if (!month || !in.accept('-')) return std::nullopt;
    const auto day = in.digits(2);
    if (!day || !exists({*year, *month, *day})) return std::nullopt;
    return to_date({*year, *month, *day});
}

// "18:05", "18:05:09", "18:05:09.250" as milliseconds of the day.
std::optional<std::int64_t> read_clock(Cursor& in) {
    const auto hour = in.digits(2);
    if (!hour || *hour > 23 || !in.accept(':')) return std::nullopt;
    const auto minute = in.digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    std::int64_t ms = (*hour * 60 + *minute) * kMinuteMs;
    if (!in.accept(':')) return ms;
    const auto second = in.digits(2);
    if (!second || *second > 59) return std::nullopt;
    ms += *second * 1000;
    if (!in.accept('.')) return ms;
    const auto milli = in.digits(3);
    if (!milli) return std::nullopt;
    return ms + *milli;
}

// "Z", "+03:00", "-0500" as minutes east.
std::optional<std::int32_t> read_offset(Cursor& in) {
    if (in.accept('Z')) return 0;
    const bool west = in.accept('-');
    if (!west && !in.accept('+')) return std::nullopt;
    const auto hours = in.digits(2);
    if (!hours || *hours > 18) return std::nullopt;
    in.accept(':');
    const auto minutes = in.digits(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    const int east = *hours * 60 + *minutes;
    return west ? -east : east;
}

}  // namespace

bool exists(YearMonthDay ymd) {
    return ymd.year >= 1 && ymd.year <= 9999 && ymd.month >= 1 && ymd.month <= 12 && ymd.day >= 1 &&
           ymd.day <= days_in_month(ymd.year, ymd.month);
}

Date to_date(YearMonthDay ymd) {
    check(exists(ymd), "a date that is not in the calendar");
    std::int32_t days = days_before_year(ymd.year) - kEpochDays;
    for (int month = 1; month < ymd.month; ++month) days += days_in_month(ymd.year, month);
    return {days + ymd.day - 1};
}

YearMonthDay to_ymd(Date date) {
    int year = static_cast<int>(1970 + floor_div(date.days, date.days < 0 ? 365 : 366));
    while (days_before_year(year + 1) - kEpochDays <= date.days) ++year;
    std::int32_t rest = date.days - (days_before_year(year) - kEpochDays);
    int month = 1;
    for (; rest >= days_in_month(year, month); ++month) rest -= days_in_month(year, month);
    return {year, month, static_cast<int>(rest) + 1};
}

Weekday weekday(Date date) {
    // 1970-01-01 was a Thursday.
    return static_cast<Weekday>((date.days % 7 + 7 + 3) % 7);
}

Date plus_months(Date date, int n) {
    const YearMonthDay from = to_ymd(date);
    const std::int64_t months = std::int64_t{from.year} * 12 + from.month - 1 + n;
    const int year = static_cast<int>(floor_div(months, 12));
    const int month = static_cast<int>(months - std::int64_t{year} * 12) + 1;
    return to_date({year, month, std::min(from.day, days_in_month(year, month))});
}

Date last_of_month(Date date) {
    const YearMonthDay ymd = to_ymd(date);
    return to_date({ymd.year, ymd.month, days_in_month(ymd.year, ymd.month)});
}

Date local_date(LocalTime time) {
    return {static_cast<std::int32_t>(floor_div(local_ms(time), kDayMs))};
}

int minute_of_day(LocalTime time) {
    const std::int64_t ms = local_ms(time);
    return static_cast<int>((ms - floor_div(ms, kDayMs) * kDayMs) / kMinuteMs);
}

Instant start_of_day(Date date, std::int32_t offset_minutes) {
    return {std::int64_t{date.days} * kDayMs - offset_minutes * kMinuteMs};
}

std::optional<Date> parse_date(std::string_view text) {
    Cursor in(text);
    const auto date = read_date(in);
    return date && in.at_end() ? date : std::nullopt;
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
    Cursor in(text);
    const auto date = read_date(in);
    if (!date || !in.accept('T')) return std::nullopt;
    const auto clock = read_clock(in);
    if (!clock) return std::nullopt;
    const auto offset = read_offset(in);
    if (!offset || !in.at_end()) return std::nullopt;
    return LocalTime{{start_of_day(*date, *offset).ms + *clock}, *offset};
}

std::string to_string(Date date) {
    const YearMonthDay ymd = to_ymd(date);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", ymd.year % 10'000, ymd.month % 100,
                  ymd.day % 100);
    return text.data();
}

std::string to_string(LocalTime time) {
    const std::int64_t day_ms = local_ms(time) - floor_div(local_ms(time), kDayMs) * kDayMs;
    const auto part = [](std::int64_t value, std::int64_t limit) {
        return static_cast<int>(value % limit);
    };
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", part(day_ms / 3'600'000, 24),
                  part(day_ms / 60'000, 60), part(day_ms / 1000, 60));
    std::string result = to_string(local_date(time)) + text.data();
    if (day_ms % 1000 != 0) {
        std::snprintf(text.data(), text.size(), ".%03d", part(day_ms, 1000));
        result += text.data();
    }
    const int offset = time.offset_minutes;
    const int size = offset < 0 ? -offset : offset;
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60 % 100,
                  size % 60);
    return result + text.data();
}

}  // namespace kopilka
