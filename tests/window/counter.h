// A shop's counter as people meet it: a central server with the demo's data, an enrolled till in
// its windows, and the hands of a cashier: real X events (XTest, through xdotool), by the names of
// what can be pressed. Needs a display.
#pragma once
#include "tests/support/central.h"
#include "tests/support/eventually.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace kopilka {

// What the till says of its windows (`till run --targets`).
struct Seen {
    struct Target {
        std::string id;
        int x = 0;
        int y = 0;
        bool enabled = false;
    };
    std::vector<Target> targets;
    std::string cashier;   // all words of the cashier's window, one a line
    std::string customer;  // the same of the customer's
    const Target* find(const std::string& id) const;
};

class Counter {
public:
    // Fills and starts the server, enrols the till. The till's windows are closed yet.
    Counter();

    void import_members(const std::string& json) const;
    void hire(const std::string& id, const std::string& name, const std::string& pin) const;
    void erase_member(const std::string& id) const;
    void start_server() { central_.start(); }
    void kill_server() { central_.kill(); }
    // `size` as "1024x768". Waits until something can be pressed. Only where cores are allowed may
    // anybody look into its memory().
    enum class Cores { Forbidden, Allowed };
    void open_till(const std::string& size, const std::string& language,
                   Cores cores = Cores::Forbidden);
    Process& till() const { return *till_; }

    // What a cashier does; each waits until it is possible and fails the test where it never is.
    void tap(const std::string& id);
    void tap_keys(const std::string& digits);   // on the keypad of the screen
    void tap_letters(const std::string& text);  // on its keyboard; small ones
    void scan(const std::string& code);         // a keyboard-wedge scanner: keys, then Enter
    void type(const std::string& text);         // a person at a real keyboard, without Enter
    void press_enter();
    void sign_in(const std::string& cashier = "marina", const std::string& pin = "1111");
    void open_shift();
    void close_window();

    Seen seen() const;
    bool sees(const std::string& id) const;
    // Waits until the window shows these words.
    bool cashier_reads(const std::string& words) const;
    bool customer_reads(const std::string& words) const;
    // Saves both windows in both languages under BINARY_DIR/screenshots, the language as it was.
    void photograph(const std::string& name);

    std::string ask_till(const std::string& command) const;  // what it prints; exit code 0
    nlohmann::json journal() const;
    nlohmann::json outbox() const;
    bool everything_is_sent() const;  // waits for it
    std::string log() const;
    // Folders and logs of till and server: what stays when the shop is closed. Not what was
    // printed: that paper is in the customer's hands, and says who they are.
    std::vector<std::filesystem::path> kept_places() const;
    std::vector<std::filesystem::path> places_of_till() const;
    bool cache_has(const std::string& bytes) const;  // the file of the till's cache, anywhere
    std::filesystem::path memory() const;            // of the till, as a core would have it now

private:
    Program till_program() const;
    void place_windows() const;
    void save(const std::string& window, const std::string& name) const;
    std::string folder(const std::string& name) const { return (folder_ / name).string(); }

    TemporaryFolder folder_;
    std::string size_;
    std::string language_;
    Central central_{{folder("central")}};
    std::unique_ptr<Process> till_;
};

}  // namespace kopilka
