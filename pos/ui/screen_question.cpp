#include "pos/core/overload.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

void draw_age(const Screen& screen, const stage::AskAge& asked) {
    const CentrePanel panel(screen, "age", {560, 420});
    const float from = ImGui::GetCursorPosY();
    const std::string limit = screen.say("ui.age.limit", {std::to_string(asked.line.age_limit)});
    line(screen.look, screen.fonts().figure, screen.theme().bad, limit);
    ImGui::SetCursorPosY(from + screen.px(56));
    heading(screen, screen.word("ui.age.title"), screen.name(asked.line.name));
    paragraph(screen.look, screen.fonts().body, screen.theme().ink, screen.word("ui.age.words"));
    const float gap = screen.px(kGap);
    const float height = screen.px(80);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + rest().y - height);
    const ImVec2 half{std::floor((rest().x - gap) / 2), height};
    if (screen.button("age.no", "ui.age.no", half, Tone::Danger))
        screen.send(event::AgeAnswered{false});
    ImGui::SameLine(0, gap);
    if (screen.button("age.yes", "ui.age.yes", half, Tone::Accent))
        screen.send(event::AgeAnswered{true});
}

void draw_choose_member(const Screen& screen, const stage::ChooseMember& asked) {
    const CentrePanel panel(screen, "members", {620, 0});
    heading(screen, screen.word("ui.choose.member"), screen.word("ui.choose.member_words"));
    {
        const Panel list(screen.look, "member_list", {0, rest().y - screen.px(kFoot + kGap)},
                         screen.theme().panel, Scroll::Yes, 0);
        for (const Member& member : asked.members) {
            const Spot row = spot(screen.look, "member." + to_string(member.view.id),
                                  {rest().x - screen.px(2), screen.px(72)}, Tone::Quiet);
            const float pad = screen.px(14);
            const float width = row.width() - 2 * pad - screen.px(80);
            const std::string& phone = member.person.phone;
            put(screen.look, screen.fonts().strong, screen.theme().ink,
                member.person.first_name + " " + member.person.surname,
                {row.from.x + pad, row.from.y + screen.px(12)}, width);
            const std::string last =
                phone.size() < 4 ? screen.word("ui.choose.no_phone")
                                 : screen.say("ui.choose.phone", {phone.substr(phone.size() - 4)});
            put(screen.look, screen.fonts().small, screen.theme().muted, last,
                {row.from.x + pad, row.from.y + screen.px(40)}, width);
            stars(screen, {row.to.x - pad - screen.px(72), row.from.y + screen.px(24)},
                  member.importance, screen.px(20));
            if (row.pressed) screen.send(event::MemberChosen{member.view.id});
        }
    }
    if (foot(screen, "", true) == Foot::Back) screen.send(event::Back{});
}

void draw_choose_draft(const Screen& screen, const stage::ChooseDraft& asked) {
    const CentrePanel panel(screen, "drafts", {620, 0});
    heading(screen, screen.word("ui.choose.draft"),
            screen.word(asked.drafts.empty() ? "ui.choose.no_drafts" : "ui.choose.draft_words"));
    {
        const Panel list(screen.look, "draft_list", {0, rest().y - screen.px(kFoot + kGap)},
                         screen.theme().panel, Scroll::Yes, 0);
        for (const DraftSummary& draft : asked.drafts) {
            const std::string id =
                "draft." + draft.draft.till.value + "." + std::to_string(draft.draft.id);
            const Spot row =
                spot(screen.look, id, {rest().x - screen.px(2), screen.px(72)}, Tone::Quiet);
            const float pad = screen.px(14);
            const std::string sum = screen.money(draft.amount);
            const float sum_width = measure(screen.fonts().title, sum).x;
            const float width = row.width() - 3 * pad - sum_width;
            put(screen.look, screen.fonts().strong, screen.theme().ink,
                screen.look.texts.clock(draft.at) + " · " +
                    screen.say("ui.choose.lines", {static_cast<std::int64_t>(draft.lines)}),
                {row.from.x + pad, row.from.y + screen.px(12)}, width);
            const StaffMember* who = staff_member(screen, draft.cashier);
            put(screen.look, screen.fonts().small, screen.theme().muted,
                (who == nullptr ? draft.cashier.value : screen.name(who->name)) + " · " +
                    draft.draft.till.value,
                {row.from.x + pad, row.from.y + screen.px(40)}, width);
            put(screen.look, screen.fonts().title, screen.theme().ink, sum,
                {row.to.x - pad - sum_width, row.from.y + screen.px(22)}, sum_width);
            if (row.pressed) screen.send(event::RecallChosen{draft.draft});
        }
    }
    if (foot(screen, "", true) == Foot::Back) screen.send(event::Back{});
}

