// What must be done about it: performed by pos/app in this order, answered by events.
// Reads (Find…, List…, Fetch…, Read…, VerifyPin) are answered before the next act of a person.
// Journal is answered by Journaled or JournalFailed with its ticket, when the bytes are on disk:
// nothing that leaves the shop is asked for before.
#pragma once
#include "pos/sale/receipt.h"
#include "pos/till/query.h"
#include "pos/till/refusal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {
namespace effect {

struct VerifyPin {
    PinPurpose purpose = PinPurpose::SignIn;
    CashierId cashier;
    std::string pin;
};
struct FindGoods {
    GoodsQuery query;
};
struct SearchGoods {
    std::string text;
};
struct ListCategory {
    std::string category;
};
struct FindMember {
    MemberQuery query;
};
struct ListDrafts {};
struct FetchDraft {
    DraftRef draft;
};
struct FindOriginal {
    OriginalQuery query;
};
struct ReadTotals {
    ShiftNumber shift;
    TotalsPurpose purpose = TotalsPurpose::Report;
};

// One commit: the entries in order, and what happens to drafts. `save` replaces the draft of its
// {till, id}; `remove` may name one of another till of the store.
struct Journal {
    std::uint64_t ticket = 0;
    LocalTime at;
    Date business_date;
    CashierId cashier;
    std::vector<JournalEntry> entries;
    std::optional<Draft> save;
    std::vector<DraftRef> remove;
};
struct SaveDraft {  // a basket changed; nobody waits for it
    Draft draft;
};
struct RemoveDraft {
    DraftRef draft;
};

// A customer is at the desk: nothing that is held of theirs is given back meanwhile, and these
// rights are asked for, if any. Nobody waits: what comes of it is RightsChanged.
struct AskRights {
    MemberId member;
    std::vector<LeaseWish> wishes;
};
struct LetRightsGo {  // the customer has left: what was lent for this visit goes back
    MemberId member;
};

// `operation` is the intent's: asking twice with the same one never charges twice.
struct AskTerminal {
    TenderKind kind = TenderKind::Card;
    Money amount;  // negative: to be given back
    std::string operation;
};
struct AskTerminalAgain {
    std::string operation;
};
struct CancelPayment {
    std::string operation;
};
struct Print {
    std::uint64_t ticket = 0;  // echoed by PrintFinished
    Paperwork what;
    CopyMark mark = CopyMark::Original;
};
struct OpenDrawer {};

enum class SoundKind : std::uint8_t { Beep, Refused, Attention, Done };
struct Sound {
    SoundKind kind = SoundKind::Beep;
};
struct Refuse {  // always with the sound of a refusal
    Refusal why = Refusal::NotHere;
    Phrase words;
};
struct Notice {
    Phrase words;
};
// The customer's display changed: two lines for a pole; the second window draws Stage::customer.
struct ShowCustomer {
    Phrase upper;
    Phrase lower;
};

}  // namespace effect

using Effect =
    std::variant<effect::VerifyPin, effect::FindGoods, effect::SearchGoods, effect::ListCategory,
                 effect::FindMember, effect::ListDrafts, effect::FetchDraft, effect::FindOriginal,
                 effect::ReadTotals, effect::Journal, effect::SaveDraft, effect::RemoveDraft,
                 effect::AskRights, effect::LetRightsGo, effect::AskTerminal,
                 effect::AskTerminalAgain, effect::CancelPayment, effect::Print, effect::OpenDrawer,
                 effect::Sound, effect::Refuse, effect::Notice, effect::ShowCustomer>;

}  // namespace kopilka
