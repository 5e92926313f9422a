#include "pos/app/programme_command.h"

#include "pos/app/publication_files.h"
#include "pos/loyalty/describe.h"

#include <ostream>

namespace kopilka::app {
namespace {

// Reads each file and hands it to `tell`; the exit code of a command that does so.
template <typename Tell>
int for_each_publication(std::span<const std::string> files, std::ostream& err, Tell&& tell) {
    if (files.empty()) {
        err << "name at least one programme file or manifest\n";
        return 2;
    }
    int result = 0;
    for (const std::string& file : files) {
        const auto publication = read_publication(file);
        if (publication) {
            tell(file, *publication);
            continue;
        }
        for (const ProgrammeError& error : publication.error()) err << to_string(error) << "\n";
        result = 1;
    }
    return result;
}

}  // namespace

int programme_check_command(std::span<const std::string> files, std::ostream& out,
                            std::ostream& err) {
    return for_each_publication(files, err, [&](const std::string& file, const Publication& one) {
        for (const ProgrammeWarning& warning : one.warnings())
            out << "warning: " << to_string(warning) << "\n";
        out << file << ": " << one.programmes().size() << " programmes, " << one.offers().size()
            << " offers, " << one.lanes().size() << " lanes, hash " << short_code(one.hash())
            << "\n";
    });
}

int programme_explain_command(std::span<const std::string> files,
                              std::span<const Texts* const> languages, std::ostream& out,
                              std::ostream& err) {
    return for_each_publication(files, err, [&](const std::string& file, const Publication& one) {
        out << file << "\n";
        for (const Texts* texts : languages) out << to_text(describe(one), *texts) << "\n";
    });
}

}  // namespace kopilka::app
