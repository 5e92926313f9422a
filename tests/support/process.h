// A program that runs beside the test, and ends with it. It is where the thread is that starts it,
// in a network namespace too.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace kopilka {

class Process {
public:
    // `words`: the program, as a shell would find it, and its arguments. It has no input; both
    // outputs are added to the file `log`. Throws where it cannot be started.
    Process(const std::vector<std::string>& words, const std::filesystem::path& log);
    // It reads from `in` and says everything into `out`: descriptors of the caller's.
    Process(const std::vector<std::string>& words, int in, int out);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();  // by SIGKILL, if it still runs

    pid_t id() const { return pid_; }
    bool runs();
    void signal(int number);
    // Its exit code, or 128 + the signal that ended it. wait(): -1 where it still runs after
    // `seconds`; end(): after this signal, however long it takes.
    int wait(double seconds);
    int end(int signal);
    // Processor time it has used in all its threads, milliseconds.
    double processor_ms() const;

private:
    void start(const std::vector<std::string>& words, int in, int out);
    void ended(int status);

    pid_t pid_ = -1;
    int code_ = -1;
};

}  // namespace kopilka
