// The program `till`: reads the command line and hands over to one command. The only file of the
// till that knows CLI11, and the only one that knows every command.
#include "pos/app/decode_command.h"
#include "pos/app/enrol_command.h"
#include "pos/app/journal_command.h"
#include "pos/app/outbox_command.h"
#include "pos/app/phone.h"
#include "pos/app/price_command.h"
#include "pos/app/programme_command.h"
#include "pos/app/programme_diff.h"
#include "pos/app/run_command.h"
#include "pos/app/screenshots_command.h"
#include "pos/app/script_command.h"
#include "pos/files/cores.h"

#include <charconv>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace {

using namespace kopilka::app;
using Chosen = std::function<int()>;

const std::map<std::string, kopilka::Language> kLanguages{{"ru", kopilka::Language::Russian},
                                                          {"en", kopilka::Language::English}};

// "1024x768" or "1024×768".
std::string read_size(const std::string& text, int& width, int& height) {
    const std::size_t cross = text.find_first_of("x\u00c3");
    const auto number = [&](std::string_view part, int& value) {
        const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
        return read.ec == std::errc() && read.ptr == part.data() + part.size() && value >= 640;
    };
    const std::size_t after =
        text.find_first_of("0123456789", cross == std::string::npos ? text.size() : cross);
    if (after == std::string::npos || !number(std::string_view(text).substr(0, cross), width) ||
        !number(std::string_view(text).substr(after), height))
        return "write the size as WIDTHxHEIGHT, at least 640x640, for example 1024x768";
    return {};
}

void add_language(CLI::App& command, std::optional<kopilka::Language>& language,
                  const std::string& help) {
    command
        .add_option_function<std::string>(
            "--language", [&language](const std::string& name) { language = kLanguages.at(name); },
            help)
        ->check(CLI::IsMember({"ru", "en"}));
}

void add_run(CLI::App& till, const Places& places, Chosen& chosen) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* run = till.add_subcommand("run", "The touchscreen till");
    run->add_option_function<std::string>(
           "--windowed",
           [options](const std::string& text) {
               const std::string wrong =
                   read_size(text, options->screens.width, options->screens.height);
               if (!wrong.empty()) throw CLI::ValidationError("--windowed", wrong);
           },
           "In a window of this size instead of the whole screen")
        ->type_name("WIDTHxHEIGHT");
    add_language(*run, options->language, "ru or en; default: the shop's");
    run->add_option("--camera", options->camera,
                    "A camera (/dev/v4l/by-id/…), a folder of pictures or one picture to scan from")
        ->type_name("CAMERA");
    run->add_option("--prints", options->prints,
                    "Folder for what the simulated printer prints; default: DIR.prints, beside it")
        ->type_name("FOLDER");
    run->add_flag_callback(
        "--no-customer-window", [options] { options->screens.customer = false; },
        "Without the customer's window");
    run->add_option("--targets", options->screens.targets,
                    "Keep a list of what can be pressed and read in this file (for tests)")
        ->type_name("FILE");
    run->callback([&, options, run] {
        options->places = places;
        options->screens.full_screen = run->count("--windowed") == 0;
        chosen = [options] { return run_command(*options, std::cerr); };
    });
}

void add_script(CLI::App& till, const Places& places, Chosen& chosen) {
    auto options = std::make_shared<ScriptOptions>();
    CLI::App* script = till.add_subcommand(
        "script", "Does the lines of a script, without a screen, and prints what came of each");
    script->add_option("FILE", options->file, "The script; - for standard input")->required();
    script->add_option("--prints", options->prints, "Folder for receipts as text and PNG")
        ->type_name("FOLDER");
    script->callback([&, options] {
        options->places = places;
        chosen = [options] { return script_command(*options, std::cin, std::cout, std::cerr); };
    });
}

void add_enrol(CLI::App& till, const Places& places, Chosen& chosen) {
    auto options = std::make_shared<EnrolOptions>();
    CLI::App* enrol = till.add_subcommand("enrol", "Makes this folder a till of the chain");
    enrol->add_option("--server", options->server, "http://HOST:PORT of the central server")
        ->required()
        ->type_name("URL");
    enrol->add_option("--code", options->code, "The one-time code of `central enrol-code`")
        ->required()
        ->type_name("CODE");
    enrol->callback([&, options] {
        options->places = places;
        chosen = [options] { return enrol_command(*options, SystemClock(), std::cout, std::cerr); };
    });
}

// Commands whose output a program may read.
struct Wanted {
    bool json = false;
    std::vector<std::string> files;
};

void add_decode(CLI::App& till, Chosen& chosen) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* decode = till.add_subcommand("decode", "Says what code each picture shows");
    decode->add_option("IMAGE", wanted->files, "PNG, JPEG or PNM")->required();
    decode->add_flag("--json", wanted->json, "One JSON array instead of lines");
    decode->callback([&, wanted] {
        chosen = [wanted] {
            return decode_command(wanted->files,
                                  wanted->json ? DecodeOutput::Json : DecodeOutput::Lines,
                                  std::cout, std::cerr);
        };
    });
}

