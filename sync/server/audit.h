// Pricing again, with the same library, what the tills sold: from the inputs in the receipt and the
// publication it names. Not the same digest: a case, and the sale stands. It runs behind the
// acknowledgement, on a thread and a database connection of its own.
#pragma once
#include "pos/loyalty/publication.h"
#include "pos/sale/journal_entry.h"
#include "sync/server/database.h"

#include <map>
#include <memory>

namespace kopilka::sync {

enum class Repricing : std::uint8_t { Waiting, Equal, Different, Nothing };

// Publications as they are needed; each is parsed once.
class PublicationShelf {
public:
    std::shared_ptr<const Publication> find(Database& database, const Hash256& hash);

private:
    std::map<Hash256, std::shared_ptr<const Publication>> known_;
};

// Whether the inputs are such as price() accepts: honest tills write no others.
bool can_be_priced(const Sale& sale);
// `again`: what the sale is priced into; one serves for many.
bool prices_equal(const Publication& publication, const Sale& sale, PricedBasket& again);

// At most `most` of the waiting receipts; how many were looked at.
Result<std::size_t> reprice(Database& database, PublicationShelf& shelf, std::size_t most);

std::uint64_t count_waiting(Database& database);  // receipts; inside a transaction

class Auditor {
public:
    explicit Auditor(std::unique_ptr<Database> database);
    ~Auditor();  // after the receipts at hand
    Auditor(const Auditor&) = delete;
    Auditor& operator=(const Auditor&) = delete;
    void wake();

private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kopilka::sync
