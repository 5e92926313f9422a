// Why the till says no to an act, in order of precedence; each has one text (till.refuse.*).
#pragma once
#include "pos/core/signed_card.h"
#include "pos/core/text.h"

#include <cstdint>
#include <string_view>

namespace kopilka {

enum class Refusal : std::uint8_t {
    Starting,     // the journal is still being read
    AnswerFirst,  // a question at start is open
    SignInFirst,
    AlreadySignedIn,
    PinWrong,
    PinLocked,
    NoShift,
    ShiftIsOpen,
    FinishReceiptFirst,
    WaitSaving,  // until the journal has it
    WaitTerminal,
    WaitPrinter,
    QueueFull,  // too many scans at a wrong moment
    NotHere,    // this screen cannot do it
    CountFirst,
    PayingNow,  // go back to the basket first
    AnswerQuestion,
    UnknownGoods,
    UnknownCode,  // was read, means nothing here
    UnknownDepartment,
    SellByMark,  // marked goods: scan the DataMatrix
    MarkTwice,   // this very item is in the basket
    QuantityWrong,
    WeighFirst,  // sold by weight: a label or a typed weight
    NoSuchLine,
    PriceWrong,
    DiscountTooLarge,  // more than the line costs
    TooYoung,
    NotAllowed,  // the approver's role may not either
    EmptyBasket,
    UnknownMember,
    MemberBlocked,
    MemberIsThere,
    CardNotProven,     // the code on a phone: said in words of its own
    ProfileNotWanted,  // complete already, or no programme asks for it
    ProfileNoKey,      // central has not sent what encrypts it
    NameEmpty,
    NameWrong,
    BirthdayWrong,  // no such day, or not eight digits
    BirthdayImpossible,
    PhoneWrong,
    NoConsent,
    NoMember,
    WeakIdentity,
    CodeEntered,
    NoPoints,
    TooFewPoints,  // fewer than the programme lets spend, or the goods take none
    TooManyPoints,
    AmountWrong,
    CardNeedsNoChange,  // more by card than is due
    AlreadyPaid,
    TakeMoneyBackFirst,  // cancel the card payment first
    NothingToPay,
    PressPayFirst,
    NothingToPrint,
    PaperNotSaved,
    StillToPay,
    NoDraft,  // another till was quicker
    UnknownReceipt,
    NotThatReceipt,  // the code's hash is another one's
    ScanReceipt,
    NotOnReceipt,
    SerialDiffers,
    AlreadyReturned,
    NothingChosen,
    JournalFailed,
    Declined,
    TerminalDoesNotKnow,
    NotCancelled,
    CannotCancel,  // taken before a restart: its operation is not known any more
    PriceNotSet,
    Count_,
};

std::string_view name_of(Refusal why);  // "sign_in_first": its key in the texts, and in the table
Phrase words(Refusal why);
// Why the code on a phone identifies nobody, and what to do; not for a genuine one.
Phrase words(CardProof proof);

}  // namespace kopilka
