#include "sync/server/audit.h"

#include "pos/loyalty/parse.h"
#include "pos/sale/journal_codec.h"
#include "pos/sale/price.h"
#include "sync/server/chain.h"
#include "sync/server/feed.h"
#include "sync/server/incidents.h"
#include "sync/server/journals.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtOnce = 1'000;
// Uploads come first: while they come, for each second of work it leaves them so many.
constexpr int kLeaveToUploads = 5;
constexpr auto kRestAfterFailure = std::chrono::seconds(5);
constexpr auto kLookAgain = std::chrono::seconds(5);  // a command may have booked something
// A milliard roubles on a line: far above a shop's, far below what a receipt's sum could overflow.
constexpr Money kMostOnLine = Money::of(100'000'000'000);

// However wrong a till's clock is: what a programme reckons from it stays in the calendar.
bool is_of_our_time(const LocalTime& at) {
    constexpr Date kFirst{0};         // 1970
    constexpr Date kLast{1'000'000};  // in the year 4707
    constexpr std::int32_t kMostOffset = 24 * 60;
    return at.offset_minutes >= -kMostOffset && at.offset_minutes <= kMostOffset &&
           at.instant >= start_of_day(kFirst, 0) && at.instant <= start_of_day(kLast, 0);
}

struct Waiting {
    RecordId id;
    Branch branch;
    Bytes body;
};

std::vector<Waiting> waiting(Database& database, std::size_t most) {
    std::vector<Waiting> result;
    const Rows rows = database.run(
        "SELECT r.till_id, r.epoch, r.sequence, r.body, NULL FROM receipt c JOIN record r"
        " ON r.till_id = c.till_id AND r.epoch = c.epoch AND r.sequence = c.sequence"
        " WHERE c.repriced = 0 UNION ALL"
        " SELECT r.till_id, r.epoch, r.sequence, r.body, r.branch FROM branch_receipt c"
        " JOIN branch_record r ON r.till_id = c.till_id AND r.epoch = c.epoch"
        " AND r.branch = c.branch AND r.sequence = c.sequence WHERE c.repriced = 0 LIMIT $1",
        {value(std::uint64_t{most})});
    for (const Row& row : rows) {
        result.push_back({{TillId{row.text(0)}, Epoch{static_cast<std::uint32_t>(row.natural(1))},
                           Sequence{row.natural(2)}},
                          branch_of(row, 4),
                          row.bytes(3)});
    }
    return result;
}

struct Look {
    Repricing repricing = Repricing::Equal;
    std::string cause{};
    std::string till_says{}, server_holds{};
    std::optional<Date> day{};
    ReceiptNumber number{};
};

// Beside what the receipt says, what the server makes of it.
Look different(const JournalRecord& record, const Sale& sale, std::string cause,
               std::string server_holds) {
    return {Repricing::Different,
            std::move(cause),
            to_string(sale.total) + " for its inputs, result " + short_code(sale.digest),
            std::move(server_holds),
            record.business_date,
            sale.number};
}

Look look_at(Database& database, PublicationShelf& shelf, const Waiting& receipt,
             PricedBasket& again) {
    const auto record = decode_record(receipt.body);
    const auto* sale = record ? std::get_if<Sale>(&record->entry) : nullptr;
    if (!sale) return {Repricing::Nothing};
    if (!can_be_priced(*sale))
        return different(*record, *sale, "its inputs cannot be priced", "no price for such inputs");
    const auto publication = shelf.find(database, sale->publication);
    if (!publication)
        return different(*record, *sale, "its publication cannot be read any more", "no price");
    if (prices_equal(*publication, *sale, again)) return {};
    return different(*record, *sale, "the same inputs give another result",
                     to_string(again.total) + " for them, result " + short_code(again.digest));
}

void note(Database& database, const Waiting& receipt, const Look& look) {
    note_repriced(database, receipt.id, receipt.branch, static_cast<std::int64_t>(look.repricing));
    if (look.repricing != Repricing::Different) return;
    const std::string place = to_string(receipt.id, receipt.branch);
    spdlog::warn("price difference record={} {}", place, look.cause);
    Finding found{IncidentKind::PriceDifference, place, receipt.id, look.day};
    found.branch = receipt.branch;
    found.receipt = look.number;
    found.cause = look.cause;
    found.till_says = look.till_says;
    found.server_holds = look.server_holds;
    open_incident(database, found, now());
}

}  // namespace

