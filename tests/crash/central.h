// The program `central` in a process of its own, for being killed.
#pragma once
#include "pos/app/premises.h"
#include "sync/server/place.h"
#include "tests/support/shell.h"

#include <string>

#include <sys/types.h>

namespace kopilka {

class Central {
public:
    explicit Central(sync::Place place) : place_(std::move(place)) {}
    Central(const Central&) = delete;
    Central& operator=(const Central&) = delete;
    ~Central() { kill(); }

    // The demo shop, by the commands an administrator types. Throws where one fails, as all here.
    void fill_with_demo() const;
    // The till nevsky-1, by the program `till`; the server must be running.
    void enrol(const app::Places& till) const;
    // Listening when it returns, each time at the same port.
    void start();
    // SIGKILL, now; nothing where it is not running.
    void kill();
    ProcessSaid reconcile() const;  // the command
    bool is_running() const { return process_ > 0; }
    std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(port_)); }

private:
    std::string command() const;
    std::string port_file() const { return place_.data + ".port"; }

    sync::Place place_;
    std::string port_ = "0";
    pid_t process_ = -1;
};

}  // namespace kopilka
