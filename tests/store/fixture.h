// A data folder that goes with its test, and records to put into it.
#pragma once
#include "pos/store/journal.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace kopilka {

// A data folder with the journal of one till in it, begun with `begin`.
class TillFolder {
public:
    explicit TillFolder(const JournalTuning& tuning = {std::size_t{64} << 20, 0})
        : tuning_(tuning) {
        open();
    }
    // Leaves and comes back, as after a power cut or a restart.
    void open() {
        journal_.reset();
        lock_.reset();
        auto lock = DataFolder::lock(folder_.path());
        if (lock) lock_.emplace(std::move(*lock));
        auto journal = Journal::open(lock_.value(), tuning_);
        if (journal) journal_.emplace(std::move(*journal));
    }
    void close() {
        journal_.reset();
        lock_.reset();
    }
    Journal& journal() { return journal_.value(); }
    const DataFolder& lock() const { return lock_.value(); }
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    TemporaryFolder folder_;
    JournalTuning tuning_;
    std::optional<DataFolder> lock_;
    std::optional<Journal> journal_;
};

inline const TillId kTill{"nevsky-1"};
inline const StoreId kStore{"nevsky"};
inline JournalStamp stamp(std::int64_t minute = 0) {
    const Instant at{1'772'982'300'000 + minute * 60'000};
    return {{at, 180}, Date{20'520}, CashierId{"olga"}};
}

inline void begin(TillFolder& till) {
    if (!till.journal().begin_epoch(kTill, kStore, stamp(), "enrolled")) std::abort();
}

inline RecordId record_id(std::uint64_t sequence) { return {kTill, Epoch{1}, Sequence{sequence}}; }

inline BasketLine milk(std::uint32_t line) {
    BasketLine milk;
    milk.id = LineId{line};
    milk.sku = Sku{"MILK-" + std::to_string(line)};
    milk.name = {"Молоко «Луговое» 3,2 % 930 мл", "Milk Lugovoe 3.2% 930 ml"};
    milk.unit_price = Money::of(8990);
    milk.categories = {"dairy", "milk"};
    milk.brand = "Луговое";
    milk.tax_rate = BasisPoints::percent(10);
    milk.department = "grocery";
    return milk;
}

// A plain cash sale of so many lines.
inline Sale sale(std::uint64_t number, std::uint32_t lines = 1,
                 std::optional<MemberId> member = {}) {
    Sale sale;
    sale.number = ReceiptNumber{number};
    sale.shift = ShiftNumber{1};
    sale.context.store = kStore;
    sale.context.till = kTill;
    sale.context.at = stamp().at;
    if (member) {
        sale.member.emplace();
        sale.member->id = *member;
    }
    for (std::uint32_t line = 1; line <= lines; ++line) {
        sale.basket.lines.push_back(milk(line));
        sale.lines.push_back(PricedLine{LineId{line},
                                        Money::of(8990),
                                        {},
                                        Money::of(8990),
                                        Money::of(817),
                                        {Money::of(8990)},
                                        {}});
    }
    sale.basket.next_line = LineId{lines + 1};
    sale.gross = sale.total = Money::of(8990) * lines;
    sale.tax_total = Money::of(817) * lines;
    sale.tenders = {{TenderKind::Cash, sale.total, {}, {}, ""}};
    return sale;
}

inline MemberId member_id(std::uint32_t n) {
    MemberId id;
    for (std::size_t i = 0; i < 4; ++i) id.value[i] = static_cast<std::uint8_t>(n >> (8 * i));
    id.value[15] = 7;
    return id;
}

}  // namespace kopilka
