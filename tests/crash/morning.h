// The till switched on again in this process, as the cashier meets it.
#pragma once
#include "pos/app/scripted_till.h"
#include "tests/crash/day.h"

namespace kopilka {

class Morning {
public:
    // Signs Marina in and answers what the till asks. Throws where it does not start.
    explicit Morning(const app::Places& places);
    // What is on the counter; nothing where the till rests.
    Pieces basket() const;
    // So that the next round begins with an empty counter. True if there was something to sell.
    bool sell_what_is_there();
    // False: not within a minute.
    bool send_everything();

private:
    void answer_questions();

    app::SystemClock clock_;
    app::TwoLanguages texts_;
    app::ScriptedTill till_;
};

}  // namespace kopilka
