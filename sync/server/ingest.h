// Taking in tills' journals: each batch is checked as a whole (token's till, signature, gap,
// chain), then each record gets its status. Where a batch leaves what is held, the journal forked:
// it is booked as a branch of its own, the till is told a new epoch, and there is a case.
#pragma once
#include "sync/server/tills.h"

#include <span>

namespace kopilka::sync {

// One batch, in one transaction.
UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at);

// The same for what did not come as an upload: that the till wrote it has been proven otherwise.
UploadReply ingest_proven(Database& database, const EnrolledTill& till, const Upload& upload,
                          Instant at);

// Batches of different tills that are there at once: one commit is for many of them. The answers
// are as if each had come alone.
struct Delivery {
    const EnrolledTill* till;
    const Upload* upload;
};
std::vector<UploadReply> ingest(Database& database, std::span<const Delivery> deliveries,
                                Instant at);

}  // namespace kopilka::sync
