// What benchmarks of a whole chain have in common: a running `central`, and enrolled tills that
// send it their journals over TLS.
#pragma once
#include "sync/transport/client.h"
#include "tests/bench/journals.h"
#include "tests/support/running_server.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace kopilka::bench {

using Seconds = std::chrono::duration<double>;
Seconds since(std::chrono::steady_clock::time_point start);

// A till that has its journal ready, and a certificate.
struct Sender {
    Journal journal;
    sync::Identity identity;
    Seconds took{};
    std::vector<double> answers;  // seconds, of each upload
    bool failed = false;          // an upload was not answered, or not all of it was booked
};

// What a till has from now on that the server let in.
sync::Identity enrol_at(const sync::RunningServer& server, const TillId& till);
bool is_taken(const Result<sync::ClientReply>& reply);  // each record booked, for the first time

std::vector<Sender> senders_of(std::string_view name, std::size_t tills, std::size_t uploads,
                               std::size_t records, const sync::RunningServer& server);
// A thread for each, which rests `pause` after each upload, and ends after the last or at `stop`.
void start_all(std::vector<Sender>& senders, const sync::Address& server,
               std::chrono::milliseconds pause, const std::atomic<bool>& stop,
               std::vector<std::thread>& threads);

}  // namespace kopilka::bench
