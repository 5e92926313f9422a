// A program that runs beside the test, and ends with it.
#pragma once
#include <string>
#include <vector>

#include <sys/types.h>

namespace kopilka {

class Process {
public:
    // `words` are program and arguments; both outputs go to the file `log`.
    Process(const std::vector<std::string>& words, const std::string& log);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();  // kills it if it still runs

    pid_t id() const { return pid_; }
    bool runs();
    void signal(int number);
    // Its exit code, or 128 + the signal that ended it; -1 where it still runs after `seconds`.
    int wait(double seconds);
    // Processor time it has used in all its threads, milliseconds.
    double processor_ms() const;

private:
    pid_t pid_ = -1;
    int code_ = -1;
};

// True as soon as `condition` is; false after `seconds`.
template <typename Condition>
bool eventually(const Condition& condition, double seconds = 30);
void sleep_for(double seconds);

template <typename Condition>
bool eventually(const Condition& condition, double seconds) {
    constexpr double kStep = 0.05;
    for (double waited = 0; waited < seconds; waited += kStep) {
        if (condition()) return true;
        sleep_for(kStep);
    }
    return condition();
}

}  // namespace kopilka
