// A customer's importance, shown to the cashier the moment the card is read: a star for each step.
#include "tests/ui/booth.h"

#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

// Corners of triangles in the stars' colour, which nothing else of the till's screen has.
int star_corners(Booth& booth, const app::Exhibit& exhibit) {
    booth.show(exhibit);
    const ImDrawData* drawn = ImGui::GetDrawData();
    int corners = 0;
    for (int i = 0; i < drawn->CmdListsCount; ++i)
        for (const ImDrawVert& vertex : drawn->CmdLists[i]->VtxBuffer)
            if (vertex.col == ui::light_theme().star) ++corners;
    return corners;
}

app::Exhibit with_importance(const char* screen, std::uint8_t importance) {
    app::Exhibit shown = exhibit(screen);
    std::get<stage::Ringing>(shown.stage.sale).receipt.member->member.importance = importance;
    return shown;
}

TEST(MemberCard, ShowsAStarForEachStepOfImportance) {
    for (const char* screen : {"sale_member", "member_card"}) {
        Booth booth(kSmall, Language::Russian);
        EXPECT_EQ(star_corners(booth, with_importance(screen, 0)), 0) << screen;
        const int one = star_corners(booth, with_importance(screen, 1));
        EXPECT_GT(one, 0) << screen;
        EXPECT_EQ(star_corners(booth, with_importance(screen, 2)), 2 * one) << screen;
        EXPECT_EQ(star_corners(booth, with_importance(screen, 3)), 3 * one) << screen;
    }
}

}  // namespace
}  // namespace kopilka::test
