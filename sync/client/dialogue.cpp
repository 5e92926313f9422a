#include "sync/client/dialogue.h"

#include "sync/protocol/changes_query.h"
#include "sync/protocol/signature.h"

#include <algorithm>
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
    central_.random = near_.random = settings_.seed;
    near_.longest_rest_ms = kLongestRestNearMs;
}

// The store server rests when it did not answer; meanwhile central is asked at once.
Whom Dialogue::whom() const {
    const std::uint64_t now = running_ms_();
    const bool rests = near_.uploads.rest_until_ms > now || near_.changes.rest_until_ms > now;
    return settings_.has_store_server && !rests ? Whom::StoreServer : Whom::Central;
}

Dialogue::Asked Dialogue::ask_now() const {
    return {running_ms_(), settings_.wall_clock ? settings_.wall_clock() : Instant()};
}

void Dialogue::count() {
    if (auto unsent = outbox_.unsent_count({})) news_.unsent = *unsent;
    Result<std::uint64_t> open = news_.unsent;
    if (kept_) open = outbox_.unsent_count(kept_);
    if (open) news_.kept = news_.unsent - std::min(*open, news_.unsent);
    if (auto quarantined = outbox_.quarantined_count()) news_.quarantined = *quarantined;
}

Next Dialogue::next_step(bool changes_asked) const {
    const std::uint64_t now = running_ms_();
    const bool near = whom() == Whom::StoreServer;
    const bool unsent = news_.unsent > (near ? news_.kept : 0);
    Next todo = next(near ? near_ : central_, {now, unsent, changes_asked});
    if (!near && settings_.has_store_server) {
        const std::uint64_t until =
            std::max(near_.uploads.rest_until_ms, near_.changes.rest_until_ms);
        todo.wait_ms = std::min(todo.wait_ms, static_cast<std::uint32_t>(until - now));
    }
    return todo;
}

std::optional<Upload> Dialogue::begin_upload() {
    uploading_to_ = whom();
    const bool near = uploading_to_ == Whom::StoreServer;
    // To central itself everything goes that it does not hold.
    auto batch =
        outbox_.unsent(of(uploading_to_).batch, kMostUploadBytes, near ? kept_ : std::nullopt);
    if (!batch) {
        settle_upload(Answer::Nonsense, "journal: " + batch.error().detail);
        return std::nullopt;
    }
    if (batch->records.empty()) {
        if (near)
            news_.kept = news_.unsent;
        else
            news_.unsent = news_.kept = 0;
        return std::nullopt;
    }
    asked_upload_ = ask_now();
    return signed_upload(*std::move(batch));
}

Answer Dialogue::end_upload(const Upload& sent, const Result<ClientReply>& reply) {
    const UploadVerdict verdict = judge_upload(sent, reply);
    compare_clocks(verdict.time, asked_upload_);
    if (verdict.kept_by != 0 && is_same_disk(verdict.kept_by))
        kept_ = KeptUpTo{sent.epoch, Sequence{sent.first.value + sent.records.size() - 1}};
    if (auto taken = take_verdict(verdict, sent.epoch); !taken)
        return settle_upload(Answer::Nonsense, taken.error().detail);
    if (verdict.answer == Answer::Good) count();
    wants_certificate_ = verdict.renew;
    return settle_upload(verdict.answer, verdict.cause);
}

// What central said of some records, itself or by a store server.
Result<void> Dialogue::take_verdict(const UploadVerdict& verdict, Epoch epoch) {
    if (verdict.acknowledgement) {
        if (auto kept = outbox_.acknowledge(*verdict.acknowledgement); !kept)
            return fail(kept.error().code, "journal: " + kept.error().detail);
        news_.last_acknowledged =
            RecordId{settings_.till, epoch, verdict.acknowledgement->watermark};
        if (auto taken = take_leases(verdict.leases); !taken) return taken;
    }
    if (verdict.held) return take_back(*verdict.held);
    return {};
}

// Of another disk nothing is there that was kept before: it is handed in again. That disk counts
// its answers from 1.
bool Dialogue::is_same_disk(std::uint64_t disk) {
    if (disk == kept_by_) return true;
    const bool is_first = kept_by_ == 0;  // since this program started
    kept_by_ = disk;
    kept_.reset();
    heard_ = 0;
    return is_first;
}

