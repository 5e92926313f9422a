#include "tests/support/process.h"

#include "tests/support/eventually.h"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {

Process::Process(const std::vector<std::string>& words, const std::filesystem::path& log) {
    const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    start(words, in, out);
    ::close(in);
    ::close(out);
}

Process::Process(const std::vector<std::string>& words, int in, int out) { start(words, in, out); }

void Process::start(const std::vector<std::string>& words, int in, int out) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDERR_FILENO);
    const int failed =
        ::posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + words.front());
}

Process::~Process() { end(SIGKILL); }

bool Process::runs() {
    if (pid_ < 0) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
    ended(status);
    return false;
}

void Process::signal(int number) {
    if (runs()) ::kill(pid_, number);
}

int Process::wait(double seconds) {
    return eventually([this] { return !runs(); }, seconds) ? code_ : -1;
}

int Process::end(int signal_number) {
    signal(signal_number);
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, 0) == pid_) ended(status);
    return code_;
}

void Process::ended(int status) {
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    pid_ = -1;
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

}  // namespace kopilka
