#include "tests/sync/slow_line.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <deque>
#include <mutex>
#include <random>
#include <system_error>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kMtu = 576;  // what slow lines are set to

void need(bool done, const char* what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

private:
    int number_;
};

sockaddr address_of(const char* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, text, &address.sin_addr);
    sockaddr plain{};
    std::memcpy(&plain, &address, sizeof plain);
    return plain;
}

void bring_up(const char* device, const char* address) {
    const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    if (address != nullptr) {
        request.ifr_addr = address_of(address);
        need(::ioctl(socket.get(), SIOCSIFADDR, &request) == 0, "an address for the line");
        request.ifr_netmask = address_of("255.255.255.0");
        need(::ioctl(socket.get(), SIOCSIFNETMASK, &request) == 0, "a netmask for the line");
        request.ifr_mtu = kMtu;
        need(::ioctl(socket.get(), SIOCSIFMTU, &request) == 0, "the line's packet size");
    }
    need(::ioctl(socket.get(), SIOCGIFFLAGS, &request) == 0, "the line's state");
    request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP | IFF_RUNNING);
    need(::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0, "switching the line on");
}

struct End {
    Descriptor network{-1};  // the namespace
    Descriptor packets{-1};  // the TUN device
};

void run_apart(const std::function<void()>& work) {
    std::exception_ptr failed;
    std::thread([&] {
        try {
            work();
        } catch (...) {
            failed = std::current_exception();
        }
    }).join();
    if (failed) std::rethrow_exception(failed);
}

End make_end(const char* address) {
    End end;
    run_apart([&] {
        need(::unshare(CLONE_NEWNET) == 0, "a network of its own");
        bring_up("lo", nullptr);
        end.network = Descriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
        end.packets = Descriptor(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
        need(end.packets.get() >= 0, "/dev/net/tun");
        ifreq request{};
        std::strncpy(request.ifr_name, "slow", IFNAMSIZ - 1);
        request.ifr_flags = IFF_TUN | IFF_NO_PI;
        need(::ioctl(end.packets.get(), TUNSETIFF, &request) == 0, "a TUN device");
        bring_up("slow", address);
    });
    return end;
}

void run_at(const End& end, const std::function<void()>& work) {
    run_apart([&] {
        need(::setns(end.network.get(), CLONE_NEWNET) == 0, "going to an end");
        work();
    });
}

// Where nobody is root: one's own user namespace, in which one is.
void become_root() {
    if (::geteuid() == 0) return;
    const std::string user = "0 " + std::to_string(::geteuid()) + " 1\n";
    need(::unshare(CLONE_NEWUSER) == 0, "a user namespace");
    const Descriptor map(::open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC));
    need(::write(map.get(), user.data(), user.size()) > 0, "a user namespace's root");
}

bool begins_a_connection(const std::vector<char>& packet) {
    constexpr std::size_t kFlags = 13;
    const std::size_t header = 4 * (static_cast<unsigned char>(packet[0]) & 15U);
    const bool tcp = packet.size() > header + kFlags && packet[9] == IPPROTO_TCP;
    return tcp && (packet[header + kFlags] & 0x12) == 0x02;  // SYN without ACK
}

}  // namespace

class SlowLine::Impl {
public:
    explicit Impl(const LineKind& kind) : kind_(kind), random_(kind.seed) {
        become_root();
        ends_[0] = make_end("10.88.0.1");
        ends_[1] = make_end("10.88.0.2");
        relay_ = std::thread([this] { run(); });
    }
    ~Impl() {
        stopping_ = true;
        relay_.join();
    }
    const End& end(std::size_t place) const { return ends_[place]; }
    Counts counts() const {
        const std::lock_guard lock(mutex_);
        return counts_;
    }

private:
    struct Packet {
        Clock::time_point arrives;
        std::vector<char> bytes;
    };
    struct Way {
        std::deque<Packet> packets;
        Clock::time_point free;  // when the last one has left
    };

    void run() {
        while (!stopping_) {
            std::array<pollfd, 2> ready{
                {{ends_[0].packets.get(), POLLIN, 0}, {ends_[1].packets.get(), POLLIN, 0}}};
            ::poll(ready.data(), ready.size(), 5);
            for (std::size_t from = 0; from < 2; ++from)
                if ((ready[from].revents & POLLIN) != 0) take_all(from);
            for (std::size_t from = 0; from < 2; ++from) deliver(from);
        }
    }

    void take_all(std::size_t from) {
        std::array<char, 2'048> bytes{};
        while (true) {
            const ssize_t size = ::read(ends_[from].packets.get(), bytes.data(), bytes.size());
            if (size <= 0) return;
            take(from, {bytes.data(), bytes.data() + size});
        }
    }

    void take(std::size_t from, std::vector<char> bytes) {
        const std::lock_guard lock(mutex_);
        Way& way = ways_[from];
        const auto now = Clock::now();
        const auto crawl = std::chrono::nanoseconds(static_cast<std::int64_t>(bytes.size()) * 8 *
                                                    1'000'000'000 / kind_.bits_per_second);
        const auto backlog = std::max(way.free - now, Clock::duration::zero());
        const auto most =
            std::chrono::nanoseconds(kind_.queue_bytes * 8 * 1'000'000'000 / kind_.bits_per_second);
        ++counts_.packets;
        counts_.bytes += bytes.size();
        if (from == 1 && begins_a_connection(bytes)) ++counts_.connections;
        const bool unlucky = static_cast<int>(random_() % 100) < kind_.lost_percent;
        if (unlucky || backlog > most) {
            ++counts_.lost;
            return;
        }
        way.free = std::max(way.free, now) + crawl;
        way.packets.push_back(
            {way.free + std::chrono::milliseconds(kind_.delay_ms), std::move(bytes)});
    }

    void deliver(std::size_t from) {
        std::deque<Packet>& packets = ways_[from].packets;
        const int to = ends_[1 - from].packets.get();
        for (; !packets.empty() && packets.front().arrives <= Clock::now(); packets.pop_front())
            static_cast<void>(
                ::write(to, packets.front().bytes.data(), packets.front().bytes.size()));
    }

    const LineKind kind_;
    std::mt19937_64 random_;
    std::array<End, 2> ends_;
    std::array<Way, 2> ways_;
    mutable std::mutex mutex_;
    Counts counts_;
    std::atomic<bool> stopping_ = false;
    std::thread relay_;
};

SlowLine::SlowLine(const LineKind& kind) : impl_(std::make_unique<Impl>(kind)) {}
SlowLine::~SlowLine() = default;
void SlowLine::at_near_end(const std::function<void()>& work) { run_at(impl_->end(0), work); }
void SlowLine::at_far_end(const std::function<void()>& work) { run_at(impl_->end(1), work); }
SlowLine::Counts SlowLine::counts() const { return impl_->counts(); }

}  // namespace kopilka::sync
