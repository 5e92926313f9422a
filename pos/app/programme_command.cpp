#include "pos/app/programme_command.h"

#include "pos/app/publication_files.h"

#include <ostream>

namespace kopilka::app {

int programme_check_command(std::span<const std::string> files, std::ostream& out,
                            std::ostream& err) {
    if (files.empty()) {
        err << "name at least one programme file or manifest\n";
        return 2;
    }
    int result = 0;
    for (const std::string& file : files) {
        const auto publication = read_publication(file);
        if (!publication) {
            for (const ProgrammeError& error : publication.error()) err << to_string(error) << "\n";
            result = 1;
            continue;
        }
        for (const ProgrammeWarning& warning : publication->warnings())
            out << "warning: " << to_string(warning) << "\n";
        out << file << ": " << publication->programmes().size() << " programmes, "
            << publication->offers().size() << " offers, " << publication->lanes().size()
            << " lanes, hash " << short_code(publication->hash()) << "\n";
    }
    return result;
}

}  // namespace kopilka::app
