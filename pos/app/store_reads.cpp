#include "pos/app/store_reads.h"

#include "pos/app/lease_keeper.h"
#include "pos/sale/member_view.h"
#include "pos/scan/signed_code.h"
#include "pos/store/facts.h"
#include "pos/store/journal_queries.h"
#include "pos/store/pin.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

constexpr std::size_t kMostMembersListed = 50;
constexpr std::uint32_t kFreeAttempts = 4;  // the fifth wrong PIN in a row locks

// Reads answer with nothing rather than stop the till; the log says why.
template <typename T>
T or_nothing(Result<T> result, std::string_view what) {
    if (result) return std::move(*result);
    spdlog::error("{}: {}", what, result.error().detail);
    return T();
}

// It is this late at least, whatever the clock says: as the server told and the time since, or as
// the journal has it.
Instant at_least(const StoreRoom& room) {
    if (!room.contact) return room.latest;
    return {room.contact->server.ms + room.clock.running_ms() - room.contact->running_ms};
}

// Turning the clock back revives nothing: points that are surely over are not shown, nor spent.
void drop_what_is_over(MemberView& member, Instant at) {
    for (auto& [programme, account] : member.accounts)
        std::erase_if(account.lots,
                      [at](const Lot& lot) { return lot.expires && *lot.expires <= at; });
}

// The member as this till knows them now: the snapshot and what it sold them since. Nobody rather
// than a wrong balance, where that cannot be read.
std::optional<Member> as_of_now(const StoreRoom& room, Member member) {
    const auto since = records_not_reached(room.journal, member.view.id, member.feed_position);
    if (!since) {
        spdlog::error("member's records: {}", since.error().detail);
        return std::nullopt;
    }
    member.view = view(std::move(member.view), *since, NewPoints::AfterSync);
    drop_what_is_over(member.view, at_least(room));
    set_rights(room, member.view, *since);
    return member;
}

std::vector<Member> snapshots(const StoreRoom& room, const MemberQuery& query) {
    const auto listed = [](std::optional<Member> one) {
        return one ? std::vector{std::move(*one)} : std::vector<Member>();
    };
    if (const auto* card = std::get_if<ByCard>(&query.key))
        return listed(or_nothing(room.cache.member_by_card(card->number), "member by card"));
    if (const auto* phone = std::get_if<ByPhone>(&query.key))
        return or_nothing(room.cache.members_by_phone(phone->e164), "member by phone");
    if (const auto* name = std::get_if<ByName>(&query.key))
        return or_nothing(room.cache.members_by_surname(name->text, kMostMembersListed), "by name");
    if (const auto* card = std::get_if<SignedCard>(&query.key))
        return listed(or_nothing(room.cache.member(card->certificate.member), "member"));
    return listed(or_nothing(room.cache.member(std::get<ByMember>(query.key).id), "member"));
}

std::vector<Member> members_now(const StoreRoom& room, const MemberQuery& query) {
    std::vector<Member> members;
    for (Member& snapshot : snapshots(room, query))
        if (auto member = as_of_now(room, std::move(snapshot)))
            members.push_back(std::move(*member));
    return members;
}

// What was seen of the phone is on disk before anybody believes it: a code is good for one showing,
// whatever happens to the till afterwards.
CardProof prove(StoreRoom& room, const SignedCard& card) {
    const PublicKey& phone = card.certificate.device;
    const auto known = room.journal.device(phone);
    const auto trust = room.cache.card_trust();
    if (!known || !trust) {
        spdlog::error("a phone's card: {}", (known ? trust.error() : known.error()).detail);
        return CardProof::NotKept;
    }
    const CardJudgement judged = judge(card, *trust, *known, room.clock.now());
    if (!judged.memory) return judged.proof;
    if (const auto kept = room.journal.keep_device(phone, *judged.memory); !kept) {
        spdlog::error("a phone's card: {}", kept.error().detail);
        return CardProof::NotKept;
    }
    return judged.proof;
}

std::optional<Member> member_of(const StoreRoom& room, const Draft& draft) {
    if (!draft.member) return std::nullopt;
    auto member = or_nothing(room.cache.member(*draft.member), "draft's member");
    return member ? as_of_now(room, std::move(*member)) : std::nullopt;
}

DraftSummary summary(const Draft& draft) {
    return {{draft.till, draft.id},
            draft.started,
            draft.cashier,
            static_cast<std::uint32_t>(draft.basket.lines.size()),
            gross(draft.basket)};
}

