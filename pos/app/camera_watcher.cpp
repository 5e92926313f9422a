#include "pos/app/camera_watcher.h"

#include "pos/scan/decode.h"

#include <chrono>
#include <optional>

namespace kopilka::app {
namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr int kFrameTimeoutMs = 200;
constexpr std::chrono::milliseconds kSecondReadingWithin{300};
constexpr std::chrono::milliseconds kSameCodeAgainAfter{2'000};
constexpr std::chrono::milliseconds kRestAfterFailure{200};

// Which readings are believed, and which are the same card still in view.
class Believer {
public:
    bool believes(const Symbol& symbol, Moment now) {
        const bool seen_before = last_ && last_->text == symbol.text &&
                                 last_->symbology == symbol.symbology &&
                                 now - last_at_ <= kSecondReadingWithin;
        last_ = symbol;
        last_at_ = now;
        return !is_linear(symbol.symbology) || seen_before;
    }
    bool is_new(const Symbol& symbol, Moment now) {
        const bool again = symbol.text == handed_ && now - handed_at_ < kSameCodeAgainAfter;
        handed_ = symbol.text;
        handed_at_ = now;  // as long as it stays in view it is the same scan
        return !again;
    }

private:
    std::optional<Symbol> last_;
    Moment last_at_{};
    std::string handed_;
    Moment handed_at_{};
};

}  // namespace

CameraWatcher::CameraWatcher(drivers::Camera& camera, std::function<void(drivers::RawScan)> read)
    : camera_(camera), read_(std::move(read)), thread_([this] { run(); }) {}

CameraWatcher::~CameraWatcher() {
    stop_ = true;
    thread_.join();
}

void CameraWatcher::run() {
    Believer believer;
    while (!stop_) {
        const auto frame = camera_.next_frame(kFrameTimeoutMs);
        if (!frame) {
            if (frame.error().code != Errc::Timeout) std::this_thread::sleep_for(kRestAfterFailure);
            continue;
        }
        const Moment now = std::chrono::steady_clock::now();
        for (const Symbol& symbol : decode(*frame, Effort::Live))
            if (believer.believes(symbol, now) && believer.is_new(symbol, now))
                read_({symbol.text, symbol.aim});
    }
}

}  // namespace kopilka::app
