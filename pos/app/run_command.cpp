#include "pos/app/run_command.h"

#include "drivers/camera/image_camera.h"
#include "drivers/camera/v4l2_camera.h"
#include "drivers/simulated/cash_drawer.h"
#include "drivers/simulated/payment_terminal.h"
#include "drivers/simulated/receipt_printer.h"
#include "pos/app/camera_watcher.h"
#include "pos/core/wipe.h"

#include <csignal>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

// Whom SDL tells that another thread brought something: any thread may call it while there is
// video.
void wake_window() {
    SDL_Event event{};
    event.type = SDL_USEREVENT;
    SDL_PushEvent(&event);
}

Result<std::unique_ptr<drivers::Camera>> open_camera(const std::string& name) {
    if (name.starts_with("/dev/")) return std::make_unique<drivers::V4l2Camera>(name);
    auto pictures = drivers::ImageCamera::open(name, drivers::AtEnd::StartOver);
    if (!pictures) return tl::unexpected(pictures.error());
    return std::unique_ptr<drivers::Camera>(std::move(*pictures));
}

std::atomic<bool> told_to_stop = false;  // by a signal: nothing else may be touched there

// The window's loop: sleeps until somebody touches, scans or answers, or a second has passed.
class Loop {
public:
    Loop(Till& till, Screens& screens, const Clock& clock)
        : till_(till), screens_(screens), clock_(clock) {}

    void run() {
        while (!told_to_stop && !closed_) {
            take_events();
            screens_.release_typing();
            if (till_.take()) screens_.refresh();
            tick();
            if (!screens_.may_be_scanning()) draw();
        }
    }

private:
    static constexpr int kSecondMs = 1'000;

    int patience_ms() const {
        if (screens_.may_be_scanning()) return kWedgePauseMs + 1;
        return screens_.wants_frame() ? 0 : kSecondMs;
    }

    void take_events() {
        wipe_stack();
        SDL_Event event;
        if (SDL_WaitEventTimeout(&event, patience_ms()) == 0) return;
        do {
            closed_ =
                closed_ || event.type == SDL_QUIT ||
                (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_CLOSE);
            if (event.type != SDL_USEREVENT) screens_.feed(event);
        } while (SDL_PollEvent(&event) != 0);
    }

    void draw() {
        screens_.draw();
        if (!std::exchange(drawn_, true))
            spdlog::info("first frame {} ms after the start", process_age_ms());
    }

    // The core hears of each second; the screen shows minutes.
    void tick() {
        const std::int64_t second = clock_.now().ms / kSecondMs;
        if (second == second_) return;
        const bool new_minute = second / 60 != second_ / 60;
        second_ = second;
        till_.put(event::Tick{clock_.local(till_.world().shop->utc_offset_minutes)});
        if (new_minute) screens_.refresh();
    }

    Till& till_;
    Screens& screens_;
    const Clock& clock_;
    std::int64_t second_ = 0;
    bool closed_ = false;
    bool drawn_ = false;
};

}  // namespace

int run_command(const RunOptions& options, std::ostream& errors) {
    const auto complain = [&](const Error& error) {
        errors << "till run: " << error.detail << "\n";
        return 2;
    };
    const auto assets = assets_folder();
    if (!assets) return complain(assets.error());
    const auto texts = load_texts(*assets);
    if (!texts) return complain(texts.error());
    auto font = drivers::Font::open();
    if (!font) return complain(font.error());
    const std::string prints =
        options.prints.empty() ? options.places.data.string() + ".prints" : options.prints;
    std::error_code ignored;
    std::filesystem::create_directories(prints, ignored);

    drivers::SimulatedReceiptPrinter printer({}, std::move(*font), prints);
    printer.remember_nothing();
    drivers::SimulatedCashDrawer drawer;
    drivers::SimulatedPaymentTerminal terminal;
    Devices devices;
    devices.printer = &printer;
    devices.drawer = &drawer;
    devices.terminal = &terminal;
    // Before anything has a thread that wakes the window, and until none has one any more.
    const auto video = ui::Video::start();
    if (!video) return complain(video.error());
    const SystemClock clock;
    auto till = Till::open(options.places, clock, *texts, devices, wake_window);
    if (!till) return complain(till.error());
    (*till)->connect(Network::Up);
    if (options.language) (*till)->put(event::LanguageChosen{*options.language});

    auto screens = Screens::open(options.screens, **video, **till, *texts);
    if (!screens) return complain(screens.error());
    std::unique_ptr<drivers::Camera> camera;
    std::unique_ptr<CameraWatcher> watcher;
    if (!options.camera.empty()) {
        auto opened = open_camera(options.camera);
        if (!opened) return complain(opened.error());
        camera = std::move(*opened);
        watcher = std::make_unique<CameraWatcher>(
            *camera, [&till](drivers::RawScan scan) { (*till)->scanned(scan); });
    }
    std::signal(SIGTERM, [](int) { told_to_stop = true; });
    std::signal(SIGINT, [](int) { told_to_stop = true; });
    Loop(**till, **screens, clock).run();
    return 0;
}

}  // namespace kopilka::app
