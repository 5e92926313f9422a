// `till decode [--json] IMAGE…`: what code each picture shows. Looks only; nothing is kept, and
// what the code means is not asked.
#pragma once
#include <iosfwd>
#include <span>
#include <string>

namespace kopilka::app {

enum class DecodeOutput { Lines, Json };

// One line an image (`path<TAB>symbology<TAB>text`, see decode_line), or one JSON array of
// {"path", "symbology", "text", "aim"}, the last three null where nothing was read.
// Returns the exit code: 0; 1 if no image shows a code; 2 if one could not be loaded, which
// `errors` says and which counts as showing none.
int decode_command(std::span<const std::string> paths, DecodeOutput output, std::ostream& out,
                   std::ostream& errors);

}  // namespace kopilka::app