std::vector<DraftSummary> suspended(const std::vector<Draft>& drafts) {
    std::vector<DraftSummary> list;
    for (const Draft& draft : drafts)
        if (draft.state == DraftState::Suspended) list.push_back(summary(draft));
    return list;
}

// Minutes until the cashier may try again: doubling from one after each wrong PIN beyond the free
// ones. The attempts are counted from the journal, so that no restart forgives any.
std::uint32_t lock_minutes(std::uint32_t attempts) {
    if (attempts <= kFreeAttempts) return 0;
    return std::uint32_t{1} << std::min(attempts - kFreeAttempts - 1, std::uint32_t{6});
}

// What is left of that, rounded up, by the clock that nobody turns: since the last wrong PIN, or
// since this program started where that was before. So a restart costs time, and never gives any.
std::uint32_t minutes_to_wait(const StoreRoom& room, const CashierId& cashier,
                              std::uint32_t attempts) {
    constexpr std::int64_t kMinute = 60'000;
    const auto refused = room.refused_ms.find(cashier);
    const std::int64_t since = refused == room.refused_ms.end() ? room.started_ms : refused->second;
    const std::int64_t left = lock_minutes(attempts) * kMinute - (room.clock.running_ms() - since);
    return static_cast<std::uint32_t>((std::max<std::int64_t>(left, 0) + kMinute - 1) / kMinute);
}

// What came back of it before, and what was paid back. False where that cannot be read: a unit
// could be paid back twice.
bool add_returns(const StoreRoom& room, OriginalSale& sale) {
    const auto visit = [&](const RecordHead& head, ByteView bytes) {
        if (head.id == sale.id) return false;
        if (head.kind != kind_of<Return>()) return true;
        const auto record = decode_record(bytes);
        const auto* back = record ? std::get_if<Return>(&record->entry) : nullptr;
        if (back == nullptr || back->original != sale.id) return true;
        sale.returned.insert(sale.returned.end(), back->units.begin(), back->units.end());
        sale.paid_back.insert(sale.paid_back.end(), back->paid_back.begin(), back->paid_back.end());
        return true;
    };
    const auto walked = walk(room.journal, Direction::Backward, visit);
    if (!walked) spdlog::error("returns: {}", walked.error().detail);
    return walked.has_value();
}

std::optional<OriginalSale> original(const StoreRoom& room, const StoredRecord& stored) {
    const auto* sale = std::get_if<Sale>(&stored.record.entry);
    if (sale == nullptr) return std::nullopt;
    OriginalSale found{stored.record.id, stored.hash, stored.record.at, *sale, {}};
    if (!add_returns(room, found)) return std::nullopt;
    return found;
}

std::optional<StoredRecord> sale_numbered(const StoreRoom& room, ReceiptNumber number) {
    std::optional<StoredRecord> found;
    const auto visit = [&](const RecordHead& head, ByteView bytes) {
        if (head.kind != kind_of<Sale>()) return true;
        auto record = decode_record(bytes);
        if (!record || std::get<Sale>(record->entry).number != number) return true;
        found = StoredRecord{std::move(*record), hash_of(bytes)};
        return false;
    };
    if (const auto walked = walk(room.journal, Direction::Backward, visit); !walked)
        spdlog::error("receipt: {}", walked.error().detail);
    return found;
}

std::optional<StoredRecord> stored_sale(const StoreRoom& room, const OriginalQuery& query) {
    if (const auto* number = std::get_if<ReceiptNumber>(&query.key))
        return sale_numbered(room, *number);
    RecordId id;
    if (const auto* code = std::get_if<ReceiptCode>(&query.key))
        id = {TillId{code->till}, Epoch{code->epoch}, Sequence{code->sequence}};
    else
        id = std::get<RecordId>(query.key);
    auto stored = room.journal.read(id);
    return stored ? std::optional(std::move(*stored)) : std::nullopt;
}

PaperRecord paper_of(const StoreRoom& room, const LastPaper& last) {
    PaperRecord paper{last.of.record, last.of.hash, last.asked, {}, {}, {}};
    if (const auto* back = std::get_if<Return>(&paper.record.entry)) {
        const auto stored = room.journal.read(back->original);
        const auto* sale = stored ? std::get_if<Sale>(&stored->record.entry) : nullptr;
        if (sale != nullptr) paper.original = *sale;
    }
    const auto* sale = std::get_if<Sale>(&paper.record.entry);
    if (sale == nullptr) return paper;
    if (sale->member)
        for (Member& member : members_now(room, {ByMember{sale->member->id}, sale->strength}))
            paper.member = std::move(member);
    for (const Gift& gift : sale->gifts)
        if (const auto goods = or_nothing(room.cache.goods(gift.sku), "gift"))
            paper.gift_names[gift.sku] = goods->name;
    return paper;
}

}  // namespace

