// Tills: one-time codes, enrolment, and who a token belongs to. Codes and tokens are kept as
// hashes.
#pragma once
#include "pos/core/time.h"
#include "sync/protocol/message.h"
#include "sync/server/chain.h"

#include <optional>
#include <string>

namespace kopilka::sync {

struct EnrolledTill {
    TillId till;
    StoreId store;
    PublicKey key{};
    Epoch epoch{1};  // the newest
    bool operator==(const EnrolledTill&) const = default;
};

// Twelve characters in groups of four, valid for a day and for this till of this store only.
// Errc::Invalid: an id is empty or longer than 32 bytes, or the till belongs to another store.
Result<std::string> make_enrol_code(Database& database, const StoreId& store, const TillId& till,
                                    Instant at);

// Uses the code up. A till that enrols again gets the next epoch, and its old token ends.
EnrolReply enrol(Database& database, const Chain& chain, const EnrolRequest& request, Instant at);

// Inside a transaction; `bearer` as the request carried it.
std::optional<EnrolledTill> till_of(Database& database, std::string_view bearer);

}  // namespace kopilka::sync
