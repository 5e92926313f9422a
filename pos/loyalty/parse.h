// From the text of programme files to a Publication: every mistake is named with its file, line and
// column, and with what to write instead. Reads no files: the shell hands over their texts.
#pragma once
#include "pos/core/result.h"
#include "pos/loyalty/programme.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

using ProgrammeErrors = std::vector<ProgrammeError>;

// The first file is the manifest or a programme file; after a manifest follow the files it names,
// in its order (collect_publication brings them). At most 100 errors, file by file.
tl::expected<Publication, ProgrammeErrors> parse_publication(
    std::span<const PublicationFile> files);

// The first file and, where it is a manifest, the files it names. `read` gives the text of a file
// by the name that the manifest uses (relative to the manifest), or why it could not.
using ReadText = std::function<Result<std::string>(const std::string& name)>;
tl::expected<std::vector<PublicationFile>, ProgrammeErrors> collect_publication(
    PublicationFile first, const ReadText& read);

}  // namespace kopilka
