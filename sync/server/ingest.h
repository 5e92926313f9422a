// Taking in tills' journals: each batch is checked as a whole (token's till, signature, gap,
// chain), then each record gets its status. Where a batch leaves what is held, the journal forked:
// it is booked as a branch of its own, the till is told a new epoch, and there is a case.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/server/tills.h"

#include <optional>
#include <span>
#include <vector>

namespace kopilka::sync {

// One batch, in one transaction.
UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at);

// The same for what did not come as an upload: that the till wrote it has been proven otherwise.
UploadReply ingest_proven(Database& database, const EnrolledTill& till, const Upload& upload,
                          Instant at);

// What a batch says, without the database: whoever writes need not be the one who reads it.
struct OpenedUpload {
    std::vector<Hash256> hashes;                        // of its records
    std::vector<std::optional<JournalRecord>> records;  // nullopt: these bytes are none
    std::optional<UploadReply> refused;                 // whatever is held
};
OpenedUpload open_upload(const EnrolledTill& till, const Upload& upload);

// Batches of different tills that are there at once: one commit is for many of them. The answers
// are as if each had come alone.
struct Delivery {
    const EnrolledTill* till;
    const Upload* upload;
    const OpenedUpload* opened = nullptr;  // of these; nullptr: still to do
};
std::vector<UploadReply> ingest(Database& database, std::span<const Delivery> deliveries,
                                Instant at);

}  // namespace kopilka::sync
