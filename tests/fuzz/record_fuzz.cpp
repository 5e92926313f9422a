// No record that can be read stops a program that believes it: the sums of its shift, its effect on
// ledger and member, pricing it again.
#include "pos/core/check.h"
#include "pos/loyalty/parse.h"
#include "pos/sale/journal_codec.h"
#include "pos/sale/member_view.h"
#include "pos/sale/report.h"
#include "sync/protocol/codec.h"
#include "sync/server/audit.h"
#include "sync/server/booking.h"

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace kopilka;
using namespace kopilka::sync;

namespace {

const Publication& some_offers() {
    static const Publication publication = *parse_publication(std::vector<PublicationFile>{
        {"fuzz.toml",
         "programme = \"p\"\nname = \"P\"\n[points]\n[[offer]]\nid = \"a\"\nname = \"A\"\n"
         "percent = 10\n[[offer]]\nid = \"b\"\nname = \"B\"\ngroup = { take = 3 }\n"
         "[[offer]]\nid = \"c\"\nname = \"C\"\npoints = { percent = 5 }\n"}});
    return publication;
}

// As a till tells it, then as the server keeps it: with what the record gives in a second time.
void follow(const JournalRecord& record) {
    const auto effect = effect_of(record.entry);
    const auto* sale = std::get_if<Sale>(&record.entry);
    MemberView member = sale && sale->member ? *sale->member : MemberView{};
    if (effect && effect->member) member.id = *effect->member;
    const std::vector<JournalRecord> twice{record, record};
    for (const NewPoints points : {NewPoints::AsRecorded, NewPoints::AfterSync})
        static_cast<void>(view(member, twice, points));
}

void price_again(const Sale& sale) {
    static PricedBasket again;
    if (!can_be_priced(sale)) return;
    static_cast<void>(prices_equal(some_offers(), sale, again));
    static_cast<void>(prices_equal(Publication(PublicationParts{}), sale, again));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record = decode_record({data, size});
    if (!record) return 0;
    static_cast<void>(accumulate(accumulate({}, record->entry), record->entry));
    follow(*record);
    if (const auto* sale = std::get_if<Sale>(&record->entry)) price_again(*sale);
    return 0;
}
