// Runs a command as a person would, and keeps what it said.
#pragma once
#include <array>
#include <cstdio>
#include <string>

#include <sys/wait.h>

namespace kopilka {

struct ProcessSaid {
    int code = -1;      // the exit code; 128 + the signal that ended it
    std::string words;  // both of its outputs, as they came
};

// `command` goes to sh -c, without input.
inline ProcessSaid run(const std::string& command) {
    ProcessSaid said;
    FILE* pipe = popen(("{ " + command + "\n} 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) return said;
    std::array<char, 4096> piece;
    while (const auto size = fread(piece.data(), 1, piece.size(), pipe))
        said.words.append(piece.data(), size);
    const int status = pclose(pipe);
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return said;
}

}  // namespace kopilka
