#include "pos/sale/paper.h"

#include "pos/core/check.h"
#include "pos/core/overload.h"

namespace kopilka {

void PaperWriter::sum(std::string_view key, Money money) {
    columns(say(key), texts_.plain_money(money));
}
void PaperWriter::sum_unless_zero(std::string_view key, Money money) {
    if (!money.is_zero()) sum(key, money);
}
void PaperWriter::count(std::string_view key, std::int64_t n) {
    columns(say(key), std::to_string(n));
}
void PaperWriter::points(std::string_view key, Points points) {
    columns(say(key), texts_.points(points));
}
void PaperWriter::total(std::string_view key, Money money) {
    add(ColumnsLine{say(key), texts_.money(money), Size::Double, true, false});
}

void PaperWriter::shop_header() {
    bool first = true;
    for (const Localized& text : shop_.receipt_header) {
        add(TextLine{in(text), Align::Centre, Size::Normal, first});
        first = false;
    }
    if (!shop_.company.ru.empty()) centre(in(shop_.company));
    if (!shop_.tax_id.empty()) centre(say({"receipt.tax_id", {shop_.tax_id}}));
    if (!shop_.address.ru.empty()) centre(in(shop_.address));
    rule();
}

void PaperWriter::when(LocalTime at, const Localized& cashier) {
    const std::string moment = texts_.date(local_date(at)) + " " + texts_.clock(at);
    columns(cashier == Localized{} ? std::string() : say({"receipt.cashier", {cashier}}), moment);
}

void PaperWriter::copy_mark(CopyMark mark) {
    if (mark == CopyMark::Copy) big(say("receipt.copy"));
}

void PaperWriter::code(const RecordId& id, const Hash256& hash) {
    add(QrCode{receipt_code(id, hash), to_string(id) + "  " + short_code(hash)});
}

PrintDocument PaperWriter::cut() {
    add(Feed{3});
    add(Cut{});
    return std::move(document_);
}

Phrase tender_name(const Tender& tender) {
    switch (tender.kind) {
        case TenderKind::Cash: return {"receipt.tender.cash", {}};
        case TenderKind::Card: return {"receipt.tender.card", {}};
        case TenderKind::Sbp: return {"receipt.tender.sbp", {}};
        case TenderKind::PointsPaid: return {"receipt.tender.points", {tender.points}};
        case TenderKind::Certificate: return {"receipt.tender.certificate", {}};
        case TenderKind::Cashback: return {"receipt.tender.cashback", {}};
    }
    unreachable("a way of paying nobody named");
}

std::string receipt_code(const RecordId& id, const Hash256& hash) {
    return "KR1:" + to_string(id) + ":" + short_code(hash);
}

PrintDocument lay_out(const Paperwork& what, const ShopSettings& shop, const Texts& texts,
                      CopyMark mark) {
    const PaperWriter paper(shop, texts);
    return std::visit(
        Overload{
            [&](const SaleReceipt& receipt) { return lay_out_sale(receipt, paper, mark); },
            [&](const ReturnReceipt& receipt) { return lay_out_return(receipt, paper, mark); },
            [&](const XReport& report) { return lay_out_x(report, paper); },
            [&](const ZReport& report) { return lay_out_z(report, paper, mark); },
            [&](const CashSlip& slip) { return lay_out_cash(slip, paper, mark); },
        },
        what);
}

}  // namespace kopilka
