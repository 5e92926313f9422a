// Internal to pos/ui: what every screen of the till is handed, and the screens themselves, in files
// of their names. Not here: which one is drawn when (screens.cpp).
#pragma once
#include "pos/ui/keyboard.h"
#include "pos/ui/screens.h"

#include <functional>

namespace kopilka::ui {

// One frame of the cashier's window.
struct Screen {
    const Look& look;
    const TillView& view;
    Memory& memory;
    std::vector<Event>& out;

    const Theme& theme() const { return look.theme; }
    const Fonts& fonts() const { return look.fonts; }
    const Desk& desk() const { return view.stage.desk; }
    const ShopSettings& shop() const { return *view.world.shop; }
    float px(float logical) const { return look.px(logical); }
    std::string word(std::string_view key) const { return look.word(key); }
    std::string say(std::string key, std::vector<Phrase::Argument> arguments) const {
        return look.texts.say({std::move(key), std::move(arguments)});
    }
    std::string money(Money sum) const { return look.texts.money(sum); }
    const std::string& name(const Localized& both) const { return look.name(both); }

    void send(Event event) const { out.push_back(std::move(event)); }
    void open(Open what) const;  // with an empty field; Open::Nothing closes
    bool button(std::string_view id, std::string_view key, ImVec2 size, Tone tone = Tone::Plain,
                bool enabled = true) const {
        return ui::button(look, id, {word(key), ""}, size, tone, enabled);
    }
};

// --- screens.cpp, status_bar.cpp: what surrounds every screen
void draw_status_bar(const Screen& screen);
void draw_message_row(const Screen& screen);

// --- parts that several screens share (parts.cpp)
constexpr float kFoot = 64;  // px: the row of answers at the foot of a panel
constexpr float kRow = 64;   // px: a row of a list, with the gap below it
void heading(const Screen& screen, const std::string& title, const std::string& words = "");
// A panel of this logical size (0: all there is) in the middle of the screen.
class CentrePanel {
public:
    CentrePanel(const Screen& screen, std::string_view id, ImVec2 logical, float padding = 24);

private:
    Panel panel_;
};
// Where the sum stands that both people look at: dark, over the full width, so that it is found
// from two metres.
struct DarkBox {
    ImVec2 at;  // upper left corner of what is written in it
    float width = 0;
    float height = 0;
};
DarkBox dark_box(const Screen& screen, float height, float pad);  // logical
// The lowest row of a panel, at its foot: to leave it (ids "back", "confirm").
enum class Foot : std::uint8_t { None, Back, Confirm };
Foot foot(const Screen& screen, const std::string& confirm, bool enabled, Tone tone = Tone::Accent);
// Two or more choices side by side, one taken; returns the index pressed.
std::optional<std::size_t> tabs(const Screen& screen, std::string_view id,
                                const std::vector<std::string>& labels, std::size_t taken);
void stars(const Screen& screen, ImVec2 at, int count, float size);
std::optional<Money> typed_money(const std::string& field);  // as a keypad leaves it
// The field of a sum, with what is typed as the language writes it.
void sum_field(const Screen& screen, const std::string& placeholder, float height);
// Whether a customer waits for this paper.
bool is_with_customer(const Paperwork& paper);
std::string tender_name(const Screen& screen, TenderKind kind);
const StaffMember* staff_member(const Screen& screen, const CashierId& id);

// Asks for a number: title, field, keypad, and what may be pressed. True when confirmed.
struct NumberAsked {
    std::string title;
    std::string words;
    std::string placeholder;
    std::string confirm;
    FieldRules rules;
    std::function<void()> above;  // drawn between the words and the field
    bool enabled = true;
    bool leaves_stage = false;  // Back is the till's business, not only the screen's
    Tone tone = Tone::Accent;
};
bool ask_number(const Screen& screen, const NumberAsked& asked);
// Asks for letters over the full width; what is found stands between field and keyboard.
struct LettersAsked {
    std::string placeholder;
    std::string confirm;  // empty: found while typing, nothing to confirm
};
enum class LettersAnswer : std::uint8_t { None, Changed, Back, Confirm };
LettersAnswer ask_letters(const Screen& screen, const LettersAsked& asked,
                          void (*draw_list)(const Screen&));

// --- the receipt on the left of most screens (receipt_panel.cpp, basket_list.cpp)
enum class Edit : std::uint8_t { No, Yes };
float receipt_width(const Screen& screen);
void draw_receipt_panel(const Screen& screen, const stage::OpenReceipt* receipt, Edit edit,
                        const std::string& caption, Money sum);
void draw_basket(const Screen& screen, const stage::OpenReceipt& receipt, ImVec2 size, Edit edit);
const BasketLine* selected_line(const Screen& screen, const Basket& basket);
// Goods to choose from (goods_panel.cpp).
void draw_goods_panel(const Screen& screen, const stage::NextGoods& next);
void draw_tiles(const Screen& screen, const std::vector<const Goods*>& goods, ImVec2 size);

// --- stages
void draw_sign_in(const Screen& screen);
void draw_starting(const Screen& screen);
void draw_start_questions(const Screen& screen, const stage::Questions& asked);
void draw_no_shift(const Screen& screen);
void draw_sale(const Screen& screen, const stage::OpenReceipt* receipt,
               const stage::NextGoods& next);
void draw_question(const Screen& screen, const stage::Asking& asking);
void draw_fill_profile(const Screen& screen, const stage::OpenReceipt& receipt);
void draw_approval(const Screen& screen, const stage::AskApproval& asked);
void draw_payment(const Screen& screen, const stage::OpenReceipt& receipt);
void draw_points(const Screen& screen, const stage::OpenReceipt& receipt);
void draw_card_pending(const Screen& screen, const stage::CardPending& pending);
void draw_committing(const Screen& screen, const stage::Committing& committing);
void draw_printing(const Screen& screen, const stage::Printing& printing);
// `printed`: nullopt while the printer is at work.
void draw_finished(const Screen& screen, const stage::Finished& done,
                   std::optional<PrintResult> printed);
void draw_counting(const Screen& screen, const stage::Counting& counting);
void draw_finding_original(const Screen& screen, const stage::FindingOriginal& finding);
void draw_returning(const Screen& screen, const stage::Returning& returning);

// --- opened by the cashier over or beside a stage
void draw_search(const Screen& screen);
void draw_menu(const Screen& screen);
void draw_cash_moved(const Screen& screen, bool in);
void draw_drawer(const Screen& screen);
void draw_more(const Screen& screen, bool has_receipt);
void draw_line_entry(const Screen& screen, const stage::OpenReceipt& receipt);
void draw_next_quantity(const Screen& screen);
// Goods by department; `code` is the one that nobody knows, if that is why.
void draw_department(const Screen& screen, const std::string& code);
void draw_code_entry(const Screen& screen);
void draw_member_search(const Screen& screen);  // by phone or card number
void draw_member_by_name(const Screen& screen);
void draw_member_card(const Screen& screen, const stage::OpenReceipt& receipt);

// Paper on the screen.
void draw_paper(const Screen& screen, const PrintDocument& paper, ImVec2 size);

}  // namespace kopilka::ui
