// What tills say they have not sent yet: files that `till outbox --json` wrote, brought by whoever
// asks (a till that is offline for a month, a disk out of a broken one).
#pragma once
#include "pos/core/ids.h"
#include "pos/core/result.h"
#include "pos/core/time.h"
#include "sync/server/amounts.h"

#include <map>
#include <string>
#include <vector>

namespace kopilka::sync {

struct UnsentReceipt {
    RecordId record;
    Date day;
    ReceiptNumber number;
    Amounts amounts;  // of one receipt
};
using Outboxes = std::map<TillId, std::vector<UnsentReceipt>>;

// Errc::Invalid: not such a file, with the place; of an older program it does not list its
// receipts.
Result<Outboxes> read_outboxes(const std::vector<std::string>& files);

}  // namespace kopilka::sync
