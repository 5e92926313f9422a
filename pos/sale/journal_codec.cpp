#include "pos/sale/journal_codec.h"

#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"
#include "pos/sale/record_head.h"

#include <array>

namespace kopilka {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<JournalEntry> + 1> kNames{
    "?",
    "JournalOpened",
    "SignedIn",
    "SignedOut",
    "SignInRefused",
    "ShiftOpened",
    "CashMoved",
    "ShiftClosed",
    "LineVoided",
    "ReceiptVoided",
    "PriceChanged",
    "AgeChecked",
    "ReceiptSuspended",
    "ReceiptRecalled",
    "CardAsked",
    "CardAnswered",
    "PrintAsked",
    "PrintAnswered",
    "DrawerOpened",
    "Sale",
    "Return",
    "Approved",
    "ProfileFilled",
    "LeaseAsked",
    "LeaseGranted",
    "LeaseReturned"};

// The moment and the person, the same for every kind.
struct Circumstances {
    LocalTime at;
    Date business_date;
    CashierId cashier;
};
auto fields(Is<Circumstances> auto& v) { return std::tie(v.at, v.business_date, v.cashier); }

void put_head(canonical::Encoder& out, const JournalRecord& record) {
    out.out().u8(kJournalFormat);
    out.out().u8(kind_of(record.entry));
    out.put(record.previous);
    out.put(record.id.epoch);
    out.put(record.id.sequence);
    out.put(record.id.till);
}

RecordHead get_head(canonical::Decoder& in) {
    RecordHead head;
    const std::uint8_t version = in.in().u8();
    if (version > kJournalFormat) in.refuse(CodecRefusal::NewerVersion);
    if (version == 0) in.refuse();
    head.kind = in.in().u8();
    if (head.kind >= kNames.size()) in.refuse(CodecRefusal::UnknownKind);
    if (head.kind == 0) in.refuse();
    in.get(head.previous);
    in.get(head.id.epoch);
    in.get(head.id.sequence);
    in.get(head.id.till);
    return head;
}

template <std::size_t I = 0>
void get_entry(canonical::Decoder& in, JournalKind kind, JournalEntry& entry) {
    if constexpr (I < std::variant_size_v<JournalEntry>) {
        if (kind == I + 1) return in.get(entry.emplace<I>());
        get_entry<I + 1>(in, kind, entry);
    }
}

}  // namespace

std::string_view say(CodecRefusal refusal) {
    switch (refusal) {
        case CodecRefusal::TooLarge: return "the record is larger than any receipt can be";
        case CodecRefusal::NewerVersion:
            return "the record has a newer format than this program knows; upgrade the program";
        case CodecRefusal::UnknownKind:
            return "the record's kind is unknown: written by a newer program, or damaged";
        case CodecRefusal::UnknownField:
            return "the record has an unknown field: written by a newer program, or damaged";
        case CodecRefusal::Malformed: return "the record's bytes are damaged";
    }
    unreachable("codec refusal");
}

JournalKind kind_of(const JournalEntry& entry) {
    return static_cast<JournalKind>(entry.index() + 1);
}

std::string_view kind_name(JournalKind kind) {
    return kNames[kind < kNames.size() ? kind : std::size_t{0}];
}

Bytes encode(const JournalRecord& record) {
    const Circumstances circumstances{record.at, record.business_date, record.cashier};
    canonical::Encoder out;
    put_head(out, record);
    out.put(circumstances);
    std::visit([&out](const auto& entry) { out.put(entry); }, record.entry);
    return out.out().take();
}

tl::expected<JournalRecord, CodecRefusal> decode_record(ByteView bytes) {
    if (bytes.size() > kMostRecordBytes) return tl::unexpected(CodecRefusal::TooLarge);
    canonical::Decoder in(bytes);
    const RecordHead head = get_head(in);
    Circumstances circumstances;
    in.get(circumstances);
    JournalRecord record{head.id,
                         head.previous,
                         circumstances.at,
                         circumstances.business_date,
                         circumstances.cashier,
                         {}};
    get_entry(in, head.kind, record.entry);
    if (!in.done()) return tl::unexpected(in.refusal());
    return record;
}

tl::expected<RecordHead, CodecRefusal> decode_head(ByteView bytes) {
    if (bytes.size() > kMostRecordBytes) return tl::unexpected(CodecRefusal::TooLarge);
    canonical::Decoder in(bytes);
    RecordHead head = get_head(in);
    if (!in.in().ok()) return tl::unexpected(in.refusal());
    return head;
}

Bytes bytes_of(const TillId& till) {
    canonical::Encoder out;
    out.put(till);
    return out.out().take();
}

bool stands_at(ByteView record, const Hash256& previous, Epoch epoch, Sequence sequence,
               ByteView till) {
    if (record.size() > kMostRecordBytes) return false;
    ByteReader in(record);
    const std::uint8_t version = in.u8();
    const std::uint8_t kind = in.u8();
    return version == kJournalFormat && kind > 0 && kind < kNames.size() &&
           std::ranges::equal(in.raw(previous.value.size()), previous.value) &&
           in.varint() == epoch.value && in.varint() == sequence.value &&
           std::ranges::equal(in.raw(till.size()), till);
}

}  // namespace kopilka
