// The sums and the cases as tables for a spreadsheet (csv.h).
#pragma once
#include "sync/server/reconcile.h"

#include <span>
#include <string>

namespace kopilka::sync {

std::string csv_of_sums(const Reconciliation& found);           // a row per till and business day
std::string csv_of_cases(std::span<const Incident> incidents);  // open and decided

}  // namespace kopilka::sync
