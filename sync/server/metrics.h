// What the server counts, in the text format of Prometheus (text/plain; version=0.0.4). From any
// thread.
#pragma once
#include "sync/protocol/message.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kopilka::sync {

class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void answered(std::string_view path, unsigned status, double seconds);
    void uploaded(const UploadReply& reply);  // each record by its status, a refusal by its reason
    void turned_away();                       // no handshake
    struct State {                            // as it is when asked
        std::uint64_t feed_head = 0;
        std::uint64_t waiting = 0;  // receipts not yet priced again
        std::uint64_t open_cases = 0;
    };
    void set(const State& state);
    std::string text() const;

private:
    struct Counted;
    std::unique_ptr<Counted> counted_;
};

}  // namespace kopilka::sync
