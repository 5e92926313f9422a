#include "pos/app/scripted_till.h"

#include <array>
#include <future>

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

constexpr std::chrono::milliseconds kPatience{20'000};

}  // namespace

ScriptedTill::ScriptedTill(ScriptedTillOptions options, const Clock& clock,
                           const TwoLanguages& texts, drivers::Font font)
    : options_(std::move(options)),
      clock_(clock),
      texts_(texts),
      printer_(std::make_unique<drivers::SimulatedReceiptPrinter>(
          drivers::PrinterModel{}, std::move(font), options_.prints.string())) {}

Result<void> ScriptedTill::switch_on() {
    Devices devices;
    devices.printer = printer_.get();
    devices.drawer = &drawer_;
    devices.terminal = &terminal_;
    auto till = Till::open(options_.places, clock_, texts_, devices, {});
    if (!till) return tl::unexpected(till.error());
    till_ = std::move(*till);
    till_->shell().watch([this](const Effect& effect) {
        if (const auto* refusal = std::get_if<effect::Refuse>(&effect))
            said_.push_back(refusal->words);
        if (const auto* notice = std::get_if<effect::Notice>(&effect))
            said_.push_back(notice->words);
    });
    act(event::LanguageChosen{options_.language});
    till_->connect(network_);
    return {};
}

void ScriptedTill::lose_power() { till_.reset(); }

void ScriptedTill::connect(Network network) {
    network_ = network;
    till_->connect(network);
}

void ScriptedTill::act(Event event) {
    said_.clear();
    till_->put(std::move(event));
    settle();
}

void ScriptedTill::scan(const std::string& text, const std::string& aim) {
    said_.clear();
    till_->scanned({text, aim});
    settle();
}

void ScriptedTill::settle() {
    till_->take();
    if (!till_->shell().settle(kPatience)) spdlog::error("the till did not answer within 20 s");
    // What nobody is told of belongs to the act as well: drafts are on disk when it is done.
    std::promise<void> saved;
    till_->shell().store().ask([&saved](StoreRoom&) { saved.set_value(); });
    saved.get_future().wait();
}

bool ScriptedTill::wait_until(const std::function<bool()>& done, std::chrono::milliseconds most) {
    constexpr std::chrono::milliseconds kStep{20};
    for (std::chrono::milliseconds waited{0}; waited < most; waited += kStep) {
        till_->take();
        if (done()) return true;
        std::this_thread::sleep_for(kStep);
    }
    return false;
}

std::string_view name_of(const SaleStage& sale) {
    static constexpr std::array<std::string_view, std::variant_size_v<SaleStage>> kNames{
        "starting", "questions",  "no-shift", "idle", "ringing",  "asking",  "paying",
        "card",     "committing", "printing", "done", "counting", "finding", "returning"};
    return kNames[sale.index()];
}

}  // namespace kopilka::app
