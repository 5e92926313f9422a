#include "tests/bench/peer.h"

#include "tests/support/temporary_folder.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

namespace kopilka::bench {
namespace {

std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    std::array<char, 256> part{};
    while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) text += part.data();
    return text;
}

}  // namespace

std::string answer_of_peer(const Options& options, const std::string& script,
                           const std::string& work) {
    if (options.peers.empty()) return "--peers DIR, see tests/bench/README.md";
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "work.json").string();
    std::ofstream(file) << work;
    return output_of("node '" + std::string(SOURCE_DIR) + "/tests/bench/" + script + "' '" +
                     options.peers + "' '" + file + "' 2>&1");
}

std::string why_not(const std::string& answer) {
    return "not run: " + answer.substr(0, answer.find('\n'));
}

}  // namespace kopilka::bench
