// A finger on a target gives the event that its words promise.
#include "tests/ui/booth.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Tap : public testing::Test {
protected:
    std::vector<Event> on(const char* screen, const std::vector<std::string>& ids) {
        return booth_.tap(exhibit(screen), ids);
    }
    // The only event, of the kind that is expected.
    template <typename E>
    E the(const char* screen, const std::vector<std::string>& ids) {
        const auto events = on(screen, ids);
        EXPECT_THAT(events, SizeIs(1)) << screen;
        if (events.size() != 1) return {};
        const auto* event = std::get_if<E>(&events.front());
        EXPECT_NE(event, nullptr) << screen << ": another event, number " << events.front().index();
        return event == nullptr ? E{} : *event;
    }
    Booth booth_{kSmall, Language::Russian};
};

TEST_F(Tap, SignsInWithTheNameTappedAndThePinTyped) {
    const auto event = the<event::SignIn>("sign_in", {"cashier.nina", "key.5", "key.5", "key.5",
                                                      "key.4", "key.back", "key.5", "enter"});
    EXPECT_EQ(event.cashier.value, "nina");
    EXPECT_EQ(event.pin, "5555");
    EXPECT_EQ(booth_.memory.field, "") << "a PIN does not stay on the screen";
}

TEST_F(Tap, SwitchesTheLanguageAnywhere) {
    for (const char* screen : {"sign_in", "no_shift", "sale", "payment", "done", "card_unknown"})
        EXPECT_EQ(the<event::LanguageChosen>(screen, {"language"}).language, Language::English);
}

