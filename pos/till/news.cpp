// News of devices and of the network; and what belongs to the desk itself: clock, language, lists.
#include "pos/core/overload.h"
#include "pos/till/regions.h"

namespace kopilka {
namespace {

DevicesStage with(DevicesStage stage, const event::DeviceNews& news) {
    stage::DevicesTroubled troubled;
    if (auto* before = std::get_if<stage::DevicesTroubled>(&stage)) troubled = std::move(*before);
    if (news.mood == DeviceMood::Ready)
        troubled.devices.erase(news.device);
    else
        troubled.devices[news.device] = {news.mood, news.words};
    if (troubled.devices.empty()) return stage::DevicesReady{};
    return troubled;
}

}  // namespace

DevicesStage step_devices(Turn& turn, DevicesStage stage, const Event& event) {
    const auto* news = std::get_if<event::DeviceNews>(&event);
    if (!news) return stage;
    if (news->mood == DeviceMood::Attention) turn.ask(effect::Sound{effect::SoundKind::Attention});
    return with(std::move(stage), *news);
}

SyncStage step_sync(SyncStage stage, const Event& event) {
    const auto* news = std::get_if<event::SyncNews>(&event);
    if (!news) return stage;
    if (news->numbers.online) return stage::SyncOnline{news->numbers};
    return stage::SyncOffline{news->numbers};
}

void step_desk(Turn& turn, const Event& event) {
    Desk& desk = turn.desk;
    if (const auto* tick = std::get_if<event::Tick>(&event)) {
        desk.now = tick->now;
    } else if (const auto* language = std::get_if<event::LanguageChosen>(&event)) {
        desk.language = language->language;
    } else if (const auto* unread = std::get_if<event::ScanRefused>(&event)) {
        refuse(turn, Refusal::UnknownCode,
               unread->words.key.empty() ? words(Refusal::UnknownCode) : unread->words);
    } else if (const auto* listed = std::get_if<event::GoodsListed>(&event)) {
        desk.list = {listed->of, listed->goods};
    } else if (!turn.cashier) {
        return;
    } else if (const auto* search = std::get_if<event::GoodsSearched>(&event)) {
        desk.list = {search->text, {}};
        if (!search->text.empty()) turn.ask(effect::SearchGoods{search->text});
    } else if (const auto* opened = std::get_if<event::CategoryOpened>(&event)) {
        turn.ask(effect::ListCategory{opened->category});
    }
}

}  // namespace kopilka
