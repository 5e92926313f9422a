#include "pos/till/table.h"

#include "pos/till/regions.h"
#include "pos/till/stages.h"

#include <string_view>
#include <vector>

namespace kopilka {
namespace {

// In the order of Event.
constexpr std::array<std::string_view, std::variant_size_v<Event>> kEventNames{"SignIn",
                                                                               "SignOut",
                                                                               "LanguageChosen",
                                                                               "OpenShift",
                                                                               "CloseShift",
                                                                               "CashCounted",
                                                                               "MoveCash",
                                                                               "ReportWanted",
                                                                               "DrawerWanted",
                                                                               "Scanned",
                                                                               "ScanRefused",
                                                                               "GoodsChosen",
                                                                               "GoodsSearched",
                                                                               "CategoryOpened",
                                                                               "QuantityKeyed",
                                                                               "QuantityChanged",
                                                                               "PriceCheckWanted",
                                                                               "DepartmentSale",
                                                                               "PriceKeyed",
                                                                               "DiscountKeyed",
                                                                               "VoidLine",
                                                                               "VoidReceipt",
                                                                               "Suspend",
                                                                               "RecallWanted",
                                                                               "RecallChosen",
                                                                               "AgeAnswered",
                                                                               "ApprovalGiven",
                                                                               "Back",
                                                                               "MemberTyped",
                                                                               "MemberChosen",
                                                                               "MemberDetached",
                                                                               "ProfileWanted",
                                                                               "ProfileTold",
                                                                               "CodeTyped",
                                                                               "CodeRemoved",
                                                                               "PointsChosen",
                                                                               "Pay",
                                                                               "BackToBasket",
                                                                               "CashGiven",
                                                                               "TerminalChosen",
                                                                               "TenderRemoved",
                                                                               "AskTerminalAgain",
                                                                               "PaymentTold",
                                                                               "PrintAgain",
                                                                               "PrintTold",
                                                                               "NextCustomer",
                                                                               "ReturnWanted",
                                                                               "ReceiptTyped",
                                                                               "OriginalChosen",
                                                                               "UnitToggled",
                                                                               "RefundBy",
                                                                               "Recovered",
                                                                               "PinVerified",
                                                                               "PinRefused",
                                                                               "GoodsFound",
                                                                               "GoodsListed",
                                                                               "MembersFound",
                                                                               "DraftsListed",
                                                                               "DraftFetched",
                                                                               "OriginalsFound",
                                                                               "TotalsRead",
                                                                               "Journaled",
                                                                               "JournalFailed",
                                                                               "PaymentAnswered",
                                                                               "PrintFinished",
                                                                               "SyncNews",
                                                                               "RightsChanged",
                                                                               "DeviceNews",
                                                                               "WorldReplaced",
                                                                               "Tick"};
static_assert(!kEventNames.back().empty());

struct Column {
    std::string_view name;
    RuleRow rules;
};

std::vector<Column> columns() {
    return {{"SignedOut", signed_out_rules()},
            {"Verifying", verifying_rules()},
            {"SignedIn", signed_in_rules()},
            {"Starting", starting_rules()},
            {"Questions", questions_rules()},
            {"NoShift", no_shift_rules()},
            {"Idle", idle_rules()},
            {"Ringing", ringing_rules()},
            {"Asking", asking_rules()},
            {"Paying", paying_rules()},
            {"CardPending", card_pending_rules()},
            {"Committing", committing_rules()},
            {"Printing", printing_rules()},
            {"Done", done_rules()},
            {"Counting", counting_rules()},
            {"FindingOriginal", finding_original_rules()},
            {"Returning", returning_rules()}};
}

std::string cell(const Ruling& rule) {
    switch (rule.decision) {
        case Decision::Handled: return "handled";
        case Decision::Queued: return "queued";
        case Decision::Refused: return "no: " + std::string(name_of(rule.why));
        case Decision::Unasked: return "unasked";
        case Decision::Elsewhere: return ".";
    }
    return {};
}

template <typename E>
std::string beside() {
    if (kIn<E, DeskEvents>) return "desk";
    if (std::is_same_v<E, event::SyncNews>) return "sync";
    if (std::is_same_v<E, event::RightsChanged>) return "rights";
    if (std::is_same_v<E, event::DeviceNews>) return "devices";
    return ".";
}

template <std::size_t... kIndex>
std::vector<std::string> beside_all(std::index_sequence<kIndex...>) {
    return {beside<std::variant_alternative_t<kIndex, Event>>()...};
}

}  // namespace

std::string stage_event_table() {
    const std::vector<Column> all = columns();
    const auto others = beside_all(std::make_index_sequence<kEventNames.size()>());
    std::string text = "event";
    for (const Column& column : all) text += "\t" + std::string(column.name);
    text += "\tother regions\n";
    for (std::size_t i = 0; i < kEventNames.size(); ++i) {
        text += kEventNames[i];
        for (const Column& column : all) text += "\t" + cell(column.rules[i]);
        text += "\t" + others[i] + "\n";
    }
    return text;
}

}  // namespace kopilka
