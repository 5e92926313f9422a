// Benchmarks: what is measured becomes rows of one table, each with the goal it is held against and
// the peer it was run beside. Never a test: numbers depend on the machine.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::bench {

struct Row {
    std::string name;
    double value = 0;
    std::string unit;
    std::string goal;         // as figures are stated: "at most 200"; empty: only told
    std::optional<bool> met;  // nullopt where there is no goal, or no peer to compare with
    std::string note;
};

Row at_most(std::string name, double value, std::string unit, double goal, std::string note = {});
Row at_least(std::string name, double value, std::string unit, double goal, std::string note = {});

// Nanoseconds of single runs, sorted. Runs for about `seconds` after a short warming up.
struct Times {
    std::vector<double> sorted;
    double median() const { return at(0.5); }
    double at(double share) const;  // 0.99: p99
};
Times time_each(const std::function<void()>& run, double seconds);

// Heap allocations of this process so far.
std::uint64_t allocations();

struct Options {
    std::string filter;  // a regular expression for names of benchmarks
    std::string peers;   // a folder where npm packages are installed; empty: none is run
    double seconds = 1;  // for each measurement
};
struct Benchmark {
    std::string name;
    std::function<std::vector<Row>(const Options&)> run;
};
std::vector<Benchmark> engine_benchmarks();
std::vector<Benchmark> journal_benchmarks();
std::vector<Benchmark> ingest_benchmarks();
std::vector<Benchmark> storm_benchmarks();
std::vector<Benchmark> till_benchmarks();
std::vector<Benchmark> chain_benchmarks();
std::vector<Benchmark> wire_benchmarks();

}  // namespace kopilka::bench