Result<event::Recovered> recover(StoreRoom& room) {
    const auto read = start_facts(room.journal);
    if (!read) return tl::unexpected(read.error());
    const auto kept = room.journal.drafts();
    if (!kept) return tl::unexpected(kept.error());
    const StartFacts& facts = *read;
    const std::vector<Draft>& drafts = *kept;
    room.latest = facts.latest;
    if (facts.shift) room.business_date = facts.shift->business_date;
    event::Recovered state;
    if (facts.shift) state.shift = ShiftInProgress{facts.shift->shift, facts.shift->business_date};
    state.last_shift = facts.last_shift;
    state.last_receipt = ReceiptNumber{facts.next_receipt.value - 1};
    for (const UnansweredIntent& intent : facts.open_intents)
        std::visit([&](const auto& asked) { state.intents.emplace_back(asked); }, intent.asked);
    for (const Draft& draft : drafts) {
        state.last_draft = std::max(state.last_draft, draft.id);
        if (draft.state == DraftState::Open) state.open_draft = draft;
    }
    std::optional<MemberId> at_desk;
    if (state.open_draft) at_desk = state.open_draft->member;
    if (const auto begun = begin_with_leases(room, at_desk); !begun)
        return tl::unexpected(begun.error());
    if (state.open_draft) state.member = member_of(room, *state.open_draft);
    state.suspended = suspended(drafts);
    if (facts.last_paper) state.last_paper = paper_of(room, *facts.last_paper);
    return state;
}

Event verify(StoreRoom& room, const effect::VerifyPin& wanted) {
    const auto facts = start_facts(room.journal);
    if (!facts) {
        // Else whoever is locked out would be let in again.
        spdlog::error("attempts: {}", facts.error().detail);
        return event::PinRefused{wanted.purpose, wanted.cashier, 0, 1};
    }
    const auto refused = facts->refused_sign_ins.find(wanted.cashier);
    const std::uint32_t before = refused == facts->refused_sign_ins.end() ? 0 : refused->second;
    if (const std::uint32_t wait = minutes_to_wait(room, wanted.cashier, before); wait > 0)
        return event::PinRefused{wanted.purpose, wanted.cashier, 0, wait};  // not looked at
    const auto staff = or_nothing(room.cache.staff(wanted.cashier), "staff");
    if (staff && verify_pin(staff->pin, staff->salt, wanted.pin, room.keys.pepper))
        return event::PinVerified{wanted.purpose, wanted.cashier};
    room.refused_ms[wanted.cashier] = room.clock.running_ms();
    return event::PinRefused{wanted.purpose, wanted.cashier, before + 1, lock_minutes(before + 1)};
}

event::MembersFound find_members(StoreRoom& room, const MemberQuery& query) {
    if (const auto* card = std::get_if<SignedCard>(&query.key))
        if (const CardProof proof = prove(room, *card); proof != CardProof::Genuine)
            return {query, {}, proof};
    return {query, members_now(room, query)};
}

event::DraftsListed list_drafts(const StoreRoom& room) {
    return {suspended(or_nothing(room.journal.drafts(), "drafts"))};
}

event::DraftFetched fetch_draft(const StoreRoom& room, const DraftRef& wanted) {
    auto draft = room.journal.draft(wanted.id);
    if (!draft) return {wanted, std::nullopt, std::nullopt};
    auto member = member_of(room, *draft);
    return {wanted, std::move(*draft), std::move(member)};
}

event::OriginalsFound find_originals(const StoreRoom& room, const OriginalQuery& query) {
    event::OriginalsFound answer{query, {}};
    const auto stored = stored_sale(room, query);
    if (!stored) return answer;
    if (auto sale = original(room, *stored)) answer.sales.push_back(std::move(*sale));
    return answer;
}

Event read_totals(const StoreRoom& room, const effect::ReadTotals& wanted) {
    const auto totals = shift_totals(room.journal, wanted.shift);
    if (totals) return event::TotalsRead{wanted.purpose, totals->value_or(ShiftTotals{})};
    spdlog::error("totals: {}", totals.error().detail);
    return event::JournalFailed{{}, {"till.refuse.journal_failed", {}}};
}

}  // namespace kopilka::app
