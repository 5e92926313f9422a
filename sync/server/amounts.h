// What sums are made of: how many receipts, what money, what points. Returns count as receipts and
// are negative in money.
#pragma once
#include "pos/core/money.h"
#include "pos/sale/journal_entry.h"

#include <cstdint>
#include <string>

namespace kopilka::sync {

struct Amounts {
    std::int64_t receipts = 0;
    Money money;
    Points points;

    bool is_zero() const { return *this == Amounts{}; }
    bool operator==(const Amounts&) const = default;
    Amounts& operator+=(const Amounts& other) {
        receipts += other.receipts;
        money += other.money;
        points += other.points;
        return *this;
    }
    Amounts operator-() const { return {-receipts, -money, -points}; }
    Amounts operator+(const Amounts& other) const { return Amounts(*this) += other; }
    Amounts operator-(const Amounts& other) const { return *this + -other; }
};

// Of a shift, as its Z report has them.
inline Amounts amounts_of(const ShiftTotals& totals) {
    return {std::int64_t{totals.receipts} + std::int64_t{totals.returns},
            totals.sold - totals.returned, totals.points_earned - totals.points_redeemed};
}

// "3 receipts, 120.00, 5 points"
inline std::string to_string(const Amounts& amounts) {
    return std::to_string(amounts.receipts) + " receipts, " + kopilka::to_string(amounts.money) +
           ", " + kopilka::to_string(amounts.points) + " points";
}

}  // namespace kopilka::sync
