#include "pos/loyalty/parse.h"
#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::SizeIs;

const BasketLine& line(const Counter& till, std::size_t i = 0) {
    return till.receipt().basket.lines.at(i);
}

TEST(Ringing, JoinsEqualGoodsAndKeepsThePriceOfAll) {
    Counter till;
    till.ready().scan("milk").scan("bread").scan("milk");
    ASSERT_THAT(till.receipt().basket.lines, SizeIs(2));
    EXPECT_EQ(line(till).quantity, units(2));
    EXPECT_EQ(till.receipt().priced.total, money("224.80"));
}

TEST(Ringing, SellsAQuantityKeyedBeforeTheScanOnce) {
    Counter till;
    till.ready();
    till.act(event::QuantityKeyed{units(6)});
    till.scan("bread").scan("milk");
    EXPECT_EQ(line(till, 0).quantity, units(6));
    EXPECT_EQ(line(till, 1).quantity, units(1));
}

TEST(Ringing, SellsByWeightFromALabelOrATypedWeight) {
    Counter till;
    till.ready();
    till.act(event::Scanned{WeighedGoods{"00123", Quantity::of(350)}});
    EXPECT_EQ(till.receipt().priced.total, money("69.97"));
    till.act(event::GoodsChosen{{"apples"}});
    EXPECT_EQ(till.refusal(), Refusal::WeighFirst);
    till.act(event::QuantityKeyed{Quantity::of(1'000)});
    till.act(event::GoodsChosen{{"apples"}});
    EXPECT_EQ(till.receipt().priced.total, money("269.87"));
}

TEST(Ringing, SellsALabelThatCarriesItsPriceForExactlyThat) {
    Counter till;
    till.ready();
    till.act(event::Scanned{PricedGoods{"00123", money("123.45")}});
    EXPECT_EQ(till.receipt().priced.total, money("123.45"));
    EXPECT_EQ(line(till).quantity, Quantity::of(618));
}

TEST(Ringing, SellsMarkedGoodsByTheirMarkAndEachOnce) {
    Counter till;
    till.ready().scan("cigarettes");
    EXPECT_EQ(till.refusal(), Refusal::SellByMark);
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S1", "01..21S1"}});
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S1", "01..21S1"}});
    EXPECT_EQ(till.refusal(), Refusal::MarkTwice);
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S2", "01..21S2"}});
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(2));
    EXPECT_EQ(line(till, 1).serial, "S2");
}

TEST(Ringing, ChecksAPriceWithoutSelling) {
    Counter till;
    till.ready();
    till.act(event::PriceCheckWanted{});
    till.scan("milk");
    const auto* asking = till.at<stage::Asking>();
    ASSERT_TRUE(asking);
    EXPECT_EQ(std::get<stage::ShowPrice>(asking->question).goods.price, money("89.90"));
    till.scan("bread");
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(line(till).sku, Sku{"bread"});
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

TEST(Ringing, UnknownGoodsAreSoldByDepartmentAndScansWaitMeanwhile) {
    Counter till;
    till.ready().scan("4600000000008");
    EXPECT_EQ(till.refusal(), Refusal::UnknownGoods);
    till.scan("milk");
    EXPECT_THAT(till.stage.desk.waiting, SizeIs(1));
    till.act(event::DepartmentSale{"77", money("10.00")});
    EXPECT_EQ(till.refusal(), Refusal::UnknownDepartment);
    till.act(event::DepartmentSale{"1", money("55.00")});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(till.receipt().priced.total, money("144.90"));
    EXPECT_EQ(line(till, 0).department, "1");
    EXPECT_EQ(line(till, 1).sku, Sku{"milk"});
}

TEST(Ringing, AsksTheAgeOnceAReceipt) {
    Counter till;
    till.ready().scan("wine");
    ASSERT_TRUE(till.at<stage::Asking>());
    EXPECT_TRUE(till.receipt().basket.lines.empty());
    till.act(event::AgeAnswered{true});
    till.scan("wine");
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(line(till).quantity, units(2));
    EXPECT_THAT(till.written<AgeChecked>(), SizeIs(1));
}

TEST(Ringing, SellsNothingToTheTooYoung) {
    Counter till;
    till.ready().scan("wine");
    till.act(event::AgeAnswered{false});
    EXPECT_EQ(till.refusal(), Refusal::TooYoung);
    EXPECT_TRUE(till.at<stage::Idle>());
    EXPECT_FALSE(till.written<AgeChecked>().at(0).old_enough);
}

TEST(Ringing, VoidsALineAndTheJournalKnows) {
    Counter till;
    till.ready().scan("milk").scan("bread");
    till.act(event::VoidLine{line(till).id});
    ASSERT_THAT(till.receipt().basket.lines, SizeIs(1));
    EXPECT_EQ(till.written<LineVoided>().at(0).sku, Sku{"milk"});
    till.act(event::VoidLine{{99}});
    EXPECT_EQ(till.refusal(), Refusal::NoSuchLine);
    till.act(event::VoidLine{line(till).id});
    EXPECT_TRUE(till.at<stage::Idle>());
    EXPECT_TRUE(till.drafts.empty());
}

TEST(Ringing, FewerOfALineIsAVoidOfTheRest) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::QuantityChanged{line(till).id, units(5)});
    EXPECT_THAT(till.written<LineVoided>(), SizeIs(0));
    till.act(event::QuantityChanged{line(till).id, units(3)});
    EXPECT_EQ(till.written<LineVoided>().at(0).quantity, units(2));
    EXPECT_EQ(till.written<LineVoided>().at(0).amount, money("179.80"));
    till.act(event::QuantityChanged{line(till).id, Quantity::of(500)});
    EXPECT_EQ(till.refusal(), Refusal::QuantityWrong);
}

TEST(Ringing, VoidingAReceiptNeedsSomebodyWhoMay) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::VoidReceipt{});
    ASSERT_TRUE(till.at<stage::Asking>());
    till.act(event::ApprovalGiven{{"nina"}, "5555"});
    EXPECT_EQ(till.refusal(), Refusal::NotAllowed);
    till.act(event::ApprovalGiven{{"elena"}, "0000"});
    EXPECT_EQ(till.refusal(), Refusal::PinWrong);
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    EXPECT_TRUE(till.at<stage::Idle>());
    EXPECT_EQ(till.written<ReceiptVoided>().at(0).approved_by, CashierId{"elena"});
    EXPECT_TRUE(till.drafts.empty());
}

