// What happened, in the shop's words: what a person did, what was scanned, what an effect answered,
// and news from devices, network and clock. The first block is people's acts; answers are in the
// second: they come back before the next act (reads) or in their own time (journal, devices).
// Not here: what any of it leads to (step.h).
#pragma once
#include "pos/core/hash.h"
#include "pos/core/payload.h"
#include "pos/core/time.h"
#include "pos/till/query.h"
#include "pos/till/world.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {
namespace event {

// --- operator
struct SignIn {
    CashierId cashier;
    std::string pin;
};
struct SignOut {};
struct LanguageChosen {
    Language language = Language::Russian;
};

// --- shift and cash
struct OpenShift {
    Money cash_float;
};
struct CloseShift {};  // begins the count; CashCounted ends it, Back leaves it
struct CashCounted {
    Money counted;
};
struct MoveCash {  // in positive, out negative
    Money amount;
    std::string reason;
};
struct ReportWanted {};  // X
struct DrawerWanted {    // without a sale
    std::string reason;
};

// --- goods
struct Scanned {
    Payload payload;
};
struct ScanRefused {  // something was read that means nothing here
    Phrase words;
};
struct GoodsChosen {  // by button or from the list
    Sku sku;
};
struct GoodsSearched {  // words of a name, or digits of a code; empty closes the list
    std::string text;
};
struct CategoryOpened {
    std::string category;
};
struct QuantityKeyed {  // for the next goods
    Quantity quantity;
};
struct QuantityChanged {
    LineId line;
    Quantity quantity;
};
struct PriceCheckWanted {};  // the next goods are shown, not sold
struct DepartmentSale {      // goods without a code, or with one that nobody knows
    std::string department;
    Money price;
};
struct PriceKeyed {  // by hand, a piece or a kilogram
    LineId line;
    Money price;
};
struct DiscountKeyed {  // by hand; replaces the one before; zero removes it
    LineId line;
    std::variant<BasisPoints, Money> off;
};
struct VoidLine {
    LineId line;
};
struct VoidReceipt {};
struct Suspend {};
struct RecallWanted {};
struct RecallChosen {
    DraftRef draft;
};

// --- answers of people to a question
struct AgeAnswered {
    bool old_enough = false;
};
struct ApprovalGiven {  // somebody whose role may, by PIN
    CashierId by;
    std::string pin;
};
struct Back {};  // leave the question, list or screen without doing it

// --- member
struct MemberTyped {  // a phone number, a card number or (part of) a name, as typed
    std::string text;
};
struct MemberChosen {
    MemberId member;
};
struct MemberDetached {};
struct ProfileWanted {};  // the member on the receipt wants to tell of themself
struct ProfileTold {      // as typed; the birthday as 28.02.1990; surname and phone may be empty
    std::string first_name, surname, birthday, phone;
    bool consent = false;
};
struct CodeTyped {  // promo code or coupon
    std::string code;
};
struct CodeRemoved {
    std::string code;
};
struct PointsChosen {  // zero takes the choice back
    ProgrammeId programme;
    Points points;
};

// --- paying
struct Pay {};
struct BackToBasket {};
struct CashGiven {
    Money amount;
};
struct TerminalChosen {  // Card or Sbp; zero: all that is due
    TenderKind kind = TenderKind::Card;
    Money amount;
};
struct TenderRemoved {  // index into the tenders given
    std::size_t index = 0;
};
struct AskTerminalAgain {};
struct PaymentTold {  // the terminal does not know; the cashier has looked
    bool paid = false;
};
struct PrintAgain {};
struct PrintTold {  // the printer does not know; the cashier has looked
    bool printed = false;
};
struct NextCustomer {};

// --- return of goods
struct ReturnWanted {};
struct ReceiptTyped {  // the receipt's code, or its number of this till
    std::string text;
};
struct OriginalChosen {
    RecordId receipt;
};
struct UnitToggled {
    LineId line;
    std::uint32_t unit = 0;
};
struct RefundBy {  // Cash or Card
    TenderKind kind = TenderKind::Cash;
};

// === answers of effects
struct Recovered {  // once, at start: what the journal and the drafts say
    std::optional<ShiftInProgress> shift;
    ShiftNumber last_shift;      // 0: none yet
    ReceiptNumber last_receipt;  // 0: none yet
    std::uint64_t last_draft = 0;
    std::optional<Draft> open_draft;
    std::optional<Member> member;         // of that draft
    std::vector<OpenIntent> intents;      // without an outcome, oldest first
    std::vector<DraftSummary> suspended;  // of this store
    std::optional<PaperRecord> last_paper;
};
struct PinVerified {
    PinPurpose purpose = PinPurpose::SignIn;
    CashierId cashier;
};
struct PinRefused {
    PinPurpose purpose = PinPurpose::SignIn;
    CashierId cashier;
    std::uint32_t attempts = 0;        // wrong ones in a row so far
    std::uint32_t locked_minutes = 0;  // 0: may try again
};
struct GoodsFound {
    GoodsQuery query;
    std::optional<Goods> goods;
};
struct GoodsListed {
    std::string of;  // the search or category
    std::vector<Goods> goods;
};
struct MembersFound {
    MemberQuery query;
    std::vector<Member> members;
    CardProof proof = CardProof::Genuine;  // of a SignedCard; anything else comes with no member
};
struct DraftsListed {
    std::vector<DraftSummary> drafts;
};
struct DraftFetched {
    DraftRef draft;
    std::optional<Draft> found;  // nullopt: another till was quicker
    std::optional<Member> member;
};
struct OriginalsFound {
    OriginalQuery query;
    std::vector<OriginalSale> sales;
};
struct TotalsRead {
    TotalsPurpose purpose = TotalsPurpose::Report;
    ShiftTotals totals;
};
struct Journaled {
    std::uint64_t ticket = 0;
    std::vector<Stamp> stamps;  // one an entry, in order
};
struct JournalFailed {
    std::uint64_t ticket = 0;
    Phrase words;
};
struct PaymentAnswered {
    std::string operation;
    CardOutcome outcome = CardOutcome::Unknown;
    std::string reference;
    Phrase words;
};
struct PrintFinished {
    std::uint64_t ticket = 0;
    PrintResult result = PrintResult::Unknown;
};

// === news
struct SyncNews {
    SyncNumbers numbers;
};
// What this till may let a member spend by itself, of each programme it holds something of.
struct RightsChanged {
    MemberId member;
    std::map<ProgrammeId, Rights> rights;
};
struct DeviceNews {
    DeviceKind device = DeviceKind::Printer;
    DeviceMood mood = DeviceMood::Ready;
    Phrase words;
};
struct WorldReplaced {};  // the next step's World is the new one
struct Tick {             // each second at most, and before anything that happens later
    LocalTime now;
};

}  // namespace event

