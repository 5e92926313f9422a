// A data folder that goes with its test, and records to put into it.
#pragma once
#include "pos/store/journal.h"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace kopilka {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = std::filesystem::temp_directory_path() / "kopilka-store-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline const TillId kTill{"nevsky-1"};
inline const StoreId kStore{"nevsky"};
constexpr JournalTuning kSmall{std::size_t{64} << 20, 0};

inline JournalStamp stamp(std::int64_t minute = 0) {
    const Instant at{1'772'982'300'000 + minute * 60'000};
    return {{at, 180}, Date{20'520}, CashierId{"olga"}};
}

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
