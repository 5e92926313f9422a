// A till without disk, cable or server for showing screens: takes acts, steps the real core, and
// answers its effects from values. Not here: which acts (gallery.h).
#pragma once
#include "pos/app/demo_stock.h"
#include "pos/till/step.h"

#include <map>
#include <optional>

namespace kopilka::app {

class GalleryTill {
public:
    GalleryTill(const DemoStock& stock, Language language);

    // What the world does; changed between acts.
    enum class Answer : std::uint8_t { AtOnce, Never };
    Answer disk = Answer::AtOnce;
    Answer terminal = Answer::AtOnce;
    Answer printer = Answer::AtOnce;
    Answer pins = Answer::AtOnce;
    CardOutcome card = CardOutcome::Approved;
    PrintResult print = PrintResult::Printed;

    const Stage& stage() const { return stage_; }
    void act(const Event& event);
    GalleryTill& start(event::Recovered recovered = {});
    GalleryTill& sign_in(const char* cashier = "marina");
    GalleryTill& open_shift();
    GalleryTill& ready();  // all three
    GalleryTill& sell(std::initializer_list<const char*> skus);
    GalleryTill& show_card(std::size_t member);  // index into the demo's members

    const Goods& goods(std::string_view sku) const;
    const std::vector<OriginalSale>& sales() const { return sales_; }

private:
    std::optional<Event> answer(const Effect& effect);
    std::optional<Event> answer_goods(const Effect& effect) const;
    std::optional<Event> answer_people(const Effect& effect) const;
    std::optional<Event> answer_past(const Effect& effect) const;
    Event write(const effect::Journal& commit);
    void note(const Stamp& stamp, const effect::Journal& commit, const JournalEntry& entry);

    const DemoStock& stock_;
    Stage stage_;
    std::uint64_t records_ = 0;
    ShiftTotals totals_;
    std::vector<OriginalSale> sales_;
    std::map<DraftRef, Draft> drafts_;
};

}  // namespace kopilka::app
