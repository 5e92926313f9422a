// A Dear ImGui context without a window: draws exhibits of the gallery, says what the audit saw,
// and taps targets by name.
#pragma once
#include "pos/app/gallery.h"
#include "pos/ui/look.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kopilka::test {

struct BoothSize {
    int width;
    int height;
};
constexpr BoothSize kSmall{1024, 768};
constexpr BoothSize kLarge{1920, 1080};

// Read once for all tests of a program.
const app::DemoStock& demo_stock();
const Texts& demo_texts(Language language);
const app::Exhibit& exhibit(std::string_view name, Language language = Language::Russian);

class Booth {
public:
    Booth(BoothSize size, Language language);
    Booth(const Booth&) = delete;
    Booth& operator=(const Booth&) = delete;
    ~Booth();

    // Three frames, so that the layout has settled; what the last one drew.
    const ui::Audit& show(const app::Exhibit& exhibit);
    // Any other thing drawn the same way.
    const ui::Audit& show(const std::function<void(const ui::Look&)>& draw);
    // Shows the exhibit and taps each of these in turn; the events of all taps, in order.
    std::vector<Event> tap(const app::Exhibit& exhibit, const std::vector<std::string>& ids);
    ui::Memory memory;              // as the last tap left it
    std::set<std::string> flashed;  // every target that a frame showed since the exhibit was

    float scale() const { return scale_; }
    ImVec2 size() const { return size_; }

private:
    void frame(const std::function<void(const ui::Look&)>& draw);
    const ui::Target* find(const std::string& id) const;

    ImVec2 size_;
    float scale_;
    Language language_;
    ImFontAtlas atlas_;
    ui::Fonts fonts_;
    ImGuiContext* context_;
    ui::Audit audit_;
};

// Everything wrong with what was drawn, in words; empty: nothing.
std::vector<std::string> faults(const ui::Audit& audit, ImVec2 size, float scale);

}  // namespace kopilka::test
