#include "sync/client/pump.h"

#include "sync/client/session.h"
#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/enrolment.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
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
          outbox_(outbox),
          inbox_(inbox),
          on_news_(std::move(on_news)),
          key_(key_pair_from_seed(settings_.identity.key)),
          uploads_(settings_.server, settings_.identity, settings_.timeouts, kMostBodyBytes),
          changes_(settings_.server, settings_.identity, settings_.timeouts, kMostBodyBytes) {
        session_.random = settings_.seed;
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
    struct Asked {
        std::uint64_t running_ms = 0;
        Instant here;  // by the till's own clock
    };
    Asked ask_now() const {
        return {now_ms(), settings_.wall_clock ? settings_.wall_clock() : Instant()};
    }

    void run() {
        count();
        tell();
        while (!stopping_) {
            if (woken_.exchange(false)) count();
            const Next todo =
                next(session_, {now_ms(), news_.unsent > 0, changes_.busy() && !stopping_});
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

    // How much is unsent and quarantined; keeps the old numbers where the disk does not say.
    void count() {
        if (auto unsent = outbox_.unsent_count()) news_.unsent = *unsent;
        if (auto quarantined = outbox_.quarantined_count()) news_.quarantined = *quarantined;
    }

    void upload() {
        auto batch = outbox_.unsent(session_.batch, kMostUploadBytes);
        if (!batch) return settle_upload(Answer::Nonsense, "journal: " + batch.error().detail);
        if (batch->records.empty()) {
            news_.unsent = 0;
            return;
        }
        const Upload message = signed_upload(*std::move(batch));
        const Asked asked = ask_now();
        uploads_.be_patient(session_.patience);
        const auto reply = uploads_.exchange({"POST", "/v1/records", encode(message)});
        if (stopping_) return;
        const UploadVerdict verdict = judge_upload(message, reply);
        compare_clocks(verdict.time, asked);
        if (verdict.answer == Answer::Nonsense) uploads_.drop();
        if (verdict.acknowledgement) {
            if (auto kept = outbox_.acknowledge(*verdict.acknowledgement); !kept) {
                return settle_upload(Answer::Nonsense, "journal: " + kept.error().detail);
            }
            news_.last_acknowledged =
                RecordId{settings_.till, message.epoch, verdict.acknowledgement->watermark};
            count();
        }
        if (verdict.held) {
            if (auto taken = take_back(*verdict.held); !taken)
                return settle_upload(Answer::Nonsense, taken.error().detail);
        }
        settle_upload(verdict.answer, verdict.cause);
        if (verdict.renew) renew();
    }

    // A new certificate for the same key. Asked for again at the next answer that wants it.
    void renew() {
        const auto reply = uploads_.exchange({"POST", "/v1/renew", {}});
        if (!reply || stopping_) return;
        const auto said = decode_renew_reply(reply->body);
        if (!said || said->refusal != RenewRefusal::None) {
            news_.cause = said ? said->detail : "nonsense instead of a certificate";
            return;
        }
        if (auto kept = settings_.keep_certificate(said->certificate); !kept) {
            news_.cause = kept.error().detail;
            return;
        }
        settings_.identity.certificate = said->certificate;
        uploads_.become(settings_.identity);
        changes_.become(settings_.identity);
        session_.uploads = session_.changes = {};
    }

    Upload signed_upload(UnsentBatch batch) const {
        Upload upload{batch.epoch, batch.first, std::move(batch.records), {}, {}, news_.clock};
        upload.head = blake2b(upload.records.back());
        upload.signature =
            sign(key_, {settings_.till, upload.epoch, upload.first,
                        static_cast<std::uint32_t>(upload.records.size()), upload.head});
        return upload;
    }

    void settle_upload(Answer answer, const std::string& cause) {
        session_ = after_upload(session_, answer, now_ms());
        settle(answer, cause);
    }

    void ask_changes() {
        const auto position = inbox_.position();
        if (!position) {
            session_ = after_changes(session_, Answer::Nonsense, now_ms());
            return settle(Answer::Nonsense, "cache: " + position.error().detail);
        }
        asked_from_ = *position;
        news_.feed_position = *position;
        asked_changes_ = ask_now();
        changes_.be_patient(session_.patience);
        const std::uint32_t wait = news_.online && news_.caught_up ? settings_.poll_seconds : 0;
        changes_.start({"GET", "/v1/changes?" + to_text(ChangesQuery{asked_from_, wait}), {}},
                       wait * 1'000);
    }

    void take_changes(const Result<ClientReply>& reply) {
        ChangesVerdict verdict = judge_changes(asked_from_, reply);
        compare_clocks(verdict.time, asked_changes_);
        if (verdict.answer == Answer::Nonsense) changes_.drop();
        const bool news = verdict.page && (verdict.page->next != asked_from_ ||
                                           verdict.page->whole || !verdict.page->changes.empty());
        if (news) {
            if (auto kept = take_page(*verdict.page); !kept)
                verdict = {Answer::Nonsense, std::nullopt, kept.error().detail};
            else
                news_.feed_position = verdict.page->next;
        }
        news_.caught_up = verdict.page && !verdict.page->more;
        session_ = after_changes(session_, verdict.answer, now_ms());
        settle(verdict.answer, verdict.cause);
        if (verdict.renew) renew();
    }

    // What is unsent again comes first: the position that a page leaves behind is its receipt.
    Result<void> take_page(const Changes& page) {
        if (page.whole) {
            if (auto taken = take_back(page.held); !taken) return taken;
        }
        if (auto kept = inbox_.apply(page); !kept)
            return fail(kept.error().code, "cache: " + kept.error().detail);
        return {};
    }

    Result<void> take_back(const std::vector<HeldUpTo>& held) {
        if (auto taken = outbox_.take_back(held); !taken)
            return fail(taken.error().code, "journal: " + taken.error().detail);
        count();
        return {};
    }

    // Every answer tells the time; what it says is kept where it says something new.
    // A clock that somebody sets meanwhile says nothing: the next answer will.
    void compare_clocks(const std::optional<ServerTime>& server, const Asked& asked) {
        if (!server || !settings_.wall_clock) return;
        constexpr std::int64_t kSetMs = 1'000;
        const auto took = static_cast<std::int64_t>(now_ms() - asked.running_ms);
        const Instant here = settings_.wall_clock();
        if (std::abs(here.ms - asked.here.ms - took) > kSetMs && here != asked.here) return;
        const ClockReading reading = followed(news_.clock, read_clock(*server, here, took));
        if (news_.clock == reading) return;
        if (auto kept = outbox_.keep_clock(reading); kept) news_.clock = reading;
    }

    // Refused is an answer too: the network is there.
    void settle(Answer answer, const std::string& cause) {
        news_.online = answer == Answer::Good || answer == Answer::Refused;
        news_.cause = cause;
    }

    void tell() {
        if (told_ == news_ || stopping_) return;
        told_ = news_;
        on_news_(news_);
    }

    PumpSettings settings_;
    Outbox& outbox_;
    Inbox& inbox_;
    std::function<void(const SyncNews&)> on_news_;
    KeyPair key_;
    Connection uploads_;
    Connection changes_;
    Session session_;
    SyncNews news_;
    std::optional<SyncNews> told_;
    std::uint64_t asked_from_ = 0;
    Asked asked_changes_;
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
