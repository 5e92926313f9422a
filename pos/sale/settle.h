// Paying: what each tender really pays, what remains due, and the change. Prices are settled
// before; here they only meet the money.
#pragma once
#include "pos/sale/points_spend.h"

#include <span>
#include <vector>

namespace kopilka {

// Fills in `paid`, `due` and `change` of a priced receipt. `tenders`: as given.
void settle(PricedBasket& priced, const Given& given, std::span<const Tender> tenders,
            const std::vector<PointsSpent>& points);

bool is_certificate(const BasketLine& line, const Publication& publication);
// Lines that are gift certificates: offers, thresholds and points leave them alone.
void set_certificates_apart(Worksheet& sheet, const Publication& publication);
std::vector<SoldCertificate> sold_certificates(const Worksheet& sheet, const Given& given);

}  // namespace kopilka
