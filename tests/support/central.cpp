#include "tests/support/central.h"

#include "tests/support/eventually.h"

#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kopilka {

Central::Central(sync::Place place, std::vector<std::string> within, std::string host)
    : place_(std::move(place)),
      host_(std::move(host)),
      program_(central_of(place_, std::move(within))) {}

void Central::fill_with_demo() const {
    const std::string demo = SOURCE_DIR "/assets/demo/";
    program_.must("shop " + demo + "shop.toml");
    program_.must("import catalogue " + demo + "catalogue.json");
    program_.must("import members " + demo + "members.json");
    program_.must("publish " + demo + "publication.toml");
}

void Central::enrol(const Program& till, const std::string& name, const std::string& store) const {
    const std::string code = program_.must("enrol-code --store " + store + " --till " + name);
    till.must("enrol --server https://" + host_ + ":" + std::to_string(port_) + " --code " + code);
}

void Central::start() {
    const std::string port_file = place_.data + ".port";
    std::filesystem::remove(port_file);
    process_.emplace(program_.with({"serve", "--listen", host_ + ":" + std::to_string(port_),
                                    "--port-file", port_file}),
                     log_file());
    const bool listens = eventually([&] {
        std::string port;
        std::ifstream file(port_file);
        if (!std::getline(file, port) || file.eof()) return !process_->runs();
        port_ = static_cast<std::uint16_t>(std::stoi(port));
        return true;
    });
    if (!listens || !process_->runs())
        throw std::runtime_error("central does not listen: " + log());
}

int Central::stop() {
    const int code = process_.value().end(SIGTERM);
    process_.reset();
    return code;
}

void Central::kill() { process_.reset(); }

std::string Central::log() const {
    std::ifstream file(log_file());
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kopilka
