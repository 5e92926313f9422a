#include "pos/sale/value_codec.h"

#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"

namespace kopilka {

Bytes encode(const Draft& draft) { return canonical::pack(draft); }
Bytes encode(const Goods& goods) { return canonical::pack(goods); }
Bytes encode(const Category& category) { return canonical::pack(category); }
Bytes encode(const Member& member) { return canonical::pack(member); }
Bytes encode(const Lease& lease) { return canonical::pack(lease); }

tl::expected<Draft, CodecRefusal> decode_draft(ByteView bytes) {
    return canonical::unpack<Draft>(bytes);
}
tl::expected<Goods, CodecRefusal> decode_goods(ByteView bytes) {
    return canonical::unpack<Goods>(bytes);
}
tl::expected<Category, CodecRefusal> decode_category(ByteView bytes) {
    return canonical::unpack<Category>(bytes);
}
tl::expected<Member, CodecRefusal> decode_member(ByteView bytes) {
    return canonical::unpack<Member>(bytes);
}
tl::expected<Lease, CodecRefusal> decode_lease(ByteView bytes) {
    return canonical::unpack<Lease>(bytes);
}

}  // namespace kopilka
