// A publication: the programmes in force, their lanes and settings, named by the hash of its files.
// Immutable once parsed; the till and the server hold it by shared_ptr<const Publication>.
#pragma once
#include "pos/core/hash.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kopilka {

// One text of a publication: the manifest ("publication.toml") or a programme file. A single
// programme file alone is a publication too.
struct PublicationFile {
    std::string name;
    std::string text;
    bool operator==(const PublicationFile&) const = default;
};

class Publication;  // programme.h

// BLAKE2b over the texts in manifest order, whatever the files are called (a manifest names its files
// itself): what a receipt calls "publication".
Hash256 publication_hash(std::span<const PublicationFile> files);

}  // namespace kopilka
