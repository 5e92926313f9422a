#include "sync/server/serve_commands.h"

#include "sync/server/outcome.h"
#include "sync/server/serve.h"
#include "sync/server/store_keys.h"
#include "sync/server/store_server.h"
#include "sync/server/tills.h"

#include <cstdio>
#include <fstream>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

int run_until_signal(const Result<std::unique_ptr<Server>>& server, std::string_view what,
                     const Address& listen, const ServeWords& words) {
    if (!server) return say_no(server.error());
    (*server)->stop_on_signals();
    if (!words.port_file.empty()) {
        std::ofstream(words.port_file) << (*server)->port() << "\n";
    }
    fmt::print("{} listens on {}:{}\n", what, listen.host, (*server)->port());
    std::fflush(stdout);
    (*server)->run();
    spdlog::info("stopped");
    return kDone;
}

}  // namespace

int serve(const Place& place, const ServeWords& words) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("central"));
    const auto listen = parse_address(words.listen);
    if (!listen) {
        fmt::print(stderr, "central: --listen wants HOST:PORT, like 127.0.0.1:8700\n");
        return kWrongUse;
    }
    if (words.upstream.empty())
        return run_until_signal(Server::open(place, *listen), "central", *listen, words);
    const auto central = parse_address(words.upstream);
    if (!central) return say_no({Errc::Invalid, "--upstream wants HOST:PORT of central"});
    return run_until_signal(open_store_server(place, *listen, *central), "store server", *listen,
                            words);
}

int join(const Place& place, const ServeWords& words) {
    const auto central = parse_address(words.upstream);
    if (!central) return say_no({Errc::Invalid, "--upstream wants HOST:PORT of central"});
    const auto keys = join_chain(place.data, *central, words.code);
    if (!keys) return say_no(keys.error());
    fmt::print("{} is the store server of {}: start it with serve --upstream {}\n", keys->name,
               keys->store.value, words.upstream);
    return kDone;
}

int print_code_command(Database& database, const std::string&, const CodeWords& words) {
    const bool serves = !words.store_server.empty();
    const auto code = make_enrol_code(database, StoreId{words.store},
                                      TillId{serves ? words.store_server : words.till}, now(),
                                      serves ? Holder::Server : Holder::Till);
    if (!code) return say_no(code.error());
    fmt::print("{}\n", *code);
    return kDone;
}

}  // namespace kopilka::sync
