// A store server's answers to its tills: takes in what they send and keeps it for central, tells
// them what central told, and what it answered. A till is believed by its certificate and its
// signature; whether it may still send is for central to say.
#pragma once
#include "sync/server/letters.h"
#include "sync/server/store_keys.h"
#include "sync/transport/server.h"

#include <atomic>
#include <map>

namespace kopilka::sync {

// How things stand with central, as whoever talks to it finds; read by whoever talks to tills.
struct CentralNews {
    std::atomic<bool> is_away = true;
    std::atomic<bool> has_clock = false;
    std::atomic<std::int64_t> clock_ahead_ms = 0;  // of this machine's clock, where it is known
};

class Relay {
public:
    // `disk`: open_letter_book(). `on_letter`: one more is to be handed on.
    Relay(Database& database, StoreId store, std::uint64_t disk, const CentralNews& central,
          std::function<Instant()> clock, std::function<void()> on_letter)
        : database_(database),
          store_(std::move(store)),
          disk_(disk),
          central_(central),
          clock_(std::move(clock)),
          on_letter_(std::move(on_letter)) {}

    // On the listener's thread; nullopt: not yet.
    std::optional<ServerReply> answer(ServerRequest& request);

private:
    std::string why_not(const ServerRequest& request) const;  // empty: a till of this store
    ServerReply records(const ServerRequest& request);
    std::optional<ServerReply> changes(ServerRequest& request);
    void forget(const TillId& till, std::uint64_t heard);
    std::optional<ServerTime> central_time(const ServerRequest& request) const;

    Database& database_;
    StoreId store_;
    std::uint64_t disk_;
    const CentralNews& central_;
    std::function<Instant()> clock_;
    std::function<void()> on_letter_;
    std::map<std::string, std::uint64_t> forgotten_;  // by till: answers up to there
};

}  // namespace kopilka::sync
