#include "pos/loyalty/parse.h"

namespace kopilka {

std::string to_string(const ProgrammeError& error) {
    return error.file + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) +
           ": " + error.text;
}

tl::expected<Publication, std::vector<ProgrammeError>> parse_publication(
    std::span<const PublicationFile> files) {
    return Publication(publication_hash(files));
}

}  // namespace kopilka
