// The running store server: `central serve --upstream URL`. Its tills find it in the shop's
// network; it hands on to central what they send, and tells them what central tells.
#pragma once
#include "sync/server/serve.h"

namespace kopilka::sync {

// In a folder where `central join` has been. Listening when it returns; central need not be there.
// Errc::Busy: one is running already; Errc::NotFound: nobody has joined here.
Result<std::unique_ptr<Server>> open_store_server(const Place& place, const Address& listen,
                                                  const Address& central);

}  // namespace kopilka::sync
