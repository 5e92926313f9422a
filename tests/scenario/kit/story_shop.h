// The place where a story happens: a server that may stop, be slow or talk nonsense, tills that are
// switched on when they are first mentioned, and one clock for all of them, right unless it is
// turned.
#pragma once
#include "pos/app/scripted_till.h"
#include "tests/scenario/kit/demo_shop.h"
#include "tests/support/raw_server.h"
#include "tests/support/running_server.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace kopilka {

enum class ServerMood : std::uint8_t { Fine, Off, Slow, Nonsense };

class StoryShop {
public:
    // In `folder`, which must not exist yet. The server runs, no till is on.
    static Result<std::unique_ptr<StoryShop>> open(const std::filesystem::path& folder);

    // The till that acts and expectations mean; switched on and connected at the first mention.
    app::ScriptedTill& till();
    Result<void> go_to(const std::string& till);
    app::Places places() const { return shop_.till(at_); }

    void set_server(ServerMood mood);
    const sync::RunningServer& central() const { return *central_; }
    std::string central_folder() const { return shop_.central(); }
    // What the server holds of "anna" of cards.tsv.
    Result<Member> member(const std::string& name) const;

    // Until this till has taken everything there is to take; false: not in time.
    bool hears_everything(std::chrono::milliseconds most);

    // The true time, which the server has too; the tills' clocks go with it.
    Instant now() const { return time_.now(); }
    void set_clock(Instant now);
    // Somebody sets the tills' clocks, or they stand still from now on.
    void turn_tills_clocks(std::int64_t ms) { clock_.turn({clock_.now().ms + ms}); }
    void freeze_tills_clocks() { frozen_ = true; }
    Instant tills_clock() const { return clock_.now(); }

    std::chrono::steady_clock::time_point stopwatch;

private:
    StoryShop(DemoShop shop, app::TwoLanguages texts);
    Result<void> switch_on(const std::string& name);

    DemoShop shop_;
    app::TwoLanguages texts_;
    app::SetClock time_;
    app::SetClock clock_;
    bool frozen_ = false;
    std::unique_ptr<sync::RunningServer> central_;
    std::uint16_t port_ = 0;
    std::unique_ptr<sync::RawServer> trouble_;  // stands where the server did
    std::map<std::string, std::unique_ptr<app::ScriptedTill>> tills_;
    std::string at_{kDemoTills[0]};
};

}  // namespace kopilka
