#include "tests/ui/booth.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

const std::filesystem::path kAssets = std::filesystem::path(SOURCE_DIR) / "assets";

Texts read_texts(Language language) {
    const auto folder = kAssets / "text" / (language == Language::Russian ? "ru" : "en");
    std::ostringstream all;
    for (const auto& file : std::filesystem::directory_iterator(folder))
        all << std::ifstream(file.path()).rdbuf() << "\n";
    auto texts = Texts::parse(language, all.str(), folder.string());
    EXPECT_TRUE(texts.has_value()) << (texts ? "" : texts.error().detail);
    return texts ? *texts : Texts();
}

float gap_between(const ui::Target& a, const ui::Target& b) {
    const float across = std::max(a.from.x - b.to.x, b.from.x - a.to.x);
    const float down = std::max(a.from.y - b.to.y, b.from.y - a.to.y);
    return std::max(across, down);
}

std::string text(float number) { return std::to_string(static_cast<int>(number)); }

}  // namespace

const app::DemoStock& demo_stock() {
    static const app::DemoStock kStock = [] {
        auto read = app::read_demo_stock(kAssets, *parse_date("2026-03-09"));
        EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().detail);
        return read ? *read : app::DemoStock();
    }();
    return kStock;
}

const Texts& demo_texts(Language language) {
    static const Texts kRussian = read_texts(Language::Russian);
    static const Texts kEnglish = read_texts(Language::English);
    return language == Language::Russian ? kRussian : kEnglish;
}

const app::Exhibit& exhibit(std::string_view name, Language language) {
    static std::map<std::pair<std::string, Language>, app::Exhibit> made;
    const auto key = std::pair(std::string(name), language);
    const auto found = made.find(key);
    if (found != made.end()) return found->second;
    auto exhibit = app::make_exhibit(demo_stock(), language, name);
    EXPECT_TRUE(exhibit.has_value()) << name;
    return made.emplace(key, exhibit ? std::move(*exhibit) : app::Exhibit()).first->second;
}

Booth::Booth(BoothSize size, Language language)
    : size_{static_cast<float>(size.width), static_cast<float>(size.height)},
      scale_(ui::scale_for(size_)),
      language_(language) {
    auto fonts = ui::load_fonts(atlas_, scale_);
    EXPECT_TRUE(fonts.has_value()) << (fonts ? "" : fonts.error().detail);
    if (fonts) fonts_ = *fonts;
    context_ = ImGui::CreateContext(&atlas_);
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = size_;
    io.DeltaTime = 1.0F / 60;
    ui::apply_theme(ui::light_theme(), fonts_, scale_);
}

Booth::~Booth() { ImGui::DestroyContext(context_); }

void Booth::frame(const std::function<void(const ui::Look&)>& draw) {
    ImGui::SetCurrentContext(context_);
    ImGui::NewFrame();
    draw({demo_texts(language_), ui::light_theme(), fonts_, scale_, &audit_});
    ImGui::Render();
    for (const ui::Target& target : audit_.targets) flashed.insert(target.id);
}

const ui::Audit& Booth::show(const std::function<void(const ui::Look&)>& draw) {
    for (int i = 0; i < 3; ++i) frame(draw);
    return audit_;
}

const ui::Audit& Booth::show(const app::Exhibit& exhibit) {
    tap(exhibit, {});
    return audit_;
}

const ui::Target* Booth::find(const std::string& id) const {
    const auto found = std::ranges::find(audit_.targets, id, &ui::Target::id);
    return found == audit_.targets.end() ? nullptr : &*found;
}

std::vector<Event> Booth::tap(const app::Exhibit& exhibit, const std::vector<std::string>& ids) {
    const auto shown = app::showing(demo_stock(), exhibit, demo_texts(language_));
    const ui::TillView view = app::view_of(demo_stock(), exhibit, shown);
    memory = exhibit.memory;
    flashed.clear();
    std::vector<Event> events;
    const auto draw = [&](const ui::Look& look) {
        if (exhibit.customer)
            ui::draw_customer(look, view);
        else
            ui::draw_till(look, view, memory, events);
    };
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {-1, -1};
    show(draw);
    for (const std::string& id : ids) {
        const ui::Target* target = find(id);
        EXPECT_NE(target, nullptr) << exhibit.name << " has no " << id;
        if (target == nullptr) break;
        io.MousePos = {(target->from.x + target->to.x) / 2, (target->from.y + target->to.y) / 2};
        frame(draw);
        io.MouseDown[0] = true;
        frame(draw);
        io.MouseDown[0] = false;
        frame(draw);
        io.MousePos = {-1, -1};
        frame(draw);
    }
    return events;
}

std::vector<std::string> faults(const ui::Audit& audit, ImVec2 size, float scale) {
    static const std::regex kMissingKey("\u00ab[a-z_]+\\.[a-z_.0-9]+\u00bb");
    std::vector<std::string> wrong;
    std::set<std::string> ids;
    const float least = ui::kTarget * scale - 0.5F;
    for (const ui::Target& one : audit.targets) {
        if (!ids.insert(one.id).second) wrong.push_back(one.id + " is there twice");
        const ImVec2 wide{one.to.x - one.from.x, one.to.y - one.from.y};
        if (one.whole && (wide.x < least || wide.y < least))
            wrong.push_back(one.id + " is " + text(wide.x) + "×" + text(wide.y));
        if (one.from.x < 0 || one.from.y < 0 || one.to.x > size.x + 0.5F ||
            one.to.y > size.y + 0.5F)
            wrong.push_back(one.id + " is off the screen");
    }
    for (std::size_t i = 0; i < audit.targets.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (gap_between(audit.targets[i], audit.targets[j]) < ui::kGap * scale - 0.6F)
                wrong.push_back(audit.targets[i].id + " is too near to " + audit.targets[j].id);
    for (const std::string& cut : audit.cut_texts) wrong.push_back("cut: " + cut);
    for (const std::string& words : audit.texts)
        if (std::regex_search(words, kMissingKey)) wrong.push_back("no text for " + words);
    return wrong;
}

}  // namespace kopilka::test
