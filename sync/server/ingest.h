// Taking in a till's journal: the batch is checked as a whole (token's till, signature, gap,
// chain), then each record gets its status. Everything of one batch is one transaction.
#pragma once
#include "sync/server/tills.h"

namespace kopilka::sync {

UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at);

}  // namespace kopilka::sync
