#include "pos/ui/screen.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kopilka::ui {
namespace {

void draw_stranger(const Screen& screen) {
    if (button(screen.look, "member", {screen.word("ui.member.find"), screen.word("ui.member.how")},
               {0, screen.px(kRow)}, Tone::Plain))
        screen.open(Open::Member);
}

std::string tier_and_points(const Screen& screen, const stage::OpenReceipt& receipt) {
    const auto tier = screen.view.names.tiers.find(receipt.member->member.view.tier);
    std::string text = tier == screen.view.names.tiers.end() ? "" : screen.name(tier->second);
    for (const PointsResult& points : receipt.priced.points)
        text +=
            (text.empty() ? "" : " · ") + screen.say("ui.member.points", {points.balance_before});
    return text.empty() ? screen.word("ui.member.tap_for_more") : text;
}

void draw_member(const Screen& screen, const stage::OpenReceipt& receipt) {
    const Member& member = receipt.member->member;
    const bool open = screen.memory.open == Open::MemberCard;
    const Spot card = spot(screen.look, "member", {rest().x, screen.px(kRow)},
                           open ? Tone::Selected : Tone::Quiet);
    if (card.pressed) screen.open(open ? Open::Nothing : Open::MemberCard);
    const float pad = screen.px(12);
    const float star = screen.px(20);
    const float stars_width = static_cast<float>(member.importance) * star * 1.15F;
    const float width = card.width() - 2 * pad - stars_width;
    const std::string name = member.person.first_name + " " + member.person.surname;
    const Fonts& fonts = screen.fonts();
    put(screen.look, fitting({fonts.strong, fonts.body, fonts.small}, name, width),
        screen.theme().ink, name, {card.from.x + pad, card.from.y + screen.px(9)}, width);
    stars(screen, {card.to.x - pad - stars_width, card.from.y + screen.px(9)}, member.importance,
          star);
    const bool blocked = member.blocked;
    const std::string words =
        blocked ? screen.word("ui.member.blocked") : tier_and_points(screen, receipt);
    put(screen.look, fonts.small, blocked ? screen.theme().bad : screen.theme().good, words,
        {card.from.x + pad, card.from.y + screen.px(35)}, card.width() - 2 * pad);
}

void draw_profile_asked(const Screen& screen, const stage::Attached& there) {
    if (!there.profile_reward) return;
    const std::string words = screen.say("ui.profile.fill", {*there.profile_reward});
    if (!button(screen.look, "profile", {words, ""}, {0, screen.px(kTarget)})) return;
    screen.memory.profile = form_of(there.member);
    screen.send(event::ProfileWanted{});
}

// The nearest offer that some more goods would bring.
void draw_nearest_offer(const Screen& screen, const stage::OpenReceipt& receipt) {
    const auto near = std::ranges::find_if(receipt.priced.explanations, [](const Explanation& e) {
        return e.outcome == Outcome::Missing && e.hint.has_value();
    });
    if (near == receipt.priced.explanations.end()) return;
    banner(screen.look, screen.theme().good_soft, screen.theme().good,
           screen.look.texts.say(words(*near, *receipt.publication)), screen.fonts().small);
}

void draw_line_actions(const Screen& screen, const BasketLine& line) {
    struct Action {
        const char* id;
        const char* key;
        Open open;
    };
    constexpr std::array kActions{Action{"quantity", "ui.line.quantity", Open::Quantity},
                                  Action{"price", "ui.line.price", Open::Price},
                                  Action{"discount", "ui.line.discount", Open::Discount}};
    const float gap = screen.px(kGap);
    const float width = std::floor((rest().x - 3 * gap) / 4);
    for (const Action& action : kActions) {
        const Tone tone = screen.memory.open == action.open ? Tone::Selected : Tone::Plain;
        if (screen.button(action.id, action.key, {width, 0}, tone)) {
            screen.memory.line = line.id;
            screen.open(action.open);
        }
        ImGui::SameLine(0, gap);
    }
    if (screen.button("void", "ui.line.void", {width, 0}, Tone::Danger))
        screen.send(event::VoidLine{line.id});
}

void draw_total(const Screen& screen, const std::string& caption, Money sum, Money saved) {
    const Fonts& fonts = screen.fonts();
    const Theme& theme = screen.theme();
    const DarkBox box = dark_box(screen, 104, 14);
    const ImVec2 top{box.at.x, box.at.y + screen.px(9)};
    put(screen.look, fonts.strong, theme.on_bar_muted, caption, top, box.width);
    if (saved > kNoMoney)
        put(screen.look, fonts.strong, theme.good_on_bar, screen.say("ui.saved", {saved}), top,
            box.width, Place::Right);
    const std::string text = screen.money(sum);
    ImFont* font = fitting({fonts.huge, fonts.figure}, text, box.width);
    put(screen.look, font, theme.on_bar, text,
        {box.at.x, box.at.y + box.height - font->FontSize - screen.px(2)}, box.width, Place::Right);
}

void draw_tenders(const Screen& screen, const std::vector<Tender>& tenders) {
    for (std::size_t i = 0; i < tenders.size(); ++i) {
        const Spot row = spot(screen.look, "tender." + std::to_string(i),
                              {rest().x, screen.px(kTarget)}, Tone::Quiet);
        const float pad = screen.px(12);
        const float y = row.from.y + (row.height() - screen.fonts().strong->FontSize) / 2;
        const std::string sum = screen.money(tenders[i].amount) + "  ×";
        const float sum_width = measure(screen.fonts().strong, sum).x;
        put(screen.look, screen.fonts().body, screen.theme().ink,
            tender_name(screen, tenders[i].kind), {row.from.x + pad, y},
            row.width() - sum_width - 3 * pad);
        put(screen.look, screen.fonts().strong, screen.theme().ink, sum,
            {row.to.x - pad - sum_width, y}, sum_width);
        if (row.pressed) screen.send(event::TenderRemoved{i});
    }
}

}  // namespace

float receipt_width(const Screen& screen) {
    return std::clamp(rest().x * 0.43F, screen.px(400), screen.px(560));
}

void draw_receipt_panel(const Screen& screen, const stage::OpenReceipt* receipt, Edit edit,
                        const std::string& caption, Money sum) {
    const Panel panel(screen.look, "receipt", {receipt_width(screen), rest().y},
                      screen.theme().panel);
    const stage::OpenReceipt nothing;
    const stage::OpenReceipt& shown = receipt == nullptr ? nothing : *receipt;
    if (shown.member) {
        draw_member(screen, shown);
        if (edit == Edit::Yes) draw_profile_asked(screen, *shown.member);
        draw_nearest_offer(screen, shown);
    } else if (edit == Edit::Yes) {
        draw_stranger(screen);
    }
    const BasketLine* line = edit == Edit::Yes ? selected_line(screen, shown.basket) : nullptr;
    const float gap = screen.px(kGap);
    const auto rows = static_cast<float>((line == nullptr ? 0 : 1) + shown.tenders.size());
    const float below = screen.px(104) + gap + rows * (screen.px(kTarget) + gap);
    draw_basket(screen, shown, {rest().x, rest().y - below}, edit);
    if (line != nullptr) draw_line_actions(screen, *line);
    draw_tenders(screen, shown.tenders);
    draw_total(screen, caption, sum, shown.priced.discount_total);
}

}  // namespace kopilka::ui