TEST_F(Tap, OpensTheShiftWithTheUsualFloatOrTheTypedOne) {
    EXPECT_EQ(the<event::OpenShift>("no_shift", {"open_shift"}).cash_float, Money::of(300'000));
    EXPECT_EQ(
        the<event::OpenShift>("no_shift", {"key.5", "key.0", "key.comma", "key.5", "open_shift"})
            .cash_float,
        Money::of(5'050));
}

TEST_F(Tap, ChoosesGoodsByTile) {
    EXPECT_EQ(the<event::GoodsChosen>("sale", {"goods.COF-ESPRESSO"}).sku.value, "COF-ESPRESSO");
    EXPECT_EQ(the<event::CategoryOpened>("sale", {"category.coffee"}).category, "coffee");
    EXPECT_EQ(booth_.memory.category, "coffee");
}

TEST_F(Tap, FillsInTheProfileOrLeavesIt) {
    the<event::ProfileWanted>("sale_member", {"profile"});
    const auto told = the<event::ProfileTold>("profile", {"letter.8", "letter.7", "confirm"});
    EXPECT_EQ(told.birthday, "14-09-1987");
    EXPECT_EQ(told.first_name, "Анна");
    EXPECT_TRUE(told.consent);
    EXPECT_FALSE(the<event::ProfileTold>("profile", {"profile.consent", "confirm"}).consent);
    EXPECT_EQ(
        the<event::ProfileTold>("profile", {"profile.phone", "key.back", "letter.9", "confirm"})
            .birthday,
        "14-09-19");
    the<event::Back>("profile", {"back"});
}

TEST_F(Tap, ChangesTheSelectedLine) {
    const auto quantity =
        the<event::QuantityChanged>("sale", {"line.2", "quantity", "key.1", "key.2", "confirm"});
    EXPECT_EQ(quantity.line, LineId{2});
    EXPECT_EQ(quantity.quantity, units(12));
    const auto price = the<event::PriceKeyed>(
        "sale", {"line.3", "price", "key.9", "key.9", "key.comma", "key.9", "confirm"});
    EXPECT_EQ(price.line, LineId{3});
    EXPECT_EQ(price.price, Money::of(9'990));
    EXPECT_EQ(the<event::VoidLine>("sale", {"line.1", "void"}).line, LineId{1});
}

TEST_F(Tap, TakesTheLastLineWhereNoneIsSelected) {
    EXPECT_EQ(the<event::VoidLine>("sale", {"void"}).line,
              std::get<stage::Ringing>(exhibit("sale").stage.sale).receipt.basket.lines.back().id);
}

TEST_F(Tap, GivesADiscountInPerCentOrInMoney) {
    const auto percent = the<event::DiscountKeyed>("sale", {"discount", "key.5", "confirm"});
    EXPECT_EQ(std::get<BasisPoints>(percent.off), BasisPoints::percent(5));
    const auto money =
        the<event::DiscountKeyed>("sale", {"discount", "unit.1", "key.5", "confirm"});
    EXPECT_EQ(std::get<Money>(money.off), Money::of(500));
    EXPECT_THAT(on("sale", {"discount", "key.9", "key.9", "key.9", "confirm"}), IsEmpty())
        << "999 %";
}

TEST_F(Tap, DoesTheActionsOfTheSale) {
    the<event::Pay>("sale", {"pay"});
    the<event::Suspend>("sale", {"suspend"});
    the<event::RecallWanted>("sale_empty", {"recall"});
    the<event::PriceCheckWanted>("sale", {"check"});
    the<event::VoidReceipt>("sale", {"more", "void_receipt"});
    the<event::ReturnWanted>("sale_empty", {"more", "return"});
    EXPECT_EQ(the<event::QuantityKeyed>("sale", {"times", "key.4", "confirm"}).quantity, units(4));
    EXPECT_THAT(on("sale_empty", {"pay"}), IsEmpty()) << "there is nothing to pay";
}

TEST_F(Tap, SellsByDepartment) {
    const auto sale = the<event::DepartmentSale>(
        "sale", {"department", "department.2", "key.7", "key.0", "confirm"});
    EXPECT_EQ(sale.department, "2");
    EXPECT_EQ(sale.price, Money::of(7'000));
    the<event::Back>("unknown_goods", {"back"});
}

TEST_F(Tap, SearchesWhileLettersAreTyped) {
    const auto events = on("sale", {"search", "letter.\u043c", "letter.\u043e"});
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(std::get<event::GoodsSearched>(events[1]).text, "\u043c\u043e");
    const auto latin = on("sale", {"search", "key.letters", "letter.q"});
    ASSERT_THAT(latin, SizeIs(1));
    EXPECT_EQ(std::get<event::GoodsSearched>(latin[0]).text, "q");
}

TEST_F(Tap, FindsAMemberByNumberOrName) {
    EXPECT_EQ(the<event::MemberTyped>("member_search", {"confirm"}).text, "89990000001");
    EXPECT_EQ(the<event::MemberTyped>("sale", {"member", "by.1", "letter.\u0430", "confirm"}).text,
              "\u0430");
    the<event::MemberDetached>("member_card", {"confirm"});
    the<event::MemberChosen>("choose_member", {"member.d0000000000000000000000000000003"});
}

// A frame of another page would be pressed by whoever is quick.
TEST_F(Tap, OpensTheSearchForAMemberAtOnceWhereItWasLeft) {
    app::Exhibit by_name = exhibit("sale");
    by_name.memory.by_name = true;
    booth_.tap(by_name, {"member"});
    EXPECT_TRUE(booth_.flashed.contains("letter.\u0430"));
    EXPECT_FALSE(booth_.flashed.contains("by.1"));
}

TEST_F(Tap, AnswersQuestions) {
    EXPECT_TRUE(the<event::AgeAnswered>("age", {"age.yes"}).old_enough);
    EXPECT_FALSE(the<event::AgeAnswered>("age", {"age.no"}).old_enough);
    const auto approval = the<event::ApprovalGiven>(
        "approval", {"approver.elena", "key.9", "key.9", "key.9", "key.9", "confirm"});
    EXPECT_EQ(approval.by.value, "elena");
    EXPECT_EQ(approval.pin, "9999");
    the<event::Back>("approval", {"back"});
    the<event::Back>("choose_draft", {"back"});
    the<event::Back>("report_x", {"back"});
    EXPECT_THAT(on("price_check", {"confirm"}), SizeIs(2)) << "leaves the price, sells the goods";
}

TEST_F(Tap, TakesMoney) {
    const Money due = std::get<stage::Paying>(exhibit("payment").stage.sale).receipt.priced.due;
    EXPECT_EQ(the<event::CashGiven>("payment", {"exact"}).amount, due);
    EXPECT_EQ(the<event::CashGiven>("payment", {"note.1000.00"}).amount, Money::of(100'000));
    EXPECT_EQ(the<event::CashGiven>("payment", {"key.7", "key.0", "key.0", "cash"}).amount,
              Money::of(70'000));
    const auto card = the<event::TerminalChosen>("payment", {"card"});
    EXPECT_EQ(card.kind, TenderKind::Card);
    EXPECT_EQ(card.amount, kNoMoney) << "all that is due";
    const auto part = the<event::TerminalChosen>("payment", {"key.5", "key.0", "sbp"});
    EXPECT_EQ(part.kind, TenderKind::Sbp);
    EXPECT_EQ(part.amount, Money::of(5'000));
    the<event::BackToBasket>("payment", {"back"});
    EXPECT_EQ(the<event::TenderRemoved>("payment_part", {"tender.0"}).index, 0u);
}

TEST_F(Tap, SpendsPoints) {
    const auto& points =
        std::get<stage::Paying>(exhibit("payment").stage.sale).receipt.priced.points.front();
    EXPECT_EQ(the<event::PointsChosen>("payment", {"points", "points.all"}).points,
              points.most_redeemable);
    EXPECT_EQ(the<event::PointsChosen>("payment", {"points", "key.5", "key.0", "confirm"}).points,
              Points::of(5'000));
}

TEST_F(Tap, TellsWhatTheTerminalAndThePrinterDoNotKnow) {
    the<event::Back>("card_asked", {"cancel"});
    the<event::AskTerminalAgain>("card_unknown", {"ask_again"});
    EXPECT_TRUE(the<event::PaymentTold>("card_unknown", {"paid"}).paid);
    EXPECT_FALSE(the<event::PaymentTold>("question_card", {"not_paid"}).paid);
    EXPECT_TRUE(the<event::PrintTold>("print_unknown", {"printed"}).printed);
    EXPECT_FALSE(the<event::PrintTold>("question_print", {"not_printed"}).printed);
}

TEST_F(Tap, EndsTheSaleAndTheShift) {
    the<event::NextCustomer>("done", {"next"});
    the<event::PrintAgain>("done", {"print_again"});
    EXPECT_EQ(the<event::CashCounted>("counting", {"confirm"}).counted, Money::of(731'580));
    the<event::Back>("counting", {"back"});
    the<event::ReportWanted>("menu", {"x_report"});
    the<event::CloseShift>("menu", {"close_shift"});
    the<event::SignOut>("menu", {"sign_out"});
    const auto moved = the<event::MoveCash>(
        "menu", {"cash_out", "reason.0", "key.1", "key.0", "key.0", "confirm"});
    EXPECT_EQ(moved.amount, Money::of(-10'000));
    EXPECT_FALSE(moved.reason.empty());
}

TEST_F(Tap, TakesGoodsBack) {
    EXPECT_EQ(the<event::ReceiptTyped>("find_original", {"confirm"}).text, "1");
    EXPECT_EQ(the<event::UnitToggled>("returning", {"unit.1.0"}).line, LineId{1});
    EXPECT_EQ(the<event::RefundBy>("returning", {"refund.cash"}).kind, TenderKind::Cash);
    the<event::Back>("returning", {"back"});
}

TEST_F(Tap, ForgetsWhatWasOpenWhenTheTillMovesOn) {
    on("sale", {"department", "key.5"});
    EXPECT_EQ(booth_.memory.open, ui::Open::Department);
    app::Exhibit later = exhibit("payment");
    later.memory = booth_.memory;
    booth_.show(later);
    EXPECT_EQ(booth_.memory.open, ui::Open::Nothing);
    EXPECT_EQ(booth_.memory.field, "");
}

}  // namespace
}  // namespace kopilka::test
