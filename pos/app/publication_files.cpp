#include "pos/app/publication_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kopilka::app {
namespace {

Result<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad())
        return fail(Errc::NotFound, "there is no readable file " + path.string());
    return text;
}

}  // namespace

tl::expected<std::vector<PublicationFile>, ProgrammeErrors> read_publication_files(
    const std::string& path) {
    const std::filesystem::path first(path);
    auto text = read_text(first);
    if (!text)
        return tl::unexpected(ProgrammeErrors{
            {first.filename().string(), 1, 1, text.error().detail + "; check the name"}});
    return collect_publication(
        {first.filename().string(), std::move(*text)},
        [&](const std::string& name) { return read_text(first.parent_path() / name); });
}

tl::expected<Publication, ProgrammeErrors> read_publication(const std::string& path) {
    const auto name_for_shell = [&](ProgrammeErrors errors) {
        for (ProgrammeError& error : errors)
            error.file = (std::filesystem::path(path).parent_path() / error.file).string();
        return errors;
    };
    const auto files = read_publication_files(path);
    if (!files) return tl::unexpected(name_for_shell(files.error()));
    auto publication = parse_publication(*files);
    if (!publication) return tl::unexpected(name_for_shell(publication.error()));
    return publication;
}

}  // namespace kopilka::app
