#include "pos/app/screenshots_command.h"

#include "drivers/escpos/png_file.h"
#include "pos/app/assets.h"
#include "pos/app/gallery.h"
#include "pos/ui/surface.h"

#include <ostream>

namespace kopilka::app {
namespace {

constexpr int kFramesToSettle = 4;

// Everything that one size of window needs: fonts of its scale and a surface.
struct Studio {
    ImFontAtlas atlas;
    ui::Fonts fonts;
    float scale = 1;
    std::unique_ptr<ui::Surface> surface;
};

Result<std::unique_ptr<Studio>> open_studio(ui::Video& video, ScreenshotsOptions::WindowSize size) {
    auto studio = std::make_unique<Studio>();
    studio->scale =
        ui::scale_for({static_cast<float>(size.width), static_cast<float>(size.height)});
    auto fonts = ui::load_fonts(studio->atlas, studio->scale);
    if (!fonts) return tl::unexpected(fonts.error());
    studio->fonts = *fonts;
    auto surface =
        ui::Surface::open(video, studio->atlas, {"screenshots", size.width, size.height, 0, false});
    if (!surface) return tl::unexpected(surface.error());
    studio->surface = std::move(*surface);
    ui::apply_theme(ui::light_theme(), studio->fonts, studio->scale);
    return studio;
}

Result<void> take(Studio& studio, const DemoStock& stock, const Exhibit& exhibit,
                  const Texts& texts, const std::string& path) {
    const ui::Look look{texts, ui::light_theme(), studio.fonts, studio.scale, nullptr};
    const Showing shown = showing(stock, exhibit, texts);
    const ui::TillView view = view_of(stock, exhibit, shown);
    ui::Memory memory = exhibit.memory;
    std::vector<Event> ignored;
    ui::Picture picture;
    for (int frame = 0; frame < kFramesToSettle; ++frame)
        studio.surface->frame(
            [&] {
                if (exhibit.customer)
                    ui::draw_customer(look, view);
                else
                    ui::draw_till(look, view, memory, ignored);
            },
            &picture);
    return drivers::save_png_rgb(picture.rgb, static_cast<std::uint32_t>(picture.width),
                                 static_cast<std::uint32_t>(picture.height), path);
}

Result<void> take_all(const ScreenshotsOptions& options, Studio& studio, const DemoStock& stock,
                      const TwoLanguages& texts, ScreenshotsOptions::WindowSize size) {
    for (const Language language : {Language::Russian, Language::English}) {
        if (options.language && *options.language != language) continue;
        for (const std::string& screen : gallery_names()) {
            if (!options.screen.empty() && options.screen != screen) continue;
            const auto exhibit = make_exhibit(stock, language, screen);
            if (!exhibit) continue;
            const std::string name = screen + (language == Language::Russian ? "-ru-" : "-en-") +
                                     std::to_string(size.width) + "x" +
                                     std::to_string(size.height) + "-light.png";
            if (auto taken = take(studio, stock, *exhibit, texts.in(language),
                                  (options.out / name).string());
                !taken)
                return taken;
        }
    }
    return {};
}

Result<void> screenshots(const ScreenshotsOptions& options) {
    const auto assets = assets_folder();
    if (!assets) return tl::unexpected(assets.error());
    const auto texts = load_texts(*assets);
    if (!texts) return tl::unexpected(texts.error());
    const auto stock = read_demo_stock(*assets, *parse_date("2026-03-09"));
    if (!stock) return tl::unexpected(stock.error());
    std::error_code failed;
    std::filesystem::create_directories(options.out, failed);
    if (failed) return fail(Errc::Io, "cannot make the folder " + options.out.string());
    auto sizes = options.sizes;
    if (sizes.empty()) sizes = {{1024, 768}, {1920, 1080}};
    for (const auto size : sizes) {
        // Anew for each size: offscreen, OpenGL's context does not outlive its last window.
        auto video = ui::Video::start("offscreen");
        if (!video) return tl::unexpected(video.error());
        auto studio = open_studio(**video, size);
        if (!studio) return tl::unexpected(studio.error());
        if (auto taken = take_all(options, **studio, *stock, *texts, size); !taken) return taken;
    }
    return {};
}

}  // namespace

int screenshots_command(const ScreenshotsOptions& options, std::ostream& problems) {
    const auto done = screenshots(options);
    if (done) return 0;
    problems << done.error().detail << "\n";
    return 1;
}

}  // namespace kopilka::app
