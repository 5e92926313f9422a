#include "pos/app/intake.h"

#include "pos/core/check.h"
#include "pos/scan/payload.h"

namespace kopilka::app {
namespace {

CodeKind kind_of(CodeMeaning meaning) {
    switch (meaning) {
        case CodeMeaning::Card: return CodeKind::Card;
        case CodeMeaning::Weight: return CodeKind::Weight;
        case CodeMeaning::Price: return CodeKind::Price;
        case CodeMeaning::Coupon: return CodeKind::Coupon;
        case CodeMeaning::Goods: return CodeKind::Goods;
    }
    unreachable("a code meaning nobody named");
}

}  // namespace

Result<CodeRanges> code_ranges_of(const ShopSettings& shop) {
    std::vector<CodeRange> rows;
    for (const CodeRow& row : shop.code_rows) {
        CodeRange range;
        range.prefix = row.prefix;
        range.kind = kind_of(row.meaning);
        if (row.length != 0) range.length = row.length;
        range.item_digits = row.item_digits;
        range.value_digits = row.value_digits;
        rows.push_back(std::move(range));
    }
    return CodeRanges::parse(rows);
}

Event read_scan(const CodeRanges& ranges, const drivers::RawScan& scan) {
    auto payload = interpret(ranges, scan.text, scan.aim);
    if (!payload) return event::ScanRefused{words_for(payload.error())};
    return event::Scanned{std::move(*payload)};
}

}  // namespace kopilka::app