TEST(Ringing, ADiscountWithinTheRoleIsGivenBeyondItApproved) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::DiscountKeyed{line(till).id, BasisPoints::percent(5)});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(line(till).manual_discount, money("4.50"));
    till.act(event::DiscountKeyed{line(till).id, money("10.00")});
    ASSERT_TRUE(till.at<stage::Asking>());
    till.act(event::ApprovalGiven{{"nina"}, "5555"});
    EXPECT_EQ(line(till).manual_discount, money("10.00"));
    EXPECT_EQ(line(till).approved_by, CashierId{"nina"});
    EXPECT_EQ(till.receipt().priced.total, money("79.90"));
    EXPECT_THAT(till.written<PriceChanged>(), SizeIs(2));
    till.act(event::DiscountKeyed{line(till).id, money("90.00")});
    EXPECT_EQ(till.refusal(), Refusal::DiscountTooLarge);
}

TEST(Ringing, APriceByHandIsApprovedAndJournaled) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::PriceKeyed{line(till).id, money("80.00")});
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    EXPECT_EQ(line(till).unit_price, money("80.00"));
    EXPECT_EQ(line(till).catalogue_price, money("89.90"));
    EXPECT_EQ(till.written<PriceChanged>().at(0).before, money("89.90"));
    till.act(event::PriceKeyed{line(till).id, money("0.00")});
    EXPECT_EQ(till.refusal(), Refusal::PriceWrong);
}

TEST(Ringing, AnApprovalMayBeLeftByBack) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::VoidReceipt{});
    till.act(event::Back{});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

TEST(Ringing, SuspendsAndRecallsAtNewPrices) {
    Counter till;
    till.ready().scan("milk").scan_card("291");
    till.act(event::Suspend{});
    EXPECT_TRUE(till.at<stage::Idle>());
    EXPECT_EQ(till.stage.desk.suspended, 1u);
    till.scan("bread");
    till.act(event::RecallWanted{});
    EXPECT_EQ(till.refusal(), Refusal::FinishReceiptFirst);
    till.act(event::Pay{});
    till.act(event::CashGiven{money("45.00")});
    till.act(event::RecallWanted{});
    ASSERT_TRUE(till.at<stage::Asking>());
    const auto choice = std::get<stage::ChooseDraft>(till.at<stage::Asking>()->question);
    till.act(event::RecallChosen{choice.drafts.at(0).draft});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(line(till).sku, Sku{"milk"});
    EXPECT_TRUE(till.receipt().member);
    EXPECT_THAT(till.drafts, SizeIs(1));
    EXPECT_EQ(till.drafts.begin()->second.state, DraftState::Open);
    EXPECT_EQ(till.stage.desk.said->words.key, "till.notice.recalled");
    EXPECT_THAT(till.written<ReceiptSuspended>(), SizeIs(1));
    EXPECT_THAT(till.written<ReceiptRecalled>(), SizeIs(1));
}

