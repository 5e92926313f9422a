// What offers give beside prices and points: gifts added, stamps, coupons for next time.
#pragma once
#include "pos/sale/lanes.h"

namespace kopilka {

std::vector<Gift> gifts_of(const LanesResult& lanes);
// Every card of the member after this receipt.
std::map<std::string, std::int64_t> stamps_of(const LanesResult& lanes, const Given& given);
// Each with a code of its own, the same wherever the receipt is priced again.
std::vector<IssuedCoupon> coupons_of(const LanesResult& lanes, const Given& given);

}  // namespace kopilka
