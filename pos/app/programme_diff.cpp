#include "pos/app/programme_diff.h"

#include "pos/app/assets.h"
#include "pos/app/basket_changes.h"
#include "pos/app/publication_files.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

constexpr int kUnreadable = 2;
using Json = nlohmann::ordered_json;

std::optional<Publication> read(const std::string& path, std::ostream& err) {
    auto publication = read_publication(path);
    if (publication) return *std::move(publication);
    for (const ProgrammeError& error : publication.error()) err << to_string(error) << "\n";
    return std::nullopt;
}

std::vector<std::filesystem::path> baskets_in(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator(folder, gone))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::optional<PricedRequest> priced(const std::filesystem::path& file, const Publication& in_force,
                                    std::ostream& err) {
    const auto text = read_file(file);
    if (!text) {
        err << file.string() << ": " << text.error().detail << "\n";
        return std::nullopt;
    }
    auto request = read_price_request(*text, std::nullopt, in_force);
    if (request) return price_request(*std::move(request), in_force);
    for (const JsonError& error : request.error())
        err << file.string() << ":" << error.place.line << ":" << error.place.column << ": "
            << error.text << "\n";
    return std::nullopt;
}

// What all baskets together come to.
struct Summary {
    std::int64_t baskets = 0;
    std::int64_t changed = 0;
    Money before, after;
};

void write_words(const std::string& basket, const std::vector<Change>& changes, const Texts& texts,
                 std::ostream& out) {
    out << basket << "\n";
    for (const Change& one : changes)
        out << "  " << texts.say({one.key, {one.id, one.before.said(texts), one.after.said(texts)}})
            << "\n";
}

Json json_of(const std::string& basket, const std::vector<Change>& changes) {
    Json list = Json::array();
    for (const Change& one : changes) {
        Json json{{"what", one.what}};
        if (!one.id.empty()) json["id"] = one.id;
        json["before"] = one.before.plain;
        json["after"] = one.after.plain;
        list.push_back(std::move(json));
    }
    return {{"basket", basket}, {"changes", std::move(list)}};
}

void write_summary(const Summary& sums, const Texts& texts, std::ostream& out) {
    out << texts.say({"programme.diff.summary", {sums.baskets, sums.changed}}) << "\n"
        << texts.say({"programme.diff.sum", {sums.before, sums.after, sums.after - sums.before}})
        << "\n";
}

Json json_of(const Summary& sums, Json baskets) {
    return {{"baskets", sums.baskets},
            {"changed", sums.changed},
            {"total_before", to_string(sums.before)},
            {"total_after", to_string(sums.after)},
            {"changes", std::move(baskets)}};
}

}  // namespace

int programme_diff_command(const DiffOptions& options, std::ostream& out, std::ostream& err) {
    const auto before = read(options.before, err);
    const auto after = read(options.after, err);
    if (!before || !after) return kUnreadable;
    const auto files = baskets_in(options.baskets);
    if (files.empty()) {
        err << "there is no basket in " << options.baskets
            << "; name a folder of *.json files as `till price` reads them\n";
        return kUnreadable;
    }
    Summary sums;
    Json list = Json::array();
    int result = 0;
    for (const auto& file : files) {
        const auto was = priced(file, *before, err);
        const auto is = was ? priced(file, *after, err) : std::nullopt;
        if (!is) {
            result = kUnreadable;
            continue;
        }
        ++sums.baskets;
        sums.before += was->priced.total;
        sums.after += is->priced.total;
        const std::vector<Change> changes = changes_between(*was, *is);
        if (changes.empty()) continue;
        ++sums.changed;
        if (options.json)
            list.push_back(json_of(file.filename().string(), changes));
        else
            write_words(file.filename().string(), changes, *options.texts, out);
    }
    if (options.json)
        out << json_of(sums, std::move(list))
                   .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
    else
        write_summary(sums, *options.texts, out);
    return result;
}

}  // namespace kopilka::app
