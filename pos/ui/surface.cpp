#include "pos/ui/surface.h"

#include <algorithm>
#include <cfloat>

#include <SDL_opengl.h>
#include <backends/imgui_impl_opengl3.h>

namespace kopilka::ui {
namespace {

Uint32 window_of(const SDL_Event& event) {
    switch (event.type) {
        case SDL_MOUSEMOTION: return event.motion.windowID;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: return event.button.windowID;
        case SDL_MOUSEWHEEL: return event.wheel.windowID;
        case SDL_FINGERDOWN:
        case SDL_FINGERUP:
        case SDL_FINGERMOTION: return event.tfinger.windowID;
        case SDL_KEYDOWN:
        case SDL_KEYUP: return event.key.windowID;
        case SDL_TEXTINPUT: return event.text.windowID;
        case SDL_WINDOWEVENT: return event.window.windowID;
        default: return 0;
    }
}

void press(ImGuiIO& io, float x, float y, int button, bool down) {
    io.MousePos = {x, y};
    io.MouseDown[button] = down;
}

int imgui_button(Uint8 sdl_button) {
    if (sdl_button == SDL_BUTTON_LEFT) return ImGuiMouseButton_Left;
    return sdl_button == SDL_BUTTON_RIGHT ? ImGuiMouseButton_Right : ImGuiMouseButton_Middle;
}

void apply_window(const SDL_WindowEvent& event, ImGuiIO& io) {
    if (event.event == SDL_WINDOWEVENT_FOCUS_LOST) io.AddFocusEvent(false);
    if (event.event == SDL_WINDOWEVENT_FOCUS_GAINED) io.AddFocusEvent(true);
    if (event.event == SDL_WINDOWEVENT_LEAVE && !io.MouseDown[0])
        io.MousePos = {-FLT_MAX, -FLT_MAX};
}

// True when the event must have a frame of its own: a press and its release in one frame are no
// tap.
bool apply(const SDL_Event& event, ImVec2 size, ImGuiIO& io) {
    switch (event.type) {
        case SDL_MOUSEMOTION:
            io.MousePos = {static_cast<float>(event.motion.x), static_cast<float>(event.motion.y)};
            return false;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            press(io, static_cast<float>(event.button.x), static_cast<float>(event.button.y),
                  imgui_button(event.button.button), event.type == SDL_MOUSEBUTTONDOWN);
            return true;
        case SDL_MOUSEWHEEL: io.MouseWheel += event.wheel.preciseY; return true;
        case SDL_FINGERDOWN:
        case SDL_FINGERMOTION:
        case SDL_FINGERUP:
            press(io, event.tfinger.x * size.x, event.tfinger.y * size.y, 0,
                  event.type != SDL_FINGERUP);
            return event.type != SDL_FINGERMOTION;
        case SDL_TEXTINPUT: io.AddInputCharactersUTF8(event.text.text); return false;
        case SDL_KEYDOWN:
        case SDL_KEYUP:
            io.KeysDown[event.key.keysym.scancode] = event.type == SDL_KEYDOWN;
            io.KeyShift = (event.key.keysym.mod & KMOD_SHIFT) != 0;
            io.KeyCtrl = (event.key.keysym.mod & KMOD_CTRL) != 0;
            io.KeyAlt = (event.key.keysym.mod & KMOD_ALT) != 0;
            return true;
        case SDL_WINDOWEVENT: apply_window(event.window, io); return false;
        default: return false;
    }
}

void map_keys(ImGuiIO& io) {
    io.KeyMap[ImGuiKey_Tab] = SDL_SCANCODE_TAB;
    io.KeyMap[ImGuiKey_LeftArrow] = SDL_SCANCODE_LEFT;
    io.KeyMap[ImGuiKey_RightArrow] = SDL_SCANCODE_RIGHT;
    io.KeyMap[ImGuiKey_UpArrow] = SDL_SCANCODE_UP;
    io.KeyMap[ImGuiKey_DownArrow] = SDL_SCANCODE_DOWN;
    io.KeyMap[ImGuiKey_Home] = SDL_SCANCODE_HOME;
    io.KeyMap[ImGuiKey_End] = SDL_SCANCODE_END;
    io.KeyMap[ImGuiKey_Delete] = SDL_SCANCODE_DELETE;
    io.KeyMap[ImGuiKey_Backspace] = SDL_SCANCODE_BACKSPACE;
    io.KeyMap[ImGuiKey_Enter] = SDL_SCANCODE_RETURN;
    io.KeyMap[ImGuiKey_Escape] = SDL_SCANCODE_ESCAPE;
}

Picture read_back_buffer(SDL_Window* window) {
    Picture picture;
    SDL_GL_GetDrawableSize(window, &picture.width, &picture.height);
    const auto row = static_cast<std::size_t>(picture.width) * 3;
    picture.rgb.resize(row * static_cast<std::size_t>(picture.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadBuffer(GL_BACK);
    glReadPixels(0, 0, picture.width, picture.height, GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
    for (std::size_t top = 0, bottom = static_cast<std::size_t>(picture.height); top + 1 < bottom;
         ++top) {
        --bottom;  // OpenGL's first row is the lowest
        std::swap_ranges(picture.rgb.begin() + static_cast<std::ptrdiff_t>(top * row),
                         picture.rgb.begin() + static_cast<std::ptrdiff_t>((top + 1) * row),
                         picture.rgb.begin() + static_cast<std::ptrdiff_t>(bottom * row));
    }
    return picture;
}

tl::unexpected<Error> sdl_failure(const std::string& what) {
    return fail(Errc::Io, what + ": " + SDL_GetError());
}

}  // namespace

Result<std::unique_ptr<Video>> Video::start(const std::string& driver) {
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");  // fingers come as fingers, once
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (!driver.empty()) SDL_SetHint(SDL_HINT_VIDEODRIVER, driver.c_str());
    std::unique_ptr<Video> video(new Video);
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return sdl_failure(
            "no display for the till; set DISPLAY, or start it on the till's screen");
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
    return video;
}

Video::~Video() {
    if (gl_ != nullptr) SDL_GL_DeleteContext(gl_);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

Result<std::unique_ptr<Surface>> Surface::open(Video& video, ImFontAtlas& fonts,
                                               const SurfaceOptions& options) {
    std::unique_ptr<Surface> surface(new Surface);
    surface->video_ = &video;
    const int displays = std::max(1, SDL_GetNumVideoDisplays());
    const int display = std::min(options.display, displays - 1);
    const Uint32 flags =
        SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE |
        static_cast<Uint32>(options.full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    const int place =
        static_cast<int>(SDL_WINDOWPOS_UNDEFINED_DISPLAY(static_cast<Uint32>(display)));
    surface->window_ =
        SDL_CreateWindow(options.title.c_str(), place, place, options.width, options.height, flags);
    if (surface->window_ == nullptr) return sdl_failure("cannot open a window");
    if (video.gl_ == nullptr) video.gl_ = SDL_GL_CreateContext(surface->window_);
    if (video.gl_ == nullptr) return sdl_failure("OpenGL 3.3 is needed (package libgl1-mesa-dri)");
    if (SDL_GL_MakeCurrent(surface->window_, video.gl_) != 0)
        return sdl_failure("cannot draw in the window");
    SDL_GL_SetSwapInterval(0);  // frames come from events; waiting for the screen would delay a tap
    // As all else is had, so that what is given back is wiped (pos/files/wiped_memory).
    ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return ::operator new(size); },
                                 [](void* memory, void*) { ::operator delete(memory); });
    surface->imgui_ = ImGui::CreateContext(&fonts);
    ImGui::SetCurrentContext(surface->imgui_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    map_keys(io);
    if (!ImGui_ImplOpenGL3_Init("#version 330 core"))
        return fail(Errc::Io, "Dear ImGui found no OpenGL 3.3 functions");
    return surface;
}

Surface::~Surface() {
    if (imgui_ != nullptr) {
        ImGui::SetCurrentContext(imgui_);
        SDL_GL_MakeCurrent(window_, video_->gl_);
        if (ImGui::GetIO().BackendRendererUserData != nullptr) ImGui_ImplOpenGL3_Shutdown();
        ImGui::DestroyContext(imgui_);
    }
    if (window_ != nullptr) SDL_DestroyWindow(window_);
}

bool Surface::owns(const SDL_Event& event) const {
    const Uint32 id = window_of(event);
    return id == 0 || id == SDL_GetWindowID(window_);
}

void Surface::feed(const SDL_Event& event) { inbox_.push_back(event); }

ImVec2 Surface::size() const {
    int width = 0;
    int height = 0;
    SDL_GetWindowSize(window_, &width, &height);
    return {static_cast<float>(width), static_cast<float>(height)};
}

void Surface::take_events() {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = size();
    const Uint64 now = SDL_GetPerformanceCounter();
    const auto ticks = static_cast<double>(now - last_);
    const double seconds = ticks / static_cast<double>(SDL_GetPerformanceFrequency());
    io.DeltaTime = last_ == 0 ? 1.0F / 60 : std::clamp(static_cast<float>(seconds), 1e-4F, 1.0F);
    last_ = now;
    while (!inbox_.empty()) {
        const SDL_Event event = inbox_.front();
        inbox_.pop_front();
        settle_ = kSettleFrames;
        if (apply(event, io.DisplaySize, io)) break;
    }
    if (settle_ > 0) --settle_;
}

void Surface::frame(const std::function<void()>& draw, Picture* picture) {
    ImGui::SetCurrentContext(imgui_);
    SDL_GL_MakeCurrent(window_, video_->gl_);
    take_events();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    draw();
    ImGui::Render();
    int width = 0;
    int height = 0;
    SDL_GL_GetDrawableSize(window_, &width, &height);
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (picture != nullptr) *picture = read_back_buffer(window_);
    SDL_GL_SwapWindow(window_);
}

}  // namespace kopilka::ui
