// A programme said in words: nothing that the file says is left out, in either language.
#include "pos/loyalty/describe.h"

#include "pos/loyalty/parse.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kopilka {
namespace {

Texts texts(Language language) {
    const std::string path = std::string(SOURCE_DIR) + "/assets/text/" +
                             (language == Language::Russian ? "ru" : "en") + "/programme.toml";
    std::ifstream file(path);
    const std::string toml{std::istreambuf_iterator<char>(file), {}};
    auto parsed = Texts::parse(language, toml, path);
    return parsed ? *std::move(parsed) : throw std::runtime_error(parsed.error().detail);
}

std::string said(const std::string& toml, Language language) {
    const auto parsed = parse_publication(std::vector{PublicationFile{"p.toml", toml}});
    if (!parsed) throw std::runtime_error(toml + to_string(parsed.error().front()));
    std::string text = to_text(describe(*parsed), texts(language));
    for (std::size_t at; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
}

std::string in_english(const std::string& toml) { return said(toml, Language::English); }

const std::string kHead = "programme = \"p\"\nname = \"P\"\n";

// What a marketer may add to an offer that takes 5 % off, and what is then said of it.
struct Key {
    std::string toml;
    std::string sentence;
};

TEST(Describe, SaysEachKeyOfAnOffer) {
    const std::vector<Key> keys{
        {"goods = { categories = [\"tea\", \"jam\"] }", "of category: jam, tea"},
        {"goods = { skus = \"x\", brands = \"b\", tags = \"t\" }", "with article: x"},
        {"goods = { price_from = 10, price_to = 20 }", "up to ₽20.00 a piece"},
        {"goods = { already_reduced = false }", "not goods already reduced"},
        {"goods = { except = { tags = \"novelty\" } }", "except\n        with tag: novelty"},
        {"when = { minimum_amount = { amount = 500, basis = \"original\" } }",
         "goods for at least ₽500.00: before all offers"},
        {"when = { minimum_quantity = { quantity = 3, goods = { tags = \"t\" } } }",
         "at least 3 of these goods\n        with tag: t"},
        {"when = { goods = { tags = \"t\" } }", "some of these goods are in the basket"},
        {"when = { dates = { from = 2026-03-01, to = 2026-03-08 } }",
         "on days: from 1 Mar 2026, to 8 Mar 2026 inclusive"},
        {"when = { weekdays = [\"monday\", \"friday\"] }", "on weekdays: Monday, Friday"},
        {"when = { hours = { from = \"22:00\", to = \"06:00\" } }", "from 22:00 until 06:00"},
        {"when = { shops = \"nevsky\" }", "in shops: nevsky"},
        {"when = { tills = \"nevsky-1\" }", "at tills: nevsky-1"},
        {"when = { channel = \"online\" }", "sold online"},
        {"when = { member = false }", "for those without a card"},
        {"when = { tiers = \"gold\" }", "for card levels: gold"},
        {"when = { segments = \"s\" }", "for groups of customers: s"},
        {"when = { tags = \"vip\" }", "for members with tag: vip"},
        {"when = { member_months = { from = 1, below = 12 } }",
         "full months since joining: from 1, below 12"},
        {"when = { member_days = { below = 30 } }", "days since joining: below 30"},
        {"when = { purchases = { every = 10 } }", "every 10th purchase"},
        {"when = { purchases = 5 }", "purchases before this one: from 5"},
        {"when = { lifetime_spend = { below = 50000 } }",
         "sum of all purchases before: below ₽50,000.00"},
        {"when = { days_since_purchase = 60 }", "days since the last purchase: from 60"},
        {"when = { birthday = { days_before = 3, days_after = 7 } }", "from 3 days before"},
        {"when = { referred = true }", "for those whom a friend brought"},
        {"when = { codes = \"SPRING\" }", "with promo code: SPRING"},
        {"when = { payment = { methods = [\"sbp\", \"card\"], how = \"whole\" } }",
         "if everything is paid by: card, SBP"},
        {"when = { stamps = { card = \"coffee\", from = 4 } }", "from 4 stamps on card coffee"},
        {"when = { points = { from = 50 } }", "from 50 points"},
        {"when = { any = [ { member = true }, { none = [ { channel = \"online\" } ] } ] }",
         "at least one of this\n        for members\n        none of this\n          sold "
         "online"},
        {"pick = { which = \"dearest\", units = 2 }", "only for 2 pieces: the dearest"},
        {"group = { take = 3, form = \"line_order\" }", "3 pieces, of which 1 rewarded"},
        {"stamps = { card = \"c\", every = 6 }", "every 6th piece, counted on stamp card c"},
        {"earn_stamps = { card = \"c\", per_unit = 2 }", "gives 2 stamps for each piece"},
        {"gift = { sku = \"TOY\" }", "adds a gift: TOY, 1"},
        {"coupon = { prefix = \"W\", text = \"Welcome\" }", "prints a coupon: Welcome"},
        {"lane = \"order\"", "stands in lane order"},
        {"priority = 7", "priority 7"},
        {"exclusive = \"lane\"", "no other offer of its lane beside it"},
        {"exclusive = \"receipt\"", "no other discount in the receipt beside it"},
        {"stops_later_lanes = true", "later lanes give nothing"},
        {"excludes = [\"other\"]", "never beside: other"},
        {"reuses_units = true", "may use units that served another offer"},
        {"limits = { per_receipt = 2 }", "at most 2 times in a receipt"},
        {"limits = { per_customer = 1, total = 100 }", "at most 100 times in all"},
        {"limits = { cap = 300 }", "at most ₽300.00 off in a receipt"},
        {"of = \"lane\"", "of the price when its lane began"},
        {"rounding = \"down\"\nrounding_step = \"1\"\nrounding_per = \"unit\"\nrounded = \"price\"",
         "rounded to multiples of ₽1.00: the new price, piece by piece, down"},
        {"spread = \"unit\"\nremainder = \"last\"",
         "spread over the lines: evenly by piece, the last kopecks to the last line"},
        {"on_return = \"charge_back\"", "is charged back where what stays"},
        {"on_return = \"evaluate_again\"", "is evaluated again for what stays"},
        {"over_floor = \"move\"", "is moved to other lines"},
        {"remainder = \"all_to_last\"", "all of the remainder to the last line"},
        {"share_rounding = \"half_up\"", "each line's share of a sum is rounded: halves up"},
        {"sums = \"gross\"", "sums are meant with tax"},
        {"for_each = { amount = 50, after = 10 }", "once for each full ₽50.00 beyond ₽10.00"},
        {"for_each = { quantity = 3 }", "once for each 3 pieces beyond 0"},
        {"pick = { units = 2, per = \"line\", skip = 1 }", "only for 2 pieces of each line"},
        {"group = { take = 2, same = \"sku\", incomplete = true }", "are the same goods"},
        {"gift = { same = true }", "adds a gift of each of these goods: 1"},
        {"goods = { line_quantity_from = 5, line_amount_to = 90 }", "lines of at least 5 pieces"},
        {"when = { maximum_amount = 500 }", "goods for at most ₽500.00"},
        {"when = { maximum_quantity = 5 }", "at most 5 of these goods"},
        {"when = { different_goods = 3 }", "at least 3 different goods"},
        {"when = { only_goods = { tags = \"t\" } }", "only these goods are in the basket"},
        {"limits = { per_day = 2, per_code = 1 }", "at most 2 times a day"},
        {"limits = { budget = 1000 }", "at most ₽1,000.00 off over all receipts"},
        {"limits = { cap = 300, cap_shared = \"in_order\" }", "used up line by line"},
    };
    const std::string offer = kHead + "[[offer]]\nid = \"a\"\nname = \"A\"\npercent = \"7.5\"\n";
    const std::string plain = in_english(offer);
    EXPECT_THAT(plain, testing::HasSubstr("“A” (a)\n    takes 7.5% off\n    on all goods\n"
                                          "    always\n    stands in lane goods\n"));
    for (const Key& key : keys) {
        EXPECT_THAT(in_english(offer + key.toml + "\n"), testing::HasSubstr(key.sentence));
        EXPECT_THAT(plain, testing::Not(testing::HasSubstr(key.sentence)));
        EXPECT_THAT(said(offer + key.toml + "\n", Language::Russian),
                    testing::Not(testing::HasSubstr("«programme.")))
            << key.toml;
    }
}

TEST(Describe, SaysWhatIsGiven) {
    const std::vector<Key> rewards{
        {"amount_off = 50", "takes ₽50.00 off them together"},
        {"amount_off = 50\nper = \"line\"", "takes ₽50.00 off each line"},
        {"amount_off = 50\nper = \"unit\"", "takes ₽50.00 off each piece"},
        {"price = 99", "a piece costs ₽99.00"},
        {"percent = 100", "    free\n"},
        {"group = { take = 2 }", "    free\n    in complete groups only"},
        {"group = { take = 2 }\nprice = 99", "a whole group costs ₽99.00"},
        {"ladder = { by = \"lifetime_spend\", steps = [{ from = 1000, percent = 3 }, { from = "
         "5000, "
         "amount_off = 100 }] }",
         "from ₽5,000.00: takes ₽100.00 off them together"},
        {"ladder = { by = \"quantity\", steps = [{ from = 4, percent = 3 }] }",
         "from 4: takes 3% off"},
        {"points = { percent = 5 }", "gives points worth 5% of what the goods cost"},
        {"points = { give = 3, each = 100 }", "gives 3 points for each full ₽100.00"},
        {"points = { per_receipt = 10 }", "gives 10 points for the receipt"},
        {"points = { multiply = 2 }", "multiplies other offers' points on these goods by 2"},
        {"points = { give = 3, units = 4 }", "gives 3 points for each full number of pieces: 4"},
        {"points = { give = 3, units = 4, partial = true }", "parts of it too: 4"},
        {"points = { give = 3, each = 100, partial = true }",
         "for each ₽100.00, parts of it too"},
        {"points = { per_unit = 3, cap = 9, multiplied = false, for = \"referrer\" }",
         "at most 9 in a receipt\n      to whoever brought the member\n      whatever multiplies"},
        {"points = { by = \"amount\", steps = [{ from = 100, per_receipt = 5 }] }",
         "from ₽100.00: gives 5 points for the receipt"},
        {"percent = 5\ncosts = { points = 30 }", "costs 30 points of programme p"},
        {"percent = 5\npick = { units = 3 }\ncosts = { points = 30, per = \"unit\" }",
         "for each piece or group"},
    };
    for (const Key& key : rewards) {
        const std::string toml =
            kHead + "[points]\n[[offer]]\nid = \"a\"\nname = \"A\"\n" + key.toml + "\n";
        EXPECT_THAT(in_english(toml), testing::HasSubstr(key.sentence));
        EXPECT_THAT(said(toml, Language::Russian), testing::Not(testing::HasSubstr("«programme.")));
    }
}

TEST(Describe, SaysLanesTiersAndPoints) {
    const std::string text = in_english(
        kHead +
        "[points]\nworth = \"0.50\"\nspend = { as = \"discount\", minimum = 10, cap_percent = 30, "
        "keep = 1, goods = { tags = \"t\" }, needs = \"plastic\", needs_from = 100 }\n"
        "earn = { rounding = \"half_up\", on_points_paid = true, multipliers = \"add\" }\n"
        "lots = { active_after_days = 14, expire = \"after_months\", count = 6 }\n"
        "[[tier]]\nid = \"gold\"\nname = \"Gold\"\nlifetime_spend = 1000\n"
        "[[lane]]\nid = \"goods\"\nchoose = \"priority\"\n[[lane]]\nid = \"rewards\"\n");
    for (const char* sentence :
         {"points, each worth ₽0.50", "pay as a discount", "at least 10 at once", "at most 30%",
          "at least ₽1.00 is paid otherwise", "pay only for goods\n      with tag: t",
          "from ₽100.00 on spent only with: the plastic card",
          "multiples of 1, rounded: halves up", "earned also on the part paid",
          "are added, not multiplied", "after 14 days", "expire after 6 months",
          "level “Gold” (gold): from ₽1,000.00 in purchases",
          "goods: the larger priority wins", "rewards: the best for the customer wins"})
        EXPECT_THAT(text, testing::HasSubstr(sentence));
}

TEST(Describe, SaysEachKeyOfPointsLevelsAndCertificates) {
    const std::vector<Key> keys{
        {"[points]\nholds = \"money\"", "an account in money"},
        {"[points]\nworth = { points = 300, money = 1 }", "points, 300 of them worth ₽1.00"},
        {"[points]\nspend = { cap_amount = 50, cap_points = 7, least_balance = 9 }",
         "at most ₽50.00 of a receipt\n    at most 7 points in a receipt\n    only with at "
         "least 9"},
        {"[points]\nspend = { on_discounted = false }", "not for goods that an offer has reduced"},
        {"[points]\nspend = { same_receipt = true }\nearn = { on_points_paid = true }",
         "points of this receipt help at once"},
        {"[points]\nspend = { rounding = \"up\" }", "the money they pay is rounded: up"},
        {"[points]\nspend = { when = { tags = \"vip\" } }",
         "spent only while\n      for members with tag: vip"},
        {"[points]\nearn = { on = \"original\", tax = \"without\", rounding_per = \"line\" }",
         "line by line\n    earned on what goods cost before offers\n    earned on prices "
         "without"},
        {"[points]\nearn = { on_certificates_paid = false, on_discounted = false }",
         "not earned on the part paid with certificates\n    not earned on goods"},
        {"[points]\nearn = { cap_receipt = 5, cap_day = 6 }", "at most 6 earned in a day"},
        {"[points]\nlots = { expire = \"day_of_year\", date = \"03-31\" }",
         "expire after day 31 of month 3, 0 years on"},
        {"[points]\nlots = { expire = \"days_after_last_purchase\", count = 90 }",
         "expire 90 days after the last purchase"},
        {"[points]\nlots = { expire = \"months_after_last_purchase\", count = 1 }",
         "expire 1 month after the last purchase"},
        {"[points]\nreturns = { earned = \"recalculated\", spent = \"kept\", step = \"0.5\", "
         "deficit = \"charged\" }",
         "points spent do not come back with the goods\n    on a return they go back in "
         "multiples of "
         "0.5\n    points taken back that are spent already are paid in money"},
        {"tiers = { basis = \"visits\", returns = \"kept\", window = \"days\", window_count = 30, "
         "keep "
         "= \"months\", keep_count = 2, downgrade = \"by_one\", next_level = \"reset\", promotion "
         "= "
         "\"this_receipt\" }\n[[tier]]\nid = \"t\"\nname = \"T\"\nfrom = 5",
         "level “T” (t): from 5 purchases\n    the last 30 days count\n    what came back "
         "still "
         "counts\n    kept for at least 2 months\n    then it falls by one level\n    with "
         "each "
         "level counting begins anew\n    reached by the very receipt"},
        {"certificates = { goods = { categories = \"gc\" }, valid_months = 12 }\nsettings = { "
         "refund_order = [\"certificate\", \"card\"] }",
         "Gift certificates for 12 months, no offer's business\n  of category: gc"},
        {"settings = { refund_to = \"certificate\" }",
         "The money of a return goes onto a new certificate"},
        {"settings = { refund_to = \"p\" }\n[points]",
         "The money of a return goes into the member's account"},
    };
    for (const Key& key : keys) {
        EXPECT_THAT(in_english(kHead + key.toml + "\n"), testing::HasSubstr(key.sentence));
        EXPECT_THAT(said(kHead + key.toml + "\n", Language::Russian),
                    testing::Not(testing::HasSubstr("«programme.")))
            << key.toml;
    }
}

TEST(Describe, LeavesNoTextMissingInAnyShippedProgramme) {
    const std::string folder = std::string(SOURCE_DIR) + "/assets/programmes";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream file(entry.path());
        const std::string toml{std::istreambuf_iterator<char>(file), {}};
        for (const Language language : {Language::Russian, Language::English}) {
            const std::string text = said(toml, language);
            EXPECT_THAT(text, testing::Not(testing::HasSubstr("«programme."))) << entry.path();
            EXPECT_THAT(text, testing::Not(testing::HasSubstr("{"))) << entry.path();
        }
    }
}

}  // namespace
}  // namespace kopilka
