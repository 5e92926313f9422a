// A store server's side towards central, on a thread of its own: hands on its tills' letters,
// oldest first, and mirrors the change feed. Rests when central does not answer, as a till does.
#pragma once
#include "sync/server/relay.h"

#include <memory>

namespace kopilka::sync {

struct ForwarderSettings {
    Address central;
    std::string folder;  // where the keys are kept
    StoreKeys keys;
    Timeouts timeouts{};
    std::uint32_t poll_seconds = 20;  // how long a question for changes may wait at central
    std::function<Instant()> clock = now;
};

class Forwarder {
public:
    // Starts at once. `on_news` is called on its thread when tills may have something to hear.
    Forwarder(ForwarderSettings settings, std::unique_ptr<Database> database, CentralNews& news,
              std::function<void()> on_news);
    ~Forwarder();  // breaks off what is under way and joins
    Forwarder(const Forwarder&) = delete;
    Forwarder& operator=(const Forwarder&) = delete;

    void wake();  // there is a letter. From any thread; never waits.

private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kopilka::sync
