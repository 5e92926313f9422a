#include "pos/sale/journal_codec.h"

#include "pos/sale/value_codec.h"
#include "tests/codec/any_value.h"
#include "tests/support/chance.h"

#include <fstream>
#include <iterator>

#include <rapidcheck.h>

namespace kopilka {
namespace {

constexpr std::size_t kKinds = std::variant_size_v<JournalEntry>;

JournalRecord any_record(std::uint64_t seed) {
    AnyValue any(seed);
    return any.record(1 + any.below(kKinds));
}

TEST(JournalCodec, GivesBackEveryRecordItWrote) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        const JournalRecord record = any_record(seed);
        const auto back = decode_record(encode(record));
        RC_ASSERT(back.has_value());
        RC_ASSERT(*back == record);
    }));
}

TEST(JournalCodec, KnowsTheHeadOfEveryRecord) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const JournalRecord record = any_record(seed);
        const auto head = decode_head(encode(record));
        ASSERT_TRUE(head.has_value());
        EXPECT_EQ(*head, (RecordHead{kind_of(record.entry), record.previous, record.id}));
    }
}

// Two byte strings never mean the same record, or a hash could be changed without changing it.
void expect_only_form(ByteView bytes) {
    const auto record = decode_record(bytes);
    if (record) {
        EXPECT_EQ(to_hex(encode(*record)), to_hex(bytes));
    }
}

TEST(JournalCodec, AcceptsNoSecondFormAmongDamagedBytes) {
    const std::uint64_t rounds = is_long_run() ? 2'000'000 : 20'000;
    for (std::uint64_t seed = 0; seed < rounds; ++seed) {
        AnyValue any(seed);
        Bytes bytes = encode(any.record(1 + any.below(kKinds)));
        for (std::uint64_t edits = 1 + any.below(3); edits > 0 && !bytes.empty(); --edits) {
            const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(any.below(bytes.size()));
            const auto byte = static_cast<std::uint8_t>(any.below(256));
            switch (any.below(4)) {
                case 0: *at = byte; break;
                case 1: *at = static_cast<std::uint8_t>(*at ^ (1U << any.below(8))); break;
                case 2: bytes.erase(at); break;
                default: bytes.insert(at, byte); break;
            }
        }
        expect_only_form(bytes);
    }
}

TEST(JournalCodec, RefusesEveryPartOfARecord) {
    AnyValue any(7);
    const Bytes bytes = encode(any.record(kind_of<Sale>()));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_record(ByteView(bytes).first(size)).has_value()) << size;
    }
}

Bytes sign_in() {
    JournalRecord record;
    record.id = {TillId{"nevsky-1"}, Epoch{1}, Sequence{2}};
    record.previous = blake2b(as_bytes("the record before"));
    record.at = {{1'772'982'300'000}, 180};
    record.business_date = to_date({2026, 3, 8});
    record.cashier = CashierId{"olga"};
    record.entry = SignedIn{CashierId{"olga"}, Role::Senior};
    return encode(record);
}

// The bytes stand at the beginning of each line of the page's example, words after them.
std::string hex_of_example(std::istream& page) {
    std::string hex;
    std::string line;
    while (std::getline(page, line) && line != "```") continue;
    while (std::getline(page, line) && line != "```") {
        for (const char c : line.substr(0, line.find("   "))) {
            if (c != ' ') hex.push_back(c);
        }
    }
    return hex;
}

TEST(JournalCodec, WritesWhatTheFormatPageShows) {
    std::ifstream page(SOURCE_DIR "/pos/sale/journal_format.md");
    EXPECT_EQ(hex_of_example(page), to_hex(sign_in()));
    const std::string rest{std::istreambuf_iterator<char>(page), {}};
    EXPECT_NE(rest.find(to_string(hash_of(sign_in()))), std::string::npos);
}

TEST(JournalCodec, SaysWhyItRefuses) {
    const Bytes good = sign_in();
    const auto changed = [&](std::size_t at, std::uint8_t byte) {
        Bytes bytes = good;
        bytes[at < bytes.size() ? at : bytes.size() - 1] = byte;
        return bytes;
    };
    Bytes longer = good;
    longer.push_back(0);
    const std::size_t mask = good.size() - 3;  // mask, text 1 again, role
    const std::vector<std::pair<Bytes, CodecRefusal>> cases{
        {Bytes{}, CodecRefusal::Malformed},
        {changed(0, 0), CodecRefusal::Malformed},
        {changed(0, kJournalFormat + 1), CodecRefusal::NewerVersion},
        {changed(1, 0), CodecRefusal::Malformed},
        {changed(1, kKinds + 1), CodecRefusal::UnknownKind},
        {changed(mask, 7), CodecRefusal::UnknownField},
        {changed(mask + 2, 9), CodecRefusal::Malformed},  // no such role
        {changed(mask + 2, 0), CodecRefusal::Malformed},  // a usual value is left out
        {longer, CodecRefusal::Malformed},
        {Bytes(kMostRecordBytes + 1), CodecRefusal::TooLarge},
    };
    for (const auto& [bytes, refusal] : cases) {
        const auto decoded = decode_record(bytes);
        ASSERT_FALSE(decoded.has_value());
        EXPECT_EQ(decoded.error(), refusal) << say(decoded.error());
    }
}

