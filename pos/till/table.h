// The stage × event table as text: what each stage does with each event. Checked in as
// tests/till/stage_event_table.tsv; a test prints it again and compares.
#pragma once
#include <string>

namespace kopilka {

// Tab-separated: a line of stages, then a line an event.
std::string stage_event_table();

}  // namespace kopilka
