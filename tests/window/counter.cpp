#include "tests/window/counter.h"

#include "pos/app/premises.h"
#include "pos/core/utf8.h"
#include "tests/support/memory_of.h"
#include "tests/support/shell.h"
#include "tests/window/x_window.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kopilka {
namespace {

const std::string kCashier = "Kopilka";
const std::string kCustomer = "Kopilka customer";

std::string must(const std::string& command) {
    const ProcessSaid said = run(command);
    EXPECT_EQ(said.code, 0) << command << "\n" << said.words;
    return said.words;
}

std::string contents(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// The key of a US keyboard that gives this character, by X11's number of the key: what is printed
// on it, or what the desktop's layout makes of it, does not matter.
std::string key_for(char character) {
    struct Row {
        std::size_t first;
        std::string_view plain, shifted;
    };
    static constexpr std::array<Row, 4> kRows{{{10, "1234567890-=", "!@#$%^&*()_+"},
                                               {24, "qwertyuiop[]", "QWERTYUIOP{}"},
                                               {38, "asdfghjkl;'", "ASDFGHJKL:\""},
                                               {52, "zxcvbnm,./", "ZXCVBNM<>?"}}};
    for (const Row& row : kRows) {
        if (const auto at = row.plain.find(character); at != std::string_view::npos)
            return " " + std::to_string(row.first + at);
        if (const auto at = row.shifted.find(character); at != std::string_view::npos)
            return " shift+" + std::to_string(row.first + at);
    }
    ADD_FAILURE() << "no key for " << character;
    return {};
}

const std::string kEnter = " 36";

void press_keys(const std::string& text, const std::string& ending, int pace_ms) {
    std::string keys;
    for (const char character : text) keys += key_for(character);
    must("xdotool key --delay " + std::to_string(pace_ms) + keys + ending);
}

std::string window(const std::string& title) {
    return "$(xdotool search --onlyvisible --name '^" + title + "$' | head -n 1)";
}

std::string tail_of(const std::string& line, std::string_view kind) {
    return line.starts_with(kind) ? line.substr(kind.size()) + "\n" : "";
}

}  // namespace

const Seen::Target* Seen::find(const std::string& id) const {
    for (const Target& target : targets)
        if (target.id == id) return &target;
    return nullptr;
}

Counter::Counter() {
    central_.fill_with_demo();
    central_.start();
    central_.enrol(till_program());
}

void Counter::import_members(const std::string& json) const {
    std::ofstream(folder("people.json")) << json;
    central_.program().must("import members " + folder("people.json"));
    std::filesystem::remove(folder("people.json"));
}

void Counter::hire(const std::string& id, const std::string& name, const std::string& pin) const {
    const std::string arguments =
        "staff add " + id + " --store nevsky --name '" + name + "' --role cashier";
    EXPECT_EQ(central_.program().run(arguments, pin).code, 0);
}

void Counter::erase_member(const std::string& id) const {
    central_.program().must("member erase " + id + " --by elena --why 'she asked for it'");
}

void Counter::open_till(const std::string& size, const std::string& language, Cores cores) {
    size_ = size;
    language_ = language;
    // OpenGL's driver and D-Bus keep memory until the process ends; LeakSanitizer would call it
    // ours.
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    if (cores == Cores::Allowed) setenv("KOPILKA_CORES", "1", 1);
    till_ =
        std::make_unique<Process>(till_program().with({"run", "--windowed", size, "--language",
                                                       language, "--targets", folder("targets")}),
                                  folder("till.log"));
    unsetenv("KOPILKA_CORES");
    const bool open = eventually([&] { return !seen().targets.empty() || !till_->runs(); });
    ASSERT_TRUE(open && till_->runs()) << log();
    place_windows();
}

// Without a window manager both windows would lie over each other.
void Counter::place_windows() const {
    const auto moved = [] {
        return run("xdotool windowmove --sync " + window(kCustomer) + " 1940 40").code == 0;
    };
    EXPECT_TRUE(eventually(moved)) << "the customer's window never showed";
}

void Counter::tap(const std::string& id) {
    Seen::Target target;
    const bool possible = eventually([&] {
        const Seen now = seen();
        const Seen::Target* found = now.find(id);
        if (found != nullptr) target = *found;
        return found != nullptr && found->enabled;
    });
    ASSERT_TRUE(possible) << "cannot press " << id << "; the window shows:\n"
                          << seen().cashier << log();
    must("xdotool mousemove --window " + window(kCashier) + " " + std::to_string(target.x) + " " +
         std::to_string(target.y) + " click 1");
}

void Counter::tap_keys(const std::string& digits) {
    for (const char digit : digits) tap(std::string("key.") + digit);
}

void Counter::tap_letters(const std::string& text) {
    for (const char32_t letter : to_code_points(text))
        tap("letter." + to_utf8(std::u32string(1, letter)));
}

void Counter::scan(const std::string& code) {
    constexpr int kScannerMs = 4;
    press_keys(code, kEnter, kScannerMs);
}

void Counter::type(const std::string& text) {
    constexpr int kPersonMs = 250;
    press_keys(text, "", kPersonMs);
}

void Counter::press_enter() { press_keys("", kEnter, 0); }

void Counter::sign_in(const std::string& cashier, const std::string& pin) {
    tap("cashier." + cashier);
    tap_keys(pin);
    tap("enter");
}

void Counter::open_shift() {
    tap("open_shift");
    EXPECT_TRUE(sees("search")) << "a scan before that sells nothing";
}

void Counter::close_window() { EXPECT_TRUE(ask_to_close(kCashier)); }

Seen Counter::seen() const {
    Seen seen;
    std::istringstream text(contents(folder("targets")));
    for (std::string line; std::getline(text, line);) {
        seen.cashier += tail_of(line, "cashier\t");
        seen.customer += tail_of(line, "customer\t");
        std::istringstream fields(tail_of(line, "target\t"));
        Seen::Target target;
        std::string state;
        if (!(std::getline(fields, target.id, '\t') >> target.x >> target.y >> state)) continue;
        target.enabled = state == "on";
        seen.targets.push_back(target);
    }
    return seen;
}

bool Counter::sees(const std::string& id) const {
    return eventually([&] { return seen().find(id) != nullptr; });
}

bool Counter::cashier_reads(const std::string& words) const {
    return eventually([&] { return seen().cashier.find(words) != std::string::npos; });
}

bool Counter::customer_reads(const std::string& words) const {
    return eventually([&] { return seen().customer.find(words) != std::string::npos; });
}

void Counter::photograph(const std::string& name) {
    const std::string other = language_ == "ru" ? "en" : "ru";
    const std::string at_first = language_;
    for (const std::string& language : {other, at_first}) {
        tap("language");
        // The button offers the language that is not shown.
        EXPECT_TRUE(cashier_reads(language == "ru" ? "EN\n" : "RU\n"));
        save(kCashier, name + "-" + language);
        save(kCustomer, name + "-customer-" + language);
    }
}

void Counter::save(const std::string& title, const std::string& name) const {
    const std::string pictures = std::string(BINARY_DIR) + "/screenshots";
    std::filesystem::create_directories(pictures);
    sleep_for(0.3);  // drawn, and shown by the X server
    EXPECT_TRUE(photograph_window(title, pictures + "/" + name + "-" + size_ + ".png"));
}

std::string Counter::ask_till(const std::string& command) const {
    return till_program().must(command);
}

Program Counter::till_program() const { return till_of({folder("till"), folder("keys")}); }

nlohmann::json Counter::journal() const {
    return nlohmann::json::parse(ask_till("journal list --json"));
}

nlohmann::json Counter::outbox() const { return nlohmann::json::parse(ask_till("outbox --json")); }

bool Counter::everything_is_sent() const {
    return eventually([&] { return outbox().at("unsent") == 0; }, 60);
}

std::vector<std::filesystem::path> Counter::places_of_till() const {
    return {folder("till"), folder("keys"), folder("till.log")};
}

std::vector<std::filesystem::path> Counter::kept_places() const {
    std::vector<std::filesystem::path> places = places_of_till();
    places.emplace_back(folder("central"));
    places.push_back(central_.log_file());
    return places;
}

bool Counter::cache_has(const std::string& bytes) const {
    return contents(folder("till/cache/data.mdb")).find(bytes) != std::string::npos;
}

std::filesystem::path Counter::memory() const {
    save_memory_of(till_->id(), folder("memory"));
    return folder("memory");
}

std::string Counter::log() const { return contents(folder("till.log")); }

}  // namespace kopilka
