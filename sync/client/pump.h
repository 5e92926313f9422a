// The till's side of synchronization on one thread of its own: sends what is unsent, takes what
// changed, rests when the network or the server does not answer. Nobody ever waits for it: wake()
// only sets a flag, and news come by a callback. It opens no files; see outbox.h.
#pragma once
#include "sync/client/outbox.h"
#include "sync/client/sync_news.h"
#include "sync/transport/client.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

struct PumpSettings {
    Address server;
    TillId till;
    Identity identity;  // its key signs the batches too
    // Keeps a renewed certificate beside the till's keys; durable when it returns.
    std::function<Result<void>(const Bytes& certificate)> keep_certificate;
    Timeouts timeouts;
    std::uint32_t poll_seconds = 20;  // how long a request for changes may wait at the server
    std::uint64_t seed = 1;           // of the jitter: different at every till
    // The till's own clock, to be compared with the server's; empty: it is not. Synchronizing goes
    // by none of them.
    std::function<Instant()> wall_clock{};
    std::optional<Address> store_server{};  // in the shop's own network: asked first
};

class Pump {
public:
    // Starts at once. `on_news` is called on the pump's thread whenever a number changed.
    Pump(PumpSettings settings, Outbox& outbox, Inbox& inbox,
         std::function<void(const SyncNews&)> on_news);
    ~Pump();  // breaks off what is under way and joins
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;

    void wake();  // a record was journaled. From any thread; never waits.

private:
    class Work;
    std::unique_ptr<Work> work_;
};

// A new certificate for the key of this connection's. nullopt: no answer; Errc::Invalid: refused.
std::optional<Result<Bytes>> ask_for_certificate(Connection& central);

// One enrolment over the network, for `till enrol`: `code` as it was typed, `key` of the till.
// Refusals are in the reply. Errc::Invalid: the answer does not come from the server that gave the
// code.
Result<EnrolReply> enrol(const Address& server, std::string_view code, const KeySeed& key,
                         const Timeouts& timeouts = {});

}  // namespace kopilka::sync
