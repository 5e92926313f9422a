// Where the till is: five regions that change side by side, and the desk that outlives a receipt.
// Everything a screen shows stands here; nothing here is drawn, saved or sent from here.
#pragma once
#include "pos/till/carried.h"
#include "pos/till/query.h"
#include "pos/till/refusal.h"
#include "pos/till/world.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {
namespace stage {

// --- the sale region, in the order of a day

struct Starting {};  // until Recovered
struct Questions {   // intents without an outcome, one question each: the first is asked now
    std::vector<OpenIntent> intents;
    std::optional<Draft> draft;  // the basket from before, back when all are answered
    std::optional<Member> member;
};
struct NoShift {};
struct Idle {  // a shift is open, nobody is at the desk
    NextGoods next;
};
struct Ringing {
    OpenReceipt receipt;
    NextGoods next;
};
struct Asking {
    std::optional<OpenReceipt> receipt;  // nullopt: asked outside a receipt
    Question question;
};
struct Paying {
    OpenReceipt receipt;
};
// The intent goes to disk → the terminal is asked → it answers, or nobody knows: asked again, told.
enum class CardPhase : std::uint8_t { Intent, Asked, Unknown, Cancelling };
struct CardPending {
    std::variant<OpenReceipt, OpenReturn> of;
    TenderKind kind = TenderKind::Card;
    Money amount;  // negative: paid back
    std::string operation;
    CardPhase phase = CardPhase::Intent;
    std::uint64_t ticket = 0;       // of the intent's commit
    std::optional<Tender> cancels;  // approved before, and being taken back
    // Back was pressed while the terminal worked: what it said before it heard of that.
    std::optional<CardAnswered> before_cancel;
    Phrase words;  // what the terminal said
};
// Waiting for the disk; no way back.
struct Committing {
    std::variant<CommitSale, CommitReturn, CommitShiftOpened, CommitShiftClosed, CommitCash,
                 CommitDrawer, CommitProfile>
        what;
    std::uint64_t ticket = 0;
};
enum class PrintPhase : std::uint8_t { Intent, Sent, Unknown };
struct Printing {
    Finished done;
    CopyMark mark = CopyMark::Original;
    PrintPhase phase = PrintPhase::Intent;
    std::uint64_t ticket = 0;  // of the intent's commit, then of the print
    bool kick_drawer = false;  // once, when the intent is on disk
};
struct Done {  // thanks; the next scan or NextCustomer begins anew
    Finished done;
    PrintResult printed = PrintResult::Printed;
};
struct Counting {  // closing the shift: how much is in the drawer?
    ShiftTotals totals;
};
struct FindingOriginal {  // goods come back: scan or type the receipt
    std::vector<OriginalSale> found;
    bool by_code = false;
};
struct Returning {  // choose the units, then how to pay back
    OpenReturn goods;
};

// --- the other regions

struct SignedOut {
    std::optional<Phrase> why;  // the last refusal of a PIN
    std::uint32_t locked_minutes = 0;
};
struct Verifying {
    CashierId cashier;
};
struct SignedIn {
    CashierId cashier;
    Localized name;
    Role role = Role::Cashier;
};

struct Welcome {};
struct Greeting {
    std::string first_name;
};
struct SeesBasket {
    Localized last;  // the goods rung up last
    Money total;
    Money saved;
};
struct SeesDue {
    Money due;
    Money saved;
};
struct SeesThanks {
    std::string first_name;
    Money change;
    Money saved;
};

struct DeviceTrouble {
    DeviceMood mood = DeviceMood::Attention;
    Phrase words;
};
struct DevicesReady {};
struct DevicesTroubled {
    std::map<DeviceKind, DeviceTrouble> devices;
};

struct SyncUnheard {};
struct SyncOnline {
    SyncNumbers numbers;
};
struct SyncOffline {
    SyncNumbers numbers;
};

}  // namespace stage

using SaleStage = std::variant<stage::Starting, stage::Questions, stage::NoShift, stage::Idle,
                               stage::Ringing, stage::Asking, stage::Paying, stage::CardPending,
                               stage::Committing, stage::Printing, stage::Done, stage::Counting,
                               stage::FindingOriginal, stage::Returning>;
using OperatorStage = std::variant<stage::SignedOut, stage::Verifying, stage::SignedIn>;
using CustomerStage = std::variant<stage::Welcome, stage::Greeting, stage::SeesBasket,
                                   stage::SeesDue, stage::SeesThanks>;
using DevicesStage = std::variant<stage::DevicesReady, stage::DevicesTroubled>;
using SyncStage = std::variant<stage::SyncUnheard, stage::SyncOnline, stage::SyncOffline>;

// The receipt being rung up, asked about, paid or on its way to disk; nullptr where there is none.
stage::OpenReceipt* open_receipt(SaleStage& sale);
const stage::OpenReceipt* open_receipt(const SaleStage& sale);
// What is on disk, while its paper is made or shown.
const stage::Finished* finished(const SaleStage& sale);

// The goods a cashier looks through: a category, or a search.
struct GoodsList {
    std::string of;
    std::vector<Goods> goods;
};

// The last thing the till said to the cashier; gone with the next act.
struct Said {
    std::optional<Refusal> refused;  // nullopt: a notice
    Phrase words;
};

struct Desk {
    Language language = Language::Russian;
    LocalTime now;
    std::optional<ShiftInProgress> shift;
    ShiftNumber last_shift{};
    ReceiptNumber last_receipt{};
    std::uint64_t last_draft = 0;
    std::uint64_t last_ticket = 0;
    std::uint64_t last_operation = 0;
    std::size_t suspended = 0;    // receipts put aside in this store, as far as is known
    std::deque<Payload> waiting;  // scans that came at a wrong moment, oldest first
    GoodsList list;
    std::optional<Said> said;
    std::optional<Phrase> for_next_cashier;     // what happened while nobody was signed in
    std::optional<stage::Finished> last_paper;  // for a copy, until the next one
};

struct Stage {
    OperatorStage operators;
    SaleStage sale;
    CustomerStage customer;
    DevicesStage devices;
    SyncStage sync;
    Desk desk;
};

}  // namespace kopilka
