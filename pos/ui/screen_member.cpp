#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>

namespace kopilka::ui {
namespace {

void draw_badge(const Screen& screen, const std::string& text) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 words = measure(screen.fonts().small, text);
    const ImVec2 pad{screen.px(12), screen.px(4)};
    ImGui::Dummy({words.x + 2 * pad.x, words.y + 2 * pad.y});
    ImGui::GetWindowDrawList()->AddRectFilled(
        from, {from.x + words.x + 2 * pad.x, from.y + words.y + 2 * pad.y},
        screen.theme().accent_soft, words.y);
    put(screen.look, screen.fonts().small, screen.theme().ink, text,
        {from.x + pad.x, from.y + pad.y}, words.x);
}

void draw_name(const Screen& screen, const Member& member) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float star = screen.px(26);
    const float stars_width = static_cast<float>(member.importance) * star * 1.15F;
    heading(screen, screen.say("ui.member.hello", {member.person.first_name}),
            member.person.surname.empty() ? ""
                                          : member.person.first_name + " " + member.person.surname);
    stars(screen, {from.x + rest().x - stars_width, from.y + screen.px(2)}, member.importance,
          star);
    const auto tier = screen.view.names.tiers.find(member.view.tier);
    if (tier != screen.view.names.tiers.end()) {
        draw_badge(screen, screen.name(tier->second));
        ImGui::SameLine(0, screen.px(kGap));
    }
    draw_badge(screen, screen.say("ui.member.purchases", {member.view.purchases}));
}

// The lot that expires first; lots without an end never do.
const Lot* expiring_first(const Account& account) {
    const Lot* first = nullptr;
    for (const Lot& lot : account.lots)
        if (lot.expires && (first == nullptr || *lot.expires < *first->expires)) first = &lot;
    return first;
}

void draw_points_of(const Screen& screen, const Member& member, const PointsResult& points) {
    const Fonts& fonts = screen.fonts();
    const auto named = screen.view.names.programmes.find(points.programme);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    line(screen.look, fonts.figure, screen.theme().good,
         screen.look.texts.points(points.balance_before));
    const float number = measure(fonts.figure, screen.look.texts.points(points.balance_before)).x;
    const float x = from.x + number + screen.px(12);
    const float width = rest().x - number - screen.px(12);
    put(screen.look, fonts.small, screen.theme().muted,
        named == screen.view.names.programmes.end() ? screen.word("ui.member.points_word")
                                                    : screen.name(named->second),
        {x, from.y + screen.px(3)}, width);
    const auto account = member.view.accounts.find(points.programme);
    const Lot* lot =
        account == member.view.accounts.end() ? nullptr : expiring_first(account->second);
    const std::int32_t offset = screen.desk().now.offset_minutes;
    if (lot != nullptr)
        put(screen.look, fonts.small, screen.theme().warn,
            screen.say("ui.member.expiring", {lot->amount, local_date({*lot->expires, offset})}),
            {x, from.y + screen.px(22)}, width);
}

// A card of circles, as on paper.
void draw_stamps(const Screen& screen, const std::string& id, std::int64_t have) {
    const auto card = screen.view.names.stamps.find(id);
    if (card == screen.view.names.stamps.end()) return;
    const std::int64_t needed = card->second.needed;
    line(screen.look, screen.fonts().small, screen.theme().muted,
         screen.say("ui.member.stamps",
                    {card->second.name, std::to_string(have), std::to_string(needed)}));
    const float radius = screen.px(11);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImGui::Dummy({rest().x, 2 * radius});
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (std::int64_t i = 0; i < needed; ++i) {
        const ImVec2 centre{from.x + radius + static_cast<float>(i) * radius * 2.5F,
                            from.y + radius};
        if (i < have) list->AddCircleFilled(centre, radius, screen.theme().good, 24);
        list->AddCircle(centre, radius - screen.px(1), screen.theme().good, 24, screen.px(2));
    }
}

struct Group {
    const char* key;
    ImU32 ink;
};

// What was taken off; otherwise the words, which name the offer.
void draw_offer(const Screen& screen, const Explanation& offer, const Publication& publication) {
    const Fonts& fonts = screen.fonts();
    if (offer.outcome == Outcome::Applied && !offer.amount.is_zero())
        pair(screen.look, fonts.body, screen.theme().ink, screen.name(offer.name),
             screen.money(-offer.amount));
    else
        paragraph(screen.look, fonts.body, screen.theme().ink,
                  screen.look.texts.say(words(offer, publication)));
    space(screen.look, 1);
}

template <typename Belongs>
void draw_group(const Screen& screen, const stage::OpenReceipt& receipt, const Group& group,
                Belongs belongs) {
    const std::vector<Explanation>& offers = receipt.priced.explanations;
    if (std::ranges::none_of(offers, belongs)) return;
    space(screen.look, 2);
    line(screen.look, screen.fonts().strong, group.ink, screen.word(group.key));
    for (const Explanation& offer : offers)
        if (belongs(offer)) draw_offer(screen, offer, *receipt.publication);
}

void draw_offers(const Screen& screen, const stage::OpenReceipt& receipt) {
    const Theme& theme = screen.theme();
    draw_group(screen, receipt, {"ui.member.near", theme.accent}, [](const Explanation& e) {
        return e.outcome == Outcome::Missing && e.hint.has_value();
    });
    draw_group(screen, receipt, {"ui.member.applied", theme.good},
               [](const Explanation& e) { return e.outcome == Outcome::Applied; });
    draw_group(screen, receipt, {"ui.member.why_not", theme.muted}, [](const Explanation& e) {
        return e.outcome != Outcome::Applied && !(e.outcome == Outcome::Missing && e.hint);
    });
}

}  // namespace

void draw_member_card(const Screen& screen, const stage::OpenReceipt& receipt) {
    const CentrePanel panel(screen, "member_card", {620, 0});
    const Member& member = receipt.member->member;
    const float feet = screen.px(kFoot + kGap);
    {
        const Panel scroll(screen.look, "member_words", {0, rest().y - feet}, screen.theme().panel,
                           Scroll::Yes, 0);
        draw_name(screen, member);
        if (member.blocked)
            banner(screen.look, screen.theme().bad_soft, screen.theme().bad,
                   screen.word("ui.member.blocked_words"));
        space(screen.look, 2);
        for (const PointsResult& points : receipt.priced.points)
            draw_points_of(screen, member, points);
        for (const auto& [id, have] : member.view.stamps) draw_stamps(screen, id, have);
        draw_offers(screen, receipt);
    }
    const Foot pressed = foot(screen, screen.word("ui.member.detach"), true, Tone::Danger);
    if (pressed == Foot::None) return;
    if (pressed == Foot::Confirm) screen.send(event::MemberDetached{});
    screen.open(Open::Nothing);
}

void draw_member_search(const Screen& screen) {
    const CentrePanel panel(screen, "entry", {520, 0});
    NumberAsked asked;
    asked.title = screen.word("ui.member.title");
    asked.words = screen.word("ui.member.phone_words");
    asked.placeholder = screen.word("ui.member.phone");
    asked.confirm = screen.word("ui.member.search");
    asked.rules = {0, 19, false};
    asked.enabled = screen.memory.field.size() >= 4;
    asked.above = [&] {
        const auto taken = tabs(
            screen, "by", {screen.word("ui.member.by_phone"), screen.word("ui.member.by_name")}, 0);
        if (!taken || *taken == 0) return;
        screen.memory.by_name = true;
        wipe(screen.memory.field);
    };
    if (ask_number(screen, asked)) screen.send(event::MemberTyped{screen.memory.field});
}

}  // namespace kopilka::ui