void draw_price_shown(const Screen& screen, const stage::ShowPrice& shown) {
    const CentrePanel panel(screen, "price_shown", {560, 360});
    const Goods& goods = shown.goods;
    heading(screen, screen.name(goods.name), goods.brand);
    const std::string price = screen.money(goods.price);
    line(screen.look, fitting({screen.fonts().huge, screen.fonts().figure}, price, rest().x),
         screen.theme().ink, price);
    paragraph(
        screen.look, screen.fonts().body, screen.theme().muted,
        screen.word(goods.measure == Measure::Weight ? "ui.price.a_kilogram" : "ui.price.a_piece"));
    const Foot pressed = foot(screen, screen.word("ui.price.sell"), true);
    if (pressed != Foot::None) screen.send(event::Back{});
    if (pressed == Foot::Confirm) screen.send(event::GoodsChosen{goods.sku});
}

void draw_report(const Screen& screen) {
    const CentrePanel panel(screen, "report", {620, 0});
    heading(screen, screen.word("ui.report.x"));
    if (screen.view.paper != nullptr)
        draw_paper(screen, *screen.view.paper, {rest().x, rest().y - screen.px(kFoot + kGap)});
    const Foot pressed = foot(screen, screen.word("ui.report.print"), true);
    if (pressed == Foot::Confirm) screen.send(event::PrintAgain{});
    if (pressed == Foot::Back) screen.send(event::Back{});
}

std::string code_of(const GoodsQuery& query) {
    return std::visit(Overload{[](const ByBarcode& by) { return by.barcode; },
                               [](const ByItem& by) { return by.item; },
                               [](const BySku& by) { return by.sku.value; }},
                      query.key);
}

}  // namespace

void draw_question(const Screen& screen, const stage::Asking& asking) {
    if (std::holds_alternative<stage::FillProfile>(asking.question))
        return draw_fill_profile(screen, *asking.receipt);
    if (asking.receipt) {
        draw_receipt_panel(screen, &*asking.receipt, Edit::No, screen.word("ui.sale.total"),
                           asking.receipt->priced.total);
        ImGui::SameLine(0, screen.px(12));
    }
    const Panel side(screen.look, "side", {0, 0}, screen.theme().background, Scroll::No, 0);
    std::visit(Overload{
                   [&](const stage::AskAge& asked) { draw_age(screen, asked); },
                   [&](const stage::AskApproval& asked) { draw_approval(screen, asked); },
                   [&](const stage::AskDepartment& asked) {
                       draw_department(screen, code_of(asked.goods));
                   },
                   [&](const stage::ChooseMember& asked) { draw_choose_member(screen, asked); },
                   [&](const stage::ChooseDraft& asked) { draw_choose_draft(screen, asked); },
                   [&](const stage::ShowPrice& shown) { draw_price_shown(screen, shown); },
                   [&](const stage::ShowReport&) { draw_report(screen); },
                   [](const stage::FillProfile&) {},  // has the whole screen
               },
               asking.question);
}

}  // namespace kopilka::ui
