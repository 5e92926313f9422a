#include "sync/server/journal_commands.h"

#include "sync/server/audit.h"
#include "sync/server/chain.h"
#include "sync/server/journal_import.h"
#include "sync/server/outcome.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace kopilka::sync {
namespace {

Result<std::string> read_journal(const std::string& file) {
    if (std::filesystem::is_directory(file))
        return fail(Errc::Invalid, file +
                                       " is a folder: make a file of the journal in it with "
                                       "till --data " +
                                       file + " --keys KEYDIR journal export FILE");
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "cannot read " + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

constexpr std::size_t kPricedAtOnce = 500;

// As the running server does behind an upload, which nobody wakes here.
Result<void> price_again(Database& database) {
    PublicationShelf shelf;
    while (true) {
        const auto looked_at = reprice(database, shelf, kPricedAtOnce);
        if (!looked_at) return tl::unexpected(looked_at.error());
        if (*looked_at == 0) return {};
    }
}

}  // namespace

int import_journal_command(Database& database, const std::string&, const JournalWords& words) {
    const auto file = read_journal(words.file);
    if (!file) return say_no(file.error());
    const auto done = import_journal(database, as_bytes(*file), now());
    if (!done) return say_no(done.error());
    if (auto priced = price_again(database); !priced) return say_no(priced.error());
    if (done->taken == 0)
        fmt::print("nothing new: {} records of till {} are held already\n", done->held,
                   done->till.value);
    else
        fmt::print("till {}: {} records new, {} held already, {} quarantined\n", done->till.value,
                   done->taken, done->held, done->quarantined);
    if (done->left_out == 0) return kDone;
    fmt::print(
        "{} records are not taken: what they follow is neither here nor in the file, or "
        "their epoch was never given to this till\n",
        done->left_out);
    return kNo;
}

}  // namespace kopilka::sync
