#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

constexpr std::size_t kShortestPin = 4;

std::string initials(const std::string& name) {
    std::string letters;
    bool at_start = true;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (at_start && letters.size() < 4) {
            letters += name[i];
            while (i + 1 < name.size() && (static_cast<unsigned char>(name[i + 1]) & 0xC0) == 0x80)
                letters += name[++i];
        }
        at_start = name[i] == ' ';
    }
    return letters;
}

void draw_person(const Screen& screen, const StaffMember& person, ImVec2 size) {
    const bool taken = screen.memory.cashier == person.id;
    const Spot card =
        spot(screen.look, "cashier." + person.id.value, size, taken ? Tone::Selected : Tone::Plain);
    if (card.pressed) {
        screen.memory.cashier = person.id;
        wipe(screen.memory.field);
    }
    const float radius = screen.px(24);
    const ImVec2 centre{card.from.x + screen.px(16) + radius, (card.from.y + card.to.y) / 2};
    ImGui::GetWindowDrawList()->AddCircleFilled(
        centre, radius, taken ? screen.theme().accent : screen.theme().raised, 32);
    const std::string& name = screen.name(person.name);
    put_wrapped(screen.look, screen.fonts().strong,
                taken ? screen.theme().on_accent : screen.theme().muted, initials(name),
                {centre.x - radius, centre.y - radius}, {centre.x + radius, centre.y + radius},
                Place::Centre);
    const auto role = screen.shop().roles.find(person.role);
    const float x = centre.x + radius + screen.px(12);
    const float width = card.to.x - screen.px(8) - x;
    put(screen.look,
        fitting({screen.fonts().strong, screen.fonts().body, screen.fonts().small}, name, width),
        screen.theme().ink, name, {x, centre.y - screen.px(21)}, width);
    if (role != screen.shop().roles.end())
        put(screen.look, screen.fonts().small, screen.theme().muted, screen.name(role->second.name),
            {x, centre.y + screen.px(4)}, width);
}

void draw_people(const Screen& screen, ImVec2 size) {
    const Panel panel(screen.look, "people", size, screen.theme().background, Scroll::Yes, 0);
    const float gap = screen.px(kGap);
    const float columns = std::max(1.0F, std::floor(rest().x / screen.px(270)));
    const float width = std::floor((rest().x - screen.px(2) - (columns - 1) * gap) / columns);
    int drawn = 0;
    for (const StaffMember& person : screen.shop().staff) {
        if (drawn++ % static_cast<int>(columns) != 0) ImGui::SameLine(0, gap);
        draw_person(screen, person, {width, screen.px(84)});
    }
}

// What to say above the PIN: who is asked, or why not.
void draw_pin_words(const Screen& screen, const StaffMember* person) {
    const auto* out = std::get_if<stage::SignedOut>(&screen.view.stage.operators);
    heading(screen,
            person == nullptr ? screen.word("ui.sign_in.choose") : screen.name(person->name),
            screen.word(person == nullptr ? "ui.sign_in.choose_words" : "ui.sign_in.pin"));
    if (out == nullptr || (!out->why && out->locked_minutes == 0)) return;
    const std::string words =
        out->locked_minutes > 0
            ? screen.say("ui.sign_in.locked", {static_cast<std::int64_t>(out->locked_minutes)})
            : screen.look.texts.say(*out->why);
    banner(screen.look, screen.theme().bad_soft, screen.theme().bad, words);
}

}  // namespace

void draw_sign_in(const Screen& screen) {
    Memory& memory = screen.memory;
    const float right = screen.px(400);
    draw_people(screen, {rest().x - right - screen.px(12), rest().y});
    ImGui::SameLine(0, screen.px(12));
    const Panel panel(screen.look, "pin", {right, rest().y}, screen.theme().panel, Scroll::No, 24);
    const StaffMember* person = staff_member(screen, memory.cashier);
    draw_pin_words(screen, person);
    field(screen.look, memory.field, screen.word("ui.sign_in.placeholder"), {0, screen.px(64)},
          Mask::Yes);
    const float feet = screen.px(kFoot + kGap);
    keypad(screen.look, {rest().x, std::min(rest().y - feet, screen.px(340))}, memory.field,
           {0, 8, false});
    const bool verifying = std::holds_alternative<stage::Verifying>(screen.view.stage.operators);
    const bool ready = person != nullptr && memory.field.size() >= kShortestPin && !verifying;
    const float height = screen.px(64);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - height));
    const std::string label = screen.word(verifying ? "ui.sign_in.checking" : "ui.sign_in.enter");
    const bool pressed =
        button(screen.look, "enter", {label, ""}, {0, height}, Tone::Accent, ready);
    if (!pressed && !(ready && enter_pressed())) return;
    screen.send(event::SignIn{memory.cashier, memory.field});
    wipe(memory.field);
}

}  // namespace kopilka::ui
