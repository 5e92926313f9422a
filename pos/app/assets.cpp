#include "pos/app/assets.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include <unistd.h>

namespace kopilka::app {
namespace fs = std::filesystem;

Result<fs::path> assets_folder() {
    if (const char* named = std::getenv("KOPILKA_ASSETS")) {
        if (fs::is_directory(named)) return fs::path(named);
        return fail(Errc::NotFound, std::string("KOPILKA_ASSETS names no folder: ") + named);
    }
    std::error_code ignored;
    fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (; folder.has_relative_path(); folder = folder.parent_path())
        if (fs::is_directory(folder / "assets" / "text")) return folder / "assets";
    return fail(Errc::NotFound,
                "the folder `assets` is not above the program; set KOPILKA_ASSETS to where it is");
}

Result<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "cannot read " + path.string());
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return fail(Errc::Io, "cannot read " + path.string());
    return std::move(text).str();
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
    fs::path beside = path;
    beside += ".new";
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.flush();
        if (!out) return fail(Errc::Io, "cannot write " + beside.string());
    }
    std::error_code failed;
    fs::rename(beside, path, failed);
    if (failed) return fail(Errc::Io, "cannot write " + path.string() + ": " + failed.message());
    return {};
}

namespace {

Result<Texts> load_language(const fs::path& folder, Language language) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    if (failed) return fail(Errc::NotFound, "cannot read the folder " + folder.string());
    std::ranges::sort(files);
    std::string all;
    for (const fs::path& file : files) {
        const auto text = read_file(file);
        if (!text) return tl::unexpected(text.error());
        all += *text + "\n";
    }
    return Texts::parse(language, all, folder.string());
}

}  // namespace

Result<TwoLanguages> load_texts(const fs::path& assets) {
    auto russian = load_language(assets / "text" / "ru", Language::Russian);
    if (!russian) return tl::unexpected(russian.error());
    auto english = load_language(assets / "text" / "en", Language::English);
    if (!english) return tl::unexpected(english.error());
    return TwoLanguages{std::move(*russian), std::move(*english)};
}

}  // namespace kopilka::app
