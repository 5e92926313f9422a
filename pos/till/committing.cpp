// Waiting for the disk: what it confirms may leave the shop, what it refuses has not happened.
#include "pos/core/overload.h"
#include "pos/till/closing.h"
#include "pos/till/finish.h"
#include "pos/till/profile.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

using CommitRules =
    RuleSet<OtherRegions, Queue<event::Scanned>,
            No<Refusal::WaitSaving, event::OpenShift, event::CashCounted, ShiftActs, GoodsActs,
               LineActs, ReceiptActs, MemberActs, TenderActs, AnswerActs, TerminalActs, PaperActs,
               ReturnActs, event::Pay, event::NextCustomer, event::ReturnWanted,
               event::RecallWanted, event::BackToBasket, event::Back>,
            Unasked<event::Recovered, PinAnswers, GoodsAnswers, MemberAnswers, DraftAnswers,
                    OriginalAnswers, TotalsAnswers, TerminalAnswers, PrintAnswers>>;

SaleStage sale_saved(Turn& turn, const stage::CommitSale& sale, const Stamp& stamp) {
    turn.desk.last_receipt = sale.sale.number;
    turn.ask(effect::Sound{effect::SoundKind::Done});
    return print(turn, finished_sale(turn, sale, stamp), CopyMark::Original, drawer_for(sale.sale));
}

SaleStage return_saved(Turn& turn, const stage::CommitReturn& goods, const Stamp& stamp) {
    turn.desk.last_receipt = goods.refund.number;
    turn.ask(effect::Sound{effect::SoundKind::Done});
    return print(turn, finished_return(turn, goods, stamp), CopyMark::Original,
                 drawer_for(goods.refund));
}

SaleStage saved(Turn& turn, const stage::Committing& stage, const Stamp& stamp) {
    return std::visit(
        Overload{
            [&](const stage::CommitSale& sale) { return sale_saved(turn, sale, stamp); },
            [&](const stage::CommitReturn& goods) { return return_saved(turn, goods, stamp); },
            [&](const stage::CommitShiftOpened& opened) -> SaleStage {
                turn.desk.shift = opened.shift;
                turn.desk.last_shift = opened.shift.number;
                say(turn, {"till.notice.shift_opened",
                           {static_cast<std::int64_t>(opened.shift.number.value)}});
                return stage::Idle{};
            },
            [&](const stage::CommitShiftClosed& closed) {
                ZReport report{closed.closed, turn.desk.now, cashier_name(turn)};
                SaleStage next = print(turn, {std::move(report), stamp.id, {}, 0},
                                       CopyMark::Original, Drawer::Leave);
                turn.desk.shift.reset();
                return next;
            },
            [&](const stage::CommitCash& cash) {
                CashSlip slip{cash.moved, turn.desk.now, cashier_name(turn)};
                return print(turn, {std::move(slip), stamp.id, {}, 0}, CopyMark::Original,
                             Drawer::Kick);
            },
            [&](const stage::CommitDrawer&) -> SaleStage {
                turn.ask(effect::OpenDrawer{});
                return stage::Idle{};
            },
            [&](const stage::CommitProfile& kept) { return profile_kept(turn, kept); },
        },
        stage.what);
}

// Nothing has left the shop: back to where the act can be done again.
SaleStage not_saved(stage::Committing stage) {
    return std::visit(Overload{
                          [](stage::CommitSale& sale) -> SaleStage {
                              sale.receipt.unsaved = std::move(sale.before);
                              return stage::Paying{std::move(sale.receipt)};
                          },
                          [](stage::CommitReturn& goods) -> SaleStage {
                              const Tender& paid = goods.refund.paid_back.front();
                              if (paid.kind != TenderKind::Cash) goods.goods.paid_back = paid;
                              goods.goods.unsaved = std::move(goods.before);
                              return stage::Returning{std::move(goods.goods)};
                          },
                          [](stage::CommitShiftOpened&) -> SaleStage { return stage::NoShift{}; },
                          [](stage::CommitShiftClosed& closed) -> SaleStage {
                              return stage::Counting{std::move(closed.closed.totals)};
                          },
                          [](stage::CommitCash&) -> SaleStage { return stage::Idle{}; },
                          [](stage::CommitDrawer&) -> SaleStage { return stage::Idle{}; },
                          [](stage::CommitProfile& kept) -> SaleStage {
                              return stage::Asking{std::move(kept.receipt), stage::FillProfile{}};
                          },
                      },
                      stage.what);
}

}  // namespace

static SaleStage on(Turn& turn, stage::Committing stage, const event::Journaled& e) {
    if (e.ticket != stage.ticket || e.stamps.empty()) return stage;
    return saved(turn, stage, e.stamps.back());
}
static SaleStage on(Turn& turn, stage::Committing stage, const event::JournalFailed& e) {
    if (e.ticket != stage.ticket) return stage;
    refuse(turn, Refusal::JournalFailed, e.words);
    return not_saved(std::move(stage));
}

SaleStage step_committing(Turn& turn, stage::Committing stage, const Event& event) {
    return dispatch<CommitRules>(turn, std::move(stage), event);
}
RuleRow committing_rules() { return rule_row<CommitRules>(); }

}  // namespace kopilka
