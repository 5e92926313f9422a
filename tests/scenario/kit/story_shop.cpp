#include "tests/scenario/kit/story_shop.h"

#include "sync/protocol/codec.h"
#include "sync/server/chain.h"
#include "sync/server/members.h"

#include <algorithm>

namespace kopilka {
namespace {

void answer_never(int socket) { sync::wait_for_end(socket); }

void answer_nonsense(int socket) {
    sync::hear(socket);
    sync::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n42 roubles!");
}

}  // namespace

StoryShop::StoryShop(DemoShop shop, app::TwoLanguages texts)
    : shop_(std::move(shop)),
      texts_(std::move(texts)),
      time_(kStoryBegins.instant),
      clock_(kStoryBegins.instant),
      central_(std::make_unique<sync::RunningServer>(shop_.central(), 0, [this] { return now(); })),
      port_(central_->address().port) {}

Result<std::unique_ptr<StoryShop>> StoryShop::open(const std::filesystem::path& folder) {
    auto shop = DemoShop::copy_to(folder);
    if (!shop) return tl::unexpected(shop.error());
    auto texts = app::load_texts(std::filesystem::path(SOURCE_DIR) / "assets");
    if (!texts) return tl::unexpected(texts.error());
    std::unique_ptr<StoryShop> story(new StoryShop(std::move(*shop), std::move(*texts)));
    if (auto moved = story->shop_.move_server_to(story->port_); !moved)
        return tl::unexpected(moved.error());
    return story;
}

void StoryShop::set_clock(Instant now) {
    const std::int64_t passed = now.ms - time_.now().ms;
    time_.set(now);
    clock_.pass(std::max<std::int64_t>(passed, 0));
    if (!frozen_) turn_tills_clocks(passed);
}

app::ScriptedTill& StoryShop::till() {
    if (!tills_.contains(at_)) {
        const auto on = switch_on(at_);
        if (!on) throw std::runtime_error(at_ + ": " + on.error().detail);
    }
    return *tills_.at(at_);
}

Result<void> StoryShop::go_to(const std::string& name) {
    if (std::ranges::find(kDemoTills, name) == std::end(kDemoTills))
        return fail(Errc::NotFound, "there is no till " + name);
    at_ = name;
    static_cast<void>(till());
    return {};
}

Result<void> StoryShop::switch_on(const std::string& name) {
    auto font = drivers::Font::open();
    if (!font) return tl::unexpected(font.error());
    auto till = std::make_unique<app::ScriptedTill>(
        app::ScriptedTillOptions{shop_.till(name), {}, Language::English}, clock_, texts_,
        std::move(*font));
    if (auto on = till->switch_on(); !on) return on;
    till->connect(app::Network::Up);
    tills_.emplace(name, std::move(till));
    return {};
}

void StoryShop::set_server(ServerMood mood) {
    trouble_.reset();
    if (mood != ServerMood::Fine) central_->stop();
    switch (mood) {
        case ServerMood::Fine:
            if (!central_->is_running()) central_->start();
            break;
        case ServerMood::Off: break;
        case ServerMood::Slow:
            trouble_ = std::make_unique<sync::RawServer>(answer_never, port_);
            break;
        case ServerMood::Nonsense:
            trouble_ = std::make_unique<sync::RawServer>(answer_nonsense, port_);
            break;
    }
}

bool StoryShop::hears_everything(std::chrono::milliseconds most) {
    std::uint64_t head = 0;
    const auto store = central_->store();
    static_cast<void>(store->read([&] { head = sync::feed_head(*store); }));
    app::ScriptedTill& here = till();
    int looks = 0;  // a second one takes over what is told just after the position
    const auto heard = [&] {
        return here.till().cache().position().value_or(0) >= head && ++looks == 2;
    };
    return here.wait_until(heard, most);
}

Result<Member> StoryShop::member(const std::string& name) const {
    const auto number = card_of(name);
    if (!number) return tl::unexpected(number.error());
    std::optional<Member> found;
    const auto store = central_->store();
    const auto done = store->read([&] {
        for (const sync::MemberNews& news : sync::members_after(*store, 0, 1'000'000)) {
            const auto* member = std::get_if<Member>(&news.change);
            if (member == nullptr) continue;
            if (member->person.phone == *number ||
                std::ranges::find(member->cards, *number) != member->cards.end())
                found = *member;
        }
    });
    if (!done) return tl::unexpected(done.error());
    if (!found) return fail(Errc::NotFound, "the server does not know " + name);
    return *found;
}

}  // namespace kopilka
