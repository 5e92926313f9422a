// A socket that listens on loopback and does with each connection what it is told: a server that
// is slow, talks nonsense or says nothing.
#pragma once
#include "sync/transport/client.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::sync {

class RawServer {
public:
    // `serve` runs on a thread for each connection; reads end when this server goes. Port 0: a free
    // one.
    explicit RawServer(std::function<void(int socket)> serve, std::uint16_t port = 0)
        : serve_(std::move(serve)) {
        listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
        const int yes = 1;
        ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listening_, any, size), 0);
        EXPECT_EQ(::listen(listening_, 16), 0);
        ::getsockname(listening_, any, &size);
        port_ = ntohs(address.sin_port);
        accepting_ = std::thread([this] { accept_all(); });
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer() {
        ::shutdown(listening_, SHUT_RDWR);
        accepting_.join();
        ::close(listening_);
        {
            const std::lock_guard lock(mutex_);
            for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
        }
        for (std::thread& thread : threads_) thread.join();
    }

    Address address() const { return {"127.0.0.1", port_}; }
    int connections() const { return connections_; }

private:
    void accept_all() {
        while (true) {
            const int socket = ::accept(listening_, nullptr, nullptr);
            if (socket < 0) return;
            ++connections_;
            const std::lock_guard lock(mutex_);
            open_.insert(socket);
            threads_.emplace_back([this, socket] { serve_one(socket); });
        }
    }
    void serve_one(int socket) {
        serve_(socket);
        const std::lock_guard lock(mutex_);
        open_.erase(socket);
        ::close(socket);
    }

    std::function<void(int)> serve_;
    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;  // guards what follows
    std::set<int> open_;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

// What such a server may do with a connection.
inline void hear(int socket) {
    char bytes[4096];
    static_cast<void>(::recv(socket, bytes, sizeof bytes, 0));
}
inline void say(int socket, const std::string& text) {
    ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}
// Until the other side has gone.
inline void wait_for_end(int socket) {
    char byte;
    while (::recv(socket, &byte, 1, 0) > 0) {
    }
}

}  // namespace kopilka::sync
