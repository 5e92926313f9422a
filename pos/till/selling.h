// What Idle and Ringing do alike: a receipt grows from the first scan on. Internal to pos/till.
#pragma once
#include "pos/till/open_receipt.h"

namespace kopilka {

// Leaves a receipt with nothing on it behind, and its draft with it; else stays ringing. The
// change is priced, saved and journaled here.
SaleStage after_change(Turn& turn, stage::Ringing stage, std::vector<JournalEntry> entries = {});
// The same without a change: back from a question.
SaleStage back_to_selling(Turn& turn, std::optional<stage::OpenReceipt> receipt);

// A scan at the desk: asks for the goods, the member or the receipt; takes a coupon.
SaleStage scan_at_desk(Turn& turn, stage::Ringing stage, const Payload& payload);
SaleStage goods_at_desk(Turn& turn, stage::Ringing stage, const event::GoodsFound& found);
SaleStage members_at_desk(Turn& turn, stage::Ringing stage, const event::MembersFound& found);
SaleStage code_at_desk(Turn& turn, stage::Ringing stage, const std::string& typed);
SaleStage sell_by_department(Turn& turn, stage::Ringing stage, const event::DepartmentSale& sale,
                             const GoodsQuery* unknown = nullptr);
SaleStage add_line(Turn& turn, stage::Ringing stage, BasketLine line,
                   std::vector<JournalEntry> entries = {});
void ask_goods(Turn& turn, const Sku& sku, const stage::NextGoods& next);

}  // namespace kopilka
