// A member tells of themself, the cashier types: name, birthday, phone, and that they agree.
#include "pos/ui/screen.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kopilka::ui {
namespace {

struct Asked {
    const char* id;
    const char* label;
    const char* example;
    std::string ProfileForm::*text;
};
constexpr std::array kAsked{
    Asked{"first_name", "ui.profile.first_name", "ui.profile.needed", &ProfileForm::first_name},
    Asked{"surname", "ui.profile.surname", "ui.profile.optional", &ProfileForm::surname},
    Asked{"birthday", "ui.profile.birthday", "ui.profile.birthday_form", &ProfileForm::birthday},
    Asked{"phone", "ui.profile.phone", "ui.profile.optional", &ProfileForm::phone},
};

void draw_field(const Screen& screen, const Asked& asked, bool typing, ImVec2 size) {
    const ProfileForm& form = screen.memory.profile;
    const Spot box = spot(screen.look, std::string("profile.") + asked.id, size,
                          typing ? Tone::Selected : Tone::Plain);
    const float pad = screen.px(12);
    const float width = box.width() - 2 * pad;
    const std::string& typed = form.*asked.text;
    put(screen.look, screen.fonts().small, screen.theme().muted, screen.word(asked.label),
        {box.from.x + pad, box.from.y + screen.px(6)}, width);
    put(screen.look, screen.fonts().strong,
        typed.empty() ? screen.theme().muted : screen.theme().ink,
        typed.empty() ? screen.word(asked.example) : typed + (typing ? "|" : ""),
        {box.from.x + pad, box.from.y + screen.px(29)}, width);
    if (box.pressed)
        screen.memory.profile.typing = static_cast<std::size_t>(&asked - kAsked.data());
}

void draw_fields(const Screen& screen) {
    const float gap = screen.px(kGap);
    const ImVec2 half{std::floor((rest().x - gap) / 2), screen.px(60)};
    for (std::size_t i = 0; i < kAsked.size(); ++i) {
        if (i % 2 == 1) ImGui::SameLine(0, gap);
        draw_field(screen, kAsked[i], screen.memory.profile.typing == i, half);
    }
}

// The whole text stands beside the box that says yes: nobody agrees to what they have not seen.
void draw_consent(const Screen& screen) {
    ProfileForm& form = screen.memory.profile;
    const float height = screen.px(84);
    const ImVec2 side{screen.px(kTarget + 8), height};
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const Spot box = spot(screen.look, "profile.consent", {rest().x, height},
                          form.consent ? Tone::Selected : Tone::Plain);
    if (box.pressed) form.consent = !form.consent;
    const float mark = screen.px(30);
    const ImVec2 corner{from.x + (side.x - mark) / 2, from.y + (height - mark) / 2};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(corner, {corner.x + mark, corner.y + mark}, screen.theme().panel,
                        screen.px(6));
    list->AddRect(corner, {corner.x + mark, corner.y + mark}, screen.theme().accent, screen.px(6),
                  0, screen.px(2));
    if (form.consent) {
        const float thick = screen.px(4);
        const ImVec2 low{corner.x + mark * 0.42F, corner.y + mark * 0.74F};
        list->AddLine({corner.x + mark * 0.2F, corner.y + mark * 0.5F}, low, screen.theme().accent,
                      thick);
        list->AddLine(low, {corner.x + mark * 0.82F, corner.y + mark * 0.24F},
                      screen.theme().accent, thick);
    }
    const std::string words = screen.word("ui.profile.consent");
    const ImVec2 text_from{from.x + side.x, from.y + screen.px(4)};
    const ImVec2 text_to{box.to.x - screen.px(12), box.to.y - screen.px(4)};
    const ImVec2 room{text_to.x - text_from.x, text_to.y - text_from.y};
    put_wrapped(screen.look, fitting_box({screen.fonts().body, screen.fonts().small}, words, room),
                screen.theme().ink, words, text_from, text_to);
}

}  // namespace

// A phone that is known stays so where none is typed: it is nobody's to read off the screen.
ProfileForm form_of(const Member& member) {
    ProfileForm form;
    form.first_name = member.person.first_name;
    form.surname = member.person.surname;
    if (!form.first_name.empty()) form.typing = 2;
    return form;
}

void draw_fill_profile(const Screen& screen, const stage::OpenReceipt& receipt) {
    ProfileForm& form = screen.memory.profile;
    const Panel panel(screen.look, "profile", {0, 0}, screen.theme().panel);
    const Points reward = receipt.member->profile_reward.value_or(kNoPoints);
    heading(screen, screen.say("ui.profile.title", {reward}));
    draw_fields(screen);
    draw_consent(screen);
    const float feet = screen.px(kFoot + kGap);
    static_cast<void>(keyboard(screen.look, {rest().x, rest().y - feet},
                               form.*kAsked[form.typing].text, screen.memory.other_letters));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - screen.px(kFoot)));
    const float gap = screen.px(kGap);
    if (screen.button("back", "ui.profile.not_now", {(rest().x - gap) * 0.36F, screen.px(kFoot)},
                      Tone::Quiet))
        screen.send(event::Back{});
    ImGui::SameLine(0, gap);
    if (screen.button("confirm", "ui.profile.keep", {rest().x, screen.px(kFoot)}, Tone::Accent))
        screen.send(event::ProfileTold{form.first_name, form.surname, form.birthday, form.phone,
                                       form.consent});
}

}  // namespace kopilka::ui
