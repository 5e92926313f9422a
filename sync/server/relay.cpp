#include "sync/server/relay.h"

#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "sync/server/feed.h"
#include "sync/server/mirror.h"
#include "sync/server/replies.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

bool is_signed_by(const CertificateFacts& peer, const Upload& upload) {
    return blake2b(upload.records.back()) == upload.head &&
           verifies(peer.key, head_of(TillId{peer.subject.name}, upload), upload.signature);
}

}  // namespace

std::optional<ServerReply> Relay::answer(ServerRequest& request) {
    const bool get = request.method == "GET";
    if (get && request.path == "/v1/changes") return changes(request);
    if (request.method == "POST" && request.path == "/v1/records") return records(request);
    if (get && request.path == "/v1/health") return text_reply(200, "ready\n");
    return text_reply(404, "a store server: certificates and metrics are central's\n");
}

std::string Relay::why_not(const ServerRequest& request) const {
    if (!request.peer) return "no certificate was shown";
    if (request.peer->subject.holder != Holder::Till) return "this certificate is not a till's";
    if (request.peer->subject.store != store_.value)
        return "this is the server of store " + store_.value;
    return "";
}

// What central's clock shows, as far as this machine knows; a till's lease ends by that.
std::optional<ServerTime> Relay::central_time(const ServerRequest& request) const {
    if (!central_.has_clock) return std::nullopt;
    return ServerTime{{clock_().ms - central_.clock_ahead_ms}, request.waited_ms};
}

ServerReply Relay::records(const ServerRequest& request) {
    UploadReply reply;
    const auto refuse = [&](unsigned status, UploadRefusal refusal, std::string detail) {
        reply.refusal = refusal;
        reply.detail = std::move(detail);
        spdlog::warn("letter till={} refused: {}", request.peer ? request.peer->subject.name : "?",
                     reply.detail);
        return reply_with(status, reply);
    };
    if (std::string why = why_not(request); !why.empty())
        return refuse(401, UploadRefusal::NotAdmitted, std::move(why));
    const auto upload = decode_upload(request.body);
    if (!upload || upload->forwarded) return refuse(400, UploadRefusal::Nonsense, "no upload");
    if (!is_signed_by(*request.peer, *upload))
        return refuse(401, UploadRefusal::BadSignature, "not signed by the key shown");
    const TillId till{request.peer->subject.name};
    if (auto kept = database_.write([&] { keep_letter(database_, till, *upload); }); !kept)
        return refuse(503, UploadRefusal::Busy, kept.error().detail);
    reply.kept_by = disk_;
    reply.time = central_time(request);
    on_letter_();
    return reply_with(200, reply);
}

void Relay::forget(const TillId& till, std::uint64_t heard) {
    std::uint64_t& forgotten = forgotten_[till.value];
    if (heard <= forgotten) return;
    const auto done = database_.write([&] { forget_settled(database_, till, heard); });
    if (!done) return spdlog::warn("letters: {}", done.error().detail);
    forgotten = heard;
}

std::optional<ServerReply> Relay::changes(ServerRequest& request) {
    const auto asked = parse_changes_query(request.query);
    if (!asked) return refuse_changes(400, ChangesRefusal::Nonsense, "from=POSITION&wait=SECONDS");
    if (std::string why = why_not(request); !why.empty())
        return refuse_changes(401, ChangesRefusal::NotAdmitted, std::move(why));
    const TillId till{request.peer->subject.name};
    Changes page;
    bool filled = false;
    std::vector<Settled> settled;
    const auto read = database_.read([&] {
        filled = is_filled(database_);
        settled = settled_after(database_, till, asked->heard);
        // It may have asked central meanwhile: then it is ahead of this mirror.
        page.next = asked->from;
        if (asked->from == 0 || asked->from < feed_head(database_))
            page = changes_after(database_, store_, asked->from);
    });
    if (!read) return refuse_changes(503, ChangesRefusal::Busy, read.error().detail);
    if (!filled)
        return refuse_changes(503, ChangesRefusal::Busy,
                              "this store server has not heard everything of central yet");
    const std::uint64_t wait_ms =
        1'000 * std::min<std::uint64_t>(asked->wait_seconds, kMostWaitSeconds);
    // How central stood when the question came: that it left or came back is news as well.
    if (!request.work.has_value()) request.work = central_.is_away.load();
    const bool nothing = page.changes.empty() && page.next == asked->from && settled.empty() &&
                         std::any_cast<bool>(request.work) == central_.is_away;
    if (nothing && request.waited_ms < wait_ms && !request.last_call) return std::nullopt;
    forget(till, asked->heard);
    page.settled = std::move(settled);
    page.kept_by = disk_;
    page.central_is_away = central_.is_away;
    page.time = central_time(request);
    return reply_with(200, page);
}

}  // namespace kopilka::sync
