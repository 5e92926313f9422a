#include "tests/bench/senders.h"

#include "sync/client/pump.h"
#include "sync/protocol/codec.h"

#include <algorithm>
#include <stdexcept>

#include <spdlog/spdlog.h>

namespace kopilka::bench {

using namespace sync;

namespace {

void send_all(Sender& sender, const Address& server, std::chrono::milliseconds pause,
              const std::atomic<bool>& stop) {
    Connection connection(server, sender.identity, {30'000, 120'000}, 1 << 20);
    const auto start = std::chrono::steady_clock::now();
    for (const Upload& upload : sender.journal.uploads) {
        if (stop) break;
        const auto asked = std::chrono::steady_clock::now();
        if (!is_taken(connection.exchange({"POST", "/v1/records", encode(upload)})))
            sender.failed = true;
        sender.answers.push_back(since(asked).count());
        std::this_thread::sleep_for(pause);
    }
    sender.took = since(start);
}

}  // namespace

Seconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::steady_clock::now() - start;
}

Identity enrol_at(const RunningServer& server, const TillId& till) {
    const Credentials credentials = server.enrol_till(till, seed_of(till));
    return {seed_of(till), credentials.certificate, credentials.authority};
}

bool is_taken(const Result<ClientReply>& reply) {
    const auto answer = reply ? decode_upload_reply(reply->body) : std::nullopt;
    return answer && answer->refusal == UploadRefusal::None &&
           std::ranges::all_of(answer->statuses, [](const RecordStatus& status) {
               return status.status == Status::Applied;
           });
}

std::vector<Sender> senders_of(std::string_view name, std::size_t tills, std::size_t uploads,
                               std::size_t records, const RunningServer& server) {
    std::vector<Sender> senders(tills);
    for (std::size_t n = 0; n < tills; ++n) {
        const TillId till{std::string(name) + std::to_string(n)};
        senders[n].journal = journal_of(till, uploads, records);
        senders[n].identity = enrol_at(server, till);
    }
    return senders;
}

void start_all(std::vector<Sender>& senders, const Address& server, std::chrono::milliseconds pause,
               const std::atomic<bool>& stop, std::vector<std::thread>& threads) {
    for (Sender& sender : senders)
        threads.emplace_back(
            [&sender, &server, pause, &stop] { send_all(sender, server, pause, stop); });
}

}  // namespace kopilka::bench
