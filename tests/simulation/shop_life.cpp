#include "tests/simulation/shop_life.h"

#include <fmt/format.h>

namespace kopilka::simulation {
namespace {

struct Weight {
    ActKind kind;
    unsigned of_thousand;
};
constexpr Weight kWeights[] = {
    {ActKind::Sale, 317},      {ActKind::SpendPoints, 340}, {ActKind::Abandon, 25},
    {ActKind::GoodsBack, 30},  {ActKind::PowerCut, 50},     {ActKind::DiskFails, 15},
    {ActKind::DiskFull, 10},   {ActKind::CableOut, 60},     {ActKind::BadLine, 20},
    {ActKind::ClockTurned, 8}, {ActKind::ClockFrozen, 5},   {ActKind::ClockRight, 12},
    {ActKind::Saved, 8},       {ActKind::PutBack, 12},      {ActKind::Copied, 4},
    {ActKind::Dies, 2},        {ActKind::ServerDies, 14},   {ActKind::Programme, 8},
    {ActKind::TimePasses, 60},
};

ActKind kind(Dice& dice) {
    std::uint64_t drawn = dice.below(1'000);
    for (const Weight& one : kWeights) {
        if (drawn < one.of_thousand) return one.kind;
        drawn -= one.of_thousand;
    }
    return ActKind::Sale;
}

std::int64_t amount(ActKind kind, Dice& dice) {
    switch (kind) {
        case ActKind::Sale:
        case ActKind::SpendPoints:
        case ActKind::Abandon: return dice.between(1, 4);
        case ActKind::ServerDies: return dice.between(0, 60);
        case ActKind::CableOut: return dice.between(1, 600);
        case ActKind::BadLine: return dice.happens(30) ? 0 : dice.between(1, 30);
        case ActKind::ClockTurned: return dice.between(-3 * 24 * 60, 3 * 24 * 60);
        case ActKind::TimePasses:
            return dice.happens(20) ? dice.between(300, 1'500) : dice.between(1, 60);
        case ActKind::Programme: return dice.between(1, 3);
        case ActKind::GoodsBack:
        case ActKind::PowerCut:
        case ActKind::DiskFails:
        case ActKind::DiskFull:
        case ActKind::ClockFrozen:
        case ActKind::ClockRight:
        case ActKind::Saved:
        case ActKind::PutBack:
        case ActKind::Copied:
        case ActKind::Dies: return 0;
    }
    return 0;
}

std::string what_happens(const Act& act) {
    switch (act.kind) {
        case ActKind::Sale:
            return act.member == 0
                       ? fmt::format("a stranger buys {} pieces", act.amount)
                       : fmt::format("member {} buys {} pieces", act.member, act.amount);
        case ActKind::SpendPoints:
            return fmt::format("member {} buys {} pieces, and spends {}/4 of what may be spent",
                               act.member, act.amount, act.part);
        case ActKind::Abandon: return fmt::format("member {} leaves the goods there", act.member);
        case ActKind::GoodsBack: return "a piece of an earlier sale comes back";
        case ActKind::PowerCut: return "power is lost, and comes back";
        case ActKind::DiskFails: return "the disk fails once";
        case ActKind::DiskFull: return "the disk is full for a while";
        case ActKind::CableOut: return fmt::format("the cable is out for {} minutes", act.amount);
        case ActKind::ClockTurned:
            return fmt::format("the clock is turned by {} minutes", act.amount);
        case ActKind::ClockFrozen: return "the clock stands still";
        case ActKind::ClockRight: return "the clock is set right";
        case ActKind::Saved: return "an image of the disk is put aside";
        case ActKind::PutBack: return "the image of the disk is put back";
        case ActKind::Copied: return "the disk is copied, and both sell";
        case ActKind::Dies: return "the till dies for good";
        case ActKind::BadLine: return fmt::format("lines lose {} per cent", act.amount);
        case ActKind::ServerDies: return fmt::format("the server dies for {} minutes", act.amount);
        case ActKind::Programme: return fmt::format("programme {} is published", act.amount);
        case ActKind::TimePasses: return fmt::format("{} minutes pass", act.amount);
    }
    return "";
}

bool is_of_a_till(ActKind kind) {
    return kind != ActKind::BadLine && kind != ActKind::ServerDies && kind != ActKind::Programme &&
           kind != ActKind::TimePasses;
}

}  // namespace

// Few members, so that they are at several tills at once.
std::vector<Act> life(std::uint64_t seed, const Setting& setting) {
    Dice dice(seed);
    std::vector<Act> acts;
    for (std::size_t n = 0; n < setting.acts; ++n) {
        Act act;
        act.kind = kind(dice);
        act.till = dice.below(setting.tills);
        act.member = static_cast<int>(dice.below(static_cast<std::uint64_t>(setting.members) + 1));
        if (act.kind == ActKind::SpendPoints && act.member == 0) act.member = 1;
        act.amount = amount(act.kind, dice);
        act.part = static_cast<unsigned>(dice.between(1, 4));
        act.after_s = dice.happens(50) ? dice.between(5, 90) : dice.between(60, 1'500);
        act.chance = dice.draw();
        acts.push_back(act);
    }
    return acts;
}

std::string words(const Act& act) {
    const std::string line = is_of_a_till(act.kind)
                                 ? fmt::format("till {}: {}", act.till + 1, what_happens(act))
                                 : what_happens(act);
    return fmt::format("{:>5} s later  {}", act.after_s, line);
}

}  // namespace kopilka::simulation