// Runs `command` with the texts of the assets folder; where they cannot be read it says so.
int with_texts(const std::function<int(const TwoLanguages&)>& command) {
    const auto assets = assets_folder();
    const auto texts = assets ? load_texts(*assets) : tl::unexpected(assets.error());
    if (texts) return command(*texts);
    std::cerr << texts.error().detail << "\n";
    return 1;
}

void add_phone(CLI::App& till, Chosen& chosen) {
    auto options = std::make_shared<PhoneOptions>();
    CLI::App* phone = till.add_subcommand(
        "phone",
        "Plays a customer's phone, to try it out: prints the code of its card at this moment, or "
        "its public key while it has none");
    phone->add_option("FILE", options->file, "The phone; made where there is none")->required();
    phone->add_option("--certificate", options->certificate,
                      "Puts the card into the phone: what `central card certify` printed");
    phone->callback([&, options] {
        chosen = [options] {
            return phone_command(*options, SystemClock().now(), std::cout, std::cerr);
        };
    });
}

void add_price(CLI::App& till, Chosen& chosen) {
    auto options = std::make_shared<PriceOptions>();
    auto language = std::make_shared<std::optional<kopilka::Language>>();
    CLI::App* price = till.add_subcommand("price", "A dry run of the pricing engine on a basket");
    price->add_option("--programme", options->programme, "A programme file or a manifest")
        ->required()
        ->type_name("FILE");
    price->add_option("BASKET", options->basket, "The basket as JSON; - for standard input");
    price->add_option("--at", options->at,
                      "When, as 2026-03-08T18:05:00+03:00; default: the basket's");
    price->add_flag("--json", options->json, "The result as JSON");
    add_language(*price, *language, "ru or en, without --json; default: ru");
    price->callback([&, options, language] {
        chosen = [options, language] {
            const auto run = [&] {
                return price_command(*options, std::cin, std::cout, std::cerr);
            };
            if (options->json) return run();
            return with_texts([&](const TwoLanguages& texts) {
                options->texts = &texts.in(language->value_or(kopilka::Language::Russian));
                return run();
            });
        };
    });
}

void add_explain(CLI::App& programme, Chosen& chosen) {
    auto wanted = std::make_shared<Wanted>();
    auto language = std::make_shared<std::optional<kopilka::Language>>();
    CLI::App* explain = programme.add_subcommand(
        "explain", "What does each offer do: what, on which goods, when, limits, company?");
    explain->add_option("FILE", wanted->files, "Programme files or manifests")->required();
    add_language(*explain, *language, "ru or en; default: both");
    explain->callback([&, wanted, language] {
        chosen = [wanted, language] {
            return with_texts([&](const TwoLanguages& texts) {
                std::vector<const kopilka::Texts*> languages;
                for (const auto& [name, one] : kLanguages)
                    if (language->value_or(one) == one) languages.push_back(&texts.in(one));
                return programme_explain_command(wanted->files, languages, std::cout, std::cerr);
            });
        };
    });
}

void add_diff(CLI::App& programme, Chosen& chosen) {
    auto options = std::make_shared<DiffOptions>();
    auto language = std::make_shared<std::optional<kopilka::Language>>();
    CLI::App* diff = programme.add_subcommand(
        "diff",
        "What would a change have done to real baskets? Exits 0 whether or not anything differs, "
        "2 where a file cannot be read");
    diff->add_option("OLD", options->before, "A programme file or a manifest")->required();
    diff->add_option("NEW", options->after, "Another")->required();
    diff->add_option("--baskets", options->baskets,
                     "A folder of *.json files, each a basket of `till price`")
        ->required()
        ->type_name("DIR");
    diff->add_flag("--json", options->json, "As JSON");
    add_language(*diff, *language, "ru or en, without --json; default: ru");
    diff->callback([&, options, language] {
        chosen = [options, language] {
            return with_texts([&](const TwoLanguages& texts) {
                options->texts = &texts.in(language->value_or(kopilka::Language::Russian));
                return programme_diff_command(*options, std::cout, std::cerr);
            });
        };
    });
}

void add_programme(CLI::App& till, Chosen& chosen) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* programme = till.add_subcommand("programme", "Looks after programme files");
    programme->require_subcommand(1);
    CLI::App* check = programme->add_subcommand(
        "check", "Are the files right, and do their offers get on together?");
    check->add_option("FILE", wanted->files, "Programme files or manifests")->required();
    check->callback([&, wanted] {
        chosen = [wanted] { return programme_check_command(wanted->files, std::cout, std::cerr); };
    });
    add_explain(*programme, chosen);
    add_diff(*programme, chosen);
}

