#include "tests/crash/victim.h"

#include "tests/support/program.h"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace kopilka {

Victim::Victim(const app::Places& places, const std::filesystem::path& prints) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    process_.emplace(till_of(places).with({"script", "--prints", prints, "-"}), in[0], out[1]);
    ::close(in[0]);
    ::close(out[1]);
    mouth_ = in[1];
    ear_ = out[0];
    std::signal(SIGPIPE, SIG_IGN);
}

Victim::~Victim() {
    kill();
    ::close(mouth_);
    ::close(ear_);
}

// A script is shorter than what a pipe holds: nobody waits here.
void Victim::tell(const std::string& script) {
    ASSERT_LT(script.size(), 60'000U);
    ASSERT_EQ(::write(mouth_, script.data(), script.size()), static_cast<ssize_t>(script.size()));
}

bool Victim::hear() {
    std::array<char, 4096> piece;
    const ssize_t size = ::read(ear_, piece.data(), piece.size());
    if (size <= 0) return false;
    words_.append(piece.data(), static_cast<std::size_t>(size));
    for (std::size_t end; (end = words_.find('\n', counted_)) != std::string::npos;) {
        if (words_.compare(counted_, 3, "ok ") == 0) ++done_;
        counted_ = end + 1;
    }
    return true;
}

void Victim::wait_for(std::size_t lines) {
    while (done_ < lines && hear()) {
    }
}

void Victim::kill() {
    if (!process_) return;
    process_.reset();
    while (hear()) {
    }
}

}  // namespace kopilka
