// The regions beside the sale, each with its step function and its rows of the table.
// Internal to pos/till.
#pragma once
#include "pos/till/rules.h"

namespace kopilka {

// Who stands at the till. `busy`: the sale cannot be left now.
OperatorStage step_operator(Turn& turn, OperatorStage stage, const Event& event, bool busy);
RuleRow signed_out_rules();
RuleRow verifying_rules();
RuleRow signed_in_rules();

// What the customer sees follows from the sale.
CustomerStage step_customer(Turn& turn, const CustomerStage& stage, const SaleStage& sale);

DevicesStage step_devices(Turn& turn, DevicesStage stage, const Event& event);
SyncStage step_sync(SyncStage stage, const Event& event);
void step_desk(Turn& turn, const Event& event);

}  // namespace kopilka
