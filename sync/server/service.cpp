#include "sync/server/service.h"

#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "sync/server/audit.h"
#include "sync/server/feed.h"
#include "sync/server/incidents.h"
#include "sync/server/journals.h"
#include "sync/server/lending.h"
#include "sync/server/people.h"
#include "sync/server/prices.h"
#include "sync/server/replies.h"
#include "sync/server/till_metrics.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kBetweenLooksMs = 1'000;  // at planned prices, at whom to lend ahead
constexpr std::int64_t kHeadLastsMs = 200;

// A name of its own for each path there is, so that nobody fills the metrics with others.
std::string_view known_path(std::string_view path) {
    constexpr std::array<std::string_view, 6> kPaths{"/v1/changes", "/v1/records", "/v1/enrol",
                                                     "/v1/renew",   "/v1/health",  "/v1/metrics"};
    const auto* const found = std::ranges::find(kPaths, path);
    return found == kPaths.end() ? "other" : *found;
}

unsigned http_status(EnrolRefusal refusal) {
    switch (refusal) {
        case EnrolRefusal::None: return 200;
        case EnrolRefusal::Nonsense: return 400;
        case EnrolRefusal::BadCode: return 403;
        case EnrolRefusal::Busy: return 503;
    }
    return 500;
}

unsigned http_status(UploadRefusal refusal) {
    switch (refusal) {
        case UploadRefusal::None: return 200;
        case UploadRefusal::Nonsense: return 400;
        case UploadRefusal::NotAdmitted:
        case UploadRefusal::Expired:
        case UploadRefusal::BadSignature:
        case UploadRefusal::NotByYou: return 401;
        case UploadRefusal::WrongEpoch:
        case UploadRefusal::Gap:
        case UploadRefusal::BrokenChain: return 409;
        case UploadRefusal::Busy: return 503;
    }
    return 500;
}

unsigned http_status(RenewRefusal refusal) {
    switch (refusal) {
        case RenewRefusal::None: return 200;
        case RenewRefusal::NotAdmitted: return 401;
        case RenewRefusal::Busy: return 503;
    }
    return 500;
}

// Of somebody who was not admitted. He whose time is over is told apart: he may renew.
template <typename Refusal>
Refusal refusal_of(Admission admission) {
    return admission == Admission::Expired ? Refusal::Expired : Refusal::NotAdmitted;
}

// What a request waits for.
struct Taking {
    std::shared_future<UploadReply> reply;
    std::uint64_t first = 0;
    std::size_t count = 0;
    bool renew = false;
};
struct Listening {};  // for something new behind the feed's head

// Tills and store servers ask the same questions.
Holder holder_of(const ServerRequest& request) {
    const bool server = request.peer && request.peer->subject.holder == Holder::Server;
    return server ? Holder::Server : Holder::Till;
}

// Nothing is known of what was handed in: it will be sent again.
UploadReply stuck_reply() {
    UploadReply reply;
    reply.refusal = UploadRefusal::Busy;
    reply.detail = "the database does not confirm what is written: is its standby there?";
    return reply;
}

}  // namespace

std::optional<ServerReply> Service::answer(ServerRequest& request) {
    const auto start = std::chrono::steady_clock::now();
    std::optional<ServerReply> reply = route(request);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    // Not how long somebody waited for something new: that is his wish.
    if (request.method == "POST") took += std::chrono::milliseconds(request.waited_ms);
    if (reply) metrics_.answered(known_path(request.path), reply->status, took.count());
    return reply;
}

void Service::turned_away(const std::string& from, const std::string& why) {
    spdlog::warn("turned away from={} {}", from, why);
    metrics_.turned_away();
}

std::optional<ServerReply> Service::route(ServerRequest& request) {
    const bool get = request.method == "GET";
    const bool post = request.method == "POST";
    if (get && request.path == "/v1/changes") return changes(request);
    if (post && request.path == "/v1/records") return records(request);
    if (post && request.path == "/v1/enrol") return enrolment(request);
    if (post && request.path == "/v1/renew") return renewal(request);
    if (get && request.path == "/v1/health") return text_reply(200, "ready\n");
    if (get && request.path == "/v1/metrics") return metrics(request);
    return text_reply(404, "see sync/README.md for what can be asked\n");
}

ServerReply Service::enrolment(const ServerRequest& request) {
    const auto asked = decode_enrol_request(request.body);
    if (!asked) return reply_with(400, EnrolReply{EnrolRefusal::Nonsense, "not a request", {}});
    const EnrolReply reply = enrol(database_, {chain_, authority_, certificate_}, *asked, now());
    spdlog::info("enrol till={} store={} epoch={} {}", reply.till.value, reply.store.value,
                 reply.credentials.epoch.value,
                 reply.refusal == EnrolRefusal::None ? "done" : reply.detail);
    return reply_with(http_status(reply.refusal), reply);
}

