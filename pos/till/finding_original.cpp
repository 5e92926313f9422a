// Goods come back: which sale were they of?
#include "pos/till/allow.h"
#include "pos/till/stages.h"
#include "pos/till/typed_receipt.h"

#include <algorithm>

namespace kopilka {
namespace {

using FindingRules =
    RuleSet<OtherRegions,
            No<Refusal::NotHere, event::OpenShift, event::CashCounted, ShiftActs, GoodsActs,
               LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs, PaperActs,
               event::UnitToggled, event::RefundBy, event::Pay, event::NextCustomer,
               event::ReturnWanted, event::RecallWanted, event::BackToBasket>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    TotalsAnswers, JournalAnswers, TerminalAnswers, PrintAnswers>>;

bool of_that_hash(const OriginalSale& sale, const OriginalQuery& query) {
    const auto* code = std::get_if<ReceiptCode>(&query.key);
    return !code || code->hash8.empty() || code->hash8 == short_code(sale.hash);
}

SaleStage found_one(Turn& turn, const OriginalSale& sale, bool by_code) {
    return do_or_ask(turn, std::nullopt, stage::AllowReturn{sale, by_code});
}

}  // namespace

SaleStage originals_found(Turn& turn, const event::OriginalsFound& found) {
    const bool by_code = std::holds_alternative<ReceiptCode>(found.query.key);
    if (found.sales.empty())
        return refused(turn, stage::FindingOriginal{}, Refusal::UnknownReceipt);
    if (!of_that_hash(found.sales.front(), found.query))
        return refused(turn, stage::FindingOriginal{}, Refusal::NotThatReceipt);
    if (found.sales.size() > 1) return stage::FindingOriginal{found.sales, by_code};
    return found_one(turn, found.sales.front(), by_code);
}

static SaleStage on(Turn& turn, stage::FindingOriginal stage, const event::Scanned& e) {
    const auto* code = std::get_if<ReceiptCode>(&e.payload);
    if (!code) return refused(turn, std::move(stage), Refusal::ScanReceipt);
    turn.ask(effect::FindOriginal{{*code}});
    return stage;
}
static SaleStage on(Turn& turn, stage::FindingOriginal stage, const event::ReceiptTyped& e) {
    std::optional<OriginalQuery> query = typed_receipt(e.text);
    if (!query) return refused(turn, std::move(stage), Refusal::UnknownReceipt);
    turn.ask(effect::FindOriginal{std::move(*query)});
    return stage;
}
static SaleStage on(Turn& turn, stage::FindingOriginal stage, const event::OriginalChosen& e) {
    const auto chosen = std::ranges::find(stage.found, e.receipt, &OriginalSale::id);
    if (chosen == stage.found.end())
        return refused(turn, std::move(stage), Refusal::UnknownReceipt);
    return found_one(turn, *chosen, stage.by_code);
}
static SaleStage on(Turn&, stage::FindingOriginal, const event::Back&) { return stage::Idle{}; }
static SaleStage on(Turn& turn, stage::FindingOriginal, const event::OriginalsFound& e) {
    return originals_found(turn, e);
}

SaleStage step_finding_original(Turn& turn, stage::FindingOriginal stage, const Event& event) {
    return dispatch<FindingRules>(turn, std::move(stage), event);
}
RuleRow finding_original_rules() { return rule_row<FindingRules>(); }

}  // namespace kopilka
