// How the commands of `central` end: what the program exits with, and an error said on stderr.
#pragma once
#include "pos/core/result.h"

namespace kopilka::sync {

enum Exit { kDone = 0, kNo = 1, kWrongUse = 2 };

// What it exits with: wrong use where the words of the command line cannot be followed, else no.
int say_no(const Error& error);

}  // namespace kopilka::sync
