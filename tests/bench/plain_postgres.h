// A connection with nothing between libpq and whoever measures what PostgreSQL can do at all.
#pragma once
#include "sync/server/postgres_values.h"

#include <string>

namespace kopilka::bench {

// Whatever fails throws std::runtime_error.
class PlainPostgres {
public:
    explicit PlainPostgres(const std::string& url);
    PlainPostgres(const PlainPostgres&) = delete;
    PlainPostgres& operator=(const PlainPostgres&) = delete;
    ~PlainPostgres();

    int process() const;  // the server's, that works for this connection
    void run(const char* sql);
    void run(const char* sql, const sync::Parameters& parameters);
    sync::Rows find(const std::string& sql);
    // `sql` is COPY … FROM STDIN (FORMAT binary), or COPY … TO STDOUT (FORMAT binary).
    void copy_in(const char* sql, const std::string& data);
    std::string copy_out(const std::string& sql);

private:
    void expect(PGresult* result, std::string_view what);
    PGconn* connection_;
};

}  // namespace kopilka::bench
