// A receipt as a shop would send it in JSON: what its record says, each fact once, amounts as the
// record's integers, hashes and ids in hex; what is empty or not used is left out.
#pragma once
#include "pos/sale/journal_entry.h"

#include <nlohmann/json_fwd.hpp>

namespace kopilka::bench {

// The record must be a sale's.
nlohmann::ordered_json receipt_json(const JournalRecord& record);

}  // namespace kopilka::bench
