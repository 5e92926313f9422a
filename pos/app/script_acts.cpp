#include "pos/app/script_acts.h"

#include "drivers/camera/image_file.h"
#include "pos/scan/decode.h"

namespace kopilka::app {
namespace {

using drivers::PrinterFault;
using drivers::TerminalPlan;

// The acts that need nothing but an event.
class Acts {
public:
    Acts(Vocabulary& words, const WhichTill& till) : words_(words), till_(till) {}

    template <typename Make>
    void add(std::string_view pattern, Make make) {
        words_.add(pattern, [till = till_, make](const Arguments& said) -> Complaint {
            till().act(make(said));
            return std::nullopt;
        });
    }
    template <typename Do>
    void add_do(std::string_view pattern, Do act) {
        words_.add(pattern, [till = till_, act](const Arguments& said) -> Complaint {
            act(till(), said);
            return std::nullopt;
        });
    }

private:
    Vocabulary& words_;
    const WhichTill& till_;
};

LineId line(const Arguments& said, std::size_t i) {
    return LineId{static_cast<std::uint32_t>(said.number(i))};
}

void add_shift(Acts& acts) {
    acts.add("sign in {word} {word}", [](const Arguments& a) {
        return event::SignIn{CashierId{a.text(0)}, a.text(1)};
    });
    acts.add("sign out", [](const Arguments&) { return event::SignOut{}; });
    acts.add("language ru",
             [](const Arguments&) { return event::LanguageChosen{Language::Russian}; });
    acts.add("language en",
             [](const Arguments&) { return event::LanguageChosen{Language::English}; });
    acts.add("open shift with {money}",
             [](const Arguments& a) { return event::OpenShift{a.money(0)}; });
    acts.add_do("close shift counting {money}", [](ScriptedTill& till, const Arguments& a) {
        till.act(event::CloseShift{});
        if (std::holds_alternative<stage::Counting>(till.stage().sale))
            till.act(event::CashCounted{a.money(0)});
    });
    acts.add("cash in {money} for {rest}", [](const Arguments& a) {
        return event::MoveCash{a.money(0), a.text(1)};
    });
    acts.add("cash out {money} for {rest}", [](const Arguments& a) {
        return event::MoveCash{-a.money(0), a.text(1)};
    });
    acts.add("x report", [](const Arguments&) { return event::ReportWanted{}; });
    acts.add("open drawer for {rest}",
             [](const Arguments& a) { return event::DrawerWanted{a.text(0)}; });
    acts.add("approve as {word} {word}", [](const Arguments& a) {
        return event::ApprovalGiven{CashierId{a.text(0)}, a.text(1)};
    });
    acts.add("go back", [](const Arguments&) { return event::Back{}; });
}

void add_goods(Acts& acts) {
    acts.add_do("scan {text}",
                [](ScriptedTill& till, const Arguments& a) { till.scan(a.text(0)); });
    acts.add_do("scan {text} {number} times", [](ScriptedTill& till, const Arguments& a) {
        for (std::uint64_t i = 0; i < a.number(1); ++i) till.scan(a.text(0));
    });
    acts.add_do("scan marked {word} {word}", [](ScriptedTill& till, const Arguments& a) {
        // GTIN-14 and serial as a GS1 DataMatrix has them.
        till.scan("01" + a.text(0) + "21" + a.text(1) +
                      "\x1d"
                      "93test",
                  "]d2");
    });
    acts.add("choose {word}",
             [](const Arguments& a) { return event::GoodsChosen{Sku{a.text(0)}}; });
    acts.add("search {rest}", [](const Arguments& a) { return event::GoodsSearched{a.text(0)}; });
    acts.add("quantity {quantity}",
             [](const Arguments& a) { return event::QuantityKeyed{a.quantity(0)}; });
    acts.add("quantity of line {number} is {quantity}", [](const Arguments& a) {
        return event::QuantityChanged{line(a, 0), a.quantity(1)};
    });
    acts.add("check price", [](const Arguments&) { return event::PriceCheckWanted{}; });
    acts.add("sell department {word} for {money}", [](const Arguments& a) {
        return event::DepartmentSale{a.text(0), a.money(1)};
    });
    acts.add("price of line {number} is {money}", [](const Arguments& a) {
        return event::PriceKeyed{line(a, 0), a.money(1)};
    });
    acts.add("discount on line {number} of {number} percent", [](const Arguments& a) {
        const auto percent = static_cast<std::int64_t>(a.number(1));
        return event::DiscountKeyed{line(a, 0), BasisPoints::percent(percent)};
    });
    acts.add("discount on line {number} of {money}", [](const Arguments& a) {
        return event::DiscountKeyed{line(a, 0), a.money(1)};
    });
    acts.add("void line {number}", [](const Arguments& a) { return event::VoidLine{line(a, 0)}; });
    acts.add("void receipt", [](const Arguments&) { return event::VoidReceipt{}; });
    acts.add("suspend", [](const Arguments&) { return event::Suspend{}; });
    acts.add_do("recall {number}", [](ScriptedTill& till, const Arguments& a) {
        till.act(event::RecallWanted{});
        const auto* asking = std::get_if<stage::Asking>(&till.stage().sale);
        const auto* list = asking ? std::get_if<stage::ChooseDraft>(&asking->question) : nullptr;
        if (list != nullptr && a.number(0) >= 1 && a.number(0) <= list->drafts.size())
            till.act(event::RecallChosen{list->drafts[a.number(0) - 1].draft});
    });
    acts.add("customer is old enough", [](const Arguments&) { return event::AgeAnswered{true}; });
    acts.add("customer is too young", [](const Arguments&) { return event::AgeAnswered{false}; });
}

void add_member(Acts& acts) {
    acts.add("member {rest}", [](const Arguments& a) { return event::MemberTyped{a.text(0)}; });
    acts.add_do("choose member {number}", [](ScriptedTill& till, const Arguments& a) {
        const auto* asking = std::get_if<stage::Asking>(&till.stage().sale);
        const auto* list = asking ? std::get_if<stage::ChooseMember>(&asking->question) : nullptr;
        if (list != nullptr && a.number(0) >= 1 && a.number(0) <= list->members.size())
            till.act(event::MemberChosen{list->members[a.number(0) - 1].view.id});
    });
    acts.add("forget member", [](const Arguments&) { return event::MemberDetached{}; });
    acts.add("fill in the profile", [](const Arguments&) { return event::ProfileWanted{}; });
    acts.add("profile {text} {text} {word} {text}", [](const Arguments& a) {
        return event::ProfileTold{a.text(0), a.text(1), a.text(2), a.text(3), true};
    });
    acts.add("profile {text} {text} {word} {text} without consent", [](const Arguments& a) {
        return event::ProfileTold{a.text(0), a.text(1), a.text(2), a.text(3), false};
    });
    acts.add("code {word}", [](const Arguments& a) { return event::CodeTyped{a.text(0)}; });
    acts.add("take back code {word}",
             [](const Arguments& a) { return event::CodeRemoved{a.text(0)}; });
    acts.add("spend {points} points of {word}", [](const Arguments& a) {
        return event::PointsChosen{ProgrammeId{a.text(1)}, a.points(0)};
    });
    acts.add("spend no points of {word}", [](const Arguments& a) {
        return event::PointsChosen{ProgrammeId{a.text(0)}, kNoPoints};
    });
}

void add_payment(Acts& acts) {
    acts.add("pay", [](const Arguments&) { return event::Pay{}; });
    acts.add("back to basket", [](const Arguments&) { return event::BackToBasket{}; });
    acts.add("cash {money}", [](const Arguments& a) { return event::CashGiven{a.money(0)}; });
    acts.add_do("exact cash", [](ScriptedTill& till, const Arguments&) {
        const auto* receipt = open_receipt(till.stage().sale);
        till.act(event::CashGiven{receipt != nullptr ? receipt->priced.due : kNoMoney});
    });
    acts.add("card", [](const Arguments&) {
        return event::TerminalChosen{TenderKind::Card, kNoMoney};
    });
    acts.add("card {money}", [](const Arguments& a) {
        return event::TerminalChosen{TenderKind::Card, a.money(0)};
    });
    acts.add("sbp", [](const Arguments&) {
        return event::TerminalChosen{TenderKind::Sbp, kNoMoney};
    });
    acts.add("sbp {money}", [](const Arguments& a) {
        return event::TerminalChosen{TenderKind::Sbp, a.money(0)};
    });
    acts.add("take back tender {number}", [](const Arguments& a) {
        return event::TenderRemoved{static_cast<std::size_t>(a.number(0) - 1)};
    });
    acts.add("ask terminal again", [](const Arguments&) { return event::AskTerminalAgain{}; });
    acts.add("cashier says it was paid", [](const Arguments&) { return event::PaymentTold{true}; });
    acts.add("cashier says it was not paid",
             [](const Arguments&) { return event::PaymentTold{false}; });
    acts.add("cashier says it was printed",
             [](const Arguments&) { return event::PrintTold{true}; });
    acts.add("cashier says it was not printed",
             [](const Arguments&) { return event::PrintTold{false}; });
    acts.add("print again", [](const Arguments&) { return event::PrintAgain{}; });
    acts.add("next customer", [](const Arguments&) { return event::NextCustomer{}; });
    acts.add("return", [](const Arguments&) { return event::ReturnWanted{}; });
    acts.add("receipt {word}", [](const Arguments& a) { return event::ReceiptTyped{a.text(0)}; });
    acts.add_do("choose receipt {number}", [](ScriptedTill& till, const Arguments& a) {
        const auto* finding = std::get_if<stage::FindingOriginal>(&till.stage().sale);
        if (finding != nullptr && a.number(0) >= 1 && a.number(0) <= finding->found.size())
            till.act(event::OriginalChosen{finding->found[a.number(0) - 1].id});
    });
    acts.add("return unit {number} of line {number}", [](const Arguments& a) {
        return event::UnitToggled{line(a, 1), static_cast<std::uint32_t>(a.number(0) - 1)};
    });
    acts.add("refund in cash", [](const Arguments&) { return event::RefundBy{TenderKind::Cash}; });
    acts.add("refund by card", [](const Arguments&) { return event::RefundBy{TenderKind::Card}; });
}

void add_devices(Acts& acts) {
    const auto plan = [&](std::string_view words, TerminalPlan next) {
        acts.add_do(words,
                    [next](ScriptedTill& till, const Arguments&) { till.terminal().plan(next); });
    };
    plan("terminal will decline", TerminalPlan::DeclineNoMoney);
    plan("terminal will take the money and not answer", TerminalPlan::LoseAnswerApproved);
    plan("terminal will decline and not answer", TerminalPlan::LoseAnswerDeclined);
    plan("terminal will not hear", TerminalPlan::LoseRequest);
    const auto fault = [&](std::string_view words, PrinterFault next) {
        acts.add_do(words, [next](ScriptedTill& till, const Arguments&) {
            till.printer().set_fault(next);
        });
    };
    fault("printer has no paper", PrinterFault::NoPaper);
    fault("printer dies half way", PrinterFault::DiesHalfWay);
    fault("printer does not answer", PrinterFault::NoAnswer);
    fault("printer works", PrinterFault::None);
    acts.add_do("network is down",
                [](ScriptedTill& till, const Arguments&) { till.connect(Network::Down); });
    acts.add_do("network is up",
                [](ScriptedTill& till, const Arguments&) { till.connect(Network::Up); });
}

}  // namespace

void add_acts(Vocabulary& words, const WhichTill& till, const std::filesystem::path& photos) {
    Acts acts(words, till);
    words.add("scan photo {text}", [till, photos](const Arguments& said) -> Complaint {
        const auto frame = drivers::load_image((photos / (said.text(0) + ".png")).string());
        if (!frame) return frame.error().detail;
        const auto symbols = decode(*frame);
        if (symbols.empty()) return "no code was read in " + said.text(0);
        till().scan(symbols.front().text, symbols.front().aim);
        return std::nullopt;
    });
    add_shift(acts);
    add_goods(acts);
    add_member(acts);
    add_payment(acts);
    add_devices(acts);
    words.add("till loses power", [till](const Arguments&) -> Complaint {
        till().lose_power();
        const auto on = till().switch_on();
        return on ? std::nullopt : Complaint(on.error().detail);
    });
}

}  // namespace kopilka::app
