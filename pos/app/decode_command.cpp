#include "pos/app/decode_command.h"

#include "drivers/camera/image_file.h"
#include "pos/scan/decode.h"

#include <optional>
#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

struct Answer {
    std::string path;
    std::optional<Symbol> symbol;
};

nlohmann::ordered_json to_json(const Answer& answer) {
    nlohmann::ordered_json object{
        {"path", answer.path}, {"symbology", nullptr}, {"text", nullptr}, {"aim", nullptr}};
    if (answer.symbol) {
        object["symbology"] = name(answer.symbol->symbology);
        object["text"] = answer.symbol->text;
        object["aim"] = answer.symbol->aim;
    }
    return object;
}

void write_json(const std::vector<Answer>& answers, std::ostream& out) {
    auto array = nlohmann::ordered_json::array();
    for (const Answer& answer : answers) array.push_back(to_json(answer));
    // File names need not be UTF-8; a wrong byte is shown, not thrown.
    out << array.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

}  // namespace

int decode_command(std::span<const std::string> paths, DecodeOutput output, std::ostream& out,
                   std::ostream& errors) {
    std::vector<Answer> answers;
    bool all_loaded = true;
    bool any_code = false;
    for (const std::string& path : paths) {
        Answer& answer = answers.emplace_back(Answer{path, std::nullopt});
        if (const auto image = drivers::load_image(path)) {
            if (auto symbols = decode(*image); !symbols.empty())
                answer.symbol = std::move(symbols.front());
        } else {
            errors << image.error().detail << "\n";
            all_loaded = false;
        }
        any_code = any_code || answer.symbol;
        if (output == DecodeOutput::Lines) out << decode_line(path, answer.symbol) << std::endl;
    }
    if (output == DecodeOutput::Json) write_json(answers, out);
    if (!all_loaded) return 2;
    return any_code ? 0 : 1;
}

}  // namespace kopilka::app
