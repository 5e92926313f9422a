// Every screen of the till as an exhibit: a stage that the real core was brought to on the demo's
// data, with what the cashier had opened on it. Shown by `till screenshots`, audited by tests.
#pragma once
#include "pos/app/gallery_till.h"
#include "pos/ui/screens.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::app {

struct Exhibit {
    std::string name;  // of the screenshot: "sale", "customer_thanks"
    Stage stage;
    ui::Memory memory;
    bool customer = false;  // the customer's window
};

std::vector<std::string> gallery_names();
// Brings a till there. nullopt: there is no such exhibit.
std::optional<Exhibit> make_exhibit(const DemoStock& stock, Language language,
                                    std::string_view name);

// The product buttons of the demo.
std::vector<Goods> product_buttons(const DemoStock& stock);

// The whole view of an exhibit's stage; lends what stands here.
struct Showing {
    std::vector<Goods> buttons;
    ui::Names names;
    PrintDocument paper;
    bool has_paper = false;
};
Showing showing(const DemoStock& stock, const Exhibit& exhibit, const Texts& texts);
ui::TillView view_of(const DemoStock& stock, const Exhibit& exhibit, const Showing& showing);

}  // namespace kopilka::app