TEST(Ringing, ARecalledReceiptThatIsGoneIsRefused) {
    Counter till;
    till.ready();
    till.act(event::RecallWanted{});
    EXPECT_EQ(till.refusal(), Refusal::NoDraft);
}

// --- members, codes, points

TEST(Member, IsGreetedByNameTheMomentTheCardIsRead) {
    Counter till;
    till.ready().scan_card("291");
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(std::get<stage::Greeting>(till.stage.customer).first_name, "Анна");
    const auto shown = till.all<effect::ShowCustomer>();
    EXPECT_EQ(shown.back().upper, (Phrase{"till.customer.hello_name", {std::string("Анна")}}));
}

TEST(Member, IsFoundByPhoneInAnySpelling) {
    for (const char* typed : {"+79990000001", "89990000001", "9990000001", "8 (999) 000-00-01"}) {
        Counter till;
        till.ready();
        till.act(event::MemberTyped{typed});
        ASSERT_TRUE(till.at<stage::Ringing>()) << typed;
        EXPECT_EQ(till.receipt().member->strength, IdentityStrength::Told);
    }
}

TEST(Member, IsChosenFromNamesakes) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::MemberTyped{"Иванова"});
    ASSERT_TRUE(till.at<stage::Asking>());
    till.act(event::MemberChosen{till.members[1].view.id});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(till.receipt().member->member.person.first_name, "Борис");
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

TEST(Member, UnknownOrBlockedLeavesTheReceiptAsItWas) {
    Counter till;
    till.ready().scan("milk").scan_card("29999");
    EXPECT_EQ(till.refusal(), Refusal::UnknownMember);
    till.members[0].blocked = true;
    till.scan_card("291");
    EXPECT_EQ(till.refusal(), Refusal::MemberBlocked);
    EXPECT_FALSE(till.receipt().member);
}

TEST(Member, WhoseCardFollowsThePhoneIsKnownBetter) {
    Counter till;
    till.ready();
    till.act(event::MemberTyped{"9990000001"});
    till.scan_card("291");
    EXPECT_EQ(till.receipt().member->strength, IdentityStrength::Plastic);
    till.scan_card("291");
    EXPECT_EQ(till.refusal(), Refusal::MemberIsThere);
}

TEST(Member, MayLeaveTheReceipt) {
    Counter till;
    till.ready().scan("milk").scan_card("291");
    till.act(event::MemberDetached{});
    EXPECT_FALSE(till.receipt().member);
    till.act(event::MemberDetached{});
    EXPECT_EQ(till.refusal(), Refusal::NoMember);
}

TEST(Member, MayShowTheCardAsLateAsPaying) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.scan_card("291");
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_TRUE(till.receipt().member);
    till.act(event::CashGiven{money("10.00")});
    till.scan_card("292");
    EXPECT_EQ(till.refusal(), Refusal::TakeMoneyBackFirst);
}

