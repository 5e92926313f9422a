#include "sync/client/session.h"

#include "sync/protocol/codec.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): enough to keep tills from returning together.
std::uint64_t draw(std::uint64_t& state) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// 0.5 s, 1 s, 2 s … 60 s, each between half and whole.
Channel rested(Channel channel, std::uint64_t now_ms, Session& session) {
    const std::uint32_t doublings = std::min(channel.failures, 7U);
    const std::uint32_t whole = std::min(kShortestRestMs << doublings, session.longest_rest_ms);
    ++channel.failures;
    channel.rest_until_ms = now_ms + whole / 2 + draw(session.random) % (whole / 2 + 1);
    return channel;
}

std::uint32_t longer(std::uint32_t patience) { return std::min(patience * 2, kMostPatience); }

std::string words(UploadRefusal refusal) {
    switch (refusal) {
        case UploadRefusal::None: return "";
        case UploadRefusal::Nonsense: return "the server could not read the batch";
        case UploadRefusal::NotAdmitted: return "the server does not let this till in";
        case UploadRefusal::Expired: return "the certificate's time is over";
        case UploadRefusal::BadSignature: return "the server has another key for this till";
        case UploadRefusal::WrongEpoch: return "this till was enrolled again elsewhere";
        case UploadRefusal::Gap: return "the server holds less than was sent";
        case UploadRefusal::BrokenChain: return "the journal's chain does not fit the server's";
        case UploadRefusal::Busy: return "the server cannot write now";
        case UploadRefusal::NotByYou: return "the server takes nothing from this store server";
    }
    return "";
}

// No answer of the protocol: garbled, or one side does not believe the other, or none at all.
Answer answer_of(Errc code) {
    if (code == Errc::Corrupt) return Answer::Nonsense;
    return code == Errc::Invalid ? Answer::Refused : Answer::None;
}

UploadVerdict nonsense(std::string cause) {
    return {.answer = Answer::Nonsense, .cause = std::move(cause)};
}

UploadVerdict judge_refusal(UploadReply reply) {
    UploadVerdict verdict{.answer = Answer::Refused, .cause = words(reply.refusal)};
    if (!reply.detail.empty()) verdict.cause += ": " + reply.detail;
    if (reply.refusal == UploadRefusal::Gap) verdict.held = std::move(reply.held);
    return verdict;
}

struct Sent {
    Epoch epoch{1};
    Sequence first{1};
    std::size_t records = 0;
};

UploadVerdict judge_statuses(const Sent& sent, UploadReply reply) {
    const std::uint64_t last = sent.first.value + sent.records - 1;
    if (reply.statuses.size() != sent.records) return nonsense("statuses miscounted");
    if (reply.watermark.value != last) return nonsense("a watermark that is not the last record");
    if (reply.forked && *reply.forked <= sent.epoch) return nonsense("an epoch that is over");
    return {.answer = Answer::Good,
            .acknowledgement = Acknowledgement{sent.epoch, sent.first, std::move(reply.statuses),
                                               reply.watermark, reply.forked},
            .leases = std::move(reply.leases)};
}

UploadVerdict judge_said(const Sent& sent, UploadReply reply) {
    if (reply.refusal != UploadRefusal::None) return judge_refusal(std::move(reply));
    if (reply.kept_by == 0) return judge_statuses(sent, std::move(reply));
    return {.answer = Answer::Good, .kept_by = reply.kept_by};
}

}  // namespace

std::uint64_t jitter_seed(const KeySeed& key) {
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < 8; ++i) seed = seed << 8 | key[i];
    return seed | 1;
}

Next next(const Session& session, const Facts& facts) {
    const bool may_upload = session.uploads.rest_until_ms <= facts.now_ms;
    const bool may_ask = session.changes.rest_until_ms <= facts.now_ms;
    if (facts.unsent && may_upload) return {.upload = true};
    if (!facts.changes_asked && may_ask) return {.ask_changes = true};
    std::uint64_t until = facts.now_ms + kLongestRestMs;
    if (facts.unsent) until = std::min(until, session.uploads.rest_until_ms);
    if (!facts.changes_asked) until = std::min(until, session.changes.rest_until_ms);
    return {.wait_ms = static_cast<std::uint32_t>(until - facts.now_ms)};
}

Session after_upload(Session session, Answer answer, std::uint64_t now_ms) {
    switch (answer) {
        case Answer::Good:
            if (session.uploads.failures == 0)
                session.patience = std::max(session.patience / 2, 1U);
            session.uploads = {};
            session.batch = std::min<std::uint32_t>(session.batch * 2,
                                                    static_cast<std::uint32_t>(kMostRecords));
            return session;
        case Answer::None:
            session.batch = std::max(session.batch / 2, 1U);
            session.patience = longer(session.patience);
            break;
        case Answer::Refused:
        case Answer::Nonsense: break;
    }
    session.uploads = rested(session.uploads, now_ms, session);
    return session;
}

Session after_changes(Session session, Answer answer, std::uint64_t now_ms) {
    if (answer == Answer::Good) {
        session.changes = {};
    } else {
        if (answer == Answer::None) session.patience = longer(session.patience);
        session.changes = rested(session.changes, now_ms, session);
    }
    return session;
}

UploadVerdict judge_upload(const Upload& sent, const Result<ClientReply>& reply) {
    if (!reply) return {.answer = answer_of(reply.error().code), .cause = reply.error().detail};
    std::optional<UploadReply> said = decode_upload_reply(reply->body);
    if (!said) return nonsense("HTTP " + std::to_string(reply->status) + " without an answer");
    const bool wants_new = said->renew || said->refusal == UploadRefusal::Expired;
    const std::optional<ServerTime> time = said->time;
    if (said->refusal == UploadRefusal::None && reply->status != 200)
        return nonsense("HTTP " + std::to_string(reply->status));
    UploadVerdict verdict =
        judge_said({sent.epoch, sent.first, sent.records.size()}, *std::move(said));
    verdict.renew = wants_new;
    verdict.time = time;
    return verdict;
}

UploadVerdict judge_settled(const Settled& settled) {
    UploadVerdict verdict =
        judge_said({settled.epoch, settled.first, settled.records}, settled.reply);
    if (verdict.acknowledgement) verdict.acknowledgement->head = settled.head;
    return verdict;
}

ChangesVerdict judge_changes(std::uint64_t asked_from, const Result<ClientReply>& reply) {
    if (!reply) return {answer_of(reply.error().code), std::nullopt, reply.error().detail};
    std::optional<Changes> page = decode_changes(reply->body);
    if (!page) {
        return {Answer::Nonsense, std::nullopt,
                "HTTP " + std::to_string(reply->status) + " without changes"};
    }
    if (page->refusal != ChangesRefusal::None) {
        return {Answer::Refused, std::nullopt, "changes refused: " + page->detail,
                page->refusal == ChangesRefusal::Expired};
    }
    const bool backwards = page->next < asked_from && !page->whole;
    const bool stuck = page->more && page->next == asked_from && !page->whole;
    if (reply->status != 200 || backwards || stuck) {
        return {Answer::Nonsense, std::nullopt, "changes that lead nowhere"};
    }
    const bool wants_new = page->renew;
    const std::optional<ServerTime> time = page->time;
    return {Answer::Good, std::move(page), "", wants_new, time};
}

}  // namespace kopilka::sync
