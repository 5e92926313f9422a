#include "pos/ui/widgets.h"

#include <imgui_internal.h>

namespace kopilka::ui {
namespace {

constexpr float kDragStart = 10;  // px a finger wanders on a tap

// A finger that was put down in this panel and moved takes the list along; what was under it is not
// pressed.
void follow_finger(const Look& look) {
    const ImGuiIO& io = ImGui::GetIO();
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImVec2 began = io.MouseClickedPos[0];
    if (!io.MouseDown[0] || window->ScrollMax.y <= 0 || !window->InnerRect.Contains(began)) return;
    if (!ImGui::IsMouseDragging(0, look.px(kDragStart))) return;
    ImGui::ClearActiveID();
    ImGui::SetScrollY(window->Scroll.y - io.MouseDelta.y);
}

}  // namespace

Panel::Panel(const Look& look, std::string_view id, ImVec2 size, ImU32 fill, Scroll scroll,
             float padding) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, fill);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(look.px(padding), look.px(padding)));
    const std::string name(id);
    const ImGuiWindowFlags flags =
        ImGuiWindowFlags_AlwaysUseWindowPadding |
        (scroll == Scroll::Yes ? 0
                               : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::BeginChild(name.c_str(), size, false, flags);
    ImGui::PopStyleVar();
    if (scroll == Scroll::Yes) follow_finger(look);
}

Panel::~Panel() {
    ImGui::EndChild();
    ImGui::PopStyleColor();
}

}  // namespace kopilka::ui
