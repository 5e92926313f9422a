#include "tests/support/program.h"

#include "pos/app/premises.h"
#include "sync/server/place.h"

#include <regex>
#include <stdexcept>

namespace kopilka {
namespace {

// Plain words stay as they are, so that a shell may keep a command in a variable.
std::string quoted(const std::string& word) {
    static const std::regex kPlain("[\\w/.:=@,+-]+");
    if (std::regex_match(word, kPlain)) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

Program named(const char* name, std::vector<std::string> words,
              const std::vector<std::string>& options) {
    words.push_back(std::string(BINARY_DIR "/bin/") + name);
    words.insert(words.end(), options.begin(), options.end());
    return Program(std::move(words));
}

}  // namespace

ProcessSaid Program::run(const std::string& arguments) const {
    return kopilka::run(command() + " " + arguments);
}

ProcessSaid Program::run(const std::string& arguments, const std::string& input) const {
    return kopilka::run("printf '%s\\n' " + quoted(input) + " | " + command() + " " + arguments);
}

std::string Program::must(const std::string& arguments) const {
    const ProcessSaid said = run(arguments);
    if (said.code != 0) throw std::runtime_error(command() + " " + arguments + ": " + said.words);
    return said.words.substr(0, said.words.find_last_not_of('\n') + 1);
}

std::vector<std::string> Program::with(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = words_;
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

std::string Program::command() const {
    std::string text;
    for (const std::string& word : words_) text += (text.empty() ? "" : " ") + quoted(word);
    return text;
}

Program central_of(const sync::Place& place, std::vector<std::string> within) {
    std::vector<std::string> options{"--data", place.data};
    if (!place.database.empty()) options.insert(options.end(), {"--database", place.database});
    return named("central", std::move(within), options);
}

Program till_of(const app::Places& places, std::vector<std::string> within) {
    std::vector<std::string> options{"--data", places.data};
    if (!places.keys.empty()) options.insert(options.end(), {"--keys", places.keys});
    return named("till", std::move(within), options);
}

}  // namespace kopilka
