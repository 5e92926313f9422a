#include "tests/bench/journals.h"

#include "pos/sale/journal_codec.h"
#include "sync/server/members.h"
#include "sync/server/tables.h"
#include "tests/support/priced_sale.h"

#include <algorithm>
#include <random>

namespace kopilka::bench {

using namespace sync;

namespace {

MemberId member_of(std::uint64_t n) {
    MemberId id;
    const Hash256 hash = blake2b(as_bytes("member " + std::to_string(n)));
    std::copy_n(hash.value.begin(), id.value.size(), id.value.begin());
    return id;
}

JournalEntry sale_for(std::uint64_t number, const MemberId& member, std::uint32_t lines) {
    Sale sale;
    sale.number = ReceiptNumber{number};
    sale.shift = ShiftNumber{1};
    sale.context.store = StoreId{"nevsky"};
    sale.context.at = {{1'780'000'000'000 + static_cast<std::int64_t>(number) * 1'000}, 180};
    for (std::uint32_t n = 1; n <= lines; ++n) {
        BasketLine line;
        line.id = LineId{n};
        line.sku = Sku{"460000000001" + std::to_string(n)};
        line.unit_price = Money::of(12'900);
        sale.basket.lines.push_back(line);
    }
    sale.member = MemberView{};
    sale.member->id = member;
    sale = priced(std::move(sale));
    LedgerEntry earned;
    earned.programme = ProgrammeId{"bonus"};
    earned.rule = OfferId{"five-percent"};
    earned.amount = Points::of(645 * std::int64_t{lines});
    earned.active = sale.context.at.instant;
    sale.ledger = {earned};
    return sale;
}

}  // namespace

KeySeed seed_of(const TillId& till) { return blake2b(as_bytes(till.value)).value; }

Journal journal_of(const TillId& id, std::size_t uploads, std::size_t records,
                   std::uint32_t lines) {
    const KeyPair key = key_pair_from_seed(seed_of(id));
    Journal journal{{id, StoreId{"nevsky"}, key.public_key, Epoch{1}}, {}};
    std::mt19937_64 random(std::hash<std::string>()(id.value));
    JournalRecord record;
    record.id = {id, Epoch{1}, Sequence{1}};
    record.business_date = Date{20'600};
    record.cashier = CashierId{"marina"};
    for (std::size_t u = 0; u < uploads; ++u) {
        Upload upload{Epoch{1}, record.id.sequence, {}, {}, {}};
        for (std::size_t i = 0; i < records; ++i, ++record.id.sequence.value) {
            record.entry =
                sale_for(record.id.sequence.value, member_of(random() % kMembers), lines);
            upload.records.push_back(encode(record));
            record.previous = hash_of(upload.records.back());
        }
        upload.head = record.previous;
        upload.signature = sign(
            key, {id, Epoch{1}, upload.first, static_cast<std::uint32_t>(records), upload.head});
        journal.uploads.push_back(std::move(upload));
    }
    return journal;
}

std::unique_ptr<Database> shop_in(const Place& place) {
    auto opened = open_database(place);
    if (!opened || !open_chain(**opened)) throw std::runtime_error("no store to measure");
    Database& database = **opened;
    std::vector<Line> balances;
    std::vector<Member> members(kMembers);
    for (std::size_t n = 0; n < kMembers; ++n) {
        members[n].view.id = member_of(n);
        members[n].view.joined = Date{20'000};
        members[n].person = {"Anna", "Ivanova", "+79990000001"};
        balances.push_back({value(members[n].view.id.value), std::string("bonus"), std::int64_t{0},
                            std::int64_t{0}});
    }
    if (!database.write([&] {
            for (const Member& member : members) put_member(database, member, 1);
            database.add_new(kBalanceTable, balances);
        }))
        throw std::runtime_error("the members do not fit");
    return std::move(*opened);
}

}  // namespace kopilka::bench
