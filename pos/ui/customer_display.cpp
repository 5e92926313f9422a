#include "pos/core/overload.h"
#include "pos/ui/screens.h"
#include "pos/ui/widgets.h"

#include <algorithm>

namespace kopilka::ui {
namespace {

struct Display {
    const Look& look;
    const TillView& view;
    std::string say(std::string key, std::vector<Phrase::Argument> arguments) const {
        return look.texts.say({std::move(key), std::move(arguments)});
    }
    std::string money(Money sum) const { return look.texts.money(sum); }
};

const stage::OpenReceipt* receipt_of(const SaleStage& sale) {
    if (const auto* ringing = std::get_if<stage::Ringing>(&sale)) return &ringing->receipt;
    if (const auto* paying = std::get_if<stage::Paying>(&sale)) return &paying->receipt;
    if (const auto* asking = std::get_if<stage::Asking>(&sale))
        return asking->receipt ? &*asking->receipt : nullptr;
    if (const auto* card = std::get_if<stage::CardPending>(&sale))
        return std::get_if<stage::OpenReceipt>(&card->of);
    if (const auto* committing = std::get_if<stage::Committing>(&sale))
        if (const auto* what = std::get_if<stage::CommitSale>(&committing->what))
            return &what->receipt;
    return nullptr;
}

const SaleReceipt* finished_sale(const SaleStage& sale) {
    if (const auto* done = std::get_if<stage::Done>(&sale))
        return std::get_if<SaleReceipt>(&done->done.paper);
    if (const auto* printing = std::get_if<stage::Printing>(&sale))
        return std::get_if<SaleReceipt>(&printing->done.paper);
    return nullptr;
}

// Words in the middle of the window, large over less large.
void draw_words(const Display& display, const std::string& title, const std::string& words) {
    const Look& look = display.look;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 room = rest();
    const float middle = from.y + room.y * 0.5F;
    put_wrapped(look, look.fonts.title, look.theme.on_bar_muted,
                look.name(display.view.world.shop->name), {from.x, from.y + look.px(24)},
                {from.x + room.x, from.y + look.px(80)}, Place::Centre);
    put_wrapped(look, look.fonts.headline, look.theme.on_bar, title,
                {from.x, middle - look.px(150)}, {from.x + room.x, middle}, Place::Centre);
    put_wrapped(look, look.fonts.title, look.theme.on_bar_muted, words,
                {from.x + room.x * 0.12F, middle + look.px(10)},
                {from.x + room.x * 0.88F, middle + look.px(120)}, Place::Centre);
}

void draw_line(const Display& display, const BasketLine& line, const PricedLine& priced,
               float height) {
    const Look& look = display.look;
    const Fonts& fonts = look.fonts;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = rest().x;
    ImGui::Dummy({width, height});
    const std::string sum = display.money(priced.net);
    const float sum_width = measure(fonts.title, sum).x;
    const float name_width = width - sum_width - look.px(16);
    const std::string& name = look.name(line.name);
    put(look, fitting({fonts.title, fonts.strong, fonts.small}, name, name_width), look.theme.ink,
        name, {from.x, from.y + look.px(4)}, name_width);
    put(look, fonts.title, look.theme.ink, sum, {from.x + width - sum_width, from.y + look.px(4)},
        sum_width);
    const std::string count = (line.weighed ? display.say("ui.basket.kilograms", {line.quantity})
                                            : look.texts.quantity(line.quantity)) +
                              " × " + display.money(line.unit_price);
    const float lower = from.y + look.px(36);
    put(look, fonts.body, look.theme.muted, count, {from.x, lower}, width / 2);
    if (!priced.discount.is_zero())
        put(look, fonts.strong, look.theme.good, display.say("ui.saved", {priced.discount}),
            {from.x + width / 2, lower}, width / 2, Place::Right);
    ImGui::GetWindowDrawList()->AddLine({from.x, from.y + height},
                                        {from.x + width, from.y + height}, look.theme.line);
}

void draw_lines(const Display& display, const stage::OpenReceipt& receipt, ImVec2 size) {
    const Look& look = display.look;
    const Panel panel(look, "lines", size, look.theme.panel, Scroll::Yes, 20);
    const auto& lines = receipt.basket.lines;
    const auto& priced = receipt.priced.lines;
    const float height = look.px(66);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(std::min(lines.size(), priced.size())), height + look.px(kGap));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto at = static_cast<std::size_t>(i);
            draw_line(display, lines[at], priced[at], height);
        }
    ImGui::SetScrollHereY(1);  // the goods rung up last
}

void fact(const Display& display, const std::string& text, ImU32 ink) {
    const Look& look = display.look;
    ImFont* font =
        fitting_box({look.fonts.title, look.fonts.strong}, text, {rest().x, look.px(64)});
    paragraph(look, font, ink, text);
    space(look, 4);
}

