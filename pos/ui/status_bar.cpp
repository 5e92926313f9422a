#include "pos/core/overload.h"
#include "pos/ui/screen.h"

#include <imgui_internal.h>

namespace kopilka::ui {
namespace {

void two_lines(const Screen& screen, ImVec2 at, float width, const std::string& upper,
               const std::string& lower, Place place, ImU32 lower_ink) {
    const Fonts& fonts = screen.fonts();
    put(screen.look, fitting({fonts.strong, fonts.small}, upper, width), screen.theme().on_bar,
        upper, {at.x, at.y + screen.px(7)}, width, place);
    put(screen.look, fonts.small, lower_ink, lower, {at.x, at.y + screen.px(32)}, width, place);
}

// "Clock is 5 min fast, set it": to the minute, the hour or the day, as far as it is off.
std::string clock_words(const Screen& screen, std::int64_t ahead_s) {
    const bool fast = ahead_s > 0;
    const std::int64_t minutes = (fast ? ahead_s : -ahead_s) / 60;
    constexpr std::int64_t kHour = 60;
    constexpr std::int64_t kDay = 24 * kHour;
    if (minutes < 2 * kHour)
        return screen.say(fast ? "ui.sync.fast_minutes" : "ui.sync.slow_minutes", {minutes});
    if (minutes < 2 * kDay)
        return screen.say(fast ? "ui.sync.fast_hours" : "ui.sync.slow_hours", {minutes / kHour});
    return screen.say(fast ? "ui.sync.fast_days" : "ui.sync.slow_days", {minutes / kDay});
}

// "Unsent 3 · on hold 1" over "acknowledged at 18:02" or "kept in the store: 3": numbers, so that
// nobody has to trust a lamp.
// A clock that is wrong stands in place of the second line until somebody has set it.
void draw_sync(const Screen& screen, ImVec2 at, float width) {
    const Theme& theme = screen.theme();
    const auto show = [&](const SyncNumbers& numbers, bool online) {
        std::string upper =
            screen.say("ui.sync.unsent", {static_cast<std::int64_t>(numbers.unsent)});
        if (numbers.quarantined > 0)
            upper +=
                screen.say("ui.sync.quarantined", {static_cast<std::int64_t>(numbers.quarantined)});
        std::string lower = screen.word(online ? "ui.sync.online" : "ui.sync.offline");
        if (numbers.kept > 0)
            lower += screen.say("ui.sync.kept", {static_cast<std::int64_t>(numbers.kept)});
        else
            lower += numbers.acknowledged
                         ? screen.say("ui.sync.acknowledged",
                                      {screen.look.texts.clock(*numbers.acknowledged)})
                         : screen.word("ui.sync.never_acknowledged");
        if (numbers.clock_ahead_s) lower = clock_words(screen, *numbers.clock_ahead_s);
        two_lines(screen, at, width, upper, lower, Place::Right,
                  online && !numbers.clock_ahead_s ? theme.on_bar_muted : theme.warn_on_bar);
    };
    std::visit(Overload{
                   [&](const stage::SyncUnheard&) {
                       two_lines(screen, at, width, screen.word("ui.sync.server"),
                                 screen.word("ui.sync.unheard"), Place::Right, theme.warn_on_bar);
                   },
                   [&](const stage::SyncOnline& sync) { show(sync.numbers, true); },
                   [&](const stage::SyncOffline& sync) { show(sync.numbers, false); },
               },
               screen.view.stage.sync);
}

std::string second_line(const Screen& screen, const stage::SignedIn& who) {
    const auto role = screen.shop().roles.find(who.role);
    std::string text =
        role == screen.shop().roles.end() ? "" : screen.name(role->second.name) + " · ";
    return text + (screen.desk().shift
                       ? screen.say("ui.status.shift",
                                    {static_cast<std::int64_t>(screen.desk().shift->number.value)})
                       : screen.word("ui.status.no_shift"));
}

void draw_who(const Screen& screen, ImVec2 at, float width) {
    const ImU32 muted = screen.theme().on_bar_muted;
    if (const auto* who = std::get_if<stage::SignedIn>(&screen.view.stage.operators))
        return two_lines(screen, at, width, screen.name(who->name), second_line(screen, *who),
                         Place::Left, muted);
    two_lines(screen, at, width, screen.name(screen.shop().name),
              screen.say("ui.status.till", {screen.view.world.till.value}), Place::Left, muted);
}

// Only where the till would do what stands in the menu.
bool has_menu(const Stage& stage) {
    return std::holds_alternative<stage::SignedIn>(stage.operators) &&
           (std::holds_alternative<stage::Idle>(stage.sale) ||
            std::holds_alternative<stage::Ringing>(stage.sale) ||
            std::holds_alternative<stage::NoShift>(stage.sale) ||
            std::holds_alternative<stage::Done>(stage.sale));
}

void draw_menu_button(const Screen& screen, ImVec2 size) {
    const bool open = screen.memory.open == Open::Menu;
    if (!button(screen.look, "menu", {screen.word("ui.menu.title"), ""}, size,
                open ? Tone::Selected : Tone::Bar))
        return;
    screen.open(open ? Open::Nothing : Open::Menu);
}

void draw_language_button(const Screen& screen, ImVec2 size) {
    const bool russian = screen.look.texts.language() == Language::Russian;
    if (button(screen.look, "language", {russian ? "EN" : "RU", ""}, size, Tone::Bar))
        screen.send(event::LanguageChosen{russian ? Language::English : Language::Russian});
}

// --- the row below the bar

struct Message {
    std::string words;
    ImU32 fill, ink;
};

std::string prompt(const Screen& screen) {
    const Stage& stage = screen.view.stage;
    if (!std::holds_alternative<stage::SignedIn>(stage.operators))
        return screen.word("ui.prompt.sign_in");
    return std::visit(
        Overload{
            [&](const stage::Starting&) { return screen.word("ui.prompt.starting"); },
            [&](const stage::Questions&) { return screen.word("ui.prompt.questions"); },
            [&](const stage::NoShift&) { return screen.word("ui.prompt.no_shift"); },
            [&](const stage::Idle&) { return screen.word("ui.prompt.idle"); },
            [&](const stage::Ringing&) { return screen.word("ui.prompt.ringing"); },
            [&](const stage::Asking& now) {
                return screen.word(std::holds_alternative<stage::FillProfile>(now.question)
                                       ? "ui.prompt.profile"
                                       : "ui.prompt.asking");
            },
            [&](const stage::Paying&) { return screen.word("ui.prompt.paying"); },
            [&](const stage::CardPending&) { return screen.word("ui.prompt.card"); },
            [&](const stage::Committing&) { return screen.word("ui.prompt.saving"); },
            [&](const stage::Printing&) { return screen.word("ui.prompt.printing"); },
            [&](const stage::Done& now) {
                return screen.word(is_with_customer(now.done.paper) ? "ui.prompt.done"
                                                                    : "ui.prompt.paper");
            },
            [&](const stage::Counting&) { return screen.word("ui.prompt.counting"); },
            [&](const stage::FindingOriginal&) { return screen.word("ui.prompt.find_original"); },
            [&](const stage::Returning&) { return screen.word("ui.prompt.returning"); },
        },
        stage.sale);
}

Message message(const Screen& screen) {
    const Theme& theme = screen.theme();
    const auto& said = screen.desk().said;
    if (!said) return {prompt(screen), theme.background, theme.muted};
    const std::string words = screen.look.texts.say(said->words);
    if (said->refused) return {words, theme.bad_soft, theme.bad};
    return {words, theme.accent_soft, theme.ink};
}

std::string device_words(const Screen& screen) {
    const auto* troubled = std::get_if<stage::DevicesTroubled>(&screen.view.stage.devices);
    std::string words;
    if (troubled == nullptr) return words;
    for (const auto& [kind, trouble] : troubled->devices)
        words += (words.empty() ? "" : " · ") + screen.look.texts.say(trouble.words);
    return words;
}

void draw_message(const Screen& screen, const Message& message, ImVec2 at, ImVec2 size) {
    const float pad = message.fill == screen.theme().background ? 0 : screen.px(12);
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y}, message.fill,
                                              screen.px(10));
    const Fonts& fonts = screen.fonts();
    ImFont* font =
        fitting_box({fonts.body, fonts.small}, message.words, {size.x - 2 * pad, size.y});
    put_wrapped(screen.look, font, message.ink, message.words, {at.x + pad, at.y},
                {at.x + size.x - pad, at.y + size.y});
}

}  // namespace

