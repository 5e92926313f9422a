#include "tests/bench/relay.h"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::bench {
namespace {

constexpr int kLookUpMs = 50;  // how often it is asked whether to stop

sockaddr_in here(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

sockaddr* as_address(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

int connected_to(std::uint16_t port) {
    const int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = here(port);
    connect(line, as_address(address), sizeof address);
    const int at_once = 1;
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    return line;
}

bool send_whole(int line, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = send(line, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

// Counted before it is sent on, so that whoever has read an answer finds it counted.
bool pass_some(int from, int to, std::atomic<std::uint64_t>& count) {
    std::array<char, 65'536> bytes;
    const ssize_t got = recv(from, bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    count += static_cast<std::uint64_t>(got);
    return send_whole(to, bytes.data(), static_cast<std::size_t>(got));
}

}  // namespace

Relay::Relay(std::uint16_t server) : server_(server) {
    listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = here(0);
    socklen_t size = sizeof address;
    if (bind(listening_, as_address(address), size) != 0 || listen(listening_, 8) != 0 ||
        getsockname(listening_, as_address(address), &size) != 0) {
        close(listening_);
        throw std::runtime_error("no port for the relay");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
    stop_ = true;
    thread_.join();
    close(listening_);
}

void Relay::run() {
    while (!stop_) {
        pollfd asked{listening_, POLLIN, 0};
        if (poll(&asked, 1, kLookUpMs) <= 0) continue;
        const int till = accept(listening_, nullptr, nullptr);
        const int at_once = 1;
        setsockopt(till, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        const int server = connected_to(server_);
        pass(till, server);
        close(server);
        close(till);
    }
}

void Relay::pass(int till, int server) {
    while (!stop_) {
        std::array<pollfd, 2> lines{{{till, POLLIN, 0}, {server, POLLIN, 0}}};
        if (poll(lines.data(), lines.size(), kLookUpMs) <= 0) continue;
        if (lines[0].revents != 0 && !pass_some(till, server, up_)) return;
        if (lines[1].revents != 0 && !pass_some(server, till, down_)) return;
    }
}

}  // namespace kopilka::bench