TEST(JournalCodec, NamesEveryKind) {
    EXPECT_EQ(kind_name(kind_of<JournalOpened>()), "JournalOpened");
    EXPECT_EQ(kind_name(kind_of<CardAsked>()), "CardAsked");
    EXPECT_EQ(kind_name(kind_of<Return>()), "Return");
    EXPECT_EQ(kind_name(0), "?");
    EXPECT_EQ(kind_name(200), "?");
}

TEST(ValueCodec, GivesBackDraftsGoodsAndMembers) {
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        AnyValue any(seed);
        const auto draft = any.make<Draft>();
        const auto goods = any.make<Goods>();
        const auto category = any.make<Category>();
        const auto member = any.make<Member>();
        EXPECT_EQ(decode_draft(encode(draft)), draft);
        EXPECT_EQ(decode_goods(encode(goods)), goods);
        EXPECT_EQ(decode_category(encode(category)), category);
        EXPECT_EQ(decode_member(encode(member)), member);
    }
}

// A member's purchase as a grocery has it: discounts, points, taxes, names in both languages.
JournalRecord purchase(std::uint32_t lines) {
    JournalRecord record;
    record.id = {TillId{"nevsky-1"}, Epoch{1}, Sequence{4242}};
    record.previous = blake2b(as_bytes("before"));
    record.at = {{1'772'982'300'123}, 180};
    record.business_date = to_date({2026, 3, 8});
    record.cashier = CashierId{"olga"};
    Sale sale;
    sale.number = ReceiptNumber{1234};
    sale.shift = ShiftNumber{57};
    sale.context = {StoreId{"nevsky"}, record.id.till, Channel::Shop,
                    TaxMode::Included, record.at,      {}};
    sale.member =
        MemberView{AnyValue(1).make<MemberId>(),
                   TierId{"gold"},
                   to_date({2025, 3, 1}),
                   to_date({1990, 2, 28}),
                   12,
                   Money::of(1'250'000),
                   to_date({2026, 3, 1}),
                   {"regular"},
                   {},
                   {{"coffee", 4}},
                   {},
                   {{ProgrammeId{"main"}, {{{Points::of(25'000), {1}, Instant{2}}}, {}}}}};
    for (std::uint32_t n = 1; n <= lines; ++n) {
        BasketLine line;
        line.id = LineId{n};
        line.sku = Sku{"G" + std::to_string(1000 + n)};
        line.name = {"Молоко «Луговое» 3,2 % " + std::to_string(n),
                     "Milk Lugovoe " + std::to_string(n)};
        line.unit_price = Money::of(8'990 + n);
        line.categories = {n % 2 == 0 ? "dairy" : "bakery", "grocery"};
        line.brand = n % 3 == 0 ? "Луговое" : "Поле";
        line.tax_rate = BasisPoints::percent(10);
        line.department = "grocery";
        sale.basket.lines.push_back(line);
        const Money off = Money::of(450);
        const Money net = line.unit_price - off;
        sale.lines.push_back({line.id,
                              line.unit_price,
                              off,
                              net,
                              Money::of(776),
                              {net},
                              {{OfferId{"regular-5"}, off}}});
        sale.gross += line.unit_price;
        sale.discount_total += off;
        sale.tax_total += Money::of(776);
        sale.total += net;
    }
    sale.basket.next_line = LineId{lines + 1};
    sale.tenders = {{TenderKind::Card, sale.total, {}, {}, "RRN 123456789012"}};
    sale.publication = blake2b(as_bytes("publication"));
    sale.digest = blake2b(as_bytes("digest"));
    sale.ledger = {{0, LedgerKind::Accrual, ProgrammeId{"main"}, OfferId{"base"}, Points::of(8'500),
                    record.at.instant, Instant{1'804'518'300'123}}};
    record.entry = sale;
    return record;
}

TEST(JournalCodec, KeepsAnOrdinarySaleBelowAKilobyte) {
    const auto bytes = [](std::uint32_t lines) { return encode(purchase(lines)).size(); };
    RecordProperty("bytes_of_5_lines", static_cast<int>(bytes(5)));
    RecordProperty("bytes_of_20_lines", static_cast<int>(bytes(20)));
    EXPECT_LE(bytes(5), 1024u);
    EXPECT_LE(bytes(20), 2560u);
}

}  // namespace
}  // namespace kopilka
