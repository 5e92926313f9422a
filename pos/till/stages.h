// The step function of each stage of the sale, one file each, and its row of the table.
// Internal to pos/till.
#pragma once
#include "pos/till/rules.h"

namespace kopilka {

SaleStage step_starting(Turn& turn, stage::Starting stage, const Event& event);
SaleStage step_questions(Turn& turn, stage::Questions stage, const Event& event);
SaleStage step_no_shift(Turn& turn, stage::NoShift stage, const Event& event);
SaleStage step_idle(Turn& turn, stage::Idle stage, const Event& event);
SaleStage step_ringing(Turn& turn, stage::Ringing stage, const Event& event);
SaleStage step_asking(Turn& turn, stage::Asking stage, const Event& event);
SaleStage step_paying(Turn& turn, stage::Paying stage, const Event& event);
SaleStage step_card_pending(Turn& turn, stage::CardPending stage, const Event& event);
SaleStage step_committing(Turn& turn, stage::Committing stage, const Event& event);
SaleStage step_printing(Turn& turn, stage::Printing stage, const Event& event);
SaleStage step_done(Turn& turn, stage::Done stage, const Event& event);
SaleStage step_counting(Turn& turn, stage::Counting stage, const Event& event);
SaleStage step_finding_original(Turn& turn, stage::FindingOriginal stage, const Event& event);
SaleStage step_returning(Turn& turn, stage::Returning stage, const Event& event);

RuleRow starting_rules();
RuleRow questions_rules();
RuleRow no_shift_rules();
RuleRow idle_rules();
RuleRow ringing_rules();
RuleRow asking_rules();
RuleRow paying_rules();
RuleRow card_pending_rules();
RuleRow committing_rules();
RuleRow printing_rules();
RuleRow done_rules();
RuleRow counting_rules();
RuleRow finding_original_rules();
RuleRow returning_rules();

// Where the till rests between customers.
SaleStage resting(const Turn& turn);
// A second paper of what is on disk: says COPY, leaves the drawer alone.
SaleStage print_copy(Turn& turn, stage::Finished done);
// Sales that a code or a number found, to pay back.
SaleStage originals_found(Turn& turn, const event::OriginalsFound& found);
void note_wrong_pin(Turn& turn, const event::PinRefused& refused);

}  // namespace kopilka
