// `central serve`, `join` and `enrol-code`: running the server, or the one in a store, and the
// codes by which tills and store servers come in.
#pragma once
#include "sync/server/place.h"

namespace kopilka::sync {

struct ServeWords {  // what the command line said
    std::string listen = "127.0.0.1:8700";
    std::string port_file;
    std::string upstream;  // central's address; empty: this is central
    std::string code;
};
int serve(const Place& place, const ServeWords& words);
int join(const Place& place, const ServeWords& words);

struct CodeWords {
    std::string store;
    std::string till, store_server;  // one of them
};
int print_code_command(Database& database, const std::string& folder, const CodeWords& words);

}  // namespace kopilka::sync
