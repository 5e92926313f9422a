#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace kopilka::ui {

void Screen::open(Open what) const {
    memory.open = what;
    wipe(memory.field);
    memory.choice.clear();
}

void heading(const Screen& screen, const std::string& title, const std::string& words) {
    paragraph(screen.look, screen.fonts().title, screen.theme().ink, title);
    if (!words.empty()) paragraph(screen.look, screen.fonts().body, screen.theme().muted, words);
    space(screen.look, 4);
}

// Moves the cursor so that a panel of this size stands in the middle; the size that there is room
// for.
static ImVec2 centred(const Screen& screen, ImVec2 logical) {
    const ImVec2 room = rest();
    const auto part = [&](float wanted, float there) {
        return wanted > 0 ? std::min(screen.px(wanted), there) : there;
    };
    const ImVec2 size{part(logical.x, room.x), part(logical.y, room.y)};
    const ImVec2 at = ImGui::GetCursorPos();
    ImGui::SetCursorPos({at.x + (room.x - size.x) / 2, at.y + (room.y - size.y) / 2});
    return size;
}

CentrePanel::CentrePanel(const Screen& screen, std::string_view id, ImVec2 logical, float padding)
    : panel_(screen.look, id, centred(screen, logical), screen.theme().panel, Scroll::No, padding) {
}

DarkBox dark_box(const Screen& screen, float height, float pad) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size{rest().x, screen.px(height)};
    ImGui::Dummy(size);
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + size.x, from.y + size.y},
                                              screen.theme().bar, screen.px(kRound));
    return {{from.x + screen.px(pad), from.y}, size.x - 2 * screen.px(pad), size.y};
}

Foot foot(const Screen& screen, const std::string& confirm, bool enabled, Tone tone) {
    const float height = screen.px(kFoot);
    const float gap = screen.px(kGap);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - height));
    const float back = confirm.empty() ? rest().x : (rest().x - gap) * 0.36F;
    Foot answer = Foot::None;
    if (screen.button("back", "ui.back", {back, height}, Tone::Quiet)) answer = Foot::Back;
    if (confirm.empty()) return answer;
    ImGui::SameLine(0, gap);
    const bool pressed =
        button(screen.look, "confirm", {confirm, ""}, {rest().x, height}, tone, enabled);
    return pressed || (enabled && enter_pressed()) ? Foot::Confirm : answer;
}

std::optional<std::size_t> tabs(const Screen& screen, std::string_view id,
                                const std::vector<std::string>& labels, std::size_t taken) {
    std::optional<std::size_t> pressed;
    const float gap = screen.px(kGap);
    const auto count = static_cast<float>(labels.size());
    const float width = std::floor((rest().x - (count - 1) * gap) / count);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        const Tone tone = i == taken ? Tone::Selected : Tone::Quiet;
        const std::string name = std::string(id) + "." + std::to_string(i);
        if (button(screen.look, name, {labels[i], ""}, {width, screen.px(kTarget)}, tone))
            pressed = i;
    }
    return pressed;
}

void stars(const Screen& screen, ImVec2 at, int count, float size) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    constexpr int kPoints = 10;
    for (int i = 0; i < count; ++i, at.x += size * 1.15F) {
        const ImVec2 centre{at.x + size / 2, at.y + size / 2};
        for (int p = 0; p < kPoints; ++p) {
            const float angle = std::numbers::pi_v<float> * (static_cast<float>(p) / 5 - 0.5F);
            const float radius = size * (p % 2 == 0 ? 0.52F : 0.22F);
            list->PathLineTo(
                {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
        }
        // A star is not convex: as a fan from its centre it is.
        const ImVec2* points = list->_Path.Data;
        for (int p = 0; p < kPoints; ++p)
            list->AddTriangleFilled(centre, points[p], points[(p + 1) % kPoints],
                                    screen.theme().star);
        list->PathClear();
    }
}

std::optional<Money> typed_money(const std::string& field) {
    return parse_money(field.ends_with('.') ? field.substr(0, field.size() - 1) : field);
}

void sum_field(const Screen& screen, const std::string& placeholder, float height) {
    field(screen.look, shown_number(screen.look, screen.memory.field), placeholder,
          {0, screen.px(height)});
}

std::string tender_name(const Screen& screen, TenderKind kind) {
    switch (kind) {
        case TenderKind::Cash: return screen.word("ui.tender.cash");
        case TenderKind::Card: return screen.word("ui.tender.card");
        case TenderKind::Sbp: return screen.word("ui.tender.sbp");
        case TenderKind::PointsPaid: return screen.word("ui.tender.points");
        case TenderKind::Certificate: return screen.word("ui.tender.certificate");
        case TenderKind::Cashback: return screen.word("ui.tender.cashback");
    }
    return {};
}

const StaffMember* staff_member(const Screen& screen, const CashierId& id) {
    const auto& staff = screen.shop().staff;
    const auto found = std::ranges::find(staff, id, &StaffMember::id);
    return found == staff.end() ? nullptr : &*found;
}

bool ask_number(const Screen& screen, const NumberAsked& asked) {
    heading(screen, asked.title, asked.words);
    if (asked.above) asked.above();
    if (asked.rules.decimals > 0)
        sum_field(screen, asked.placeholder, 68);
    else
        field(screen.look, screen.memory.field, asked.placeholder, {0, screen.px(68)});
    space(screen.look, 0);
    const float below = screen.px(kFoot + 2 * kGap);
    const float height = std::min(rest().y - below, screen.px(360));
    keypad(screen.look, {rest().x, height}, screen.memory.field, asked.rules);
    const Foot pressed = foot(screen, asked.confirm, asked.enabled, asked.tone);
    if (pressed == Foot::Back) {
        screen.open(Open::Nothing);
        if (asked.leaves_stage) screen.send(event::Back{});
    }
    return pressed == Foot::Confirm;
}

LettersAnswer ask_letters(const Screen& screen, const LettersAsked& asked,
                          void (*draw_list)(const Screen&)) {
    const Look& look = screen.look;
    const float gap = screen.px(kGap);
    const float row = screen.px(68);
    LettersAnswer answer = LettersAnswer::None;
    if (screen.button("back", "ui.back", {screen.px(150), row}, Tone::Plain))
        answer = LettersAnswer::Back;
    ImGui::SameLine(0, gap);
    const float confirm = asked.confirm.empty() ? 0 : screen.px(200) + gap;
    field(look, screen.memory.field, asked.placeholder, {rest().x - confirm, row});
    if (!asked.confirm.empty()) {
        ImGui::SameLine(0, gap);
        const bool ready = !screen.memory.field.empty();
        if (button(look, "confirm", {asked.confirm, ""}, {rest().x, row}, Tone::Accent, ready) ||
            (ready && enter_pressed()))
            answer = LettersAnswer::Confirm;
    }
    const float keys = screen.px(4 * 60 + 3 * kGap);
    {
        Panel list(look, "found", {0, rest().y - keys - gap}, screen.theme().background, Scroll::No,
                   0);
        draw_list(screen);
    }
    if (keyboard(look, {rest().x, keys}, screen.memory.field, screen.memory.other_letters))
        answer = LettersAnswer::Changed;
    return answer;
}

}  // namespace kopilka::ui
