// The head of a journal record compared as bytes, for who looks at many records and reads none.
// Not here: reading a head (decode_head of journal_codec.h), which says what is wrong where it is
// not as expected.
#pragma once
#include "pos/sale/journal_codec.h"

namespace kopilka {

// A till as heads carry it.
Bytes bytes_of(const TillId& till);
// Whether the record is of a format and kind that this program knows, follows `previous` and stands
// at `epoch`, `sequence` of the till with these bytes.
bool stands_at(ByteView record, const Hash256& previous, Epoch epoch, Sequence sequence,
               ByteView till);

}  // namespace kopilka
