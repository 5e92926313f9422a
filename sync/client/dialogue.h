// What a till says to its server and what it makes of the answers, step by step: no thread, no
// network, no clock of its own. The pump gives it all three; the simulator gives it others.
#pragma once
#include "pos/core/ed25519.h"
#include "sync/client/session.h"
#include "sync/client/sync_news.h"

#include <functional>
#include <optional>
#include <string>

namespace kopilka::sync {

struct DialogueSettings {
    TillId till;
    KeySeed key;                      // signs the batches
    std::uint32_t poll_seconds = 20;  // how long a question for changes may wait at the server
    std::uint64_t seed = 1;           // of the jitter: different at every till
    // The till's own clock, to be compared with the server's; empty: it is not. Synchronizing goes
    // by none of them.
    std::function<Instant()> wall_clock{};
    bool has_store_server = false;
};

// Whom a till talks to: the server in its shop as long as that answers, else central itself.
enum class Whom : std::uint8_t { StoreServer, Central };

class Dialogue {
public:
    // `running_ms`: a clock that only goes forward.
    Dialogue(DialogueSettings settings, Outbox& outbox, Inbox& inbox,
             std::function<std::uint64_t()> running_ms);

    const SyncNews& news() const { return news_; }
    Whom whom() const;                                   // to ask next
    Whom uploading_to() const { return uploading_to_; }  // what was begun last
    Whom asking() const { return asking_; }
    std::uint32_t patience(Whom whom) const {
        return (whom == Whom::Central ? central_ : near_).patience;
    }
    // How much is unsent and quarantined; keeps the old numbers where the disk does not say.
    void count();
    // `changes_asked`: an answer to that question is still to come.
    Next next_step(bool changes_asked) const;

    // What to send now, to uploading_to(); nullopt: nothing, or the journal cannot be read. One at
    // a time.
    std::optional<Upload> begin_upload();
    Answer end_upload(const Upload& sent, const Result<ClientReply>& reply);

    struct Question {
        std::string target;              // of the request
        std::uint32_t wait_seconds = 0;  // that the server may let it wait
    };
    // For asking(); nullopt: the cache cannot be read.
    std::optional<Question> begin_changes();
    Answer end_changes(const Result<ClientReply>& reply);

    // The last answer said that the certificate ends soon: to be asked for, and told of.
    bool wants_certificate() const { return wants_certificate_; }
    // nullopt: a new one was given, and is kept. Else why not.
    void end_renewal(const std::optional<std::string>& failure);

private:
    struct Asked {
        std::uint64_t running_ms = 0;
        Instant here;  // by the till's own clock
    };
    Asked ask_now() const;
    const Session& of(Whom whom) const { return whom == Whom::Central ? central_ : near_; }
    Session& of(Whom whom) { return whom == Whom::Central ? central_ : near_; }
    Upload signed_upload(UnsentBatch batch) const;
    Answer settle_upload(Answer answer, const std::string& cause);
    void settle(Whom whom, Answer answer, const std::string& cause);
    bool is_same_disk(std::uint64_t disk);
    Result<void> take_verdict(const UploadVerdict& verdict, Epoch epoch);
    Result<void> take_settled(const Changes& page);
    Result<void> take_page(const Changes& page);
    Result<void> take_leases(const LeaseNews& leases);
    Result<void> take_back(const std::vector<HeldUpTo>& held);
    void compare_clocks(const std::optional<ServerTime>& server, const Asked& asked);

    DialogueSettings settings_;
    Outbox& outbox_;
    Inbox& inbox_;
    std::function<std::uint64_t()> running_ms_;
    KeyPair key_;
    Session central_;
    Session near_;
    SyncNews news_;
    // At the store server, as long as it has that disk.
    std::uint64_t kept_by_ = 0;
    std::optional<KeptUpTo> kept_;
    std::uint64_t heard_ = 0;      // Settled up to this number are taken
    bool central_is_away_ = true;  // the store server does not reach it
    Whom uploading_to_ = Whom::Central;
    Whom asking_ = Whom::Central;
    bool answered_ = false;  // the last question for changes
    Asked asked_upload_;
    std::uint64_t asked_from_ = 0;
    Asked asked_changes_;
    bool wants_certificate_ = false;
};

}  // namespace kopilka::sync