void add_journal(CLI::App& till, const Places& places, Chosen& chosen) {
    struct Options : Wanted {
        std::optional<std::size_t> most;
        std::string file, code, out;
        Output output() const { return json ? Output::Json : Output::Lines; }
    };
    auto options = std::make_shared<Options>();
    CLI::App* journal =
        till.add_subcommand("journal", "Reads the till's journal; changes nothing in it");
    journal->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, std::function<int()> command) {
        CLI::App* verb = journal->add_subcommand(name, help);
        verb->callback([&chosen, command] { chosen = command; });
        return verb;
    };
    CLI::App* list = add("list", "Every record, oldest first", [&places, options] {
        return list_journal(places.data, options->most, options->output(), std::cout, std::cerr);
    });
    list->add_option("--last", options->most, "Only so many, the newest");
    list->add_flag("--json", options->json, "As JSON");
    CLI::App* verify = add("verify", "Is the hash chain intact?", [&places, options] {
        return verify_journal(places.data, places.key_folder(), options->output(), std::cout,
                              std::cerr);
    });
    verify->add_flag("--json", options->json, "As JSON");
    CLI::App* export_file =
        add("export", "Every record into one file, for the server", [&places, options] {
            return export_journal(places.data, places.key_folder(), options->file, std::cout,
                                  std::cerr);
        });
    export_file->add_option("FILE", options->file, "Where to")->required();
    CLI::App* rescue = add("salvage", "What a damaged journal still has, into a new data folder",
                           [&places, options] {
                               return salvage_journal(places.data, options->out,
                                                      SystemClock().local(0), std::cout, std::cerr);
                           });
    rescue->add_option("--out", options->out, "The new data folder")->required()->type_name("DIR2");
    CLI::App* find = add("find", "The record of a code on a receipt", [&places, options] {
        return find_in_journal(places.data, options->code, options->output(), std::cout, std::cerr);
    });
    find->add_option("CODE", options->code, "8 characters of the receipt, or TILL/EPOCH/SEQUENCE")
        ->required();
    find->add_flag("--json", options->json, "As JSON");
}

void add_outbox(CLI::App& till, const Places& places, Chosen& chosen) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* outbox = till.add_subcommand("outbox", "What is unsent, quarantined, acknowledged");
    outbox->add_flag("--json", wanted->json, "As JSON");
    outbox->callback([&, wanted] {
        chosen = [&places, wanted] {
            return outbox_command(places.data, wanted->json ? Output::Json : Output::Lines,
                                  std::cout, std::cerr);
        };
    });
}

void add_screenshots(CLI::App& till, Chosen& chosen) {
    auto options = std::make_shared<ScreenshotsOptions>();
    CLI::App* shots = till.add_subcommand("screenshots", "Draws every screen into PNG files");
    shots->add_option("OUT", options->out, "The folder for SCREEN-LANG-WxH-THEME.png")->required();
    shots
        ->add_option_function<std::string>(
            "--language",
            [options](const std::string& name) { options->language = kLanguages.at(name); },
            "ru or en; default: both")
        ->check(CLI::IsMember({"ru", "en"}));
    shots->add_option_function<std::vector<std::string>>(
        "--size",
        [options](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
                ScreenshotsOptions::WindowSize size;
                const std::string wrong = read_size(text, size.width, size.height);
                if (!wrong.empty()) throw CLI::ValidationError("--size", wrong);
                options->sizes.push_back(size);
            }
        },
        "WIDTHxHEIGHT; default: 1024x768 and 1920x1080");
    shots->add_option("--screen", options->screen, "Only this screen");
    auto theme = std::make_shared<std::string>();
    shots->add_option("--theme", *theme, "light, the only one there is")
        ->check(CLI::IsMember({"light"}));
    shots->callback([&, options, theme] {
        chosen = [options] { return screenshots_command(*options, std::cerr); };
    });
}

}  // namespace

int main(int argc, char** argv) {
    kopilka::forbid_cores();
    spdlog::set_default_logger(spdlog::stderr_color_mt("till"));
    CLI::App till("Kopilka: point-of-sale software for loyalty cards");
    till.name("till");
    till.require_subcommand(1);
    Places places;
    Chosen chosen;
    CLI::Option* data =
        till.add_option("--data", places.data, "The till's data folder")->type_name("DIR");
    till.add_option("--keys", places.keys, "The folder of its keys; default: DIR.keys, beside it")
        ->type_name("KEYDIR");
    add_run(till, places, chosen);
    add_script(till, places, chosen);
    add_enrol(till, places, chosen);
    add_decode(till, chosen);
    add_phone(till, chosen);
    add_price(till, chosen);
    add_programme(till, chosen);
    add_journal(till, places, chosen);
    add_outbox(till, places, chosen);
    add_screenshots(till, chosen);
    for (const char* name : {"run", "script", "enrol", "journal", "outbox"})
        till.get_subcommand(name)->needs(data);
    try {
        till.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return till.exit(error) == 0 ? 0 : 2;
    }
    return chosen();
}
