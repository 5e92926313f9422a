#include "pos/app/screens.h"

#include "pos/app/goods_reads.h"
#include "pos/ui/names.h"

#include <fstream>

namespace kopilka::app {

Result<std::unique_ptr<Screens>> Screens::open(const ScreensOptions& options, ui::Video& video,
                                               Till& till, const TwoLanguages& texts) {
    std::unique_ptr<Screens> screens(new Screens(options, video, till, texts));
    if (auto opened = screens->open_windows(); !opened) return tl::unexpected(opened.error());
    screens->read_shelves();
    return screens;
}

Screens::Screens(const ScreensOptions& options, ui::Video& video, Till& till,
                 const TwoLanguages& texts)
    : options_(options), video_(video), till_(till), texts_(texts) {}

ImVec2 Screens::cashier_size() const {
    SDL_DisplayMode screen{};
    if (!options_.full_screen || SDL_GetDesktopDisplayMode(0, &screen) != 0)
        screen = {0, options_.width, options_.height, 0, nullptr};
    return {static_cast<float>(screen.w), static_cast<float>(screen.h)};
}

Result<void> Screens::open_windows() {
    scale_ = ui::scale_for(cashier_size());
    auto fonts = ui::load_fonts(atlas_, scale_);
    if (!fonts) return tl::unexpected(fonts.error());
    fonts_ = *fonts;
    // On a single monitor the whole screen is the cashier's.
    const bool room = !options_.full_screen || SDL_GetNumVideoDisplays() > 1;
    if (options_.customer && room) {
        auto customer = open_window({"Kopilka customer", 1024, 600, 1, options_.full_screen});
        if (!customer) return tl::unexpected(customer.error());
        customer_ = std::move(*customer);
    }
    // Opened last, the cashier's window is on top and has the keyboard.
    auto cashier =
        open_window({"Kopilka", options_.width, options_.height, 0, options_.full_screen});
    if (!cashier) return tl::unexpected(cashier.error());
    cashier_ = std::move(*cashier);
    return {};
}

Result<std::unique_ptr<ui::Surface>> Screens::open_window(const ui::SurfaceOptions& options) {
    auto surface = ui::Surface::open(video_, atlas_, options);
    if (surface) ui::apply_theme(ui::light_theme(), fonts_, scale_);
    return surface;
}

void Screens::feed(const SDL_Event& event) {
    if (Typing::concerns(event)) {
        release_typing();
        if (const auto scan = typing_.take(event, field())) till_.scanned(*scan);
        return;
    }
    if (cashier_->owns(event)) cashier_->feed(event);
    if (customer_ && customer_->owns(event)) customer_->feed(event);
}

void Screens::release_typing() {
    for (const SDL_Event& event : typing_.release(SDL_GetTicks(), field())) cashier_->feed(event);
}

// Only the basket's own screen has nowhere to type.
Field Screens::field() const {
    const Stage& stage = till_.stage();
    const bool basket = std::holds_alternative<stage::SignedIn>(stage.operators) &&
                        (std::holds_alternative<stage::Idle>(stage.sale) ||
                         std::holds_alternative<stage::Ringing>(stage.sale));
    return basket && memory_.open == ui::Open::Nothing ? Field::None : Field::Shown;
}

void Screens::refresh() {
    const auto position = till_.cache().position();
    if (position && *position != shelves_at_)
        read_shelves();
    else if (minute_of_prices() != shelves_minute_)
        price_shelves();
    follow_paper();
    cashier_->refresh();
    if (customer_) customer_->refresh();
}

bool Screens::wants_frame() const {
    return cashier_->wants_frame() || (customer_ && customer_->wants_frame());
}

void Screens::draw() {
    const bool drawn = wants_frame();
    if (cashier_->wants_frame()) draw_till();
    if (customer_ && customer_->wants_frame()) draw_customer();
    if (drawn && !options_.targets.empty()) write_targets();
}

std::int64_t Screens::minute_of_prices() const {
    return on_the_clock(till_.shell().prices_at()) / 60'000;
}

void Screens::read_shelves() {
    shelves_at_ = till_.cache().position().value_or(0);
    categories_ = till_.cache().categories().value_or(std::vector<Category>());
    price_shelves();
}

void Screens::price_shelves() {
    shelves_minute_ = minute_of_prices();
    buttons_ = buttons(till_.cache(), till_.shell().prices_at());
    names_ = ui::names_of(*till_.world().publication);
}

void Screens::draw_till() {
    std::vector<Event> events;
    cashier_->frame([&] { ui::draw_till(look(&audit_), view(), memory_, events); });
    for (Event& event : events) till_.put(std::move(event));
    if (!events.empty()) refresh();
}

void Screens::draw_customer() {
    customer_->frame([&] { ui::draw_customer(look(&customer_audit_), view()); });
}

// The preview is laid out once for each paper and language, not once a frame.
void Screens::follow_paper() {
    const auto shown = ui::paper_shown(till_.stage());
    if (!shown) return paper_.reset();
    const Language language = till_.stage().desk.language;
    paper_ = lay_out(*shown, *till_.world().shop, texts_.in(language), CopyMark::Original);
}

ui::TillView Screens::view() const {
    return {till_.stage(), till_.world(), categories_,
            buttons_,      names_,        paper_ ? &*paper_ : nullptr};
}

ui::Look Screens::look(ui::Audit* audit) const {
    return {texts_.in(till_.stage().desk.language), ui::light_theme(), fonts_, scale_, audit};
}

// One line a thing: what can be pressed with its middle, the words of either window. Written beside
// and renamed, so that a reader sees it whole.
void Screens::write_targets() const {
    const auto middle = [](float a, float b) {
        return std::to_string(static_cast<int>((a + b) / 2));
    };
    std::string text;
    for (const ui::Target& target : audit_.targets)
        text += "target\t" + target.id + "\t" + middle(target.from.x, target.to.x) + "\t" +
                middle(target.from.y, target.to.y) + "\t" + (target.enabled ? "on" : "off") + "\n";
    for (const std::string& words : audit_.texts) text += "cashier\t" + words + "\n";
    for (const std::string& words : customer_audit_.texts) text += "customer\t" + words + "\n";
    (void)write_file(options_.targets, text);
}

}  // namespace kopilka::app