// A letter that central refused is no longer with the store server: it is sent again.
Result<void> Dialogue::take_settled(const Changes& page) {
    for (const Settled& settled : page.settled) {
        if (settled.number <= heard_) continue;
        const UploadVerdict verdict = judge_settled(settled);
        if (auto taken = take_verdict(verdict, settled.epoch); !taken) return taken;
        if (verdict.answer != Answer::Good) {
            kept_.reset();
            near_ = after_upload(near_, Answer::Refused, running_ms_());
            news_.cause = verdict.cause;
        }
        heard_ = settled.number;
    }
    if (!page.settled.empty()) count();
    return {};
}

void Dialogue::end_renewal(const std::optional<std::string>& failure) {
    wants_certificate_ = false;
    if (failure)
        news_.cause = *failure;
    else
        for (Session* one : {&central_, &near_}) one->uploads = one->changes = {};
}

Upload Dialogue::signed_upload(UnsentBatch batch) const {
    Upload upload{batch.epoch, batch.first, std::move(batch.records), {}, {}, news_.clock};
    upload.head = blake2b(upload.records.back());
    upload.signature = sign(key_, head_of(settings_.till, upload));
    return upload;
}

Answer Dialogue::settle_upload(Answer answer, const std::string& cause) {
    of(uploading_to_) = after_upload(of(uploading_to_), answer, running_ms_());
    settle(uploading_to_, answer, cause);
    return answer;
}

std::optional<Dialogue::Question> Dialogue::begin_changes() {
    const Whom now = whom();
    if (asking_ != now) answered_ = false;
    asking_ = now;
    const auto position = inbox_.position();
    if (!position) {
        of(asking_) = after_changes(of(asking_), Answer::Nonsense, running_ms_());
        settle(asking_, Answer::Nonsense, "cache: " + position.error().detail);
        return std::nullopt;
    }
    asked_from_ = *position;
    news_.feed_position = *position;
    asked_changes_ = ask_now();
    const std::uint32_t wait = answered_ && news_.caught_up ? settings_.poll_seconds : 0;
    const std::uint64_t heard = asking_ == Whom::StoreServer ? heard_ : 0;
    return Question{"/v1/changes?" + to_text(ChangesQuery{asked_from_, wait, heard}), wait};
}

Answer Dialogue::end_changes(const Result<ClientReply>& reply) {
    ChangesVerdict verdict = judge_changes(asked_from_, reply);
    compare_clocks(verdict.time, asked_changes_);
    if (verdict.page) {
        central_is_away_ = verdict.page->central_is_away;
        if (verdict.page->kept_by != 0 && !is_same_disk(verdict.page->kept_by)) count();
    }
    const bool news =
        verdict.page && (verdict.page->next != asked_from_ || verdict.page->whole ||
                         !verdict.page->changes.empty() || !verdict.page->leases.empty() ||
                         !verdict.page->settled.empty());
    if (news) {
        if (auto kept = take_page(*verdict.page); !kept)
            verdict = {Answer::Nonsense, std::nullopt, kept.error().detail};
        else
            news_.feed_position = verdict.page->next;
    }
    news_.caught_up = verdict.page && !verdict.page->more;
    answered_ = verdict.answer == Answer::Good;
    of(asking_) = after_changes(of(asking_), verdict.answer, running_ms_());
    settle(asking_, verdict.answer, verdict.cause);
    wants_certificate_ = verdict.renew;
    return verdict.answer;
}

// What is unsent again and what is lent come first: the position that a page leaves behind is its
// receipt.
Result<void> Dialogue::take_page(const Changes& page) {
    // A store server does not know what central holds; central says it of the next letter.
    if (page.whole && page.kept_by == 0) {
        if (auto taken = take_back(page.held); !taken) return taken;
    }
    if (auto taken = take_settled(page); !taken) return taken;
    if (auto taken = take_leases(page.leases); !taken) return taken;
    if (page.changes.empty() && page.next == asked_from_ && !page.whole) return {};
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
void Dialogue::settle(Whom whom, Answer answer, const std::string& cause) {
    const bool answered = answer == Answer::Good || answer == Answer::Refused;
    news_.online = answered && (whom == Whom::Central || !central_is_away_);
    news_.cause = cause;
}

}  // namespace kopilka::sync
