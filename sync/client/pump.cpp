#include "sync/client/pump.h"

#include "sync/client/dialogue.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/enrolment.h"
#include "sync/transport/running_clock.h"

#include <atomic>
#include <thread>
#include <vector>

namespace kopilka::sync {
class Pump::Work {
public:
    Work(PumpSettings settings, Outbox& outbox, Inbox& inbox,
         std::function<void(const SyncNews&)> on_news)
        : settings_(std::move(settings)),
          on_news_(std::move(on_news)),
          central_(settings_.server, settings_),
          dialogue_({settings_.till, settings_.identity.key, settings_.poll_seconds, settings_.seed,
                     settings_.wall_clock, settings_.store_server.has_value()},
                    outbox, inbox, running_ms) {
        if (settings_.store_server) near_.emplace(*settings_.store_server, settings_);
        thread_ = std::thread([this] { run(); });
    }

    ~Work() {
        stopping_ = true;
        for (Line* line : lines()) {
            line->uploads.stop();
            line->changes.stop();
        }
        thread_.join();
    }

    void wake() {
        woken_ = true;
        for (Line* line : lines()) line->changes.interrupt();
    }

private:
    // Uploads and the waiting for changes, to one server.
    struct Line {
        Line(const Address& server, const PumpSettings& settings)
            : uploads(server, settings.identity, settings.timeouts, kMostBodyBytes),
              changes(server, settings.identity, settings.timeouts, kMostBodyBytes) {}
        Connection uploads;
        Connection changes;
    };
    std::vector<Line*> lines() {
        return near_ ? std::vector{&central_, &*near_} : std::vector{&central_};
    }
    Line& line_to(Whom whom) { return whom == Whom::Central ? central_ : *near_; }

    void run() {
        dialogue_.count();
        tell();
        while (!stopping_) {
            if (woken_.exchange(false)) dialogue_.count();
            // Who waits at the other server for something new asks here now.
            Connection& changes = line_to(dialogue_.asking()).changes;
            if (changes.busy() && dialogue_.asking() != dialogue_.whom()) changes.drop();
            const Next todo = dialogue_.next_step(changes.busy() && !stopping_);
            if (todo.upload) {
                upload();
            } else if (todo.ask_changes) {
                ask_changes();
            } else if (auto reply = changes.wait(todo.wait_ms); reply && !stopping_) {
                take_changes(*reply);
            }
            tell();
        }
    }

    void upload() {
        const auto message = dialogue_.begin_upload();
        if (!message) return;
        Connection& uploads = line_to(dialogue_.uploading_to()).uploads;
        uploads.be_patient(dialogue_.patience(dialogue_.uploading_to()));
        const auto reply = uploads.exchange({"POST", "/v1/records", encode(*message)});
        if (stopping_) return;
        if (dialogue_.end_upload(*message, reply) == Answer::Nonsense) uploads.drop();
        if (dialogue_.wants_certificate()) renew();
    }

    void ask_changes() {
        const auto question = dialogue_.begin_changes();
        if (!question) return;
        Connection& changes = line_to(dialogue_.asking()).changes;
        changes.be_patient(dialogue_.patience(dialogue_.asking()));
        changes.start({"GET", question->target, {}}, question->wait_seconds * 1'000);
    }

    void take_changes(const Result<ClientReply>& reply) {
        if (dialogue_.end_changes(reply) == Answer::Nonsense)
            line_to(dialogue_.asking()).changes.drop();
        if (dialogue_.wants_certificate()) renew();
    }

    // A new certificate for the same key, of central. Asked for again at the next answer that wants
    // it.
    void renew() {
        const auto given = ask_for_certificate(central_.uploads);
        if (!given || stopping_) return;
        if (!*given) return dialogue_.end_renewal(given->error().detail);
        if (auto kept = settings_.keep_certificate(**given); !kept)
            return dialogue_.end_renewal(kept.error().detail);
        settings_.identity.certificate = **given;
        for (Line* line : lines()) {
            line->uploads.become(settings_.identity);
            line->changes.become(settings_.identity);
        }
        dialogue_.end_renewal(std::nullopt);
    }

    void tell() {
        if (told_ == dialogue_.news() || stopping_) return;
        told_ = dialogue_.news();
        on_news_(*told_);
    }

    PumpSettings settings_;
    std::function<void(const SyncNews&)> on_news_;
    Line central_;
    std::optional<Line> near_;
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

std::optional<Result<Bytes>> ask_for_certificate(Connection& central) {
    const auto reply = central.exchange({"POST", "/v1/renew", {}});
    if (!reply) return std::nullopt;
    auto said = decode_renew_reply(reply->body);
    if (said && said->refusal == RenewRefusal::None) return std::move(said->certificate);
    return fail(Errc::Invalid, said ? said->detail : "nonsense instead of a certificate");
}

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
