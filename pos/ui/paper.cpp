#include "pos/core/overload.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <memory>

#include <qrencode.h>

namespace kopilka::ui {
namespace {

ImFont* face(const Screen& screen, Size size, bool bold) {
    if (size == Size::Double) return screen.fonts().title;
    return bold ? screen.fonts().strong : screen.fonts().small;
}

Place place_of(Align align) {
    switch (align) {
        case Align::Left: return Place::Left;
        case Align::Centre: return Place::Centre;
        case Align::Right: return Place::Right;
    }
    return Place::Left;
}

void draw_qr(const Screen& screen, const QrCode& code) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> qr(
        QRcode_encodeString(code.text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (qr == nullptr) return;
    const float side = screen.px(132);
    const float module = side / static_cast<float>(qr->width);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const ImVec2 from{corner.x + (rest().x - side) / 2, corner.y};
    ImGui::Dummy({rest().x, side});
    for (int y = 0; y < qr->width; ++y)
        for (int x = 0; x < qr->width; ++x)
            if (qr->data[y * qr->width + x] & 1) {
                const ImVec2 at{from.x + static_cast<float>(x) * module,
                                from.y + static_cast<float>(y) * module};
                ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + module, at.y + module},
                                                          screen.theme().ink);
            }
    if (!code.caption.empty())
        paragraph(screen.look, screen.fonts().small, screen.theme().muted, code.caption,
                  Place::Centre);
}

// Dots as runs of each row, scaled to the panel.
void draw_raster(const Screen& screen, const Raster& raster) {
    const std::size_t stride = (raster.width + 7U) / 8U;
    const float dot =
        std::min(1.0F * screen.look.scale, rest().x / static_cast<float>(raster.width));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    ImGui::Dummy({rest().x, dot * static_cast<float>(raster.height)});
    const auto black = [&](unsigned x, unsigned y) {
        return (raster.rows[y * stride + x / 8U] >> (7U - x % 8U) & 1) != 0;
    };
    for (unsigned y = 0; y < raster.height; ++y)
        for (unsigned x = 0; x < raster.width; ++x) {
            const unsigned begin = x;
            while (x < raster.width && black(x, y)) ++x;
            if (x == begin) continue;
            const float top = from.y + static_cast<float>(y) * dot;
            ImGui::GetWindowDrawList()->AddRectFilled(
                {from.x + static_cast<float>(begin) * dot, top},
                {from.x + static_cast<float>(x) * dot, top + dot}, screen.theme().ink);
        }
}

void draw_columns(const Screen& screen, const ColumnsLine& columns) {
    ImFont* font = face(screen, columns.size, columns.bold);
    if (measure(font, columns.right).x > rest().x * 0.8F) {  // what stands right fills the line
        paragraph(screen.look, font, screen.theme().ink, columns.left);
        return paragraph(screen.look, font, screen.theme().ink, columns.right, Place::Right);
    }
    pair(screen.look, font, screen.theme().ink, columns.left, columns.right);
}

void draw_element(const Screen& screen, const PrintElement& element) {
    std::visit(Overload{
                   [&](const TextLine& text) {
                       paragraph(screen.look, face(screen, text.size, text.bold),
                                 screen.theme().ink, text.text.empty() ? " " : text.text,
                                 place_of(text.align));
                   },
                   [&](const ColumnsLine& columns) { draw_columns(screen, columns); },
                   [&](const Rule&) {
                       space(screen.look, 3);
                       rule(screen.look);
                       space(screen.look, 3);
                   },
                   [&](const QrCode& code) { draw_qr(screen, code); },
                   [&](const Raster& raster) { draw_raster(screen, raster); },
                   [&](const Feed& feed) { space(screen.look, 8.0F * feed.lines); },
                   [&](const Cut&) {},
               },
               element);
}

}  // namespace

void draw_paper(const Screen& screen, const PrintDocument& paper, ImVec2 size) {
    const Panel panel(screen.look, "paper", size, screen.theme().panel, Scroll::Yes, 18);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(screen.px(kGap), screen.px(2)));
    for (const PrintElement& element : paper.elements) draw_element(screen, element);
    ImGui::PopStyleVar();
}

}  // namespace kopilka::ui