// Each is told what is his: an administrator all, a manager of the store's tills, a till of itself.
ServerReply Service::metrics(const ServerRequest& request) {
    std::optional<std::string> text;  // nullopt: nothing for him, and `why` says so
    std::string why;
    bool whole = false;
    Metrics::State state;
    auto done = database_.read([&] {
        const auto who = person_of(database_, request.peer, now(), why);
        whole = who && who->holder == Holder::Administrator;
        if (whole)
            state = {feed_head(database_), count_waiting(database_),
                     count_open_incidents(database_)};
        else if (who)
            text = till_metrics(database_, {StoreId{who->store}, std::nullopt});
        else
            text = metrics_of_a_till(request, why);
    });
    if (!done) return text_reply(503, done.error().detail);
    if (whole) metrics_.set(state);
    if (whole) text = metrics_.text();
    return text ? text_reply(200, *text) : text_reply(403, why + "\n");
}

std::optional<std::string> Service::metrics_of_a_till(const ServerRequest& request,
                                                      std::string& why) {
    if (!request.peer || request.peer->subject.holder != Holder::Till) return std::nullopt;
    const Admitted who = admit(database_, request.peer, now());
    why = words(who.admission);
    if (who.admission != Admission::Admitted) return std::nullopt;
    return till_metrics(database_, {who.till.store, who.till.till});
}

ServerReply Service::renewal(const ServerRequest& request) {
    const RenewReply reply = renew(database_, authority_, request.peer, now());
    spdlog::info("renew till={} {}", request.peer ? request.peer->subject.name : "?",
                 reply.refusal == RenewRefusal::None ? "done" : reply.detail);
    return reply_with(http_status(reply.refusal), reply);
}

// A till that the backup did not know comes in by its certificate; true: ask again.
bool Service::remembers(const ServerRequest& request, Admission admission) {
    if (admission != Admission::Forgotten) return false;
    const auto taken = take_over(database_, *request.peer);
    spdlog::warn("till={} was enrolled after the backup: {}", request.peer->subject.name,
                 taken ? "taken over" : taken.error().detail);
    return taken.has_value();
}

// Refused at once, or handed in.
UploadReply Service::take(ServerRequest& request) {
    auto upload = decode_upload(request.body);
    if (upload && upload->forwarded) return take_forwarded(request, *std::move(upload));
    Admitted who;
    const auto known = database_.read([&] { who = admit(database_, request.peer, now()); });
    if (remembers(request, who.admission)) return take(request);
    UploadReply reply;
    reply.renew = who.renew;
    if (!known) {
        reply.refusal = UploadRefusal::Busy;
        reply.detail = known.error().detail;
    } else if (who.admission != Admission::Admitted) {
        reply.refusal = refusal_of<UploadRefusal>(who.admission);
        reply.detail = words(who.admission);
    } else if (!upload) {
        reply.refusal = UploadRefusal::Nonsense;
    } else {
        return hand_in(request, who.till, *std::move(upload), who.renew);
    }
    return reply;
}

// To the writer: from then on request.work tells.
UploadReply Service::hand_in(ServerRequest& request, const EnrolledTill& till, Upload upload,
                             bool renew) {
    if (writer_.is_stuck()) return stuck_reply();
    const std::uint64_t first = upload.first.value;
    const std::size_t count = upload.records.size();
    request.work = Taking{writer_.take(till, std::move(upload)), first, count, renew};
    return {};
}

// What a till signed and its store server hands on. Only that the till may not send is said of the
// records; all else concerns the store server, which keeps them.
UploadReply Service::take_forwarded(ServerRequest& request, Upload upload) {
    Admitted server;
    std::optional<EnrolledTill> till;
    const auto known = database_.read([&] {
        server = admit(database_, request.peer, now(), Holder::Server);
        if (server.admission == Admission::Admitted)
            till = till_of_store(database_, *upload.forwarded, server.till.store);
    });
    if (remembers(request, server.admission)) return take_forwarded(request, std::move(upload));
    UploadReply reply;
    reply.renew = server.renew || server.admission == Admission::Expired;
    if (!known) {
        reply.refusal = UploadRefusal::Busy;
        reply.detail = known.error().detail;
    } else if (server.admission != Admission::Admitted) {
        reply.refusal = UploadRefusal::NotByYou;
        reply.detail = words(server.admission);
    } else if (!till) {
        reply.refusal = UploadRefusal::NotAdmitted;
        reply.detail = "no such till in this store, or it was revoked";
    } else {
        return hand_in(request, *till, std::move(upload), server.renew);
    }
    return reply;
}