void draw_points(const Display& display, const PointsResult& points) {
    const Theme& theme = display.look.theme;
    if (points.earned > kNoPoints)
        fact(display, display.say("ui.customer.earn", {points.earned}), theme.good_on_bar);
    if (points.redeemed > kNoPoints)
        fact(display, display.say("ui.customer.spend", {points.redeemed}), theme.on_bar);
    if (points.earned.is_zero() && points.redeemed.is_zero())
        fact(display, display.say("ui.customer.balance", {points.balance_before}),
             theme.on_bar_muted);
}

void draw_sum(const Display& display, const std::string& caption, Money sum) {
    const Look& look = display.look;
    line(look, look.fonts.title, look.theme.on_bar_muted, caption);
    const std::string text = display.money(sum);
    line(look, fitting({look.fonts.giant, look.fonts.huge, look.fonts.figure}, text, rest().x),
         look.theme.on_bar, text);
}

// Basket on the left, what it comes to on the right.
void draw_basket(const Display& display, const std::string& caption, Money sum) {
    const Look& look = display.look;
    const stage::OpenReceipt* receipt = receipt_of(display.view.stage.sale);
    const float right = rest().x * 0.4F;
    const float high = rest().y;
    if (receipt != nullptr) {
        draw_lines(display, *receipt, {rest().x - right - look.px(16), high});
        ImGui::SameLine(0, look.px(16));
    }
    const Panel panel(look, "sum", {0, high}, look.theme.bar, Scroll::No, 20);
    if (receipt != nullptr && receipt->member)
        fact(display, display.say("ui.customer.hello", {receipt->member->member.person.first_name}),
             look.theme.on_bar);
    space(look, 20);
    draw_sum(display, caption, sum);
    space(look, 16);
    if (receipt == nullptr) return;
    if (receipt->priced.discount_total > kNoMoney)
        fact(display, display.say("ui.customer.saved", {receipt->priced.discount_total}),
             look.theme.good_on_bar);
    for (const PointsResult& points : receipt->priced.points) draw_points(display, points);
}

void draw_thanks(const Display& display, const stage::SeesThanks& thanks) {
    const Look& look = display.look;
    const std::string title = thanks.first_name.empty()
                                  ? look.word("ui.customer.thanks")
                                  : display.say("ui.customer.thanks_name", {thanks.first_name});
    const float side = (rest().x - std::min(rest().x, look.px(760))) / 2;
    ImGui::SetCursorPos({ImGui::GetCursorPosX() + side, ImGui::GetCursorPosY() + rest().y * 0.18F});
    const Panel panel(look, "thanks", {rest().x - side, 0}, look.theme.bar, Scroll::No, 20);
    ImFont* font =
        fitting_box({look.fonts.headline, look.fonts.figure}, title, {rest().x, look.px(140)});
    paragraph(look, font, look.theme.on_bar, title, Place::Centre);
    space(look, 16);
    const auto centred = [&](const std::string& text, ImU32 ink) {
        paragraph(look, look.fonts.title, ink, text, Place::Centre);
        space(look, 2);
    };
    if (thanks.change > kNoMoney) {
        centred(look.word("ui.done.change"), look.theme.on_bar_muted);
        const std::string sum = display.money(thanks.change);
        line(look, fitting({look.fonts.giant, look.fonts.huge}, sum, rest().x), look.theme.on_bar,
             sum, 0, Place::Centre);
        space(look, 8);
    }
    if (thanks.saved > kNoMoney)
        centred(display.say("ui.customer.saved", {thanks.saved}), look.theme.good_on_bar);
    const SaleReceipt* sale = finished_sale(display.view.stage.sale);
    if (sale == nullptr) return;
    for (const PointsResult& points : sale->points) {
        if (points.earned > kNoPoints)
            centred(display.say("ui.customer.earned", {points.earned}), look.theme.good_on_bar);
        centred(display.say("ui.customer.balance", {points.balance_after}),
                look.theme.on_bar_muted);
    }
}

}  // namespace

void draw_customer(const Look& look, const TillView& view) {
    if (look.audit != nullptr) look.audit->clear();
    const Display display{look, view};
    const bool basket = std::holds_alternative<stage::SeesBasket>(view.stage.customer) ||
                        std::holds_alternative<stage::SeesDue>(view.stage.customer);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, basket ? look.theme.background : look.theme.bar);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(look.px(16), look.px(16)));
    ImGui::Begin("customer", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    std::visit(Overload{
                   [&](const stage::Welcome&) {
                       draw_words(display, look.word("ui.customer.welcome"),
                                  look.word("ui.customer.show_card"));
                   },
                   [&](const stage::Greeting& greeting) {
                       draw_words(display, display.say("ui.customer.hello", {greeting.first_name}),
                                  look.word("ui.customer.glad"));
                   },
                   [&](const stage::SeesBasket& sees) {
                       draw_basket(display, look.word("ui.sale.total"), sees.total);
                   },
                   [&](const stage::SeesDue& sees) {
                       draw_basket(display, look.word("ui.pay.due"), sees.due);
                   },
                   [&](const stage::SeesThanks& sees) { draw_thanks(display, sees); },
               },
               view.stage.customer);
    ImGui::End();
}

}  // namespace kopilka::ui
