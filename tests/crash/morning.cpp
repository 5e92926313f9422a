#include "tests/crash/morning.h"

#include <stdexcept>

namespace kopilka {
namespace {

Pieces pieces_of(const Basket& basket) {
    Pieces pieces;
    for (const BasketLine& line : basket.lines)
        pieces[line.sku.value] += line.quantity.count() / 1000;
    return pieces;
}

}  // namespace

Morning::Morning(const app::Places& places)
    : texts_(*app::load_texts(std::filesystem::path(SOURCE_DIR) / "assets")),
      till_({places, {}, Language::English}, clock_, texts_, *drivers::Font::open()) {
    const auto on = till_.switch_on();
    if (!on) throw std::runtime_error(on.error().detail);
    till_.act(event::SignIn{CashierId{"marina"}, "1111"});
    answer_questions();
}

Pieces Morning::basket() const {
    const stage::OpenReceipt* open = open_receipt(till_.stage().sale);
    return open == nullptr ? Pieces() : pieces_of(open->basket);
}

bool Morning::sell_what_is_there() {
    const stage::OpenReceipt* open = open_receipt(till_.stage().sale);
    if (open == nullptr || open->basket.lines.empty()) {
        till_.act(event::VoidReceipt{});  // a member without goods
        return false;
    }
    till_.act(event::Pay{});
    till_.act(event::CashGiven{Money::of(1'000'000)});
    till_.act(event::NextCustomer{});
    return true;
}

bool Morning::send_everything() {
    till_.connect(app::Network::Up);
    return till_.wait_until(
        [&] {
            const auto* online = std::get_if<stage::SyncOnline>(&till_.stage().sync);
            return online != nullptr && online->numbers.unsent == 0;
        },
        std::chrono::seconds(60));
}

// The terminal is another one than before and has never heard of the payment.
void Morning::answer_questions() {
    while (const auto* open = std::get_if<stage::Questions>(&till_.stage().sale)) {
        if (std::holds_alternative<PrintAsked>(open->intents.front()))
            till_.act(event::PrintTold{true});
        else
            till_.act(event::AskTerminalAgain{});
    }
}

}  // namespace kopilka