using Event = std::variant<
    event::SignIn, event::SignOut, event::LanguageChosen, event::OpenShift, event::CloseShift,
    event::CashCounted, event::MoveCash, event::ReportWanted, event::DrawerWanted, event::Scanned,
    event::ScanRefused, event::GoodsChosen, event::GoodsSearched, event::CategoryOpened,
    event::QuantityKeyed, event::QuantityChanged, event::PriceCheckWanted, event::DepartmentSale,
    event::PriceKeyed, event::DiscountKeyed, event::VoidLine, event::VoidReceipt, event::Suspend,
    event::RecallWanted, event::RecallChosen, event::AgeAnswered, event::ApprovalGiven, event::Back,
    event::MemberTyped, event::MemberChosen, event::MemberDetached, event::ProfileWanted,
    event::ProfileTold, event::CodeTyped, event::CodeRemoved, event::PointsChosen, event::Pay,
    event::BackToBasket, event::CashGiven, event::TerminalChosen, event::TenderRemoved,
    event::AskTerminalAgain, event::PaymentTold, event::PrintAgain, event::PrintTold,
    event::NextCustomer, event::ReturnWanted, event::ReceiptTyped, event::OriginalChosen,
    event::UnitToggled, event::RefundBy, event::Recovered, event::PinVerified, event::PinRefused,
    event::GoodsFound, event::GoodsListed, event::MembersFound, event::DraftsListed,
    event::DraftFetched, event::OriginalsFound, event::TotalsRead, event::Journaled,
    event::JournalFailed, event::PaymentAnswered, event::PrintFinished, event::SyncNews,
    event::RightsChanged, event::DeviceNews, event::WorldReplaced, event::Tick>;

}  // namespace kopilka
