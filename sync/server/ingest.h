// Taking in tills' journals: each batch is checked as a whole (token's till, signature, gap,
// chain), then each record gets its status.
#pragma once
#include "sync/server/tills.h"

#include <span>

namespace kopilka::sync {

// One batch, in one transaction.
UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at);

// Batches of different tills that are there at once: one commit is for many of them. The answers
// are as if each had come alone.
struct Delivery {
    const EnrolledTill* till;
    const Upload* upload;
};
std::vector<UploadReply> ingest(Database& database, std::span<const Delivery> deliveries,
                                Instant at);

}  // namespace kopilka::sync
