#include "tests/window/process.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {
namespace {

void become(const std::vector<std::string>& words, const std::string& log) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::string& log) : pid_(fork()) {
    if (pid_ < 0) throw std::runtime_error("cannot start " + words.front());
    if (pid_ == 0) become(words, log);
}

Process::~Process() {
    if (!runs()) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

bool Process::runs() {
    if (pid_ < 0) return false;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    pid_ = -1;
    return false;
}

void Process::signal(int number) {
    if (runs()) ::kill(pid_, number);
}

int Process::wait(double seconds) {
    return eventually([this] { return !runs(); }, seconds) ? code_ : -1;
}

// Fields 14 and 15 of proc(5) stat; field 2, in brackets, has no space in our programs' names.
double Process::processor_ms() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
    std::string skipped;
    for (int i = 1; i < 14; ++i) file >> skipped;
    double user = 0;
    double system = 0;
    file >> user >> system;
    return (user + system) * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void sleep_for(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace kopilka
