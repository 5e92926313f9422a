#include "tests/bench/plain_postgres.h"

#include <stdexcept>

namespace kopilka::bench {

PlainPostgres::PlainPostgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    run("SET synchronous_commit = on");
}
PlainPostgres::~PlainPostgres() { PQfinish(connection_); }

int PlainPostgres::process() const { return PQbackendPID(connection_); }

void PlainPostgres::run(const char* sql) { expect(PQexec(connection_, sql), sql); }

void PlainPostgres::run(const char* sql, const sync::Parameters& parameters) {
    expect(PQexecParams(connection_, sql, parameters.count(), parameters.types(), parameters.data(),
                        parameters.sizes(), parameters.formats(), 1),
           sql);
}

sync::Rows PlainPostgres::find(const std::string& sql) {
    PGresult* const result =
        PQexecParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
    auto rows = sync::rows_of(result);
    expect(result, sql);
    if (!rows) throw std::runtime_error(sql + ": " + rows.error().detail);
    return *std::move(rows);
}

void PlainPostgres::copy_in(const char* sql, const std::string& data) {
    PQclear(PQexec(connection_, sql));
    PQputCopyData(connection_, data.data(), static_cast<int>(data.size()));
    PQputCopyEnd(connection_, nullptr);
    expect(PQgetResult(connection_), sql);
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
}

std::string PlainPostgres::copy_out(const std::string& sql) {
    PQclear(PQexec(connection_, sql.c_str()));
    std::string data;
    char* piece = nullptr;
    for (int size = 0; (size = PQgetCopyData(connection_, &piece, 0)) > 0; PQfreemem(piece))
        data.append(piece, static_cast<std::size_t>(size));
    expect(PQgetResult(connection_), sql);
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
    return data;
}

void PlainPostgres::expect(PGresult* result, std::string_view what) {
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(std::string(what) + ": " + PQerrorMessage(connection_));
}

}  // namespace kopilka::bench
