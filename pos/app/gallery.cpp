#include "pos/app/gallery.h"

#include "pos/core/check.h"
#include "pos/ui/names.h"

#include <algorithm>
#include <functional>

namespace kopilka::app {
namespace {

constexpr std::size_t kAnna = 0;
constexpr std::size_t kEgor = 5;  // his card is blocked

using Hang = std::function<void(GalleryTill&, ui::Memory&)>;

// --- ways to a stage

void small_basket(GalleryTill& till) {
    till.ready().sell({"COF-CAPPUCCINO-300", "PAS-CROISSANT-ALMOND", "CAKE-CHEESECAKE"});
    till.act(event::Scanned{WeighedGoods{till.goods("FRUIT-APPLE-RED").item, Quantity::of(1240)}});
    till.sell({"BREAD-BAGUETTE", "PAS-PIROZHOK-APPLE", "PAS-PIROZHOK-APPLE"});
}

void full_basket(GalleryTill& till) {
    till.ready().show_card(kAnna);
    till.sell({"COF-CAPPUCCINO-300", "COF-CAPPUCCINO-300", "PAS-CROISSANT-ALMOND",
               "CAKE-CHEESECAKE", "TOY-ROBOT"});
    till.act(event::Scanned{WeighedGoods{till.goods("FRUIT-APPLE-RED").item, Quantity::of(1240)}});
    till.sell({"BREAD-BAGUETTE", "PAS-PIROZHOK-APPLE", "PAS-PIROZHOK-APPLE", "CHEESE-BLUE"});
    till.act(event::QuantityKeyed{units(3)});
    till.sell({"BABY-PUREE-APPLE"});
}

void paying(GalleryTill& till) {
    full_basket(till);
    till.act(event::Pay{});
}

void done(GalleryTill& till) {
    paying(till);
    till.act(event::CashGiven{Money::of(500'000)});
}

void asking_card(GalleryTill& till) {
    paying(till);
    till.terminal = GalleryTill::Answer::Never;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
}

event::Recovered after_a_crash(const GalleryTill& till) {
    event::Recovered recovered;
    recovered.shift = ShiftInProgress{ShiftNumber{41}, *parse_date("2026-03-09")};
    recovered.last_shift = ShiftNumber{41};
    recovered.last_receipt = ReceiptNumber{1204};
    Draft draft;
    draft.id = 7;
    draft.till = {"nevsky-1"};
    draft.basket.next_line = LineId{2};
    const Goods& goods = till.goods("COF-CAPPUCCINO-300");
    BasketLine line;
    line.id = LineId{1};
    line.sku = goods.sku;
    line.name = goods.name;
    line.unit_price = goods.price;
    line.categories = goods.categories;
    line.tax_rate = goods.tax_rate;
    draft.basket.lines = {line};
    draft.cashier = {"marina"};
    recovered.open_draft = draft;
    return recovered;
}

Hang opened(ui::Open open, std::string field = {}, void (*stage)(GalleryTill&) = full_basket) {
    return [open, field, stage](GalleryTill& till, ui::Memory& memory) {
        stage(till);
        memory.open = open;
        memory.field = field;
    };
}
Hang at(void (*stage)(GalleryTill&)) {
    return [stage](GalleryTill& till, ui::Memory&) { stage(till); };
}

// Half typed: the birthday is being entered.
void fill_profile(GalleryTill& till, ui::Memory& memory) {
    full_basket(till);
    till.act(event::ProfileWanted{});
    const auto* asking = std::get_if<stage::Asking>(&till.stage().sale);
    check(asking != nullptr && asking->receipt && asking->receipt->member.has_value(),
          "the gallery asks a member for the profile");
    memory.profile = ui::form_of(asking->receipt->member->member);
    memory.profile.birthday = "14-09-19";
    memory.profile.consent = true;
}

struct Plan {
    const char* name;
    Hang hang;
    bool customer = false;
};

std::vector<Plan> day_plans() {
    return {
        {"sign_in",
         [](GalleryTill& till, ui::Memory& memory) {
             till.start();
             memory.cashier = {"marina"};
             memory.field = "111";
         }},
        {"sign_in_locked",
         [](GalleryTill& till, ui::Memory& memory) {
             till.start();
             memory.cashier = {"timur"};
             till.act(event::SignIn{{"timur"}, "0000"});
         }},
        {"question_card",
         [](GalleryTill& till, ui::Memory&) {
             event::Recovered recovered = after_a_crash(till);
             recovered.open_draft->operations = {"op-1"};
             recovered.intents = {CardAsked{"op-1", TenderKind::Card, Money::of(131'580)}};
             till.start(recovered).sign_in();
         }},
        {"question_print",
         [](GalleryTill& till, ui::Memory&) {
             event::Recovered recovered = after_a_crash(till);
             recovered.intents = {PrintAsked{{{"nevsky-1"}, Epoch{1}, Sequence{2417}}, false}};
             till.start(recovered).sign_in();
         }},
        {"basket_back", [](GalleryTill& till, ui::Memory&) { till.start(after_a_crash(till)); }},
        {"no_shift", at([](GalleryTill& till) { till.start().sign_in(); })},
        {"menu",
         [](GalleryTill& till, ui::Memory& memory) {
             till.ready();
             memory.open = ui::Open::Menu;
         }},
        {"cash_out",
         [](GalleryTill& till, ui::Memory& memory) {
             till.ready();
             memory.open = ui::Open::CashOut;
             memory.field = "15000";
         }},
        {"drawer",
         [](GalleryTill& till, ui::Memory& memory) {
             till.ready();
             memory.open = ui::Open::Drawer;
         }},
        {"report_x", at([](GalleryTill& till) {
             done(till);
             till.act(event::NextCustomer{});
             till.act(event::ReportWanted{});
         })},
        {"counting",
         [](GalleryTill& till, ui::Memory& memory) {
             done(till);
             till.act(event::NextCustomer{});
             till.act(event::CloseShift{});
             memory.field = "7315.8";
         }},
        {"shift_closed", at([](GalleryTill& till) {
             done(till);
             till.act(event::NextCustomer{});
             till.act(event::CloseShift{});
             till.act(event::CashCounted{Money::of(431'580)});
         })},
    };
}

std::vector<Plan> sale_plans() {
    return {
        {"sale_empty", at([](GalleryTill& till) { till.ready(); })},
        {"sale", at(small_basket)},
        {"sale_member", at(full_basket)},
        {"sale_category",
         [](GalleryTill& till, ui::Memory& memory) {
             full_basket(till);
             memory.category = "cheese";
             till.act(event::CategoryOpened{"cheese"});
         }},
        {"sale_blocked_card", at([](GalleryTill& till) {
             till.ready().show_card(kEgor);
             till.sell({"COF-CAPPUCCINO-300"});
         })},
        {"sale_refused", at([](GalleryTill& till) {
             small_basket(till);
             till.act(event::ScanRefused{{"scan.refused.bank_card", {}}});
             till.act(event::DeviceNews{
                 DeviceKind::Printer, DeviceMood::Attention, {"device.printer_no_paper", {}}});
             till.act(event::SyncNews{{128, 1, std::nullopt, false, {}, 126}});
         })},
        {"quantity", opened(ui::Open::Quantity, "3")},
        {"price", opened(ui::Open::Price, "249.9")},
        {"discount", opened(ui::Open::Discount, "5")},
        {"next_quantity", opened(ui::Open::NextQuantity, "12")},
        {"department",
         [](GalleryTill& till, ui::Memory& memory) {
             small_basket(till);
             memory.open = ui::Open::Department;
             memory.choice = "3";
             memory.field = "180";
         }},
        {"more", opened(ui::Open::More)},
        {"promo_code", opened(ui::Open::Code, "KOPILKA10")},
        {"search",
         [](GalleryTill& till, ui::Memory& memory) {
             small_basket(till);
             memory.open = ui::Open::Search;
             const bool russian = till.stage().desk.language == Language::Russian;
             memory.field = till.goods("MILK-25-1L").name.in(till.stage().desk.language);
             memory.field.resize(russian ? 6 : 3);
             till.act(event::GoodsSearched{memory.field});
         }},
        {"member_search", opened(ui::Open::Member, "89990000001", small_basket)},
        {"member_by_name",
         [](GalleryTill& till, ui::Memory& memory) {
             small_basket(till);
             memory.open = ui::Open::Member;
             memory.by_name = true;
         }},
        {"member_card", opened(ui::Open::MemberCard)},
        {"profile", [](GalleryTill& till, ui::Memory& memory) { fill_profile(till, memory); }},
        {"profile_refused",
         [](GalleryTill& till, ui::Memory& memory) {
             fill_profile(till, memory);
             memory.profile.consent = false;
             till.act(event::ProfileTold{memory.profile.first_name, "", "14-09-1987", "", false});
         }},
        {"choose_member", at([](GalleryTill& till) {
             till.ready();
             till.act(event::MemberTyped{"Kov"});
         })},
        {"price_check", at([](GalleryTill& till) {
             small_basket(till);
             till.act(event::PriceCheckWanted{});
             till.sell({"CHEESE-MAASDAM"});
         })},
        {"age", at([](GalleryTill& till) {
             small_basket(till);
             till.sell({"WINE-RED-DRY"});
         })},
        {"approval",
         [](GalleryTill& till, ui::Memory& memory) {
             small_basket(till);
             till.act(event::VoidReceipt{});
             memory.cashier = {"nina"};
             memory.field = "55";
         }},
        {"unknown_goods", at([](GalleryTill& till) {
             small_basket(till);
             till.act(event::Scanned{GoodsCode{"4600000999999"}});
         })},
        {"choose_draft", at([](GalleryTill& till) {
             small_basket(till);
             till.act(event::Suspend{});
             till.sell({"CAKE-CHEESECAKE", "BREAD-BAGUETTE"});
             till.act(event::Suspend{});
             till.act(event::RecallWanted{});
         })},
    };
}

std::vector<Plan> pay_plans() {
    return {
        {"payment", at(paying)},
        {"payment_part",
         [](GalleryTill& till, ui::Memory& memory) {
             paying(till);
             till.act(event::CashGiven{Money::of(50'000)});
             memory.field = "1000";
         }},
        {"points", opened(ui::Open::Points, "200", paying)},
        {"card_asked", at(asking_card)},
        {"card_unknown", at([](GalleryTill& till) {
             asking_card(till);
             const auto* pending = std::get_if<stage::CardPending>(&till.stage().sale);
             if (pending != nullptr)
                 till.act(event::PaymentAnswered{pending->operation,
                                                 CardOutcome::Unknown,
                                                 "",
                                                 {"device.terminal_unknown", {}}});
         })},
        {"saving", at([](GalleryTill& till) {
             paying(till);
             till.disk = GalleryTill::Answer::Never;
             till.act(event::CashGiven{Money::of(500'000)});
         })},
        {"printing", at([](GalleryTill& till) {
             till.printer = GalleryTill::Answer::Never;
             done(till);
         })},
        {"print_unknown", at([](GalleryTill& till) {
             till.print = PrintResult::Unknown;
             done(till);
         })},
        {"done", at(done)},
        {"done_not_printed", at([](GalleryTill& till) {
             till.print = PrintResult::NotPrinted;
             done(till);
         })},
        {"find_original",
         [](GalleryTill& till, ui::Memory& memory) {
             done(till);
             till.act(event::NextCustomer{});
             till.act(event::ReturnWanted{});
             memory.field = "1";
         }},
        {"returning", at([](GalleryTill& till) {
             done(till);
             till.act(event::NextCustomer{});
             till.act(event::ReturnWanted{});
             const OriginalSale& sale = till.sales().front();
             till.act(event::Scanned{ReceiptCode{"nevsky-1", 1, sale.id.sequence.value, ""}});
             till.act(event::OriginalChosen{sale.id});
             till.act(event::UnitToggled{LineId{3}, 0});
             till.act(event::UnitToggled{LineId{4}, 0});
         })},
    };
}

std::vector<Plan> customer_plans() {
    return {
        {"customer_welcome", at([](GalleryTill& till) { till.ready(); }), true},
        {"customer_greeting", at([](GalleryTill& till) { till.ready().show_card(kAnna); }), true},
        {"customer_basket", at(full_basket), true},
        {"customer_due", at(paying), true},
        {"customer_thanks", at(done), true},
    };
}

std::vector<Plan> all_plans() {
    std::vector<Plan> all;
    for (const auto& plans : {day_plans(), sale_plans(), pay_plans(), customer_plans()})
        all.insert(all.end(), plans.begin(), plans.end());
    return all;
}

}  // namespace

std::vector<std::string> gallery_names() {
    std::vector<std::string> names;
    for (const Plan& plan : all_plans()) names.emplace_back(plan.name);
    return names;
}

std::optional<Exhibit> make_exhibit(const DemoStock& stock, Language language,
                                    std::string_view name) {
    const std::vector<Plan> plans = all_plans();
    const auto plan =
        std::ranges::find_if(plans, [&](const Plan& one) { return one.name == name; });
    if (plan == plans.end()) return std::nullopt;
    GalleryTill till(stock, language);
    ui::Memory memory;
    plan->hang(till, memory);
    memory.stage_drawn = till.stage().sale.index() + 1;
    memory.member_drawn = memory.open == ui::Open::MemberCard;
    return Exhibit{plan->name, till.stage(), memory, plan->customer};
}

std::vector<Goods> product_buttons(const DemoStock& stock) {
    std::vector<Goods> buttons;
    std::ranges::copy_if(stock.goods, std::back_inserter(buttons),
                         [](const Goods& one) { return one.button > 0; });
    std::ranges::sort(buttons, {}, &Goods::button);
    return buttons;
}

Showing showing(const DemoStock& stock, const Exhibit& exhibit, const Texts& texts) {
    Showing shown{product_buttons(stock), ui::names_of(*stock.world.publication), {}, false};
    if (const auto paper = ui::paper_shown(exhibit.stage)) {
        shown.paper = lay_out(*paper, *stock.world.shop, texts, CopyMark::Original);
        shown.has_paper = true;
    }
    return shown;
}

ui::TillView view_of(const DemoStock& stock, const Exhibit& exhibit, const Showing& showing) {
    return {exhibit.stage,   stock.world,   stock.categories,
            showing.buttons, showing.names, showing.has_paper ? &showing.paper : nullptr};
}

}  // namespace kopilka::app
