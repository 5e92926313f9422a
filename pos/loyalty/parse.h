// From the text of programme files to a Publication: every mistake is named with its file, line and
// column, and with what to write instead. Reads no files: the shell hands over their texts.
#pragma once
#include "pos/core/result.h"
#include "pos/loyalty/programme.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

struct ProgrammeError {
    std::string file;
    std::uint32_t line = 1;    // from 1
    std::uint32_t column = 1;  // from 1
    std::string text;          // what is wrong, and what to write instead
    bool operator==(const ProgrammeError&) const = default;
};
std::string to_string(const ProgrammeError& error);  // "file:12:5: text"

// The first file is the manifest or a programme file; after a manifest follow the files it names,
// in its order (collect_publication brings them). At most 100 errors, in the order of the text.
tl::expected<Publication, std::vector<ProgrammeError>> parse_publication(
    std::span<const PublicationFile> files);

}  // namespace kopilka
