// PostgreSQL 15 or later: one connection to its server, made again by itself when it was lost.
// Writing transactions are serializable and are committed with synchronous_commit on, whatever the
// server's own setting; reading ones see one moment. Nobody waits longer than ten seconds for a
// lock.
#pragma once
#include "sync/server/database.h"

#include <memory>
#include <string>

namespace kopilka::sync {

enum class Use : std::uint8_t {
    Command,  // beside others
    Serve,    // the one running server of this database
};

// `conninfo` goes to libpq as it is: a URI, several hosts, target_session_attrs=read-write. Brings
// the schema up to this program's.
// Errc::Busy: another running server has the database; Errc::Invalid: it cannot be used as it is.
Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo, Use use);

}  // namespace kopilka::sync
