// What is typed about a line, about the next goods, and goods without a code.
#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

constexpr float kEntryWidth = 520;

std::optional<Quantity> typed_quantity(const std::string& field) {
    const auto quantity =
        parse_quantity(field.ends_with('.') ? field.substr(0, field.size() - 1) : field);
    return quantity && *quantity > Quantity() ? quantity : std::nullopt;
}

// Per cent with up to two decimals are basis points: what parse_money makes of them.
std::optional<BasisPoints> typed_percent(const std::string& field) {
    const auto hundredths = typed_money(field);
    if (!hundredths || hundredths->count() > BasisPoints::kWhole) return std::nullopt;
    return BasisPoints{hundredths->count()};
}

void draw_quantity(const Screen& screen, const BasketLine& line) {
    const auto quantity = typed_quantity(screen.memory.field);
    NumberAsked asked;
    asked.title = screen.name(line.name);
    asked.words = screen.word(line.weighed ? "ui.line.weight_words" : "ui.line.quantity_words");
    asked.placeholder = screen.look.texts.quantity(line.quantity);
    asked.confirm = screen.word("ui.line.quantity_confirm");
    asked.rules = {line.weighed ? 3 : 0, 6};
    asked.enabled = quantity.has_value();
    if (!ask_number(screen, asked)) return;
    screen.send(event::QuantityChanged{line.id, *quantity});
    screen.open(Open::Nothing);
}

void draw_price(const Screen& screen, const BasketLine& line) {
    const auto price = typed_money(screen.memory.field);
    NumberAsked asked;
    asked.title = screen.name(line.name);
    asked.words = screen.word(line.weighed ? "ui.line.price_words_kg" : "ui.line.price_words");
    asked.placeholder = screen.money(line.unit_price);
    asked.confirm = screen.word("ui.line.price_confirm");
    asked.rules = {2, 9};
    asked.enabled = price.has_value();
    if (!ask_number(screen, asked)) return;
    screen.send(event::PriceKeyed{line.id, *price});
    screen.open(Open::Nothing);
}

void draw_discount_tabs(const Screen& screen) {
    Memory& memory = screen.memory;
    const auto chosen =
        tabs(screen, "unit", {screen.word("ui.line.percent"), screen.word("ui.line.sum")},
             memory.percent ? 0 : 1);
    if (!chosen) return;
    memory.percent = *chosen == 0;
    wipe(memory.field);
}

void draw_discount(const Screen& screen, const BasketLine& line) {
    Memory& memory = screen.memory;
    const auto percent = typed_percent(memory.field);
    const auto sum = typed_money(memory.field);
    NumberAsked asked;
    asked.title = screen.name(line.name);
    asked.words = screen.word("ui.line.discount_words");
    asked.placeholder = screen.word(memory.percent ? "ui.line.percent_of" : "ui.line.sum_of");
    asked.confirm = screen.word("ui.line.discount_confirm");
    asked.rules = {2, 9};
    asked.above = [&] { draw_discount_tabs(screen); };
    asked.enabled = memory.percent ? percent.has_value() : sum.has_value();
    if (!ask_number(screen, asked)) return;
    if (memory.percent) screen.send(event::DiscountKeyed{line.id, *percent});
    if (!memory.percent) screen.send(event::DiscountKeyed{line.id, *sum});
    screen.open(Open::Nothing);
}

void draw_departments(const Screen& screen, std::string& choice) {
    const auto& departments = screen.shop().departments;
    const float gap = screen.px(kGap);
    const float width = std::floor((rest().x - 2 * gap) / 3);
    for (std::size_t i = 0; i < departments.size(); ++i) {
        if (i % 3 != 0) ImGui::SameLine(0, gap);
        const Department& one = departments[i];
        const std::string& name = screen.name(one.name);
        const Tone tone = choice == one.id ? Tone::Selected : Tone::Quiet;
        ImFont* font =
            fitting_box({screen.fonts().strong, screen.fonts().body, screen.fonts().small}, name,
                        {width - screen.px(10), screen.px(46)});
        if (button(screen.look, "department." + one.id, {name, ""}, {width, screen.px(kTarget)},
                   tone, true, font))
            choice = one.id;
    }
}

}  // namespace

void draw_line_entry(const Screen& screen, const stage::OpenReceipt& receipt) {
    const BasketLine* line = selected_line(screen, receipt.basket);
    if (line == nullptr) return screen.open(Open::Nothing);
    const CentrePanel panel(screen, "entry", {kEntryWidth, 0});
    if (screen.memory.open == Open::Quantity) draw_quantity(screen, *line);
    if (screen.memory.open == Open::Price) draw_price(screen, *line);
    if (screen.memory.open == Open::Discount) draw_discount(screen, *line);
}

void draw_next_quantity(const Screen& screen) {
    const CentrePanel panel(screen, "entry", {kEntryWidth, 0});
    const auto quantity = typed_quantity(screen.memory.field);
    NumberAsked asked;
    asked.title = screen.word("ui.next.title");
    asked.words = screen.word("ui.next.words");
    asked.placeholder = screen.word("ui.next.placeholder");
    asked.confirm = screen.word("ui.next.confirm");
    asked.rules = {3, 6};
    asked.enabled = quantity.has_value();
    if (!ask_number(screen, asked)) return;
    screen.send(event::QuantityKeyed{*quantity});
    screen.open(Open::Nothing);
}

void draw_department(const Screen& screen, const std::string& code) {
    const CentrePanel panel(screen, "entry", {640, 0}, 12);
    Memory& memory = screen.memory;
    heading(screen, screen.word("ui.department.title"),
            code.empty() ? screen.word("ui.department.words")
                         : screen.say("ui.department.unknown", {code}));
    draw_departments(screen, memory.choice);
    sum_field(screen, screen.word("ui.department.price"), 44);
    const float keys = rest().y - screen.px(kFoot + kGap);
    keypad(screen.look, {rest().x, std::min(keys, screen.px(320))}, memory.field, {2, 9});
    const auto price = typed_money(memory.field);
    const bool ready = price && *price > kNoMoney && !memory.choice.empty();
    const Foot pressed = foot(screen, screen.word("ui.department.confirm"), ready);
    if (pressed == Foot::None) return;
    if (pressed == Foot::Confirm) screen.send(event::DepartmentSale{memory.choice, *price});
    if (pressed == Foot::Back && !code.empty()) screen.send(event::Back{});
    screen.open(Open::Nothing);
}

}  // namespace kopilka::ui
