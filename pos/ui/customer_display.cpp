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

// A money box with a coin on its way in.
void draw_mark(const Look& look, ImVec2 centre) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float half = look.px(54);
    const float coin = look.px(26);
    const float top = centre.y - look.px(10);
    list->AddCircleFilled({centre.x, top - look.px(12)}, coin, look.theme.star, 48);
    list->AddCircle({centre.x, top - look.px(12)}, coin - look.px(6), look.theme.bar, 48,
                    look.px(2));
    list->AddRectFilled({centre.x - half, top}, {centre.x + half, top + look.px(72)},
                        look.theme.on_bar, look.px(16));
    list->AddRectFilled({centre.x - coin - look.px(6), top},
                        {centre.x + coin + look.px(6), top + look.px(8)}, look.theme.bar,
                        look.px(4));
}

// Words in the middle of the window, large over less large.
void draw_words(const Display& display, const std::string& title, const std::string& words) {
    const Look& look = display.look;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 room = rest();
    const float middle = from.y + room.y * 0.52F;
    put_wrapped(look, look.fonts.title, look.theme.on_bar_muted,
                look.name(display.view.world.shop->name), {from.x, from.y + look.px(24)},
                {from.x + room.x, from.y + look.px(80)}, Place::Centre);
    draw_mark(look, {from.x + room.x / 2, middle - look.px(160)});
    put_wrapped(look, look.fonts.headline, look.theme.on_bar, title, {from.x, middle - look.px(80)},
                {from.x + room.x, middle + look.px(20)}, Place::Centre);
    put_wrapped(look, look.fonts.title, look.theme.on_bar_muted, words,
                {from.x + room.x * 0.1F, middle + look.px(24)},
                {from.x + room.x * 0.9F, middle + look.px(110)}, Place::Centre);
}

// What a greeted member owns, if the till has it at hand.
std::string greeting_words(const Display& display) {
    const stage::OpenReceipt* receipt = open_receipt(display.view.stage.sale);
    if (receipt == nullptr || receipt->priced.points.empty())
        return display.look.word("ui.customer.glad");
    return display.look.word("ui.customer.glad") + "\n" +
           display.say("ui.customer.balance", {receipt->priced.points.front().balance_before});
}

float name_width(const Display& display, const PricedLine& priced) {
    const Look& look = display.look;
    return rest().x - measure(look.fonts.title, display.money(priced.net)).x - look.px(16);
}

// One face for all names: the largest that each of them has room for.
ImFont* face_of_names(const Display& display, const stage::OpenReceipt& receipt) {
    const Fonts& fonts = display.look.fonts;
    ImFont* face = fonts.title;
    const std::size_t count = std::min(receipt.basket.lines.size(), receipt.priced.lines.size());
    for (std::size_t i = 0; i < count; ++i) {
        ImFont* fits = fitting({fonts.title, fonts.strong, fonts.small},
                               display.look.name(receipt.basket.lines[i].name),
                               name_width(display, receipt.priced.lines[i]));
        if (fits->FontSize < face->FontSize) face = fits;
    }
    return face;
}

void draw_line(const Display& display, const BasketLine& line, const PricedLine& priced,
               ImFont* face, float height) {
    const Look& look = display.look;
    const Fonts& fonts = look.fonts;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = rest().x;
    ImGui::Dummy({width, height});
    const std::string sum = display.money(priced.net);
    const float sum_width = measure(fonts.title, sum).x;
    put(look, face, look.theme.ink, look.name(line.name), {from.x, from.y + look.px(4)},
        width - sum_width - look.px(16));
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
    ImFont* face = face_of_names(display, receipt);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(std::min(lines.size(), priced.size())), height + look.px(kGap));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto at = static_cast<std::size_t>(i);
            draw_line(display, lines[at], priced[at], face, height);
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
    line(look, fitting({look.fonts.large, look.fonts.huge, look.fonts.figure}, text, rest().x),
         look.theme.on_bar, text);
}

// Basket on the left, what it comes to on the right.
void draw_basket(const Display& display, const std::string& caption, Money sum) {
    const Look& look = display.look;
    const stage::OpenReceipt* receipt = open_receipt(display.view.stage.sale);
    const float right = rest().x * 0.44F;
    const float high = rest().y;
    if (receipt != nullptr) {
        draw_lines(display, *receipt, {rest().x - right - look.px(16), high});
        ImGui::SameLine(0, look.px(16));
    }
    const Panel panel(look, "sum", {0, high}, look.theme.bar, Scroll::No, 24);
    const bool member = receipt != nullptr && receipt->member;
    if (member)
        fact(display, display.say("ui.customer.hello", {receipt->member->member.person.first_name}),
             look.theme.on_bar);
    const float sum_height =
        look.fonts.title->FontSize + look.fonts.large->FontSize + look.px(2 * kGap);
    const float bottom = ImGui::GetCursorPosY() + rest().y - sum_height;
    if (receipt != nullptr) {
        for (const PointsResult& points : receipt->priced.points) draw_points(display, points);
        if (receipt->priced.discount_total > kNoMoney)
            fact(display, display.say("ui.customer.saved", {receipt->priced.discount_total}),
                 look.theme.good_on_bar);
    }
    ImGui::SetCursorPosY(bottom);
    draw_sum(display, caption, sum);
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
        line(look, fitting({look.fonts.giant, look.fonts.large, look.fonts.huge}, sum, rest().x),
             look.theme.on_bar, sum, 0, Place::Centre);
        space(look, 8);
    }
    if (thanks.saved > kNoMoney)
        centred(display.say("ui.customer.saved", {thanks.saved}), look.theme.good_on_bar);
    const stage::Finished* done = finished(display.view.stage.sale);
    const auto* sale = done ? std::get_if<SaleReceipt>(&done->paper) : nullptr;
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
                                  greeting_words(display));
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
