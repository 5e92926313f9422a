// What the pump does next, as pure rules: when to send, how much, how long to rest after a failure.
// Uploads and changes rest apart, so that a page nobody can read does not hold back sales.
// Time is milliseconds of any clock that only goes forward.
#pragma once
#include "sync/client/outbox.h"
#include "sync/transport/client.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kopilka::sync {

constexpr std::uint32_t kShortestRestMs = 500;
constexpr std::uint32_t kLongestRestMs = 60'000;
constexpr std::uint32_t kLongestRestNearMs = 4'000;  // of a server in the shop's own network
constexpr std::size_t kMostUploadBytes = 1 << 20;
constexpr std::uint32_t kMostPatience = 8;

enum class Answer : std::uint8_t {
    Good,
    Refused,   // understood, and not taken
    Nonsense,  // not an answer to what was asked
    None,      // no connection, or none in time
};

struct Channel {
    std::uint32_t failures = 0;  // in a row
    std::uint64_t rest_until_ms = 0;
    bool operator==(const Channel&) const = default;
};

struct Session {
    Channel uploads;
    Channel changes;
    std::uint32_t batch = kMostRecords;  // records in the next upload
    std::uint32_t patience = 1;          // times the usual limits; grows on a line that is slow
    std::uint64_t random = 1;            // state of the jitter; start it with the till's seed
    std::uint32_t longest_rest_ms = kLongestRestMs;
    bool operator==(const Session&) const = default;
};

// A session of its own jitter for each key, the same at each start.
std::uint64_t jitter_seed(const KeySeed& key);

struct Facts {
    std::uint64_t now_ms = 0;
    bool unsent = false;
    bool changes_asked = false;  // a request for changes is under way
};
struct Next {
    bool upload = false;        // now
    bool ask_changes = false;   // now, without waiting for the answer
    std::uint32_t wait_ms = 0;  // neither: wait so long for an answer or for something new
    bool operator==(const Next&) const = default;
};
Next next(const Session& session, const Facts& facts);

Session after_upload(Session session, Answer answer, std::uint64_t now_ms);
Session after_changes(Session session, Answer answer, std::uint64_t now_ms);

// What an answer to an upload means.
struct UploadVerdict {
    Answer answer = Answer::None;
    std::optional<Acknowledgement> acknowledgement = {};  // Good only
    std::optional<std::vector<HeldUpTo>> held = {};  // it holds less than it did: see take_back
    std::string cause = {};                          // unless Good
    bool renew = false;                              // a new certificate is to be asked for
    std::optional<ServerTime> time = {};
    LeaseNews leases = {};      // Good only
    std::uint64_t kept_by = 0;  // Good, and no acknowledgement: as in an UploadReply
};
UploadVerdict judge_upload(const Upload& sent, const Result<ClientReply>& reply);
// What central said of what a store server had kept.
UploadVerdict judge_settled(const Settled& settled);

struct ChangesVerdict {
    Answer answer = Answer::None;
    std::optional<Changes> page;  // Good only
    std::string cause;
    bool renew = false;
    std::optional<ServerTime> time{};
};
ChangesVerdict judge_changes(std::uint64_t asked_from, const Result<ClientReply>& reply);

}  // namespace kopilka::sync