TEST(Points, AreChosenUpToTheMostAndUndoneBeforeClosing) {
    Counter till;
    till.ready().scan("milk").scan_card("291");
    const ProgrammeId test{"test"};
    till.act(event::PointsChosen{test, Points::of(50'000)});
    EXPECT_EQ(till.refusal(), Refusal::TooManyPoints);
    EXPECT_EQ(till.stage.desk.said->words.key, "till.refuse.points_at_most");
    till.act(event::PointsChosen{test, Points::of(5'000)});
    EXPECT_FALSE(till.refusal());
    EXPECT_EQ(till.receipt().priced.due, money("39.90"));
    till.act(event::PointsChosen{test, kNoPoints});
    EXPECT_EQ(till.receipt().priced.due, money("89.90"));
}

TEST(Points, AndMoneyTogetherPayAndTheRecordPricesToTheSameBytes) {
    Counter till;
    till.ready().scan("milk").scan_card("291");
    till.act(event::PointsChosen{{"test"}, Points::of(5'000)});
    till.act(event::Pay{});
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    ASSERT_TRUE(till.at<stage::Done>());
    const Sale sale = till.written<Sale>().at(0);
    ASSERT_THAT(sale.tenders, SizeIs(2));
    EXPECT_EQ(sale.tenders[0].amount, money("50.00"));
    EXPECT_EQ(sale.tenders[1].amount, money("39.90"));
    const PricedBasket again =
        price(*till.world.publication, sale.context, &*sale.member, sale.basket, sale.tenders);
    EXPECT_EQ(again.digest, sale.digest);
}

TEST(Points, ChosenForMoreThanTheBasketBecomeWhatItAllows) {
    Counter till;
    till.ready().scan("milk").scan("bread").scan_card("291");
    till.act(event::PointsChosen{{"test"}, Points::of(13'400)});
    EXPECT_FALSE(till.refusal());
    till.act(event::VoidLine{line(till).id});
    EXPECT_EQ(till.receipt().spend.at({"test"}), Points::of(4'500));
    EXPECT_TRUE(till.receipt().priced.due.is_zero());
    till.act(event::Pay{});
    till.act(event::Pay{});
    EXPECT_TRUE(till.at<stage::Done>());
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
}

TEST(Points, ThatAreFewAreTakenByTheCardNotByARule) {
    Counter till;
    till.members[0].view.accounts[{"test"}].lots = {{Points::of(1'000), Instant{0}, std::nullopt}};
    till.ready().scan("milk").scan_card("291");
    till.act(event::PointsChosen{{"test"}, Points::of(2'000)});
    EXPECT_EQ(till.stage.desk.said->words.key, "till.refuse.points_all");
    till.act(event::PointsChosen{{"nobody's"}, Points::of(2'000)});
    EXPECT_EQ(till.refusal(), Refusal::NoPoints);
}

TEST(Points, NeedAMember) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::PointsChosen{{"test"}, Points::of(100)});
    EXPECT_EQ(till.refusal(), Refusal::NoMember);
}

std::shared_ptr<const Publication> with(const char* more) {
    const std::vector<PublicationFile> files{
        {"test.toml", std::string("programme = \"test\"\nname = \"T\"\n") + more}};
    auto parsed = parse_publication(files);
    EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : to_string(parsed.error().front()));
    return std::make_shared<const Publication>(std::move(*parsed));
}

TEST(Points, InLargeSumsNeedMoreThanAPhoneNumber) {
    Counter till;
    till.world.publication = with(
        "[points]\nworth = \"1.00\"\n[points.spend]\nneeds = \"plastic\"\nneeds_from = "
        "\"30.00\"\n");
    till.ready().scan("milk");
    till.act(event::MemberTyped{"9990000001"});
    till.act(event::PointsChosen{{"test"}, Points::of(5'000)});
    EXPECT_EQ(till.refusal(), Refusal::WeakIdentity);
    till.act(event::PointsChosen{{"test"}, Points::of(2'000)});
    EXPECT_FALSE(till.refusal());
    till.scan_card("291");
    till.act(event::PointsChosen{{"test"}, Points::of(5'000)});
    EXPECT_FALSE(till.refusal());
}

constexpr const char* kCodeOffer =
    "[[offer]]\nid = \"spring\"\nname = \"S\"\npercent = 10\nwhen = { codes = \"SPRING\" }\n";

TEST(Codes, GiveTheirOfferInAnySpellingAndOnce) {
    Counter till;
    till.world.publication = with(kCodeOffer);
    till.ready().scan("milk");
    till.act(event::CodeTyped{" spring "});
    EXPECT_EQ(till.receipt().priced.total, money("80.91"));
    till.act(event::CodeTyped{"SPRING"});
    EXPECT_EQ(till.refusal(), Refusal::CodeEntered);
    till.act(event::CodeTyped{"AUTUMN"});
    EXPECT_EQ(till.refusal(), Refusal::UnknownCode);
    till.act(event::CodeRemoved{"SPRING"});
    EXPECT_EQ(till.receipt().priced.total, money("89.90"));
}

TEST(Offers, ThatDependOnThePaymentComeOutEven) {
    Counter till;
    till.world.publication = with(
        "[[offer]]\nid = \"sbp\"\nname = \"S\"\npercent = 10\nwhen = { payment = { methods = "
        "[\"sbp\"], how = \"share\" } }\n");
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.act(event::TerminalChosen{TenderKind::Sbp, kNoMoney});
    ASSERT_TRUE(till.at<stage::Done>());
    const Sale sale = till.written<Sale>().at(0);
    EXPECT_EQ(sale.total, money("80.91"));
    EXPECT_EQ(sale.tenders.at(0).amount, money("80.91"));
}

TEST(Publication, InForceWhenTheReceiptStartedIsTheOneItIsPricedWith) {
    Counter till;
    till.ready().scan("milk");
    till.world.publication = with("[[offer]]\nid = \"ten\"\nname = \"T\"\npercent = 10\n");
    till.act(event::WorldReplaced{});
    till.scan("milk");
    EXPECT_EQ(till.receipt().priced.total, money("179.80"));
    till.act(event::Pay{});
    till.act(event::CashGiven{money("200.00")});
    till.scan("milk");
    EXPECT_EQ(till.receipt().priced.total, money("80.91"));
}

}  // namespace
}  // namespace kopilka::test
