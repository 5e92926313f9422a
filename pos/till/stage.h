// Where the till is: five regions that change side by side, and the desk that outlives a receipt.
// Everything a screen shows stands here; nothing here is drawn, saved or sent from here.
#pragma once
#include "pos/sale/receipt.h"
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

// --- what the sale stages carry

struct Attached {  // a member on the receipt; tier and points as they were at that moment
    Member member;
    IdentityStrength strength = IdentityStrength::Told;
};

// A receipt that is not finished. `priced` is always price() of the rest.
struct OpenReceipt {
    std::uint64_t draft = 0;
    std::shared_ptr<const Publication> publication;  // in force when the receipt started
    Basket basket;
    std::optional<Attached> member;
    std::map<ProgrammeId, Points> spend;  // chosen; priced.points says how many were taken
    std::vector<Tender> tenders;          // cash, card and SBP given so far
    std::vector<std::string> operations;  // the terminal's, one a tender; empty for cash
    std::vector<std::string> asked;       // terminal operations without an answer yet
    std::vector<JournalEntry> unsaved;    // answers that a full disk kept out of the journal
    std::optional<LocalTime> frozen_at;   // first press of Pay … back to the basket
    PriceContext context;                 // what `priced` was priced with
    PricedBasket priced;
    std::map<Sku, Localized> gift_names;
};

// What the next goods do: how many are sold, or that only their price is shown.
struct NextGoods {
    std::optional<Quantity> quantity;
    GoodsPurpose purpose = GoodsPurpose::Sell;
};

// Goods to be paid back, as chosen so far.
struct OpenReturn {
    OriginalSale original;
    bool by_code = false;         // the receipt was at hand
    std::vector<UnitRef> chosen;  // ascending
    PricedReturn priced;          // of `chosen`; empty while nothing is chosen
    CashierId approved_by;
    std::optional<Tender> paid_back;    // by the terminal already, not yet in the journal
    std::vector<JournalEntry> unsaved;  // its answer
};

// What somebody else's PIN would allow.
struct AllowVoidLine {
    LineId line;
};
struct AllowVoidReceipt {};
struct AllowPrice {
    LineId line;
    Money price;
};
struct AllowDiscount {
    LineId line;
    Money off;
};
struct AllowCash {
    Money amount;
    std::string reason;
};
struct AllowDrawer {
    std::string reason;
};
struct AllowReturn {
    OriginalSale original;
    bool by_code = false;
};
struct AllowReport {};
struct AllowCloseShift {};
using Allow = std::variant<AllowVoidLine, AllowVoidReceipt, AllowPrice, AllowDiscount, AllowCash,
                           AllowDrawer, AllowReturn, AllowReport, AllowCloseShift>;

// One question at a time, answered or left by Back.
struct AskAge {
    BasketLine line;  // added if the answer is yes
};
struct AskApproval {
    Allow what;
    std::uint32_t attempts = 0;
};
struct AskDepartment {  // nobody knows these goods
    GoodsQuery goods;
};
struct ChooseMember {
    std::vector<Member> members;
    IdentityStrength strength = IdentityStrength::Told;
};
struct ChooseDraft {
    std::vector<DraftSummary> drafts;
};
struct ShowPrice {
    Goods goods;
};
struct ShowReport {
    XReport report;
};
using Question = std::variant<AskAge, AskApproval, AskDepartment, ChooseMember, ChooseDraft,
                              ShowPrice, ShowReport>;

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
    std::uint64_t ticket = 0;            // of the intent's commit
    std::optional<std::size_t> cancels;  // a tender of before that is being taken back
    Phrase words;                        // what the terminal said
};
// Waiting for the disk; no way back, nothing has left the shop.
struct CommitSale {
    OpenReceipt receipt;
    Sale sale;
    std::vector<JournalEntry> before;  // in the same commit: the last card's answer
};
struct CommitReturn {
    OpenReturn goods;
    Return refund;
    std::vector<JournalEntry> before;
};
struct CommitShiftOpened {
    ShiftInProgress shift;
};
struct CommitShiftClosed {
    ShiftClosed closed;
};
struct CommitCash {
    CashMoved moved;
};
struct CommitDrawer {};
struct Committing {
    std::variant<CommitSale, CommitReturn, CommitShiftOpened, CommitShiftClosed, CommitCash,
                 CommitDrawer>
        what;
    std::uint64_t ticket = 0;
};
// On disk, with its paper: `record` is what the paper is of.
struct Finished {
    Paperwork paper;
    RecordId record;
    Money change;  // to hand out; of a return: paid back
    std::uint32_t copies = 0;
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
    std::deque<Payload> waiting;  // scans that came at a wrong moment, oldest first
    GoodsList list;
    std::optional<Said> said;
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
