#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

// Why not more points: the first words that help a cashier explain it.
std::string limit_words(const Screen& screen, ConditionKind why) {
    switch (why) {
        case ConditionKind::None:
        case ConditionKind::PointsBalance: return screen.word("ui.points.all_there_are");
        case ConditionKind::Right: return screen.word("ui.points.right");
        case ConditionKind::Cap: return screen.word("ui.points.cap");
        case ConditionKind::Floor: return screen.word("ui.points.keep");
        case ConditionKind::MinimumAmount: return screen.word("ui.points.minimum");
        case ConditionKind::Goods:
        case ConditionKind::AlreadyReduced: return screen.word("ui.points.goods");
        case ConditionKind::MinimumQuantity:
        case ConditionKind::DateRange:
        case ConditionKind::Weekday:
        case ConditionKind::Hours:
        case ConditionKind::Shop:
        case ConditionKind::Till:
        case ConditionKind::Channel:
        case ConditionKind::Membership:
        case ConditionKind::Tier:
        case ConditionKind::Segment:
        case ConditionKind::Tag:
        case ConditionKind::MembershipAge:
        case ConditionKind::NthPurchase:
        case ConditionKind::LifetimeSpend:
        case ConditionKind::DaysSincePurchase:
        case ConditionKind::Birthday:
        case ConditionKind::Referral:
        case ConditionKind::Code:
        case ConditionKind::PaymentMethod:
        case ConditionKind::Stamps:
        case ConditionKind::LimitPerReceipt:
        case ConditionKind::LimitPerCustomer:
        case ConditionKind::LimitPerDay:
        case ConditionKind::LimitTotal:
        case ConditionKind::Budget:
        case ConditionKind::MaximumAmount:
        case ConditionKind::MaximumQuantity:
        case ConditionKind::DifferentGoods:
        case ConditionKind::OnlyGoods:
        case ConditionKind::LimitPerCode:
        case ConditionKind::ExclusiveOffer: return screen.word("ui.points.rules");
    }
    return {};
}

void choose(const Screen& screen, const ProgrammeId& programme, Points points) {
    screen.send(event::PointsChosen{programme, points});
    screen.open(Open::Nothing);
}

// All at once, or none after all.
void draw_all_or_none(const Screen& screen, const PointsResult& points) {
    const float gap = screen.px(kGap);
    const ImVec2 half{std::floor((rest().x - gap) / 2), screen.px(72)};
    const bool some = points.most_redeemable > kNoPoints;
    if (button(screen.look, "points.all",
               {screen.say("ui.points.all", {points.most_redeemable}),
                screen.money(points.most_redeemable_worth)},
               half, Tone::Accent, some))
        choose(screen, points.programme, points.most_redeemable);
    ImGui::SameLine(0, gap);
    if (screen.button("points.none", "ui.points.none", half, Tone::Quiet,
                      points.redeemed > kNoPoints))
        choose(screen, points.programme, kNoPoints);
}

}  // namespace

void draw_points(const Screen& screen, const stage::OpenReceipt& receipt) {
    const CentrePanel panel(screen, "points_panel", {540, 0});
    if (receipt.priced.points.empty()) return screen.open(Open::Nothing);
    const PointsResult& points = receipt.priced.points.front();
    const std::string& field = screen.memory.field;
    const auto typed =
        parse_points(field.ends_with('.') ? field.substr(0, field.size() - 1) : field);
    NumberAsked asked;
    asked.above = [&] { draw_all_or_none(screen, points); };
    asked.title = screen.say("ui.points.title", {points.most_redeemable});
    asked.words = screen.say("ui.points.balance", {points.balance_before}) + " " +
                  limit_words(screen, points.limited_by);
    asked.placeholder = screen.word("ui.points.placeholder");
    asked.confirm = screen.word("ui.points.confirm");
    asked.rules = {2, 9};
    asked.enabled = typed && *typed > kNoPoints && *typed <= points.most_redeemable;
    if (ask_number(screen, asked)) choose(screen, points.programme, *typed);
}

}  // namespace kopilka::ui
