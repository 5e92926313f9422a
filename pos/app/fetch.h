// Waiting for the server before there is anything to sell with: at enrolment, and where the cache
// was lost.
#pragma once
#include "pos/app/premises.h"

namespace kopilka::app {

enum class FetchUntil : std::uint8_t {
    CaughtUp,  // all that the server has
    CanSell    // shop and programmes; goods and members go on coming while the till sells
};

// Opens the till's folders, asks its server, and leaves them again. Errc::Timeout after two
// minutes.
Result<void> fetch(const Places& places, const Clock& clock, FetchUntil until);

}  // namespace kopilka::app
