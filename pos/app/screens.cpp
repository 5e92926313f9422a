#include "pos/app/screens.h"

#include "pos/app/names.h"

#include <fstream>

namespace kopilka::app {

Result<std::unique_ptr<Screens>> Screens::open(const ScreensOptions& options, Till& till,
                                               const TwoLanguages& texts) {
    auto video = ui::Video::start();
    if (!video) return tl::unexpected(video.error());
    std::unique_ptr<Screens> screens(new Screens(options, till, texts));
    if (auto opened = screens->open_windows(std::move(*video)); !opened)
        return tl::unexpected(opened.error());
    screens->read_shelves();
    return screens;
}

Screens::Screens(const ScreensOptions& options, Till& till, const TwoLanguages& texts)
    : options_(options), till_(till), texts_(texts) {}

Result<void> Screens::open_windows(std::unique_ptr<ui::Video> video) {
    video_ = std::move(video);
    const ImVec2 size{static_cast<float>(options_.width), static_cast<float>(options_.height)};
    scale_ = ui::scale_for(size);
    auto fonts = ui::load_fonts(atlas_, scale_);
    if (!fonts) return tl::unexpected(fonts.error());
    fonts_ = *fonts;
    auto cashier = ui::Surface::open(
        *video_, atlas_, {"Kopilka", options_.width, options_.height, 0, options_.full_screen});
    if (!cashier) return tl::unexpected(cashier.error());
    cashier_ = std::move(*cashier);
    ui::apply_theme(ui::light_theme(), fonts_, scale_);
    if (!options_.customer) return {};
    auto customer = ui::Surface::open(*video_, atlas_,
                                      {"Kopilka · customer", 1024, 600, 1, options_.full_screen});
    if (!customer) return tl::unexpected(customer.error());
    customer_ = std::move(*customer);
    ui::apply_theme(ui::light_theme(), fonts_, scale_);
    return {};
}

void Screens::feed(const SDL_Event& event) {
    if (event.type == SDL_KEYDOWN || event.type == SDL_KEYUP)
        if (const auto scan = typing_.key(event.key, memory_)) till_.scanned(*scan);
    if (cashier_->owns(event)) cashier_->feed(event);
    if (customer_ && customer_->owns(event)) customer_->feed(event);
}

void Screens::refresh() {
    const auto position = till_.cache().position();
    if (position && *position != shelves_at_) read_shelves();
    follow_paper();
    cashier_->refresh();
    if (customer_) customer_->refresh();
}

bool Screens::wants_frame() const {
    return cashier_->wants_frame() || (customer_ && customer_->wants_frame());
}

void Screens::draw() {
    if (cashier_->wants_frame()) draw_till();
    if (customer_ && customer_->wants_frame()) draw_customer();
}

void Screens::read_shelves() {
    shelves_at_ = till_.cache().position().value_or(0);
    categories_ = till_.cache().categories().value_or(std::vector<Category>());
    buttons_ = till_.cache().buttons().value_or(std::vector<Goods>());
    names_ = names_of(*till_.world().publication);
}

void Screens::draw_till() {
    audit_.clear();
    std::vector<Event> events;
    cashier_->frame([&] { ui::draw_till(look(&audit_), view(), memory_, events); });
    for (Event& event : events) till_.put(std::move(event));
    if (!events.empty()) refresh();
    if (!options_.targets.empty()) write_targets();
}

void Screens::draw_customer() {
    customer_->frame([&] { ui::draw_customer(look(nullptr), view()); });
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

// One line a target: id, centre, enabled. Written beside and renamed, so that a reader sees it
// whole.
void Screens::write_targets() const {
    std::string text;
    for (const ui::Target& target : audit_.targets) {
        const auto middle = [](float a, float b) {
            return std::to_string(static_cast<int>((a + b) / 2));
        };
        text += target.id + "\t" + middle(target.from.x, target.to.x) + "\t" +
                middle(target.from.y, target.to.y) + "\t" + (target.enabled ? "on" : "off") + "\n";
    }
    (void)write_file(options_.targets, text);
}

}  // namespace kopilka::app
