// The program `central` in a process of its own: the server of a place, to be stopped, killed and
// started again. Everything here throws where it does not come about.
#pragma once
#include "sync/server/place.h"
#include "sync/transport/client.h"
#include "tests/support/process.h"
#include "tests/support/program.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kopilka {

class Central {
public:
    // `within`: as for central_of(); `host`: where it listens and tills find it. What it says goes
    // to DATA.log.
    explicit Central(sync::Place place, std::vector<std::string> within = {},
                     std::string host = "127.0.0.1");

    // Its commands, beside the running server or without one.
    const Program& program() const { return program_; }
    // The demo shop, as an administrator types it in.
    void fill_with_demo() const;
    // By the program `till`; the server must be running.
    void enrol(const Program& till, const std::string& name = "nevsky-1",
               const std::string& store = "nevsky") const;

    // Listening when it returns; each time at the same port.
    void start();
    int stop();   // as an administrator stops it; its exit code
    void kill();  // SIGKILL, now; nothing where it is not running
    bool is_running() { return process_ && process_->runs(); }

    sync::Address address() const { return {host_, port_}; }
    pid_t id() const { return process_.value().id(); }  // while it runs
    std::filesystem::path log_file() const { return place_.data + ".log"; }
    std::string log() const;

private:
    sync::Place place_;
    std::string host_;
    Program program_;
    std::uint16_t port_ = 0;
    std::optional<Process> process_;
};

}  // namespace kopilka
