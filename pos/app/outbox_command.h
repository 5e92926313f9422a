// `till outbox`: what of this till's journal the server has not acknowledged, what it holds, and
// what it put aside and why. Reads only.
#pragma once
#include "pos/app/journal_command.h"

namespace kopilka::app {

// Exit code: 0; 2 when the journal cannot be read.
int outbox_command(const std::filesystem::path& data, Output output, std::ostream& out,
                   std::ostream& errors);

}  // namespace kopilka::app
