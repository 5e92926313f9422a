#include "pos/ui/screens.h"

#include "pos/core/overload.h"
#include "pos/ui/screen.h"

namespace kopilka::ui {
namespace {

// The receipt that the cashier works on.
const stage::OpenReceipt* receipt_at_hand(const SaleStage& sale) {
    if (const auto* ringing = std::get_if<stage::Ringing>(&sale)) return &ringing->receipt;
    if (const auto* paying = std::get_if<stage::Paying>(&sale)) return &paying->receipt;
    return nullptr;
}

// A disk that is full gives the page back as it was typed.
bool may_hold_a_profile(const SaleStage& sale) {
    return std::holds_alternative<stage::Asking>(sale) ||
           std::holds_alternative<stage::Committing>(sale);
}

// What was open belongs to the stage before; a member found closes the search for one.
void forget(const Screen& screen) {
    Memory& memory = screen.memory;
    const std::size_t now = screen.view.stage.sale.index() + 1;
    if (memory.stage_drawn != now) {
        screen.open(Open::Nothing);
        if (!may_hold_a_profile(screen.view.stage.sale)) memory.profile = {};
    }
    memory.stage_drawn = now;
    const stage::OpenReceipt* receipt = receipt_at_hand(screen.view.stage.sale);
    const bool member = receipt != nullptr && receipt->member.has_value();
    if (member != memory.member_drawn &&
        (memory.open == Open::Member || memory.open == Open::MemberCard))
        screen.open(Open::Nothing);
    memory.member_drawn = member;
    if (receipt == nullptr || memory.lines_drawn > receipt->basket.lines.size()) memory.line = {};
}

bool draw_opened(const Screen& screen) {
    switch (screen.memory.open) {
        case Open::Menu: draw_menu(screen); return true;
        case Open::CashIn: draw_cash_moved(screen, true); return true;
        case Open::CashOut: draw_cash_moved(screen, false); return true;
        case Open::Drawer: draw_drawer(screen); return true;
        case Open::Nothing:
        case Open::Search:
        case Open::Member:
        case Open::MemberCard:
        case Open::Quantity:
        case Open::NextQuantity:
        case Open::Price:
        case Open::Discount:
        case Open::Department:
        case Open::Code:
        case Open::Points:
        case Open::More: return false;
    }
    return false;
}

void draw_stage(const Screen& screen) {
    std::visit(Overload{
                   [&](const stage::Starting&) { draw_starting(screen); },
                   [&](const stage::Questions& now) { draw_start_questions(screen, now); },
                   [&](const stage::NoShift&) { draw_no_shift(screen); },
                   [&](const stage::Idle& now) { draw_sale(screen, nullptr, now.next); },
                   [&](const stage::Ringing& now) { draw_sale(screen, &now.receipt, now.next); },
                   [&](const stage::Asking& now) { draw_question(screen, now); },
                   [&](const stage::Paying& now) { draw_payment(screen, now.receipt); },
                   [&](const stage::CardPending& now) { draw_card_pending(screen, now); },
                   [&](const stage::Committing& now) { draw_committing(screen, now); },
                   [&](const stage::Printing& now) { draw_printing(screen, now); },
                   [&](const stage::Done& now) { draw_finished(screen, now.done, now.printed); },
                   [&](const stage::Counting& now) { draw_counting(screen, now); },
                   [&](const stage::FindingOriginal& now) { draw_finding_original(screen, now); },
                   [&](const stage::Returning& now) { draw_returning(screen, now); },
               },
               screen.view.stage.sale);
}

void begin_window(const Look& look, ImU32 fill) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, fill);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(look.px(12), look.px(8)));
    ImGui::Begin("till", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

}  // namespace

std::optional<Paperwork> paper_shown(const Stage& stage) {
    if (const auto* done = std::get_if<stage::Done>(&stage.sale)) return done->done.paper;
    if (const auto* printing = std::get_if<stage::Printing>(&stage.sale))
        return printing->done.paper;
    if (const auto* asking = std::get_if<stage::Asking>(&stage.sale))
        if (const auto* report = std::get_if<stage::ShowReport>(&asking->question))
            return report->report;
    return std::nullopt;
}

void draw_till(const Look& look, const TillView& view, Memory& memory, std::vector<Event>& out) {
    if (look.audit != nullptr) look.audit->clear();
    const Screen screen{look, view, memory, out};
    forget(screen);
    begin_window(look, look.theme.background);
    draw_status_bar(screen);
    draw_message_row(screen);
    if (!std::holds_alternative<stage::SignedIn>(view.stage.operators)) {
        draw_sign_in(screen);
    } else if (!draw_opened(screen)) {
        draw_stage(screen);
    }
    ImGui::End();
}

}  // namespace kopilka::ui
