#include "sync/client/pump.h"

#include "sync/client/dialogue.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/enrolment.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace kopilka::sync {
namespace {

std::uint64_t now_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

}  // namespace

class Pump::Work {
public:
    Work(PumpSettings settings, Outbox& outbox, Inbox& inbox,
         std::function<void(const SyncNews&)> on_news)
        : settings_(std::move(settings)),
          on_news_(std::move(on_news)),
          uploads_(settings_.server, settings_.identity, settings_.timeouts, kMostBodyBytes),
          changes_(settings_.server, settings_.identity, settings_.timeouts, kMostBodyBytes),
          dialogue_({settings_.till, settings_.identity.key, settings_.poll_seconds, settings_.seed,
                     settings_.wall_clock},
                    outbox, inbox, now_ms) {
        thread_ = std::thread([this] { run(); });
    }

    ~Work() {
        stopping_ = true;
        uploads_.stop();
        changes_.stop();
        thread_.join();
    }

    void wake() {
        woken_ = true;
        changes_.interrupt();
    }

private:
    void run() {
        dialogue_.count();
        tell();
        while (!stopping_) {
            if (woken_.exchange(false)) dialogue_.count();
            const Next todo = dialogue_.next_step(changes_.busy() && !stopping_);
            if (todo.upload) {
                upload();
            } else if (todo.ask_changes) {
                ask_changes();
            } else if (auto reply = changes_.wait(todo.wait_ms); reply && !stopping_) {
                take_changes(*reply);
            }
            tell();
        }
    }

    void upload() {
        const auto message = dialogue_.begin_upload();
        if (!message) return;
        uploads_.be_patient(dialogue_.patience());
        const auto reply = uploads_.exchange({"POST", "/v1/records", encode(*message)});
        if (stopping_) return;
        if (dialogue_.end_upload(*message, reply) == Answer::Nonsense) uploads_.drop();
        if (dialogue_.wants_certificate()) renew();
    }

    void ask_changes() {
        const auto question = dialogue_.begin_changes();
        if (!question) return;
        changes_.be_patient(dialogue_.patience());
        changes_.start({"GET", question->target, {}}, question->wait_seconds * 1'000);
    }

    void take_changes(const Result<ClientReply>& reply) {
        if (dialogue_.end_changes(reply) == Answer::Nonsense) changes_.drop();
        if (dialogue_.wants_certificate()) renew();
    }

    // A new certificate for the same key. Asked for again at the next answer that wants it.
    void renew() {
        const auto reply = uploads_.exchange({"POST", "/v1/renew", {}});
        if (!reply || stopping_) return;
        const auto said = decode_renew_reply(reply->body);
        if (!said || said->refusal != RenewRefusal::None)
            return dialogue_.end_renewal(said ? said->detail : "nonsense instead of a certificate");
        if (auto kept = settings_.keep_certificate(said->certificate); !kept)
            return dialogue_.end_renewal(kept.error().detail);
        settings_.identity.certificate = said->certificate;
        uploads_.become(settings_.identity);
        changes_.become(settings_.identity);
        dialogue_.end_renewal(std::nullopt);
    }

    void tell() {
        if (told_ == dialogue_.news() || stopping_) return;
        told_ = dialogue_.news();
        on_news_(*told_);
    }

    PumpSettings settings_;
    std::function<void(const SyncNews&)> on_news_;
    Connection uploads_;
    Connection changes_;
    Dialogue dialogue_;
    std::optional<SyncNews> told_;
    std::atomic<bool> woken_ = false;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

Pump::Pump(PumpSettings settings, Outbox& outbox, Inbox& inbox,
           std::function<void(const SyncNews&)> on_news)
    : work_(std::make_unique<Work>(std::move(settings), outbox, inbox, std::move(on_news))) {}
Pump::~Pump() = default;
void Pump::wake() { work_->wake(); }

Result<EnrolReply> enrol(const Address& server, std::string_view code, const KeySeed& key,
                         const Timeouts& timeouts) {
    const std::string where = to_string(server);
    const PublicKey till_key = key_pair_from_seed(key).public_key;
    const CodeKeys keys = keys_of_code(code);
    Connection connection(server, Identity{}, timeouts, kMostBodyBytes);
    const auto met = connection.exchange({"GET", "/v1/health", {}});
    if (!met) return tl::unexpected(met.error());
    const EnrolRequest request{keys.id, till_key,
                               till_proof(keys, till_key, connection.server_certificate())};
    const auto reply = connection.exchange({"POST", "/v1/enrol", encode(request)});
    if (!reply) return tl::unexpected(reply.error());
    auto said = decode_enrol_reply(reply->body);
    if (!said)
        return fail(Errc::Corrupt, where + " is not a Kopilka server (HTTP " +
                                       std::to_string(reply->status) + ")");
    if (said->refusal != EnrolRefusal::None) return *std::move(said);
    const Credentials& given = said->credentials;
    if (!is_equal(said->proof, server_proof(keys, till_key, given.certificate, given.authority)))
        return fail(Errc::Invalid, where +
                                       " does not know the code it was asked about: somebody "
                                       "stands between this till and the server");
    return *std::move(said);
}

}  // namespace kopilka::sync