std::optional<ServerReply> Service::records(ServerRequest& request) {
    UploadReply reply;
    if (!request.work.has_value()) reply = take(request);
    Taking taking;
    if (const auto* handed_in = std::any_cast<Taking>(&request.work)) {
        const auto state = handed_in->reply.wait_for(std::chrono::seconds(0));
        const bool done = state == std::future_status::ready;
        const bool stuck = !done && writer_.is_stuck();
        if (!done && !stuck && !request.last_call) return std::nullopt;
        taking = *handed_in;
        reply = stuck ? stuck_reply() : taking.reply.get();
        reply.renew = taking.renew;
    }
    reply.server_generation = chain_.generation;
    reply.time = ServerTime{clock_.now(), request.waited_ms};
    const auto quarantined =
        std::ranges::count(reply.statuses, Status::Quarantined, &RecordStatus::status);
    spdlog::info("upload till={} first={} records={} quarantined={} refusal={} watermark={} {}",
                 request.peer ? request.peer->subject.name : "?", taking.first, taking.count,
                 quarantined, static_cast<int>(reply.refusal), reply.watermark.value, reply.detail);
    metrics_.uploaded(reply);
    return reply_with(http_status(reply.refusal), reply);
}

// As it was a quarter of a second ago or later, so that many who wait cost one question.
std::optional<std::uint64_t> Service::head_lately() {
    const std::int64_t now = clock_.running_ms();
    const bool may_be_old = head_may_be_old_.exchange(false);
    if (!may_be_old && now - head_read_ms_ < kHeadLastsMs) return head_;
    if (!database_.read([&] { head_ = feed_head(database_); })) return std::nullopt;
    head_read_ms_ = now;
    return head_;
}

// Looked at by whoever asks for changes, not more often than there is any use in.
void Service::begin_prices() {
    const std::int64_t running_ms = clock_.running_ms();
    if (running_ms < next_look_at_prices_ms_) return;
    next_look_at_prices_ms_ = running_ms + kBetweenLooksMs;
    const auto begun = take_effect(database_, now());
    if (!begun) spdlog::warn("planned prices: {}", begun.error().detail);
    if (begun && *begun > 0) spdlog::info("prices begun={}", *begun);
}

// Likewise; as long as there is more to do, a little each time.
void Service::lend_ahead() {
    const std::int64_t now = clock_.running_ms();
    if (now < next_lending_ms_) return;
    const auto more = lend_ahead_to_some(database_, clock_.now());
    if (!more) spdlog::warn("leases: {}", more.error().detail);
    if (!more || !*more) next_lending_ms_ = now + kBetweenLooksMs;
    if (more && *more) head_may_be_old_ = true;
}

std::optional<ServerReply> Service::changes(ServerRequest& request) {
    begin_prices();
    lend_ahead();
    const auto asked = parse_changes_query(request.query);
    if (!asked) return refuse_changes(400, ChangesRefusal::Nonsense, "from=POSITION&wait=SECONDS");
    const std::uint64_t wait_ms =
        1'000 * std::min<std::uint64_t>(asked->wait_seconds, kMostWaitSeconds);
    const bool may_wait = request.waited_ms < wait_ms && !request.last_call;
    const bool waits_already = std::any_cast<Listening>(&request.work) != nullptr;
    if (may_wait && waits_already && head_lately() == asked->from) return std::nullopt;
    Admitted who;
    bool nothing_new = false;
    Changes page;
    auto done = database_.read([&] {
        who = admit(database_, request.peer, now(), holder_of(request));
        const bool admitted = who.admission == Admission::Admitted;
        nothing_new = admitted && asked->from > 0 && feed_head(database_) == asked->from;
        if (admitted && !nothing_new)
            page = changes_after(database_, who.till.store, asked->from, who.till.till);
        if (page.whole) page.held = heads_of(database_, who.till.till);
    });
    if (done && remembers(request, who.admission)) return changes(request);
    if (!done) return refuse_changes(503, ChangesRefusal::Busy, done.error().detail);
    if (who.admission != Admission::Admitted)
        return refuse_changes(401, refusal_of<ChangesRefusal>(who.admission),
                              std::string(words(who.admission)));
    page.renew = who.renew;
    if (nothing_new) {
        page.next = asked->from;
        request.work = Listening{};
    }
    if (page.changes.empty() && page.next == asked->from && may_wait) return std::nullopt;
    page.server_generation = chain_.generation;
    page.time = ServerTime{clock_.now(), request.waited_ms};
    return reply_with(200, page);
}

}  // namespace kopilka::sync
