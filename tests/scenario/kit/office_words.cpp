#include "tests/scenario/kit/office_words.h"

#include "tests/support/program.h"

#include <memory>

namespace kopilka {
namespace {

using app::Arguments;
using app::Complaint;

// The office's command line, and what it said last.
class Office {
public:
    explicit Office(const StoryShop& shop) : shop_(shop) {}

    // `words` as a shell reads them.
    Complaint does(const std::string& words, const std::string& input = "") {
        type(words, input);
        return said_.code == 0 ? std::nullopt : Complaint("it refuses: " + said_.words);
    }
    Complaint is_refused(const std::string& words, const std::string& input = "") {
        type(words, input);
        return said_.code != 0 ? std::nullopt : Complaint("it does so: " + said_.words);
    }
    Complaint says(const std::string& part) const {
        if (said_.words.find(part) != std::string::npos) return std::nullopt;
        return "it says: " + said_.words;
    }

private:
    void type(const std::string& words, const std::string& input) {
        const std::string central = central_of({shop_.central_folder()}).command();
        said_ = run("DEMO=" SOURCE_DIR "/assets/demo\nC='" + central + "'\nprintf '" + input +
                    "\\n' | " + central + " " + words);
    }

    const StoryShop& shop_;
    ProcessSaid said_;
};

}  // namespace

void add_office_words(app::Vocabulary& words, StoryShop& shop) {
    const auto office = std::make_shared<Office>(shop);
    words.add("office types {word} into {rest}",
              [office](const Arguments& said) { return office->does(said.text(1), said.text(0)); });
    words.add("office types {rest}",
              [office](const Arguments& said) { return office->does(said.text(0)); });
    words.add("office cannot type {word} into {rest}", [office](const Arguments& said) {
        return office->is_refused(said.text(1), said.text(0));
    });
    words.add("office cannot type {rest}",
              [office](const Arguments& said) { return office->is_refused(said.text(0)); });
    words.add("expect office is told {rest}",
              [office](const Arguments& said) { return office->says(said.text(0)); });
}

}  // namespace kopilka
