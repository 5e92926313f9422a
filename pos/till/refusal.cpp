#include "pos/till/refusal.h"

#include "pos/core/check.h"

namespace kopilka {
std::string_view name_of(Refusal why) {
    switch (why) {
        case Refusal::Starting: return "starting";
        case Refusal::AnswerFirst: return "answer_first";
        case Refusal::SignInFirst: return "sign_in_first";
        case Refusal::AlreadySignedIn: return "already_signed_in";
        case Refusal::PinWrong: return "pin_wrong";
        case Refusal::PinLocked: return "pin_locked";
        case Refusal::NoShift: return "no_shift";
        case Refusal::ShiftIsOpen: return "shift_is_open";
        case Refusal::FinishReceiptFirst: return "finish_receipt_first";
        case Refusal::WaitSaving: return "wait_saving";
        case Refusal::WaitTerminal: return "wait_terminal";
        case Refusal::WaitPrinter: return "wait_printer";
        case Refusal::QueueFull: return "queue_full";
        case Refusal::NotHere: return "not_here";
        case Refusal::CountFirst: return "count_first";
        case Refusal::PayingNow: return "paying_now";
        case Refusal::AnswerQuestion: return "answer_question";
        case Refusal::UnknownGoods: return "unknown_goods";
        case Refusal::UnknownCode: return "unknown_code";
        case Refusal::UnknownDepartment: return "unknown_department";
        case Refusal::SellByMark: return "sell_by_mark";
        case Refusal::MarkTwice: return "mark_twice";
        case Refusal::QuantityWrong: return "quantity_wrong";
        case Refusal::WeighFirst: return "weigh_first";
        case Refusal::NoSuchLine: return "no_such_line";
        case Refusal::PriceWrong: return "price_wrong";
        case Refusal::DiscountTooLarge: return "discount_too_large";
        case Refusal::TooYoung: return "too_young";
        case Refusal::NotAllowed: return "not_allowed";
        case Refusal::EmptyBasket: return "empty_basket";
        case Refusal::UnknownMember: return "unknown_member";
        case Refusal::MemberBlocked: return "member_blocked";
        case Refusal::MemberIsThere: return "member_is_there";
        case Refusal::CardNotProven: return "card_not_proven";
        case Refusal::ProfileNotWanted: return "profile_not_wanted";
        case Refusal::ProfileNoKey: return "profile_no_key";
        case Refusal::NameEmpty: return "name_empty";
        case Refusal::NameWrong: return "name_wrong";
        case Refusal::BirthdayWrong: return "birthday_wrong";
        case Refusal::BirthdayImpossible: return "birthday_impossible";
        case Refusal::PhoneWrong: return "phone_wrong";
        case Refusal::NoConsent: return "no_consent";
        case Refusal::NoMember: return "no_member";
        case Refusal::WeakIdentity: return "weak_identity";
        case Refusal::CodeEntered: return "code_entered";
        case Refusal::NoPoints: return "no_points";
        case Refusal::TooFewPoints: return "too_few_points";
        case Refusal::TooManyPoints: return "too_many_points";
        case Refusal::AmountWrong: return "amount_wrong";
        case Refusal::CardNeedsNoChange: return "card_needs_no_change";
        case Refusal::AlreadyPaid: return "already_paid";
        case Refusal::TakeMoneyBackFirst: return "take_money_back_first";
        case Refusal::NothingToPay: return "nothing_to_pay";
        case Refusal::PressPayFirst: return "press_pay_first";
        case Refusal::NothingToPrint: return "nothing_to_print";
        case Refusal::PaperNotSaved: return "paper_not_saved";
        case Refusal::StillToPay: return "still_to_pay";
        case Refusal::NoDraft: return "no_draft";
        case Refusal::UnknownReceipt: return "unknown_receipt";
        case Refusal::NotThatReceipt: return "not_that_receipt";
        case Refusal::ScanReceipt: return "scan_receipt";
        case Refusal::NotOnReceipt: return "not_on_receipt";
        case Refusal::SerialDiffers: return "serial_differs";
        case Refusal::AlreadyReturned: return "already_returned";
        case Refusal::NothingChosen: return "nothing_chosen";
        case Refusal::JournalFailed: return "journal_failed";
        case Refusal::Declined: return "declined";
        case Refusal::NotCancelled: return "not_cancelled";
        case Refusal::CannotCancel: return "cannot_cancel";
        case Refusal::TerminalDoesNotKnow: return "terminal_does_not_know";
        case Refusal::PriceNotSet: return "price_not_set";
        case Refusal::Count_: break;
    }
    unreachable("refusal");
}

Phrase words(Refusal why) { return {"till.refuse." + std::string(name_of(why)), {}}; }

Phrase words(CardProof proof) {
    switch (proof) {
        case CardProof::UnknownCentral: return {"till.card.unknown_central", {}};
        case CardProof::WrongDevice: return {"till.card.wrong_device", {}};
        case CardProof::Revoked: return {"till.card.revoked", {}};
        case CardProof::Expired: return {"till.card.expired", {}};
        case CardProof::Repeated: return {"till.card.repeated", {}};
        case CardProof::Overtaken: return {"till.card.overtaken", {}};
        case CardProof::TooOld: return {"till.card.too_old", {}};
        case CardProof::FromTheFuture: return {"till.card.from_the_future", {}};
        case CardProof::NotKept: return words(Refusal::JournalFailed);
        case CardProof::Genuine: break;
    }
    unreachable("a genuine card is refused");
}

}  // namespace kopilka
