// What makes this program the store server of one store: FOLDER/store-server.key, which only its
// owner may read. Given by central once, for a code of `central enrol-code --store-server`.
#pragma once
#include "sync/protocol/message.h"
#include "sync/transport/client.h"
#include "sync/transport/tls.h"

namespace kopilka::sync {

struct StoreKeys {
    std::string name;  // its id, as a till's
    StoreId store;
    KeySeed seed{};
    Credentials credentials;
    bool operator==(const StoreKeys&) const = default;

    Identity identity() const { return {seed, credentials.certificate, credentials.authority}; }
};

Result<void> save_store_keys(const std::string& folder, const StoreKeys& keys);
// Errc::NotFound: it is no store server yet; the words say how to make it one.
Result<StoreKeys> load_store_keys(const std::string& folder);

// Asks central, keeps what it gives. Errc::Invalid: refused.
Result<StoreKeys> join_chain(const std::string& folder, const Address& central,
                             std::string_view code);

}  // namespace kopilka::sync
