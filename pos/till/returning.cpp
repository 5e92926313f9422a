// Which units come back, then how they are paid back.
#include "pos/till/goods_work.h"
#include "pos/till/refund.h"
#include "pos/till/stages.h"
#include "pos/till/terminal.h"

#include <algorithm>

namespace kopilka {
namespace {

using ReturningRules =
    RuleSet<OtherRegions,
            No<Refusal::NotHere, event::OpenShift, event::CashCounted, ShiftActs,
               event::QuantityKeyed, event::PriceCheckWanted, event::DepartmentSale, LineActs,
               ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs, PaperActs,
               event::ReceiptTyped, event::OriginalChosen, event::Pay, event::NextCustomer,
               event::ReturnWanted, event::RecallWanted, event::BackToBasket>,
            Unasked<event::Recovered, PinAnswers, MemberAnswers, DraftAnswers, OriginalAnswers,
                    TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

bool is_free(const stage::OpenReturn& goods, UnitRef unit) {
    return !is_returned(goods.original, unit) &&
           std::ranges::find(goods.chosen, unit) == goods.chosen.end();
}

// The first unit of a line that has not come back; nullopt where all have.
std::optional<UnitRef> free_unit(const stage::OpenReturn& goods, LineId id) {
    for (const PricedLine& line : goods.original.sale.lines) {
        if (line.id != id) continue;
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit)
            if (is_free(goods, {id, unit})) return UnitRef{id, unit};
    }
    return std::nullopt;
}

// Goods at hand against the lines of the receipt; marked goods are the same only by serial.
void choose_goods(Turn& turn, stage::OpenReturn& goods, const GoodsQuery& query, const Sku& sku) {
    Refusal why = Refusal::NotOnReceipt;
    for (const BasketLine& line : goods.original.sale.basket.lines) {
        if (line.sku != sku) continue;
        if (line.serial != query.serial) {
            why = query.serial.empty() ? Refusal::SellByMark : Refusal::SerialDiffers;
            continue;
        }
        if (const auto unit = free_unit(goods, line.id)) return toggle(turn, goods, *unit);
        why = Refusal::AlreadyReturned;
    }
    refuse(turn, why);
}

// The terminal has paid already: only the journal is missing.
bool is_settled(const stage::Returning& stage) { return stage.goods.paid_back.has_value(); }

}  // namespace

static SaleStage on(Turn& turn, stage::Returning stage, const event::Scanned& e) {
    auto query = goods_query(e.payload, {std::nullopt, GoodsPurpose::Return});
    if (!query || is_settled(stage)) return refused(turn, std::move(stage), Refusal::NotHere);
    turn.ask(effect::FindGoods{std::move(*query)});
    return stage;
}
static SaleStage on(Turn& turn, stage::Returning stage, const event::GoodsChosen& e) {
    if (is_settled(stage)) return refused(turn, std::move(stage), Refusal::NotHere);
    GoodsQuery query;
    query.purpose = GoodsPurpose::Return;
    choose_goods(turn, stage.goods, query, e.sku);
    return stage;
}
static SaleStage on(Turn& turn, stage::Returning stage, const event::GoodsFound& e) {
    if (!e.goods) return refused(turn, std::move(stage), Refusal::UnknownGoods);
    choose_goods(turn, stage.goods, e.query, e.goods->sku);
    return stage;
}
static SaleStage on(Turn& turn, stage::Returning stage, const event::UnitToggled& e) {
    const BasketLine* line = find_line(stage.goods.original.sale.basket, e.line);
    if (!line) return refused(turn, std::move(stage), Refusal::NotOnReceipt);
    const UnitRef unit{e.line, e.unit};
    const bool choosing = std::ranges::find(stage.goods.chosen, unit) == stage.goods.chosen.end();
    if (is_settled(stage)) return refused(turn, std::move(stage), Refusal::NotHere);
    if (choosing && !line->serial.empty())
        return refused(turn, std::move(stage), Refusal::SellByMark);
    toggle(turn, stage.goods, unit);
    return stage;
}
static SaleStage on(Turn& turn, stage::Returning stage, const event::RefundBy& e) {
    if (is_settled(stage)) {
        Tender paid = *stage.goods.paid_back;
        return conclude_return(turn, std::move(stage.goods), std::move(paid));
    }
    if (stage.goods.chosen.empty()) return refused(turn, std::move(stage), Refusal::NothingChosen);
    const Money total = stage.goods.priced.total;
    if (e.kind == TenderKind::Cash || total.is_zero())
        return conclude_return(turn, std::move(stage.goods), {TenderKind::Cash, total, {}, {}, {}});
    if (e.kind != TenderKind::Card && e.kind != TenderKind::Sbp)
        return refused(turn, std::move(stage), Refusal::NotHere);
    return ask_terminal(turn, std::move(stage.goods), e.kind, -total);
}
static SaleStage on(Turn& turn, stage::Returning stage, const event::Back&) {
    if (is_settled(stage)) return refused(turn, std::move(stage), Refusal::JournalFailed);
    return stage::Idle{};
}

SaleStage step_returning(Turn& turn, stage::Returning stage, const Event& event) {
    return dispatch<ReturningRules>(turn, std::move(stage), event);
}
RuleRow returning_rules() { return rule_row<ReturningRules>(); }

}  // namespace kopilka
