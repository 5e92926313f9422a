// How many points a customer wants to pay with. Internal to pos/till.
#pragma once
#include "pos/till/open_receipt.h"

namespace kopilka {

// Takes the choice where the programme allows so many; else refuses, saying the most and why.
void choose_points(Turn& turn, stage::OpenReceipt& receipt, const event::PointsChosen& choice);

}  // namespace kopilka
