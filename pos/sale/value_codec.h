// Canonical bytes of the values that are kept and sent outside journal records, with the same rules
// and fields (journal_format.md): drafts in the journal environment, goods and members in the cache
// and in the server's feed; leases at whoever lends and on their way to the holder.
#pragma once
#include "pos/loyalty/person.h"
#include "pos/sale/draft.h"
#include "pos/sale/goods.h"
#include "pos/sale/journal_codec.h"

namespace kopilka {

Bytes encode(const Draft& draft);
Bytes encode(const Goods& goods);
Bytes encode(const Category& category);
Bytes encode(const Member& member);
Bytes encode(const Lease& lease);

tl::expected<Draft, CodecRefusal> decode_draft(ByteView bytes);
tl::expected<Goods, CodecRefusal> decode_goods(ByteView bytes);
tl::expected<Category, CodecRefusal> decode_category(ByteView bytes);
tl::expected<Member, CodecRefusal> decode_member(ByteView bytes);
tl::expected<Lease, CodecRefusal> decode_lease(ByteView bytes);

}  // namespace kopilka
