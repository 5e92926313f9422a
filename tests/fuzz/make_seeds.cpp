// Writes the corpora of fuzzers that read bytes: FOLDER/NAME_fuzz/*, each a real encoding of a
// value drawn from a fixed seed. Certificates have random serial numbers: theirs differ each time.
#include "pos/sale/journal_file.h"
#include "pos/sale/value_codec.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"
#include "pos/store/keys.h"
#include "pos/store/sealed_head.h"
#include "sync/protocol/codec.h"
#include "tests/codec/any_value.h"
#include "tests/fuzz/certificates.h"
#include "tests/fuzz/small_pages.h"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace kopilka;

namespace {

class Corpus {
public:
    explicit Corpus(const std::filesystem::path& folder) : folder_(folder) {
        std::filesystem::create_directories(folder);
    }
    void add(const std::string& name, ByteView bytes) const {
        std::ofstream file(folder_ / name, std::ios::binary);
        file << as_text(bytes);
    }
    // For fuzzers whose first byte chooses the reader.
    void add(const std::string& name, std::uint8_t reader, ByteView bytes) const {
        ByteWriter out;
        out.u8(reader);
        out.raw(bytes);
        add(name, out.bytes());
    }

private:
    std::filesystem::path folder_;
};

// The first that `encode` makes of at most two kilobytes, drawn on until it is so.
template <typename Draw>
Bytes small(Draw draw) {
    for (std::uint64_t seed = 1;; ++seed) {
        AnyValue any(seed);
        if (Bytes bytes = draw(any); bytes.size() > 60 && bytes.size() < 1'200) return bytes;
    }
}

Bytes any_record(JournalKind kind) {
    for (std::uint64_t seed = kind;; ++seed) {
        Bytes bytes = encode(AnyValue(seed).record(kind));
        if (bytes.size() < 1'600) return bytes;
    }
}

Bytes journal_file() {
    JournalFileSum sum;
    ByteWriter file;
    file.raw(journal_file_start());
    for (const Bytes& record : {any_record(1), any_record(4)}) {
        file.raw(journal_file_record(record));
        sum = with(sum, record);
    }
    file.raw(journal_file_end(sum, key_pair_from_seed(KeySeed{9})));
    return file.take();
}

void journal_codec(const Corpus& corpus) {
    for (JournalKind kind = 1; kind <= std::variant_size_v<JournalEntry>; ++kind)
        corpus.add(std::string(kind_name(kind)), any_record(kind));
    corpus.add("draft", small([](AnyValue& any) { return encode(any.make<Draft>()); }));
    corpus.add("goods", small([](AnyValue& any) { return encode(any.make<Goods>()); }));
    corpus.add("category", encode(AnyValue(3).make<Category>()));
    corpus.add("member", small([](AnyValue& any) { return encode(any.make<Member>()); }));
    corpus.add("file", journal_file());
}

Goods priced_goods(AnyValue& any) {
    Goods goods = any.make<Goods>();
    goods.sku = Sku{"LATTE-300"};
    goods.price = Money::of(21'000);
    goods.cost = goods.minimum_price = Money::of(7'000);
    goods.tax_rate = BasisPoints::percent(20);
    return goods;
}
Member counted_member(AnyValue& any) {
    Member member = any.make<Member>();
    member.view.purchases = 3;
    member.importance = 2;
    member.person.phone = "+79990000001";
    member.view.tier = TierId{"gold"};
    return member;
}

std::vector<sync::Change> all_changes() {
    AnyValue any(5);
    const std::vector<PublicationFile> files = {{"publication.toml", "a = 1"}, {"b.toml", ""}};
    return {priced_goods(any),
            sync::Categories{{{"coffee", {"k", "Coffee"}, 0x6f4e37}}},
            counted_member(any),
            Staff{CashierId{"marina"}, "Marina", Role::Manager, {{1}, {2}}},
            sync::ShopText{"[store]"},
            sync::PublishedFiles{publication_hash(files), files},
            sync::Removed{sync::ChangeKind::Goods, "OLD"},
            CardTrust{{PublicKey{1}, PublicKey{2}}, {PublicKey{3}}}};
}

// The message of a body, without its length.
Bytes message_in(ByteView body) {
    ByteReader in(body);
    const ByteView message = in.raw(static_cast<std::size_t>(in.varint()));
    return {message.begin(), message.end()};
}

Bytes a_thousand_bytes_of(const Bytes& field) {
    Bytes many;
    while (many.size() < 1'000) many.insert(many.end(), field.begin(), field.end());
    return many;
}

void wire(const Corpus& corpus) {
    using namespace sync;
    const Hash256 hash = blake2b(as_bytes("a code"));
    const EnrolReply enrolled{
        EnrolRefusal::None, "",  {{1, 2, 3}, {4, 5}, Epoch{3}, {2}, 99}, TillId{"nevsky-1"},
        StoreId{"nevsky"},  hash};
    const Upload upload{Epoch{2}, Sequence{41}, {{1, 2}, {3}}, hash, Signature{5}};
    const UploadReply reply{UploadRefusal::None,
                            "",
                            Sequence{42},
                            {{Status::Applied, QuarantineCause::None, 5},
                             {Status::Quarantined, QuarantineCause::UnknownMember, 0}},
                            3,
                            true};
    const Changes page{9,
                       true,
                       true,
                       1ULL << 60,
                       {AnyValue(1).make<bool>() ? all_changes()[1] : all_changes()[6]},
                       ChangesRefusal::None,
                       "",
                       true,
                       {HeldUpTo{Epoch{2}, Sequence{40}}}};
    corpus.add("enrol_request", 0, message_in(encode(EnrolRequest{hash, {7}, hash})));
    corpus.add("enrol_reply", 1, message_in(encode(enrolled)));
    corpus.add("enrol_refused", 1, message_in(encode(EnrolReply{EnrolRefusal::BadCode, "no"})));
    corpus.add("renew_reply", 2, message_in(encode(RenewReply{RenewRefusal::None, "", {1, 2}})));
    corpus.add("upload", 3, message_in(encode(upload)));
    corpus.add("upload_body", 3 | 0x08, encode(upload));
    corpus.add("upload_reply", 4, message_in(encode(reply)));
    corpus.add("changes", 5, message_in(encode(page)));
    corpus.add("changes_body", 5 | 0x08, encode(page));
    for (const Change& change : all_changes())
        corpus.add("change_" + std::to_string(change.index()), 6, encode_change(change));
    // Fields of no bytes, 200 times a thousand: small on the wire, large in memory.
    corpus.add("empty_records", 3 | 0x10, a_thousand_bytes_of({0x1a, 0}));
    corpus.add("empty_statuses", 4 | 0x10, a_thousand_bytes_of({0x22, 0}));
    corpus.add("empty_members", 5 | 0x10, a_thousand_bytes_of({0x2a, 2, 0x1a, 0}));
}

void store(const Corpus& corpus) {
    AnyValue any(11);
    const RecordId id{TillId{"nevsky-1"}, Epoch{2}, Sequence{41}};
    const JournalPlace head{id, blake2b(as_bytes("head"))};
    constexpr SecretKey kKey{7};
    const auto unchecked = [](const Bytes& bytes) { return ByteView(*without_check(bytes)); };
    std::uint8_t reader = 0;
    corpus.add("staff", reader++,
               schema::encode_staff({CashierId{"olga"}, {"O", "Olga"}, Role::Senior, {1}, {}}));
    corpus.add("files", reader++, schema::encode_files({{"publication.toml", "a = 1"}, {"b", ""}}));
    corpus.add("trust", reader++, schema::encode_trust({{PublicKey{1}}, {PublicKey{2}, {3}}}));
    corpus.add("categories", reader++,
               schema::encode_categories({any.make<Category>(), any.make<Category>()}));
    const Bytes state = schema::encode_state({id, ServerVerdict::Quarantined, 5, "why"});
    corpus.add("state", reader, state);
    corpus.add("state_unchecked", reader++, unchecked(state));
    const Bytes device = schema::encode_device({70'000, -5, DeviceMemory::Late{9, 100}});
    corpus.add("device", reader, device);
    corpus.add("device_unchecked", reader++, unchecked(device));
    corpus.add("goods", reader++, small([](AnyValue& a) { return encode(a.make<Goods>()); }));
    corpus.add("member", reader++, small([](AnyValue& a) { return encode(a.make<Member>()); }));
    corpus.add("checked", reader++, with_check(as_bytes("a value")));
    corpus.add("sealed", reader++, as_bytes("a secret"));
    corpus.add("keys", reader++, Bytes(4 * sizeof(SecretKey), 5));
    corpus.add("keys_file", static_cast<std::uint8_t>(reader - 1),
               encode_keys({kKey, {2}, {3}, {4}}));
    const Bytes seal = encode_seal(head, kKey);
    corpus.add("seal", reader, seal);
    corpus.add("seal_alone", reader++, ByteView(seal).first(seal.size() - sizeof(Hash256::value)));
    JournalRecord record = AnyValue(2).record(2);
    record.id = id;
    ByteWriter item;
    item.u8(sizeof(schema::RecordKey));
    item.raw(schema::record_key(id));
    item.raw(encode(record));
    corpus.add("record", reader++, item.bytes());
    corpus.add("key", reader, schema::exactly(schema::GoodsIndex::Word, "milk"));
    corpus.add("record_key", reader++, schema::record_key(id));
}

void salvage(const Corpus& corpus) {
    using small_pages::Item;
    std::vector<Item> records;
    Hash256 previous;
    for (std::uint64_t n = 1; n <= 3; ++n) {
        JournalRecord record;
        record.id = {TillId{"n"}, Epoch{1}, Sequence{n}};
        record.previous = previous;
        record.entry = SignedOut{CashierId{"olga"}};
        const Bytes bytes = encode(record);
        previous = hash_of(bytes);
        const auto key = schema::record_key(record.id);
        records.push_back({Bytes(key.begin(), key.end()), schema::record_value(previous, bytes)});
    }
    const RecordId held{TillId{"n"}, Epoch{1}, Sequence{2}};
    const auto held_key = schema::record_key(held);
    Draft draft;
    draft.id = 7;
    const auto draft_key = schema::draft_key(7);
    const Item state{Bytes(held_key.begin(), held_key.end()),
                     schema::encode_state({held, ServerVerdict::Applied, 5, ""})};
    const Item kept_draft{Bytes(draft_key.begin(), draft_key.end()), with_check(encode(draft))};
    const ByteView name = as_bytes(schema::kWatermark);
    const Item watermark{Bytes(name.begin(), name.end()), with_check(held_key)};
    const Bytes whole = small_pages::file({{"records", records}});
    corpus.add("records", whole);
    corpus.add("draft", small_pages::file({{"drafts", {kept_draft}}}));
    corpus.add("watermark", small_pages::file({{"meta", {watermark}}}));
    corpus.add("state", small_pages::file({{"states", {state}}}));
    Bytes beginning_lost = whole;
    for (std::size_t at : {512 + 16, 16}) beginning_lost[at] ^= 1;
    corpus.add("no_way_in", beginning_lost);
    Bytes size_lost = beginning_lost;
    // Where even the size before a record is damaged, its successor names it.
    const auto& second = records[1].value;
    const auto at = std::search(size_lost.begin(), size_lost.end(), second.begin(), second.end());
    *(at - 20) ^= 0x55;
    corpus.add("size_lost", size_lost);
}

// A shop's sale with offers: two articles, a member, points paid and earned.
Bytes real_sale() {
    JournalRecord record;
    record.id = {TillId{"nevsky-1"}, Epoch{1}, Sequence{7}};
    record.at = {{1'780'000'000'000}, 180};
    Sale sale;
    sale.number = ReceiptNumber{5};
    sale.context.store = StoreId{"nevsky"};
    sale.context.at = record.at;
    sale.member = MemberView{};
    sale.member->id.value.fill(3);
    for (std::uint32_t n = 1; n <= 2; ++n) {
        BasketLine line;
        line.id = LineId{n};
        line.sku = Sku{"G" + std::to_string(n)};
        line.quantity = units(3);
        line.unit_price = Money::of(9'990);
        sale.basket.lines.push_back(line);
    }
    sale.tenders.resize(1);
    sale.tenders.front().amount = Money::of(60'000);
    sale.ledger.resize(1);
    LedgerEntry& earned = sale.ledger.front();
    earned.programme = ProgrammeId{"p"};
    earned.rule = OfferId{"c"};
    earned.amount = Points::of(2'997);
    sale.total = sale.gross = Money::of(59'940);
    record.entry = sale;
    return encode(record);
}

void records(const Corpus& corpus) {
    corpus.add("sale", real_sale());
    for (const JournalKind kind : {kind_of<Sale>(), kind_of<Return>(), kind_of<ProfileFilled>(),
                                   kind_of<ShiftOpened>(), kind_of<ShiftClosed>()})
        corpus.add(std::string(kind_name(kind)), any_record(kind));
}

void database(const Corpus& corpus) {
    for (const sync::Change& change : all_changes())
        corpus.add("thing_" + std::to_string(change.index()), 0, encode_change(change));
    corpus.add("member", 1, encode_change(all_changes()[2]));
    corpus.add("sale", 2, real_sale());
    corpus.add("return", 2, any_record(kind_of<Return>()));
    corpus.add("profile", 2, any_record(kind_of<ProfileFilled>()));
    ByteWriter row;
    for (std::uint8_t type = 0; type < 8; ++type) {
        row.u8(type);
        row.u8(8);
        row.raw(Bytes(8, 0x81));
    }
    corpus.add("row", 3, row.bytes());
}

void certificates(const Corpus& corpus) {
    using namespace sync;
    const Bytes authority = fuzz::authority();
    const auto add = [&](const std::string& name, const Bytes& certificate, const Bytes& whose) {
        ByteWriter out;
        out.u8(static_cast<std::uint8_t>(certificate.size()));
        out.u8(static_cast<std::uint8_t>(certificate.size() >> 8));
        out.raw(certificate);
        out.raw(whose);
        corpus.add(name, out.bytes());
    };
    add("authority", authority, {});
    for (std::size_t place = 0; place < fuzz::holders().size(); ++place) {
        const Subject& holder = fuzz::holders()[place];
        const std::vector<std::string> hosts =
            holder.holder == Holder::Server ? std::vector<std::string>{"central", "127.0.0.1"}
                                            : std::vector<std::string>{};
        add(holder.name,
            *issue(fuzz::kAuthorityKey, authority, holder, fuzz::key_of_holder(place), fuzz::kFrom,
                   fuzz::kTo, hosts),
            place == 0 ? authority : Bytes());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "make_seeds FOLDER\n";
        return 2;
    }
    const std::filesystem::path to = argv[1];
    journal_codec(Corpus(to / "journal_codec_fuzz"));
    wire(Corpus(to / "wire_fuzz"));
    store(Corpus(to / "store_fuzz"));
    salvage(Corpus(to / "salvage_fuzz"));
    records(Corpus(to / "record_fuzz"));
    database(Corpus(to / "database_fuzz"));
    certificates(Corpus(to / "certificate_fuzz"));
    return 0;
}
