#include "tests/crash/central.h"

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {
namespace {

std::string said_by(const std::string& command) {
    const ProcessSaid said = run(command);
    if (said.code != 0) throw std::runtime_error(command + ": " + said.words);
    return said.words.substr(0, said.words.find_last_not_of('\n') + 1);
}

}  // namespace

std::string Central::command() const {
    return BINARY_DIR "/bin/central --data " + place_.data +
           (place_.database.empty() ? "" : " --database '" + place_.database + "'");
}

void Central::fill_with_demo() const {
    const std::string demo = SOURCE_DIR "/assets/demo/";
    said_by(command() + " shop " + demo + "shop.toml");
    said_by(command() + " import catalogue " + demo + "catalogue.json");
    said_by(command() + " import members " + demo + "members.json");
    said_by(command() + " publish " + demo + "publication.toml");
}

void Central::enrol(const app::Places& till) const {
    const std::string code = said_by(command() + " enrol-code --store nevsky --till nevsky-1");
    said_by(BINARY_DIR "/bin/till --data " + till.data.string() + " --keys " + till.keys.string() +
            " enrol --server https://127.0.0.1:" + port_ + " --code " + code);
}

void Central::start() {
    std::filesystem::remove(port_file());
    const std::string words = "exec " + command() + " serve --listen 127.0.0.1:" + port_ +
                              " --port-file " + port_file() + " >>" + place_.data +
                              ".log 2>&1 </dev/null";
    std::array<std::string, 3> shell{"/bin/sh", "-c", words};
    std::array<char*, 4> arguments{shell[0].data(), shell[1].data(), shell[2].data(), nullptr};
    if (::posix_spawn(&process_, "/bin/sh", nullptr, nullptr, arguments.data(), environ) != 0)
        throw std::runtime_error("cannot start central");
    for (int tries = 0; tries < 3'000; ++tries) {
        std::ifstream file(port_file());
        if (std::string port; std::getline(file, port) && !file.eof()) {
            port_ = port;
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("central does not listen: " + said_by("tail " + place_.data + ".log"));
}

void Central::kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

ProcessSaid Central::reconcile() const { return run(command() + " reconcile"); }

}  // namespace kopilka
