// How a receipt is paid.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"

#include <cstdint>
#include <string>

namespace kopilka {

enum class TenderKind : std::uint8_t { Cash, Card, Sbp, PointsPaid, Certificate, Cashback };

struct Tender {
    TenderKind kind = TenderKind::Cash;
    Money amount;           // for cash: as handed over, change not yet deducted
    Points points;          // TenderKind::PointsPaid: how many; `amount` is what they are worth
    ProgrammeId programme;  // whose points
    std::string reference;  // the terminal's number of the operation; a certificate's number
    // A certificate: what is on it, zero where nobody knows; it pays no more than that.
    Money balance{};
    bool operator==(const Tender&) const = default;
};

}  // namespace kopilka
