#include "tests/window/x_window.h"

#include "drivers/escpos/png_file.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace kopilka {
namespace {

bool has_title(Display* display, Window window, const std::string& title) {
    XTextProperty text{};
    const Atom name = XInternAtom(display, "_NET_WM_NAME", False);
    if (XGetTextProperty(display, window, &text, name) == 0 || text.value == nullptr) return false;
    const bool same = title == reinterpret_cast<const char*>(text.value);
    XFree(text.value);
    return same;
}

// Without a window manager every window is a child of the root.
Window find(Display* display, const std::string& title) {
    Window root = 0;
    Window parent = 0;
    Window* children = nullptr;
    unsigned count = 0;
    XQueryTree(display, DefaultRootWindow(display), &root, &parent, &children, &count);
    Window found = 0;
    for (unsigned i = 0; i < count && found == 0; ++i)
        if (has_title(display, children[i], title)) found = children[i];
    if (children != nullptr) XFree(children);
    return found;
}

bool with_window(const std::string& title, const std::function<bool(Display*, Window)>& work) {
    const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(nullptr), XCloseDisplay);
    if (!display) return false;
    const Window window = find(display.get(), title);
    return window != 0 && work(display.get(), window);
}

std::vector<std::uint8_t> rgb_of(XImage& image) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (const int shift : {16, 8, 0})
                rgb.push_back(static_cast<std::uint8_t>(XGetPixel(&image, x, y) >> shift & 0xff));
    return rgb;
}

}  // namespace

bool photograph_window(const std::string& title, const std::string& png_path) {
    return with_window(title, [&](Display* display, Window window) {
        XWindowAttributes place{};
        XGetWindowAttributes(display, window, &place);
        const auto width = static_cast<unsigned>(place.width);
        const auto height = static_cast<unsigned>(place.height);
        XImage* image = XGetImage(display, window, 0, 0, width, height, AllPlanes, ZPixmap);
        if (image == nullptr) return false;
        const auto saved = drivers::save_png_rgb(rgb_of(*image), width, height, png_path);
        XDestroyImage(image);
        return saved.has_value();
    });
}

bool ask_to_close(const std::string& title) {
    return with_window(title, [](Display* display, Window window) {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = window;
        event.xclient.message_type = XInternAtom(display, "WM_PROTOCOLS", False);
        event.xclient.format = 32;
        event.xclient.data.l[0] =
            static_cast<long>(XInternAtom(display, "WM_DELETE_WINDOW", False));
        const bool sent = XSendEvent(display, window, False, NoEventMask, &event) != 0;
        XFlush(display);
        return sent;
    });
}

}  // namespace kopilka
