// A document in the making: lines in one language. Internal to the papers of this room.
#pragma once
#include "pos/sale/receipt.h"

#include <string>
#include <string_view>

namespace kopilka {

class PaperWriter {
public:
    PaperWriter(const ShopSettings& shop, const Texts& texts) : shop_(shop), texts_(texts) {}

    const ShopSettings& shop() const { return shop_; }
    const Texts& texts() const { return texts_; }
    std::string say(const Phrase& phrase) const { return texts_.say(phrase); }
    std::string say(std::string_view key) const { return texts_(key); }
    std::string in(const Localized& name) const { return name.in(texts_.language()); }

    void line(std::string text) { add(TextLine{std::move(text)}); }
    void centre(std::string text) { add(TextLine{std::move(text), Align::Centre}); }
    void title(std::string text) {
        add(TextLine{std::move(text), Align::Centre, Size::Normal, true});
    }
    void big(std::string text) {
        add(TextLine{std::move(text), Align::Centre, Size::Double, true});
    }
    void columns(std::string left, std::string right) {
        add(ColumnsLine{std::move(left), std::move(right)});
    }
    void sum(std::string_view key, Money money);  // "Итого … 864,00"
    void sum_unless_zero(std::string_view key, Money money);
    void count(std::string_view key, std::int64_t n);
    void points(std::string_view key, Points points);
    void total(std::string_view key, Money money);  // large
    void rule() { add(kopilka::Rule{}); }
    void add(PrintElement element) { document_.elements.push_back(std::move(element)); }

    // What every paper begins and ends with.
    void shop_header();
    void when(LocalTime at, const Localized& cashier);
    void copy_mark(CopyMark mark);
    void code(const RecordId& id, const Hash256& hash);
    PrintDocument cut();

private:
    const ShopSettings& shop_;
    const Texts& texts_;
    PrintDocument document_;
};

// A way of paying, with the points where it is points.
Phrase tender_name(const Tender& tender);

PrintDocument lay_out_sale(const SaleReceipt& receipt, PaperWriter paper, CopyMark mark);
PrintDocument lay_out_return(const ReturnReceipt& receipt, PaperWriter paper, CopyMark mark);
PrintDocument lay_out_x(const XReport& report, PaperWriter paper);
PrintDocument lay_out_z(const ZReport& report, PaperWriter paper, CopyMark mark);
PrintDocument lay_out_cash(const CashSlip& slip, PaperWriter paper, CopyMark mark);

}  // namespace kopilka
