// `till journal list|verify|export|find|salvage`: reads a till's journal beside the running till,
// or on the disk of a broken one. Writes nothing but the exported file and the salvaged folder.
#pragma once
#include "pos/core/time.h"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace kopilka::app {

enum class Output { Lines, Json };

// Each returns the exit code: 0; 1 when the answer is no; 2 when the journal cannot be read, which
// `errors` explains.

// `id<TAB>at<TAB>cashier<TAB>kind<TAB>name=value …<TAB>first 8 of the hash`, oldest first; only the
// last `most` records where given.
int list_journal(const std::filesystem::path& data, std::optional<std::size_t> most, Output output,
                 std::ostream& out, std::ostream& errors);
// `N records, chain intact, head HEX`, or the first bad record and 1. Where `keys` has the sealed
// head (beside the till's keys), a journal that was cut or put back is a no as well.
int verify_journal(const std::filesystem::path& data, const std::filesystem::path& keys,
                   Output output, std::ostream& out, std::ostream& errors);
// Every record into a file for `central import journal` (format: pos/sale/journal_file.h), signed
// with the till's key, which is in `keys`.
int export_journal(const std::filesystem::path& data, const std::filesystem::path& keys,
                   const std::filesystem::path& file, std::ostream& out, std::ostream& errors);
// What can still be read of a damaged journal, into the new data folder `out_folder`; says what is
// kept, what is missing, and what to do next. 1: nothing can be kept.
int salvage_journal(const std::filesystem::path& data, const std::filesystem::path& out_folder,
                    LocalTime now, std::ostream& out, std::ostream& errors);
// `code`: the 8 characters on the receipt (or more of the hash), or TILL/EPOCH/SEQUENCE.
int find_in_journal(const std::filesystem::path& data, const std::string& code, Output output,
                    std::ostream& out, std::ostream& errors);

}  // namespace kopilka::app
