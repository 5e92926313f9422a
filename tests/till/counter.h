// A till at a shop counter, without disk, cable or screen: takes acts, performs effects against
// plain values, hands the answers back, and remembers what was asked in order.
#pragma once
#include "pos/till/step.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kopilka::test {

std::shared_ptr<const ShopSettings> small_shop();
std::shared_ptr<const Publication> small_publication();
Goods goods(std::string sku, const char* price);
Member member(std::uint8_t number, std::string first_name);
inline Money money(const char* text) { return *parse_money(text); }

class Counter {
public:
    Counter();

    // What the world answers.
    World world;
    std::vector<Goods> catalogue;
    std::vector<Member> members;
    std::map<std::string, std::string> pins{
        {"marina", "1111"}, {"nina", "5555"}, {"elena", "9999"}};
    std::vector<OriginalSale> sales;
    std::map<DraftRef, Draft> drafts;
    CardOutcome terminal = CardOutcome::Approved;
    PrintResult printer = PrintResult::Printed;
    bool disk_full = false;
    bool hold_journal = false;  // answers wait for release()
    bool hold_devices = false;
    CardProof card_proof = CardProof::Genuine;  // of the code on a phone
    bool cancels = true;                        // what the terminal does when asked to
    std::uint32_t wrong_pins = 0;

    // What happened.
    Stage stage;
    std::vector<Effect> effects;  // all, in order
    std::vector<JournalEntry> journal;
    std::set<std::string> cancelled;  // operations of the terminal

    void act(const Event& event);  // and everything that follows from it
    void release();                // what was held back, in order
    std::vector<Event> held;

    // Shorthands of a day.
    Counter& start(event::Recovered recovered = {});
    Counter& sign_in(const char* cashier = "marina");
    Counter& open_shift(const char* cash_float = "1000.00");
    Counter& ready();  // started, signed in, shift open, effects forgotten
    Counter& scan(const std::string& barcode);
    Counter& scan_card(const std::string& number,
                       IdentityStrength strength = IdentityStrength::Plastic);

    Counter& show_phone(const Member& of);

    template <typename S>
    const S* at() const {
        return std::get_if<S>(&stage.sale);
    }
    template <typename E>
    std::vector<E> all() const {
        std::vector<E> found;
        for (const Effect& effect : effects)
            if (const auto* one = std::get_if<E>(&effect)) found.push_back(*one);
        return found;
    }
    template <typename J>
    std::vector<J> written() const {
        std::vector<J> found;
        for (const JournalEntry& entry : journal)
            if (const auto* one = std::get_if<J>(&entry)) found.push_back(*one);
        return found;
    }
    std::optional<Refusal> refusal() const;  // of the last act
    const stage::OpenReceipt& receipt() const;
    void forget() { effects.clear(); }

private:
    std::optional<Event> answer(const Effect& effect);
    std::optional<Event> answer_read(const Effect& effect);
    Event answer_journal(const effect::Journal& effect);
    void give(Event event, bool hold);
};

}  // namespace kopilka::test
