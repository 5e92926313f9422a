// The Huffman tables of a JPEG (ITU-T T.81, Annex B and K), looked at before stb_image sees them:
// 2.27 trusts their sizes and reads memory that it never filled when they are not there. Pure.
#pragma once
#include "pos/core/bytes.h"

#include <optional>

namespace kopilka::drivers {

// The picture as it is; with the usual tables (Annex K.3) put before its first scan when it has
// none, as cameras' Motion JPEG may leave them out (USB Video Class 1.5, Motion-JPEG payload).
// nullopt: a table says that it has more than 256 values, or a segment is longer than the file.
std::optional<Bytes> with_sound_tables(ByteView jpeg);

}  // namespace kopilka::drivers
