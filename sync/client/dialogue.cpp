#include "sync/client/dialogue.h"

#include "sync/protocol/changes_query.h"
#include "sync/protocol/signature.h"

#include <cstdlib>
#include <utility>

namespace kopilka::sync {

Dialogue::Dialogue(DialogueSettings settings, Outbox& outbox, Inbox& inbox,
                   std::function<std::uint64_t()> running_ms)
    : settings_(std::move(settings)),
      outbox_(outbox),
      inbox_(inbox),
      running_ms_(std::move(running_ms)),
      key_(key_pair_from_seed(settings_.key)) {
    session_.random = settings_.seed;
}

Dialogue::Asked Dialogue::ask_now() const {
    return {running_ms_(), settings_.wall_clock ? settings_.wall_clock() : Instant()};
}

void Dialogue::count() {
    if (auto unsent = outbox_.unsent_count()) news_.unsent = *unsent;
    if (auto quarantined = outbox_.quarantined_count()) news_.quarantined = *quarantined;
}

Next Dialogue::next_step(bool changes_asked) const {
    return next(session_, {running_ms_(), news_.unsent > 0, changes_asked});
}

std::optional<Upload> Dialogue::begin_upload() {
    auto batch = outbox_.unsent(session_.batch, kMostUploadBytes);
    if (!batch) {
        settle_upload(Answer::Nonsense, "journal: " + batch.error().detail);
        return std::nullopt;
    }
    if (batch->records.empty()) {
        news_.unsent = 0;
        return std::nullopt;
    }
    asked_upload_ = ask_now();
    return signed_upload(*std::move(batch));
}

Answer Dialogue::end_upload(const Upload& sent, const Result<ClientReply>& reply) {
    const UploadVerdict verdict = judge_upload(sent, reply);
    compare_clocks(verdict.time, asked_upload_);
    if (verdict.acknowledgement) {
        if (auto kept = outbox_.acknowledge(*verdict.acknowledgement); !kept)
            return settle_upload(Answer::Nonsense, "journal: " + kept.error().detail);
        news_.last_acknowledged =
            RecordId{settings_.till, sent.epoch, verdict.acknowledgement->watermark};
        if (auto taken = take_leases(verdict.leases); !taken)
            return settle_upload(Answer::Nonsense, taken.error().detail);
        count();
    }
    if (verdict.held) {
        if (auto taken = take_back(*verdict.held); !taken)
            return settle_upload(Answer::Nonsense, taken.error().detail);
    }
    wants_certificate_ = verdict.renew;
    return settle_upload(verdict.answer, verdict.cause);
}

void Dialogue::end_renewal(const std::optional<std::string>& failure) {
    wants_certificate_ = false;
    if (failure)
        news_.cause = *failure;
    else
        session_.uploads = session_.changes = {};
}

Upload Dialogue::signed_upload(UnsentBatch batch) const {
    Upload upload{batch.epoch, batch.first, std::move(batch.records), {}, {}, news_.clock};
    upload.head = blake2b(upload.records.back());
    upload.signature = sign(key_, {settings_.till, upload.epoch, upload.first,
                                   static_cast<std::uint32_t>(upload.records.size()), upload.head});
    return upload;
}

Answer Dialogue::settle_upload(Answer answer, const std::string& cause) {
    session_ = after_upload(session_, answer, running_ms_());
    settle(answer, cause);
    return answer;
}

std::optional<Dialogue::Question> Dialogue::begin_changes() {
    const auto position = inbox_.position();
    if (!position) {
        session_ = after_changes(session_, Answer::Nonsense, running_ms_());
        settle(Answer::Nonsense, "cache: " + position.error().detail);
        return std::nullopt;
    }
    asked_from_ = *position;
    news_.feed_position = *position;
    asked_changes_ = ask_now();
    const std::uint32_t wait = news_.online && news_.caught_up ? settings_.poll_seconds : 0;
    return Question{"/v1/changes?" + to_text(ChangesQuery{asked_from_, wait}), wait};
}

Answer Dialogue::end_changes(const Result<ClientReply>& reply) {
    ChangesVerdict verdict = judge_changes(asked_from_, reply);
    compare_clocks(verdict.time, asked_changes_);
    const bool news =
        verdict.page && (verdict.page->next != asked_from_ || verdict.page->whole ||
                         !verdict.page->changes.empty() || !verdict.page->leases.empty());
    if (news) {
        if (auto kept = take_page(*verdict.page); !kept)
            verdict = {Answer::Nonsense, std::nullopt, kept.error().detail};
        else
            news_.feed_position = verdict.page->next;
    }
    news_.caught_up = verdict.page && !verdict.page->more;
    session_ = after_changes(session_, verdict.answer, running_ms_());
    settle(verdict.answer, verdict.cause);
    wants_certificate_ = verdict.renew;
    return verdict.answer;
}

// What is unsent again and what is lent come first: the position that a page leaves behind is its
// receipt.
Result<void> Dialogue::take_page(const Changes& page) {
    if (page.whole) {
        if (auto taken = take_back(page.held); !taken) return taken;
    }
    if (auto taken = take_leases(page.leases); !taken) return taken;
    if (auto kept = inbox_.apply(page); !kept)
        return fail(kept.error().code, "cache: " + kept.error().detail);
    return {};
}

// One that is lost on the way is told again by the next page of changes.
Result<void> Dialogue::take_leases(const LeaseNews& leases) {
    if (leases.empty()) return {};
    if (auto taken = outbox_.take_leases(leases); !taken)
        return fail(taken.error().code, "journal: " + taken.error().detail);
    count();
    return {};
}

Result<void> Dialogue::take_back(const std::vector<HeldUpTo>& held) {
    if (auto taken = outbox_.take_back(held); !taken)
        return fail(taken.error().code, "journal: " + taken.error().detail);
    count();
    return {};
}

// Every answer tells the time; what it says is kept where it says something new.
// A clock that somebody sets meanwhile says nothing: the next answer will.
void Dialogue::compare_clocks(const std::optional<ServerTime>& server, const Asked& asked) {
    if (!server || !settings_.wall_clock) return;
    constexpr std::int64_t kSetMs = 1'000;
    const auto took = static_cast<std::int64_t>(running_ms_() - asked.running_ms);
    const Instant here = settings_.wall_clock();
    if (std::abs(here.ms - asked.here.ms - took) > kSetMs && here != asked.here) return;
    const ClockReading reading = followed(news_.clock, read_clock(*server, here, took));
    if (news_.clock == reading) return;
    if (auto kept = outbox_.keep_clock(reading); kept) news_.clock = reading;
}

// Refused is an answer too: the network is there.
void Dialogue::settle(Answer answer, const std::string& cause) {
    news_.online = answer == Answer::Good || answer == Answer::Refused;
    news_.cause = cause;
}

}  // namespace kopilka::sync
