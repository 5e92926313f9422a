// The programs `central` and `till` as people type them, with their folders.
#pragma once
#include "tests/support/shell.h"

#include <string>
#include <vector>

namespace kopilka::app {
struct Places;
}
namespace kopilka::sync {
struct Place;
}

namespace kopilka {

class Program {
public:
    // `words`: what each of its commands begins with.
    explicit Program(std::vector<std::string> words) : words_(std::move(words)) {}

    // `arguments` as a shell reads them; `input`: the one line that is typed.
    ProcessSaid run(const std::string& arguments) const;
    ProcessSaid run(const std::string& arguments, const std::string& input) const;
    // What it says, without the last line's end. Throws where the exit code is not 0.
    std::string must(const std::string& arguments) const;

    // For a Process, which runs beside the test.
    std::vector<std::string> with(const std::vector<std::string>& arguments) const;
    // For a longer line of a shell's.
    std::string command() const;

private:
    std::vector<std::string> words_;
};

// `within`: the words before each command, as {"ip", "netns", "exec", "shop-7"} or
// {"env", "KOPILKA_CORES=1"}.
Program central_of(const sync::Place& place, std::vector<std::string> within = {});
Program till_of(const app::Places& places, std::vector<std::string> within = {});

}  // namespace kopilka
