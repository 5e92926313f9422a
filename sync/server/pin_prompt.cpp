#include "sync/server/pin_prompt.h"

#include <iostream>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

// What is typed is not shown while this lives.
class Unseen {
public:
    Unseen() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~Unseen() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    termios before_{};
    bool changed_ = false;
};

std::string read_line() {
    std::string line;
    std::getline(std::cin, line);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string read_unseen(const std::string& prompt) {
    fmt::print(stderr, "{}: ", prompt);
    std::string line;
    {
        const Unseen unseen;
        line = read_line();
    }
    fmt::print(stderr, "\n");
    return line;
}

}  // namespace

Result<std::string> ask_for_pin(const std::string& whose) {
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    std::string pin = terminal ? read_unseen("PIN of " + whose) : read_line();
    if (pin.empty())
        return fail(Errc::Invalid,
                    "no PIN came: type it when asked, or give it as a line of the input");
    if (terminal && read_unseen("once more") != pin)
        return fail(Errc::Invalid, "those were two different PINs: nothing is changed");
    return pin;
}

}  // namespace kopilka::sync
