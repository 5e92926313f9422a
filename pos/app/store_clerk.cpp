#include "pos/app/store_clerk.h"

#include "pos/app/lease_keeper.h"
#include "pos/app/store_reads.h"
#include "pos/core/check.h"
#include "pos/store/sealed_head.h"

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

DraftChanges changes_of(const effect::Journal& wanted, const TillId& till) {
    DraftChanges changes;
    if (wanted.save) changes.put.push_back(*wanted.save);
    for (const DraftRef& draft : wanted.remove)
        if (draft.till == till) changes.remove.push_back(draft.id);
    return changes;
}

Phrase words_of(const Error& error) {
    switch (error.code) {
        case Errc::Full: return {"till.notice.disk_full", {}};
        case Errc::NotFound:
        case Errc::Corrupt:
        case Errc::Busy:
        case Errc::Timeout:
        case Errc::Disconnected:
        case Errc::Invalid:
        case Errc::Io: return {"till.refuse.journal_failed", {}};
    }
    unreachable("an error code nobody named");
}

}  // namespace

StoreClerk::StoreClerk(StoreRoom room, std::function<void(Event, AnswerTo)> answer)
    : room_(std::move(room)), answer_(std::move(answer)) {
    room_.started_ms = room_.clock.running_ms();
}

void StoreClerk::perform(const StoreRequest& request) {
    std::visit([&](const auto& wanted) { do_this(wanted); }, request);
}

void StoreClerk::do_this(const effect::Journal& wanted) {
    if (const auto member = spends_what_is_over(room_, wanted.entries)) {
        spdlog::warn("journal: what this sale would spend is not the till's to spend any more");
        answer_(event::JournalFailed{wanted.ticket, {"till.notice.rights_over", {}}},
                AnswerTo::Commit);
        return answer_(rights_now(room_, *member), AnswerTo::News);
    }
    const JournalStamp stamp{wanted.at, wanted.business_date, wanted.cashier};
    const auto places = room_.journal.append(wanted.entries, stamp, changes_of(wanted, room_.till));
    if (!places) {
        spdlog::error("journal: {}", places.error().detail);
        // After a failed commit nothing is retried: what the disk really holds is read anew.
        if (places.error().code != Errc::Full) reopen_journal();
        return answer_(event::JournalFailed{wanted.ticket, words_of(places.error())},
                       AnswerTo::Commit);
    }
    room_.latest = std::max(room_.latest, wanted.at.instant);
    room_.business_date = wanted.business_date;
    for (const JournalEntry& entry : wanted.entries)
        if (std::holds_alternative<ShiftClosed>(entry)) room_.business_date.reset();
    event::Journaled journaled{wanted.ticket, {}};
    for (const JournalPlace& place : *places) journaled.stamps.push_back({place.id, place.hash});
    answer_(std::move(journaled), AnswerTo::Commit);
    if (on_commit_) on_commit_();
    if (is_time_to_seal(wanted.entries, *places)) seal();
}

void StoreClerk::seal() {
    const auto sealed = seal_head(room_.key_folder, room_.keys, *room_.journal.head());
    if (!sealed) spdlog::warn("sealed head: {}", sealed.error().detail);
}

void StoreClerk::do_this(const effect::SaveDraft& wanted) {
    const auto saved = room_.journal.change_drafts({{wanted.draft}, {}});
    if (!saved) spdlog::error("draft: {}", saved.error().detail);
}

void StoreClerk::do_this(const effect::RemoveDraft& wanted) {
    const auto removed = room_.journal.change_drafts({{}, {wanted.draft.id}});
    if (!removed) spdlog::error("draft: {}", removed.error().detail);
}

void StoreClerk::do_this(const effect::VerifyPin& wanted) {
    answer_(verify(room_, wanted), AnswerTo::Read);
}

void StoreClerk::do_this(const effect::FindMember& wanted) {
    answer_(find_members(room_, wanted.query), AnswerTo::Read);
}

void StoreClerk::do_this(const effect::ListDrafts&) { answer_(list_drafts(room_), AnswerTo::Read); }

void StoreClerk::do_this(const effect::FetchDraft& wanted) {
    answer_(fetch_draft(room_, wanted.draft), AnswerTo::Read);
}

void StoreClerk::do_this(const effect::FindOriginal& wanted) {
    answer_(find_originals(room_, wanted.query), AnswerTo::Read);
}

void StoreClerk::do_this(const effect::ReadTotals& wanted) {
    answer_(read_totals(room_, wanted), AnswerTo::Read);
}

void StoreClerk::do_this(const ClockHeard& heard) {
    const Instant now = room_.clock.now();
    room_.contact = Contact{{now.ms - heard.ahead_ms}, room_.clock.running_ms()};
    heard.kept(room_.journal.keep_clock({now, heard.ahead_ms, heard.uncertainty_ms}));
    const auto ended = end_what_is_over(room_);
    journaled(ended);
    journaled(ask_usual(room_, ended && *ended ? LeaseKept::SomeWereOver : LeaseKept::All));
}

void StoreClerk::do_this(const effect::AskRights& wanted) { journaled(ask_rights(room_, wanted)); }

void StoreClerk::do_this(const effect::LetRightsGo& wanted) {
    journaled(let_go(room_, wanted.member));
}

// Asked for once the server answers: a till that was never connected has nothing to hold.
void StoreClerk::do_this(const RightsWanted& wanted) {
    room_.usual = wanted.usual;
    if (room_.contact) journaled(ask_usual(room_));
}

void StoreClerk::do_this(const LeasesTold& told) {
    const auto taken = take_leases(room_, told.news);
    if (!taken) {
        journaled(tl::unexpected(taken.error()));
        return told.kept(tl::unexpected(taken.error()));
    }
    for (const MemberId& member : taken->members)
        answer_(rights_now(room_, member), AnswerTo::News);
    journaled(taken->journaled);
    told.kept({});
}

// What could not be journaled is held as before: rights that nobody gives back are in doubt later,
// and nothing is lost.
void StoreClerk::journaled(const Result<bool>& done) {
    if (done && *done && on_commit_) on_commit_();
    if (done) return;
    spdlog::error("leases: {}", done.error().detail);
    if (done.error().code == Errc::Io) reopen_journal();
}

void StoreClerk::reopen_journal() {
    if (const auto reopened = room_.journal.reopen(); !reopened)
        spdlog::error("journal: {}", reopened.error().detail);
}

// Without an answer the till does not begin to sell.
void StoreClerk::do_this(const ReadRecovered&) {
    constexpr int kMostTries = 3;
    for (int tried = 0; tried < kMostTries; ++tried) {
        auto state = recover(room_);
        if (state) return answer_(std::move(*state), AnswerTo::Read);
        spdlog::error("start: {}", state.error().detail);
        reopen_journal();
    }
}

}  // namespace kopilka::app
