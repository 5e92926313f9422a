// The program `bench`: every benchmark in one table, with the goals it is held against.
#include "tests/bench/bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <regex>
#include <thread>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace {

using namespace kopilka::bench;

// 4 KiB appended and synced, again and again, in this folder.
double fdatasync_rate() {
    char name[] = "bench-XXXXXX";
    const int file = mkstemp(name);
    if (file < 0) return 0;
    unlink(name);
    const std::string page(4'096, 'x');
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    int count = 0;
    while (seconds() < 0.3 && write(file, page.data(), page.size()) > 0 && fdatasync(file) == 0)
        ++count;
    const double rate = count / seconds();
    close(file);
    return rate;
}

nlohmann::ordered_json machine() {
    double load[3]{};
    getloadavg(load, 3);
    return {{"cores", std::thread::hardware_concurrency()},
            {"load", load[0]},
            {"fdatasync_per_second", static_cast<long>(fdatasync_rate())}};
}

const char* verdict(const Row& row) { return !row.met ? "" : *row.met ? "met" : "NOT MET"; }

void print(const std::vector<Row>& rows) {
    for (const Row& row : rows)
        std::printf("%-58s %12.2f %-4s %-16s %-8s %s\n", row.name.c_str(), row.value,
                    row.unit.c_str(), row.goal.c_str(), verdict(row), row.note.c_str());
    std::fflush(stdout);
}

nlohmann::ordered_json json_of(const Row& row) {
    nlohmann::ordered_json json{{"name", row.name}, {"value", row.value}, {"unit", row.unit}};
    if (!row.goal.empty()) json["goal"] = row.goal;
    if (row.met) json["met"] = *row.met;
    if (!row.note.empty()) json["note"] = row.note;
    return json;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Measures Kopilka and, where they are installed, its peers beside it");
    app.name("bench");
    Options options;
    bool json = false;
    app.add_option("--filter", options.filter, "Only benchmarks whose name matches")
        ->type_name("RE");
    app.add_flag("--json", json, "One JSON object instead of the table");
    app.add_option("--peers", options.peers, "A folder where the npm peers are installed")
        ->check(CLI::ExistingDirectory)
        ->type_name("DIR");
    app.add_option("--seconds", options.seconds, "For each measurement; default 1")
        ->check(CLI::PositiveNumber);
    try {
        app.parse(argc, argv);
        const std::regex wanted(options.filter.empty() ? ".*" : options.filter);
        nlohmann::ordered_json all{{"machine", machine()},
                                   {"rows", nlohmann::ordered_json::array()}};
        if (!json) std::cout << all["machine"].dump() << "\n";
        std::vector<Benchmark> benchmarks = engine_benchmarks();
        for (const auto& more : {journal_benchmarks(), till_benchmarks(), ingest_benchmarks(),
                                 storm_benchmarks(), chain_benchmarks(), wire_benchmarks()})
            std::ranges::copy(more, std::back_inserter(benchmarks));
        for (const Benchmark& benchmark : benchmarks) {
            if (!std::regex_search(benchmark.name, wanted)) continue;
            const auto rows = benchmark.run(options);
            for (const Row& row : rows) all["rows"].push_back(json_of(row));
            if (!json) print(rows);
        }
        if (json) std::cout << all.dump(2) << "\n";
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::regex_error&) {
        std::cerr << "--filter " << options.filter << " is no regular expression\n";
        return 2;
    }
    return 0;
}
