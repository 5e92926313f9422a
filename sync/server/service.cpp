#include "sync/server/service.h"

#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "sync/server/audit.h"
#include "sync/server/feed.h"
#include "sync/server/incidents.h"
#include "sync/server/people.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

ServerReply text_reply(unsigned status, std::string_view text) {
    const ByteView bytes = as_bytes(text);
    return {status, "text/plain", Bytes(bytes.begin(), bytes.end())};
}

// A name of its own for each path there is, so that nobody fills the metrics with others.
std::string_view known_path(std::string_view path) {
    constexpr std::array<std::string_view, 6> kPaths{"/v1/changes", "/v1/records", "/v1/enrol",
                                                     "/v1/renew",   "/v1/health",  "/v1/metrics"};
    const auto* const found = std::ranges::find(kPaths, path);
    return found == kPaths.end() ? "other" : *found;
}

template <typename Message>
ServerReply reply_with(unsigned status, const Message& message) {
    return {status, "application/x-protobuf", encode(message)};
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
        case UploadRefusal::BadSignature: return 401;
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

ServerReply refuse_changes(unsigned status, ChangesRefusal refusal, std::string detail) {
    Changes page;
    page.refusal = refusal;
    page.detail = std::move(detail);
    return reply_with(status, page);
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

ServerReply Service::metrics(const ServerRequest& request) {
    std::string why;
    std::optional<Subject> who;
    Metrics::State state;
    auto done = database_.read([&] {
        who = person_of(database_, request.peer, now(), why);
        if (!who) return;
        state.feed_head = feed_head(database_);
        state.waiting = count_waiting(database_);
        state.open_cases = count_open_incidents(database_);
    });
    if (!done) return text_reply(503, done.error().detail);
    if (!who || who->holder != Holder::Administrator)
        return text_reply(403, who ? "for administrators only\n" : why + "\n");
    metrics_.set(state);
    return text_reply(200, metrics_.text());
}

ServerReply Service::renewal(const ServerRequest& request) {
    const RenewReply reply = renew(database_, authority_, request.peer, now());
    spdlog::info("renew till={} {}", request.peer ? request.peer->subject.name : "?",
                 reply.refusal == RenewRefusal::None ? "done" : reply.detail);
    return reply_with(http_status(reply.refusal), reply);
}

// Refused at once, or handed to the writer: then request.work tells.
UploadReply Service::take(ServerRequest& request) {
    Admitted who;
    const auto known = database_.read([&] { who = admit(database_, request.peer, now()); });
    auto upload = decode_upload(request.body);
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
        const std::uint64_t first = upload->first.value;
        const std::size_t count = upload->records.size();
        request.work = Taking{writer_.take(who.till, *std::move(upload)), first, count, who.renew};
    }
    return reply;
}

std::optional<ServerReply> Service::records(ServerRequest& request) {
    UploadReply reply;
    if (!request.work.has_value()) reply = take(request);
    Taking taking;
    if (const auto* handed_in = std::any_cast<Taking>(&request.work)) {
        const auto state = handed_in->reply.wait_for(std::chrono::seconds(0));
        if (state != std::future_status::ready && !request.last_call) return std::nullopt;
        taking = *handed_in;
        reply = taking.reply.get();
        reply.renew = taking.renew;
    }
    reply.server_generation = chain_.generation;
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
    const auto now = std::chrono::steady_clock::now();
    const bool may_be_old = head_may_be_old_.exchange(false);
    if (!may_be_old && now - head_read_ < std::chrono::milliseconds(200)) return head_;
    if (!database_.read([&] { head_ = feed_head(database_); })) return std::nullopt;
    head_read_ = now;
    return head_;
}

std::optional<ServerReply> Service::changes(ServerRequest& request) {
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
        who = admit(database_, request.peer, now());
        const bool admitted = who.admission == Admission::Admitted;
        nothing_new = admitted && asked->from > 0 && feed_head(database_) == asked->from;
        if (admitted && !nothing_new) page = changes_after(database_, who.till.store, asked->from);
        if (page.whole) page.held = held_of(database_, who.till);
    });
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
    return reply_with(200, page);
}

}  // namespace kopilka::sync
