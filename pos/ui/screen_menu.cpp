#include "pos/ui/screen.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kopilka::ui {
namespace {

// Tiles of a menu, three in a row.
class Tiles {
public:
    explicit Tiles(const Screen& screen)
        : screen_(screen), width_(std::floor((rest().x - 2 * screen.px(kGap)) / 3)) {}
    bool operator()(std::string_view id, std::string_view key, bool enabled = true,
                    Tone tone = Tone::Quiet) {
        if (count_++ % 3 != 0) ImGui::SameLine(0, screen_.px(kGap));
        return screen_.button(id, key, {width_, screen_.px(88)}, tone, enabled);
    }

private:
    const Screen& screen_;
    float width_;
    int count_ = 0;
};

// Closes the menu whatever was chosen; what it opens next stays open.
void choose(const Screen& screen, Event event) {
    screen.send(std::move(event));
    screen.open(Open::Nothing);
}

void draw_shift_tiles(const Screen& screen) {
    Tiles tile(screen);
    const bool shift = screen.desk().shift.has_value();
    const bool idle = std::holds_alternative<stage::Idle>(screen.view.stage.sale) ||
                      std::holds_alternative<stage::Done>(screen.view.stage.sale);
    if (tile("x_report", "ui.menu.x_report", shift && idle)) choose(screen, event::ReportWanted{});
    if (tile("return", "ui.menu.return", shift && idle)) choose(screen, event::ReturnWanted{});
    if (tile("copy", "ui.menu.copy", screen.desk().last_paper.has_value() && idle))
        choose(screen, event::PrintAgain{});
    if (tile("cash_in", "ui.menu.cash_in", shift && idle)) screen.open(Open::CashIn);
    if (tile("cash_out", "ui.menu.cash_out", shift && idle)) screen.open(Open::CashOut);
    if (tile("drawer", "ui.menu.drawer", shift && idle)) screen.open(Open::Drawer);
    if (tile("close_shift", "ui.menu.close_shift", shift && idle))
        choose(screen, event::CloseShift{});
    if (tile("sign_out", "ui.menu.sign_out")) {
        screen.memory.cashier = {};
        choose(screen, event::SignOut{});
    }
}

constexpr std::array kCashInReasons{"ui.reason.change", "ui.reason.float", "ui.reason.other"};
constexpr std::array kCashOutReasons{"ui.reason.bank", "ui.reason.supplier", "ui.reason.other"};
constexpr std::array kDrawerReasons{"ui.reason.change", "ui.reason.check", "ui.reason.other"};

// The reason is written down in the words that stand on the button.
void draw_reasons(const Screen& screen, const std::array<const char*, 3>& keys) {
    std::vector<std::string> labels;
    for (const char* key : keys) labels.push_back(screen.word(key));
    const auto taken = std::ranges::find(labels, screen.memory.choice);
    const auto at = static_cast<std::size_t>(taken - labels.begin());
    if (const auto pressed = tabs(screen, "reason", labels, at))
        screen.memory.choice = labels[*pressed];
}

}  // namespace

void draw_menu(const Screen& screen) {
    const CentrePanel panel(screen, "menu_panel", {680, 460});
    heading(screen, screen.word("ui.menu.title"), screen.word("ui.menu.words"));
    draw_shift_tiles(screen);
    if (foot(screen, "", true) == Foot::Back) screen.open(Open::Nothing);
}

void draw_cash_moved(const Screen& screen, bool in) {
    const CentrePanel panel(screen, "cash", {560, 0});
    Memory& memory = screen.memory;
    const auto amount = typed_money(memory.field);
    NumberAsked asked;
    asked.title = screen.word(in ? "ui.cash.in" : "ui.cash.out");
    asked.words = screen.word("ui.cash.words");
    asked.placeholder = screen.word("ui.cash.amount");
    asked.confirm = screen.word(in ? "ui.cash.put_in" : "ui.cash.take_out");
    asked.rules = {2, 9};
    asked.above = [&] { draw_reasons(screen, in ? kCashInReasons : kCashOutReasons); };
    asked.enabled = amount && *amount > kNoMoney && !memory.choice.empty();
    if (!ask_number(screen, asked)) return;
    choose(screen, event::MoveCash{in ? *amount : -*amount, memory.choice});
}

void draw_drawer(const Screen& screen) {
    const CentrePanel panel(screen, "drawer_panel", {560, 320});
    heading(screen, screen.word("ui.drawer.title"), screen.word("ui.drawer.words"));
    draw_reasons(screen, kDrawerReasons);
    const Foot pressed = foot(screen, screen.word("ui.drawer.open"), !screen.memory.choice.empty());
    if (pressed == Foot::Confirm) choose(screen, event::DrawerWanted{screen.memory.choice});
    if (pressed == Foot::Back) screen.open(Open::Nothing);
}

void draw_more(const Screen& screen, bool has_receipt) {
    const CentrePanel panel(screen, "more_panel", {620, 0});
    heading(screen, screen.word("ui.more.title"));
    Tiles tile(screen);
    if (tile("code", "ui.more.code")) screen.open(Open::Code);
    if (tile("recall", "ui.sale.recall", !has_receipt)) choose(screen, event::RecallWanted{});
    if (tile("return", "ui.menu.return", !has_receipt)) choose(screen, event::ReturnWanted{});
    if (tile("copy", "ui.menu.copy", !has_receipt && screen.desk().last_paper.has_value()))
        choose(screen, event::PrintAgain{});
    if (tile("drawer", "ui.menu.drawer", !has_receipt)) screen.open(Open::Drawer);
    if (tile("void_receipt", "ui.more.void_receipt", has_receipt, Tone::Danger))
        choose(screen, event::VoidReceipt{});
    if (foot(screen, "", true) == Foot::Back) screen.open(Open::Nothing);
}

}  // namespace kopilka::ui
