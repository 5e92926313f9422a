// The two windows of a till. A screen is draw(state) → events: it shows what the stage says and
// turns touches into events; no disk, device or money arithmetic. Each call draws one frame into
// the current Dear ImGui context. Not here: windows (surface.h), performing (pos/app).
#pragma once
#include "pos/core/print_document.h"
#include "pos/sale/goods.h"
#include "pos/sale/receipt.h"
#include "pos/till/event.h"
#include "pos/till/stage.h"
#include "pos/ui/look.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::ui {

// Names that the stage knows only by id; taken from the publication in force.
struct StampCardName {
    Localized name;
    std::int64_t needed = 0;  // stamps for the reward; 0: not said
};
struct Names {
    std::map<TierId, Localized> tiers;
    std::map<ProgrammeId, Localized> programmes;
    std::map<std::string, StampCardName> stamps;
};

// Everything that is shown. What the stage does not hold is lent by pos/app for one frame.
struct TillView {
    const Stage& stage;
    const World& world;
    const std::vector<Category>& categories;  // with goods, in the shop's order
    const std::vector<Goods>& buttons;        // by Goods::button
    const Names& names;
    // lay_out() of paper_shown(stage), made once for each paper and language; nullptr: none.
    const PrintDocument* paper = nullptr;
};

// The paper that the screen previews now (a finished receipt, an X report); nullopt: none.
std::optional<Paperwork> paper_shown(const Stage& stage);

// What is open beside the basket.
enum class Open : std::uint8_t {
    Nothing,
    Search,
    Member,
    MemberCard,
    Quantity,
    NextQuantity,
    Price,
    Discount,
    Department,
    Code,
    Points,
    Menu,
    CashIn,
    CashOut,
    Drawer,
    More,
};

// A profile half typed. Personal: forgotten as soon as its page is left.
struct ProfileForm {
    std::string first_name, surname, birthday, phone;
    std::size_t typing = 0;  // into which of them, in this order
    bool consent = false;
};
ProfileForm form_of(const Member& member);  // what is known already

// What belongs to the screen alone and is gone with it: a half-typed number, the selected line.
struct Memory {
    Open open = Open::Nothing;
    std::string field;           // as typed; digits with '.', or letters
    std::string choice;          // department or reason picked in an open panel
    CashierId cashier;           // tapped on the sign-in screen, or as the one who approves
    std::optional<LineId> line;  // selected; nullopt: the last one
    std::string category;        // open; empty: the product buttons
    bool percent = true;         // a discount is typed in per cent
    bool by_name = false;        // a member is looked for by name
    ProfileForm profile;
    bool other_letters = false;  // the keyboard shows the other language's letters
    // What was drawn last: a change closes what is open, a longer basket shows its end.
    std::size_t stage_drawn = 0;
    std::size_t lines_drawn = 0;
    bool member_drawn = false;
};

void draw_till(const Look& look, const TillView& view, Memory& memory, std::vector<Event>& out);
// The customer's window: shows only, asks nothing.
void draw_customer(const Look& look, const TillView& view);

}  // namespace kopilka::ui
