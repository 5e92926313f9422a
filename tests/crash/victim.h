// The program `till script` as a child process that reads a script and is killed in the middle of
// it, as when somebody pulls the plug.
#pragma once
#include "pos/app/premises.h"
#include "tests/support/process.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace kopilka {

class Victim {
public:
    // Starts the program; it has read nothing yet. Paper goes to `prints`.
    Victim(const app::Places& places, const std::filesystem::path& prints);
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;
    ~Victim();

    void tell(const std::string& script);
    // Waits until so many lines are done and on disk, or until the program has ended.
    void wait_for(std::size_t lines);
    // SIGKILL, now. After that done() is final.
    void kill();
    std::size_t done() const { return done_; }  // lines
    const std::string& words() const { return words_; }

private:
    bool hear();  // false: the program has closed its mouth

    std::optional<Process> process_;
    int mouth_ = -1;
    int ear_ = -1;
    std::string words_;
    std::size_t done_ = 0;
    std::size_t counted_ = 0;  // of words_
};

}  // namespace kopilka