std::shared_ptr<const Publication> PublicationShelf::find(Database& database, const Hash256& hash) {
    if (const auto known = known_.find(hash); known != known_.end()) return known->second;
    if (hash == Hash256()) {  // a till that had no programmes yet
        return known_[hash] = std::make_shared<const Publication>(PublicationParts{});
    }
    const auto thing = find_thing(database, StoreId{}, ChangeKind::Publication, to_string(hash));
    const auto* files = thing ? std::get_if<PublishedFiles>(&*thing) : nullptr;
    if (!files) return nullptr;
    auto parsed = parse_publication(files->files);
    if (!parsed) return nullptr;
    return known_[hash] = std::make_shared<const Publication>(*std::move(parsed));
}

bool can_be_priced(const Sale& sale) {
    const auto& lines = sale.basket.lines;
    const bool ascending =
        std::ranges::adjacent_find(lines, std::greater_equal<>{}, &BasketLine::id) == lines.end();
    const bool sane = std::ranges::all_of(lines, [](const BasketLine& line) {
        return line.quantity > Quantity() && gross(line) >= kNoMoney && gross(line) <= kMostOnLine;
    });
    return ascending && sane && is_of_our_time(sale.context.at);
}

bool prices_equal(const Publication& publication, const Sale& sale, PricedBasket& again) {
    const MemberView* member = sale.member ? &*sale.member : nullptr;
    price_into(again, publication, sale.context, member, sale.basket, sale.tenders);
    return again.digest == sale.digest && again.total == sale.total;
}

Result<std::size_t> reprice(Database& database, PublicationShelf& shelf, std::size_t most) {
    std::vector<Waiting> receipts;
    std::vector<Look> looks;
    PricedBasket again;  // its memory serves all
    auto looked = database.read([&] {
        receipts = waiting(database, most);
        for (const Waiting& one : receipts) looks.push_back(look_at(database, shelf, one, again));
    });
    if (!looked) return tl::unexpected(looked.error());
    if (receipts.empty()) return std::size_t{0};
    auto noted = database.write([&] {
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            note(database, receipts[i], looks[i]);
        }
    });
    if (!noted) return tl::unexpected(noted.error());
    return receipts.size();
}

std::uint64_t count_waiting(Database& database) {
    return count(database, "SELECT count(*) FROM receipt WHERE repriced = 0") +
           count(database, "SELECT count(*) FROM branch_receipt WHERE repriced = 0");
}

class Auditor::Work {
public:
    explicit Work(std::unique_ptr<Database> database)
        : database_(std::move(database)),
          thread_([this](const std::stop_token& stopping) { run(stopping); }) {}
    void wake() {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        changed_.notify_one();
    }

private:
    void run(const std::stop_token& stopping) {
        const auto never = [] { return false; };
        std::unique_lock lock(mutex_);
        while (!stopping.stop_requested()) {
            woken_ = false;
            lock.unlock();
            const auto start = Clock::now();
            const auto done = reprice(*database_, shelf_, kAtOnce);
            const auto took = Clock::now() - start;
            if (!done) spdlog::error("pricing again: {}", done.error().detail);
            lock.lock();
            if (!done) {
                changed_.wait_for(lock, stopping, kRestAfterFailure, never);
            } else if (*done == 0) {
                changed_.wait_for(lock, stopping, kLookAgain, [this] { return woken_; });
            } else if (woken_) {
                changed_.wait_for(lock, stopping, kLeaveToUploads * took, never);
            }
        }
    }

    std::unique_ptr<Database> database_;
    PublicationShelf shelf_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool woken_ = true;
    std::jthread thread_;  // last: it uses the others, and is told to stop when this ends
};

Auditor::Auditor(std::unique_ptr<Database> database)
    : work_(std::make_unique<Work>(std::move(database))) {}
Auditor::~Auditor() = default;
void Auditor::wake() { work_->wake(); }

}  // namespace kopilka::sync
