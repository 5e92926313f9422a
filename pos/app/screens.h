// The till's two windows: feeds them what SDL brings, draws them when something changed, and gives
// the till what was touched. Not here: the till itself (till.h), what a screen looks like (pos/ui).
#pragma once
#include "pos/app/till.h"
#include "pos/app/typing.h"
#include "pos/ui/screens.h"
#include "pos/ui/surface.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace kopilka::app {

struct ScreensOptions {
    int width = 1024;  // unless full_screen
    int height = 768;
    bool full_screen = false;
    bool customer = true;  // the second window, where there is room for it
    // Where to write what can be pressed and read, for tests; empty: nowhere.
    std::filesystem::path targets;
};

class Screens {
public:
    // Refers to all but the options, which outlive it.
    static Result<std::unique_ptr<Screens>> open(const ScreensOptions& options, ui::Video& video,
                                                 Till& till, const TwoLanguages& texts);
    Screens(const Screens&) = delete;
    Screens& operator=(const Screens&) = delete;

    void feed(const SDL_Event& event);
    // Gives the fields what a person typed, once it is clear that no scanner did.
    void release_typing();
    bool may_be_scanning() const { return typing_.holds(); }
    void refresh();  // the till changed
    bool wants_frame() const;
    void draw();

private:
    Screens(const ScreensOptions& options, ui::Video& video, Till& till, const TwoLanguages& texts);
    Result<void> open_windows();
    Result<std::unique_ptr<ui::Surface>> open_window(const ui::SurfaceOptions& options);
    ImVec2 cashier_size() const;
    Field field() const;
    std::int64_t minute_of_prices() const;
    void read_shelves();
    void price_shelves();
    void draw_till();
    void draw_customer();
    void follow_paper();
    void write_targets() const;
    ui::TillView view() const;
    ui::Look look(ui::Audit* audit) const;

    ScreensOptions options_;
    ui::Video& video_;
    Till& till_;
    const TwoLanguages& texts_;
    ImFontAtlas atlas_;
    ui::Fonts fonts_;
    float scale_ = 1;
    std::unique_ptr<ui::Surface> cashier_;
    std::unique_ptr<ui::Surface> customer_;
    Typing typing_;
    ui::Memory memory_;
    ui::Audit audit_;
    ui::Audit customer_audit_;
    ui::Names names_;
    std::vector<Category> categories_;
    std::vector<Goods> buttons_;
    std::uint64_t shelves_at_ = 0;     // feed position of the above
    std::int64_t shelves_minute_ = 0;  // of the shop's clock, for their prices
    std::optional<PrintDocument> paper_;
};

}  // namespace kopilka::app
