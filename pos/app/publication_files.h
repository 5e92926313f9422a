// Reads a programme file, or a manifest with the programmes that it names relative to itself.
#pragma once
#include "pos/loyalty/parse.h"

#include <string>
#include <vector>

namespace kopilka::app {

// A file that cannot be read is an error like any other, at line 1 of itself or at its name in the
// manifest. Files are named as in the manifest, the first by its own name without folders, so that
// the publication's hash is the same wherever it is read.
tl::expected<std::vector<PublicationFile>, ProgrammeErrors> read_publication_files(
    const std::string& path);
// The same, parsed; errors name files as a shell would find them.
tl::expected<Publication, ProgrammeErrors> read_publication(const std::string& path);

}  // namespace kopilka::app
