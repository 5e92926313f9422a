#include "pos/core/overload.h"
#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

std::string what_for(const Screen& screen, const stage::Allow& what) {
    return std::visit(
        Overload{
            [&](const stage::AllowVoidLine&) { return screen.word("ui.allow.void_line"); },
            [&](const stage::AllowVoidReceipt&) { return screen.word("ui.allow.void_receipt"); },
            [&](const stage::AllowPrice& it) { return screen.say("ui.allow.price", {it.price}); },
            [&](const stage::AllowDiscount& it) {
                return screen.say("ui.allow.discount", {it.off});
            },
            [&](const stage::AllowCash& it) { return screen.say("ui.allow.cash", {it.amount}); },
            [&](const stage::AllowDrawer&) { return screen.word("ui.allow.drawer"); },
            [&](const stage::AllowReturn&) { return screen.word("ui.allow.return"); },
            [&](const stage::AllowReport&) { return screen.word("ui.allow.report"); },
            [&](const stage::AllowCloseShift&) { return screen.word("ui.allow.close_shift"); },
        },
        what);
}

bool may(const RoleLimits& limits, const stage::Allow& what) {
    return std::visit(Overload{
                          [&](const stage::AllowVoidLine&) { return limits.void_line; },
                          [&](const stage::AllowVoidReceipt&) { return limits.void_receipt; },
                          [&](const stage::AllowPrice&) { return limits.manual_price; },
                          [&](const stage::AllowDiscount&) { return limits.manual_price; },
                          [&](const stage::AllowCash&) { return limits.cash_in_out; },
                          [&](const stage::AllowDrawer&) { return limits.open_drawer; },
                          [&](const stage::AllowReturn& it) {
                              return it.by_code ? limits.return_with_receipt
                                                : limits.return_without_receipt;
                          },
                          [&](const stage::AllowReport&) { return limits.x_report; },
                          [&](const stage::AllowCloseShift&) { return limits.close_shift; },
                      },
                      what);
}

// Those whose role may; the till decides once more.
void draw_approvers(const Screen& screen, const stage::Allow& what) {
    const float gap = screen.px(kGap);
    const float width = std::floor((rest().x - gap) / 2);
    int drawn = 0;
    for (const StaffMember& person : screen.shop().staff) {
        const auto role = screen.shop().roles.find(person.role);
        if (role == screen.shop().roles.end() || !may(role->second, what)) continue;
        if (drawn++ % 2 != 0) ImGui::SameLine(0, gap);
        const Tone tone = screen.memory.cashier == person.id ? Tone::Selected : Tone::Quiet;
        if (!button(screen.look, "approver." + person.id.value,
                    {screen.name(person.name), screen.name(role->second.name)},
                    {width, screen.px(kTarget)}, tone))
            continue;
        screen.memory.cashier = person.id;
        wipe(screen.memory.field);
    }
}

}  // namespace

void draw_approval(const Screen& screen, const stage::AskApproval& asked) {
    const CentrePanel panel(screen, "approval", {520, 0}, 16);
    Memory& memory = screen.memory;
    heading(screen, screen.word("ui.allow.title"), what_for(screen, asked.what));
    draw_approvers(screen, asked.what);
    field(screen.look, memory.field, screen.word("ui.sign_in.placeholder"), {0, screen.px(54)},
          Mask::Yes);
    const float feet = screen.px(kFoot + kGap);
    keypad(screen.look, {rest().x, std::min(rest().y - feet, screen.px(300))}, memory.field,
           {0, 8, false});
    const bool ready = !memory.cashier.value.empty() && memory.field.size() >= 4;
    const Foot pressed = foot(screen, screen.word("ui.allow.confirm"), ready);
    if (pressed == Foot::Back) screen.send(event::Back{});
    if (pressed == Foot::Confirm) screen.send(event::ApprovalGiven{memory.cashier, memory.field});
    if (pressed != Foot::None) wipe(memory.field);
}

}  // namespace kopilka::ui
