#include "sync/server/forwarder.h"

#include "sync/client/pump.h"
#include "sync/client/session.h"
#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "sync/server/chain.h"
#include "sync/server/mirror.h"
#include "sync/transport/running_clock.h"

#include <thread>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

// Of what the store server is told about itself, or about central's disk: the letter waits.
bool is_about_the_letter(UploadRefusal refusal) {
    return refusal != UploadRefusal::Busy && refusal != UploadRefusal::NotByYou &&
           refusal != UploadRefusal::Expired;
}

}  // namespace

class Forwarder::Work {
public:
    Work(ForwarderSettings settings, std::unique_ptr<Database> database, CentralNews& news,
         std::function<void()> on_news)
        : settings_(std::move(settings)),
          database_(std::move(database)),
          news_(news),
          on_news_(std::move(on_news)),
          uploads_(settings_.central, settings_.keys.identity(), settings_.timeouts,
                   kMostBodyBytes),
          changes_(settings_.central, settings_.keys.identity(), settings_.timeouts,
                   kMostBodyBytes) {
        session_.random = jitter_seed(settings_.keys.seed);
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
        while (!stopping_) {
            if (woken_.exchange(false)) look_for_letters();
            const Next todo = next(session_, {running_ms(), letters_, changes_.busy()});
            if (todo.upload) {
                hand_on();
            } else if (todo.ask_changes) {
                ask_changes();
            } else if (auto reply = changes_.wait(todo.wait_ms); reply && !stopping_) {
                take_changes(*reply);
            }
        }
    }

    void look_for_letters() {
        const auto read = database_->read([&] { letters_ = count_letters(*database_) > 0; });
        if (!read) spdlog::error("letters: {}", read.error().detail);
    }

    void hand_on() {
        std::optional<Letter> letter;
        const auto read = database_->read([&] { letter = oldest_letter(*database_); });
        if (!read) return end_upload(Answer::Nonsense, read.error().detail);
        letters_ = letter.has_value();
        if (!letter) return;
        Upload upload = letter->upload;
        upload.forwarded = letter->till;
        uploads_.be_patient(session_.patience);
        const auto reply = uploads_.exchange({"POST", "/v1/records", encode(upload)});
        if (stopping_) return;
        if (!reply) return end_upload(Answer::None, reply.error().detail);
        const auto said = decode_upload_reply(reply->body);
        if (!said) {
            uploads_.drop();
            return end_upload(Answer::Nonsense, "HTTP " + std::to_string(reply->status));
        }
        if (said->renew) renew();
        if (!is_about_the_letter(said->refusal)) return end_upload(Answer::Refused, said->detail);
        const auto kept = database_->write([&] { settle(*database_, *letter, *said); });
        if (!kept) return end_upload(Answer::Nonsense, kept.error().detail);
        end_upload(Answer::Good, "");
        look_for_letters();
        on_news_();
    }

    void end_upload(Answer answer, const std::string& cause) {
        session_ = after_upload(session_, answer, running_ms());
        heard(answer, cause);
    }

    void ask_changes() {
        std::uint64_t from = 0;
        const auto read = database_->read([&] { from = feed_head(*database_); });
        if (!read) return end_changes(Answer::Nonsense, read.error().detail);
        const std::uint32_t wait = news_.is_away ? 0 : settings_.poll_seconds;
        asked_from_ = from;
        asked_at_ms_ = running_ms();
        changes_.be_patient(session_.patience);
        changes_.start({"GET", "/v1/changes?" + to_text(ChangesQuery{from, wait}), {}},
                       wait * 1'000);
    }

    void take_changes(const Result<ClientReply>& reply) {
        const ChangesVerdict verdict = judge_changes(asked_from_, reply);
        if (verdict.answer == Answer::Nonsense) changes_.drop();
        if (verdict.renew) renew();
        if (verdict.time) compare_clocks(*verdict.time);
        const bool news =
            verdict.page && (verdict.page->whole || verdict.page->next != asked_from_);
        if (news) {
            const auto kept = take_mirrored(*database_, settings_.keys.store, *verdict.page);
            if (!kept) return end_changes(Answer::Nonsense, kept.error().detail);
        }
        end_changes(verdict.answer, verdict.cause);
        if (news) on_news_();
    }

    void end_changes(Answer answer, const std::string& cause) {
        session_ = after_changes(session_, answer, running_ms());
        heard(answer, cause);
    }

    // A new certificate for the same key. Asked for again at the next answer that wants it.
    void renew() {
        const auto given = ask_for_certificate(uploads_);
        if (!given || stopping_) return;
        if (!*given) return spdlog::warn("no new certificate: {}", given->error().detail);
        settings_.keys.credentials.certificate = **given;
        if (auto kept = save_store_keys(settings_.folder, settings_.keys); !kept)
            return spdlog::error("the new certificate is not kept: {}", kept.error().detail);
        uploads_.become(settings_.keys.identity());
        changes_.become(settings_.keys.identity());
        session_.uploads = session_.changes = {};
    }

    void compare_clocks(const ServerTime& server) {
        const auto took = static_cast<std::int64_t>(running_ms() - asked_at_ms_);
        const ClockReading reading = followed(clock_, read_clock(server, settings_.clock(), took));
        clock_ = reading;
        news_.clock_ahead_ms = reading.ahead_ms;
        news_.has_clock = true;
    }

    // Refused is an answer too: central is there.
    void heard(Answer answer, const std::string& cause) {
        const bool away = answer == Answer::None || answer == Answer::Nonsense;
        if (!cause.empty() && cause != cause_) spdlog::warn("central: {}", cause);
        cause_ = cause;
        if (news_.is_away.exchange(away) == away) return;
        spdlog::info(away ? "central is away" : "central is reached");
        on_news_();
    }

    ForwarderSettings settings_;
    std::unique_ptr<Database> database_;
    CentralNews& news_;
    std::function<void()> on_news_;
    Connection uploads_;
    Connection changes_;
    Session session_;
    bool letters_ = false;
    std::uint64_t asked_from_ = 0;
    std::uint64_t asked_at_ms_ = 0;
    std::optional<ClockReading> clock_;
    std::string cause_;
    std::atomic<bool> woken_ = true;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

Forwarder::Forwarder(ForwarderSettings settings, std::unique_ptr<Database> database,
                     CentralNews& news, std::function<void()> on_news)
    : work_(std::make_unique<Work>(std::move(settings), std::move(database), news,
                                   std::move(on_news))) {}
Forwarder::~Forwarder() = default;
void Forwarder::wake() { work_->wake(); }

}  // namespace kopilka::sync
