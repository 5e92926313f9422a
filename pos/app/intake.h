// From what a scanner or camera read to what the till understands.
#pragma once
#include "drivers/device.h"
#include "pos/sale/shop.h"
#include "pos/scan/code_ranges.h"
#include "pos/till/event.h"

namespace kopilka::app {

Result<CodeRanges> code_ranges_of(const ShopSettings& shop);
Event read_scan(const CodeRanges& ranges, const drivers::RawScan& scan);

}  // namespace kopilka::app
