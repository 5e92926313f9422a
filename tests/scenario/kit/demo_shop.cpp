#include "tests/scenario/kit/demo_shop.h"

#include "pos/app/assets.h"
#include "pos/app/enrol_command.h"
#include "pos/core/hash.h"
#include "sync/server/import.h"
#include "tests/support/running_server.h"

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;

const fs::path kAssets = fs::path(SOURCE_DIR) / "assets";

}  // namespace

Result<void> fill_with_demo(sync::Database& database) {
    const auto read = [](const char* name) { return app::read_file(kAssets / "demo" / name); };
    const auto shop = read("shop.toml");
    const auto goods = read("catalogue.json");
    const auto members = read("members.json");
    if (!shop || !goods || !members) return fail(Errc::NotFound, "the demo shop's files");
    if (auto done = sync::import_shop(database, *shop, "shop.toml"); !done)
        return tl::unexpected(done.error());
    if (auto done = sync::import_catalogue(database, *goods, "catalogue.json"); !done)
        return tl::unexpected(done.error());
    if (auto done = sync::import_members(database, *members, "members.json", kStoryBegins); !done)
        return tl::unexpected(done.error());
    const auto published = sync::publish(database, (kAssets / "demo/publication.toml").string());
    return published ? Result<void>() : tl::unexpected(published.error());
}

Result<void> enrol_demo_till(sync::Database& database, std::uint16_t port,
                             const app::Places& places, std::string_view till, Instant at) {
    const auto code =
        sync::make_enrol_code(database, StoreId{"nevsky"}, TillId{std::string(till)}, sync::now());
    if (!code) return tl::unexpected(code.error());
    const app::SetClock clock(at);
    std::ostringstream said;
    const std::string url = "https://127.0.0.1:" + std::to_string(port);
    if (app::enrol_command({places, url, *code}, clock, said, said) != 0)
        return fail(Errc::Invalid, said.str());
    return {};
}

namespace {

app::Places places_in(const fs::path& folder, std::string_view till) {
    return {folder / till, folder / (std::string(till) + ".keys")};
}

Result<void> make_shop(const fs::path& folder) {
    fs::create_directories(folder / "central");
    sync::RunningServer central((folder / "central").string());
    const auto store = central.store();
    if (auto filled = fill_with_demo(*store); !filled) return filled;
    for (const std::string_view till : kDemoTills) {
        auto done = enrol_demo_till(*store, central.address().port, places_in(folder, till), till);
        if (!done) return done;
    }
    return {};
}

// Held while the one copy that all stories start from is looked for or made.
class TemplateLock {
public:
    explicit TemplateLock(const fs::path& file)
        : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        ::flock(descriptor_, LOCK_EX);
    }
    ~TemplateLock() { ::close(descriptor_); }
    TemplateLock(const TemplateLock&) = delete;
    TemplateLock& operator=(const TemplateLock&) = delete;

private:
    int descriptor_;
};

// Of this very program and of what it imports: another build makes its own copy.
std::string template_name() {
    std::ostringstream all;
    const auto add = [&](const fs::path& file) {
        all << file << fs::file_size(file) << fs::last_write_time(file).time_since_epoch().count();
    };
    add(fs::read_symlink("/proc/self/exe"));
    for (const char* folder : {"demo", "programmes"})
        for (const auto& entry : fs::directory_iterator(kAssets / folder))
            if (entry.is_regular_file()) add(entry.path());
    // Directory order differs from call to call only if files do.
    return fs::read_symlink("/proc/self/exe").filename().string() + "-" +
           short_code(blake2b(as_bytes(all.str())));
}

void remove_older(const fs::path& home, const std::string& newest) {
    const std::string same = newest.substr(0, newest.rfind('-') + 1);
    for (const auto& entry : fs::directory_iterator(home))
        if (entry.is_directory() && entry.path().filename().string().starts_with(same))
            fs::remove_all(entry.path());
}

Result<fs::path> find_template() {
    const fs::path home = fs::path(BINARY_DIR) / "demo-shop";
    fs::create_directories(home);
    const TemplateLock lock(home / "lock");
    const std::string name = template_name();
    if (fs::exists(home / name)) return home / name;
    remove_older(home, name);
    const fs::path making = home / (name + ".making");
    if (auto made = make_shop(making); !made) return tl::unexpected(made.error());
    fs::rename(making, home / name);
    return home / name;
}

}  // namespace

const LocalTime kStoryBegins = *parse_local_time("2026-06-16T14:30:00+03:00");

Result<DemoShop> DemoShop::copy_to(const fs::path& folder) {
    const auto from = find_template();
    if (!from) return tl::unexpected(from.error());
    fs::copy(*from, folder, fs::copy_options::recursive);
    return DemoShop(folder);
}

app::Places DemoShop::till(std::string_view name) const { return places_in(folder_, name); }

Result<void> DemoShop::move_server_to(std::uint16_t port) const {
    for (const std::string_view name : kDemoTills) {
        const fs::path keys = till(name).keys;
        auto enrolment = app::load_enrolment(keys);
        if (!enrolment) return tl::unexpected(enrolment.error());
        enrolment->server = "https://127.0.0.1:" + std::to_string(port);
        if (auto saved = app::save_enrolment(keys, *enrolment); !saved) return saved;
    }
    return {};
}

Result<std::string> card_of(std::string_view member) {
    std::ifstream cards(kAssets / "demo/cards.tsv");
    for (std::string line; std::getline(cards, line);) {
        std::istringstream fields(line);
        std::string name, kind, number;
        if (fields >> name >> kind >> number && name == member) return number;
    }
    return fail(Errc::NotFound, "nobody in cards.tsv is called " + std::string(member));
}

}  // namespace kopilka
