// The demo shop as a folder: a central server with goods, members, programmes and staff imported,
// and two tills enrolled with it for real. Made once for each build of the tests, copied for each
// story.
#pragma once
#include "pos/app/premises.h"
#include "pos/core/result.h"
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

// Tuesday, 16 June 2026, half past two in the shop: no offer of an hour or a season is in force.
// "today" of the members' file is this day.
extern const LocalTime kStoryBegins;
inline constexpr std::string_view kDemoTills[] = {"nevsky-1", "nevsky-2"};

class DemoShop {
public:
    // A copy of its own in `folder`, which must not exist yet.
    static Result<DemoShop> copy_to(const std::filesystem::path& folder);

    std::string central() const { return (folder_ / "central").string(); }
    app::Places till(std::string_view name) const;
    // The tills look for their server there from now on; none of them may be switched on.
    Result<void> move_server_to(std::uint16_t port) const;

private:
    explicit DemoShop(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

// What the copies are made of, for servers of another kind.
Result<void> fill_with_demo(sync::Database& database);
// Enrols a till of the demo shop's store; the server listens at that port of this machine.
Result<void> enrol_demo_till(sync::Database& database, std::uint16_t port,
                             const app::Places& places, std::string_view till,
                             Instant at = kStoryBegins.instant);

// The 13 or 16 digits, app token or phone number of somebody of the demo shop: "anna".
Result<std::string> card_of(std::string_view member);

}  // namespace kopilka
