// One window with its Dear ImGui context. Feeds SDL events one at a time, so that two quick taps
// stay two taps and a finger has a position; draws only when something happened. Not here: what is
// drawn (screen_*.h) and keyboard-wedge scanners (pos/app reads scancodes itself).
#pragma once
#include "pos/core/result.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <SDL.h>
#include <imgui.h>

namespace kopilka::ui {

// RGB, eight bits a channel, rows from the top without gaps.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
};

// SDL's video and the one OpenGL context that all windows share. Exactly one per process.
class Video {
public:
    // `driver` empty: SDL chooses (X11, Wayland, KMSDRM); "offscreen": no display at all.
    static Result<std::unique_ptr<Video>> start(const std::string& driver = "");
    Video(const Video&) = delete;
    Video& operator=(const Video&) = delete;
    ~Video();

private:
    friend class Surface;
    Video() = default;
    SDL_GLContext gl_ = nullptr;
};

struct SurfaceOptions {
    std::string title;
    int width = 1024;
    int height = 768;
    int display = 0;  // which monitor; the first where there is no such one
    bool full_screen = false;
};

class Surface {
public:
    static Result<std::unique_ptr<Surface>> open(Video& video, ImFontAtlas& fonts,
                                                 const SurfaceOptions& options);
    Surface(const Surface&) = delete;
    Surface& operator=(const Surface&) = delete;
    ~Surface();

    bool owns(const SDL_Event& event) const;
    void feed(const SDL_Event& event);
    // Something outside changed what this window shows.
    void refresh() { settle_ = kSettleFrames; }
    bool wants_frame() const { return settle_ > 0 || !inbox_.empty(); }
    // One frame: takes events up to and including the first tap or key, calls draw, shows the
    // result. `picture`, if given, receives what was drawn.
    void frame(const std::function<void()>& draw, Picture* picture = nullptr);
    ImVec2 size() const;

private:
    // ImGui needs a frame to notice a hover, one to react and one to settle its layout.
    static constexpr int kSettleFrames = 3;
    Surface() = default;
    void take_events();
    Video* video_ = nullptr;
    SDL_Window* window_ = nullptr;
    ImGuiContext* imgui_ = nullptr;
    std::deque<SDL_Event> inbox_;
    int settle_ = kSettleFrames;
    Uint64 last_ = 0;
};

}  // namespace kopilka::ui