void draw_status_bar(const Screen& screen) {
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect({0, 0}, whole);
    list->AddRectFilled({0, 0}, {whole.x, screen.px(72)}, screen.theme().bar);
    list->PopClipRect();
    const float gap = screen.px(12);
    const float height = screen.px(kTarget);
    const float menu = screen.px(112);
    const bool with_menu = has_menu(screen.view.stage);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float right = from.x + rest().x;
    if (with_menu) {
        draw_menu_button(screen, {menu, height});
        ImGui::SameLine(0, gap);
    }
    const float language = screen.px(64);
    const float clock = screen.px(80);
    const float sync = screen.px(310);
    const float left = with_menu ? from.x + menu + gap : from.x;
    ImGui::SetCursorScreenPos({right - language, from.y});
    draw_language_button(screen, {language, height});
    put(screen.look, screen.fonts().title, screen.theme().on_bar,
        screen.look.texts.clock(screen.desk().now),
        {right - language - gap - clock, from.y + (height - screen.fonts().title->FontSize) / 2},
        clock, Place::Right);
    const float sync_left = right - language - clock - 2 * gap - sync;
    draw_sync(screen, {sync_left, from.y}, sync);
    draw_who(screen, {left, from.y}, sync_left - gap - left);
    ImGui::SetCursorScreenPos({from.x, screen.px(72)});
}

void draw_message_row(const Screen& screen) {
    const ImVec2 from{ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y + screen.px(6)};
    const float width = rest().x;
    const float height = screen.px(44);
    const std::string devices = device_words(screen);
    const float left = devices.empty() ? width : (width - screen.px(kGap)) / 2;
    draw_message(screen, message(screen), from, {left, height});
    if (!devices.empty())
        draw_message(screen, {devices, screen.theme().warn_soft, screen.theme().warn},
                     {from.x + left + screen.px(kGap), from.y}, {left, height});
    ImGui::SetCursorScreenPos({from.x, from.y + height + screen.px(6)});
}

}  // namespace kopilka::ui
