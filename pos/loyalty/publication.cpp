#include "pos/loyalty/publication.h"

namespace kopilka {

Hash256 publication_hash(std::span<const PublicationFile> files) {
    ByteWriter out;
    out.varint(files.size());
    for (const PublicationFile& file : files) {
        out.text(file.text);
    }
    return blake2b(out.bytes());
}

}  // namespace kopilka
