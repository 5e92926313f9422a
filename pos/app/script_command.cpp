#include "pos/app/script_command.h"

#include "pos/app/script_acts.h"

#include <fstream>
#include <sstream>

namespace kopilka::app {
namespace {

std::string indented(const std::string& text) {
    std::istringstream lines(text);
    std::string result;
    for (std::string line; std::getline(lines, line);) result += "      " + line + "\n";
    return result;
}

void add_show(Vocabulary& words, ScriptedTill& till, std::ostream& out) {
    words.add("show receipt", [&till, &out](const Arguments&) -> Complaint {
        out << till.printer().last_text();
        return std::nullopt;
    });
}

}  // namespace

int run_script(std::istream& script, const Vocabulary& words, std::ostream& out) {
    int number = 0;
    for (std::string line; std::getline(script, line);) {
        ++number;
        const auto parts = split_words(line);
        if (parts && parts->empty()) {
            if (!line.empty()) out << line << "\n";  // what the story says in between
            continue;
        }
        const Complaint complaint = words.run(line);
        // At once: whoever reads along knows how far the till has come.
        out << (complaint ? "NO    " : "ok    ") << line << std::endl;
        if (!complaint) continue;
        out << "line " << number << ":\n" << indented(*complaint);
        return 1;
    }
    return 0;
}

int script_command(const ScriptOptions& options, std::istream& in, std::ostream& out,
                   std::ostream& errors) {
    const auto complain = [&](const std::string& text) {
        errors << "till script: " << text << "\n";
        return 2;
    };
    const auto assets = assets_folder();
    if (!assets) return complain(assets.error().detail);
    const auto texts = load_texts(*assets);
    if (!texts) return complain(texts.error().detail);
    auto font = drivers::Font::open();
    if (!font) return complain(font.error().detail);
    std::ifstream file;
    if (options.file != "-") {
        file.open(options.file);
        if (!file) return complain("cannot read " + options.file);
    }
    const SystemClock clock;
    ScriptedTill till({options.places, options.prints, Language::Russian}, clock, *texts,
                      std::move(*font));
    if (const auto on = till.switch_on(); !on) return complain(on.error().detail);
    Vocabulary words;
    const WhichTill which = [&till]() -> ScriptedTill& { return till; };
    add_acts(words, which, *assets / "demo" / "photos");
    add_expectations(words, which);
    add_show(words, till, out);
    return run_script(options.file == "-" ? in : file, words, out);
}

}  // namespace kopilka::app
