#include "pos/app/script_acts.h"

#include <algorithm>
#include <array>
#include <future>

namespace kopilka::app {
namespace {

Complaint same(const std::string& expected, const std::string& found) {
    if (expected == found) return std::nullopt;
    return "expected " + expected + ", found " + found;
}

Complaint same(Money expected, Money found) { return same(to_string(expected), to_string(found)); }

// The sale on the last paper, where it is one.
const SaleReceipt* last_sale(const Stage& stage) {
    const stage::Finished* shown = finished(stage.sale);
    if (shown == nullptr && stage.desk.last_paper) shown = &*stage.desk.last_paper;
    return shown == nullptr ? nullptr : std::get_if<SaleReceipt>(&shown->paper);
}

// What stands in the open receipt, or in the sale just finished.
struct Sums {
    Money total, discount, due, change;
};

std::optional<Sums> sums(const Stage& stage) {
    if (const auto* open = open_receipt(stage.sale))
        return Sums{open->priced.total, open->priced.discount_total, open->priced.due,
                    open->priced.change};
    if (const auto* sale = last_sale(stage))
        return Sums{sale->sale.total, sale->sale.discount_total, kNoMoney, sale->sale.change};
    return std::nullopt;
}

const std::vector<PricedLine>* lines(const Stage& stage) {
    if (const auto* open = open_receipt(stage.sale)) return &open->priced.lines;
    if (const auto* sale = last_sale(stage)) return &sale->sale.lines;
    return nullptr;
}

const std::vector<Explanation>* explanations(const Stage& stage) {
    if (const auto* open = open_receipt(stage.sale)) return &open->priced.explanations;
    if (const auto* sale = last_sale(stage)) return &sale->explanations;
    return nullptr;
}

const std::vector<PointsResult>* points(const Stage& stage) {
    if (const auto* open = open_receipt(stage.sale)) return &open->priced.points;
    if (const auto* sale = last_sale(stage)) return &sale->points;
    return nullptr;
}

constexpr std::string_view kNoReceipt = "there is no receipt here";

void expect_sum(Vocabulary& words, const WhichTill& till, std::string_view pattern,
                Money Sums::*which) {
    words.add(pattern, [till, which](const Arguments& said) -> Complaint {
        const auto now = sums(till().stage());
        return now ? same(said.money(0), (*now).*which) : Complaint(kNoReceipt);
    });
}

std::string word_for(Outcome outcome) {
    static constexpr std::array<const char*, 4> kWords{"applied", "lost", "missing", "limited"};
    return kWords[static_cast<std::size_t>(outcome)];
}

const Explanation* explanation(const Stage& stage, const std::string& offer) {
    const auto* all = explanations(stage);
    if (all == nullptr) return nullptr;
    const auto found = std::ranges::find(*all, OfferId{offer}, &Explanation::offer);
    return found == all->end() ? nullptr : &*found;
}

// What the till holds of the points of whoever is on the receipt.
Points rights_here(const Stage& stage, const ProgrammeId& programme) {
    Points sum;
    const auto* receipt = open_receipt(stage.sale);
    if (receipt == nullptr || !receipt->member) return sum;
    const auto& accounts = receipt->member->member.view.accounts;
    const auto account = accounts.find(programme);
    if (account == accounts.end() || !account->second.rights) return sum;
    for (const HeldSlice& slice : account->second.rights->held) sum += slice.lot.amount;
    return sum;
}

// What it may let somebody with that card spend by itself, whoever is on the receipt.
Points held_for(ScriptedTill& till, const std::string& card, const ProgrammeId& programme) {
    const auto member = till.till().cache().member_by_card(card);
    if (!member || !*member) return kNoPoints;
    std::promise<Points> answer;
    till.till().shell().store().ask([&](StoreRoom& room) {
        Points sum;
        const auto read = room.journal.leases_of((*member)->view.id);
        const auto leases = read.value_or(std::vector<HeldLease>());
        for (const HeldLease& held : leases)
            if (held.lease.purse.name == programme.value) sum += sum_of(held.lease.slices);
        answer.set_value(sum);
    });
    return answer.get_future().get();
}

void expect_points(Vocabulary& words, const WhichTill& till, const char* sentence,
                   Points PointsResult::*which) {
    words.add(sentence, [till, which](const Arguments& said) -> Complaint {
        const auto* all = points(till().stage());
        if (all == nullptr) return Complaint(kNoReceipt);
        const auto found =
            std::ranges::find(*all, ProgrammeId{said.text(1)}, &PointsResult::programme);
        return same(to_string(said.points(0)),
                    found == all->end() ? "0" : to_string((*found).*which));
    });
}

void expect_offers(Vocabulary& words, const WhichTill& till) {
    words.add("expect offer {word} {word}", [till](const Arguments& said) -> Complaint {
        const auto* found = explanation(till().stage(), said.text(0));
        return same(said.text(1), found == nullptr ? "untouched" : word_for(found->outcome));
    });
    words.add("expect offer {word} takes {money}", [till](const Arguments& said) -> Complaint {
        const auto* found = explanation(till().stage(), said.text(0));
        return found == nullptr ? Complaint("the basket does not touch it")
                                : same(said.money(1), found->amount);
    });
    expect_points(words, till, "expect {points} points of {word} earned", &PointsResult::earned);
    expect_points(words, till, "expect {points} points of {word} redeemed",
                  &PointsResult::redeemed);
    expect_points(words, till, "expect {points} points of {word} left",
                  &PointsResult::balance_after);
}

void expect_basket(Vocabulary& words, const WhichTill& till) {
    expect_sum(words, till, "expect total {money}", &Sums::total);
    expect_sum(words, till, "expect discount {money}", &Sums::discount);
    expect_sum(words, till, "expect due {money}", &Sums::due);
    expect_sum(words, till, "expect change {money}", &Sums::change);
    words.add("expect {number} lines", [till](const Arguments& said) -> Complaint {
        const auto* all = lines(till().stage());
        return same(said.text(0), std::to_string(all == nullptr ? 0 : all->size()));
    });
    words.add("expect line {number} costs {money}", [till](const Arguments& said) -> Complaint {
        const auto* all = lines(till().stage());
        if (all == nullptr) return Complaint(kNoReceipt);
        const auto found = std::ranges::find(*all, said.number(0), [](const PricedLine& line) {
            return std::uint64_t{line.id.value};
        });
        return found == all->end() ? Complaint("there is no such line")
                                   : same(said.money(1), found->net);
    });
    words.add("expect member {rest}", [till](const Arguments& said) -> Complaint {
        const auto* open = open_receipt(till().stage().sale);
        if (open == nullptr || !open->member) return same(said.text(0), "nobody");
        return same(said.text(0), open->member->member.person.first_name);
    });
}

// Double-size words stand on plain paper with a space behind each letter.
std::string spaced_out(const std::string& words) {
    std::string text;
    for (const char c : words) {
        const bool begins_a_letter = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (begins_a_letter && !text.empty()) text += ' ';
        text += c;
    }
    return text;
}

bool contains(const std::string& text, const std::string& part) {
    // Paper and screen keep sums together with U+00A0; scripts are typed with plain spaces.
    std::string plain = text;
    for (std::size_t at; (at = plain.find("\u00a0")) != std::string::npos;)
        plain.replace(at, 2, " ");
    return plain.find(part) != std::string::npos ||
           plain.find(spaced_out(part)) != std::string::npos;
}

void expect_words(Vocabulary& words, const WhichTill& till) {
    words.add("expect stage {word}", [till](const Arguments& said) -> Complaint {
        return same(said.text(0), std::string(name_of(till().stage().sale)));
    });
    words.add("expect signed in {word}", [till](const Arguments& said) -> Complaint {
        const auto* in = std::get_if<stage::SignedIn>(&till().stage().operators);
        return same(said.text(0), in == nullptr ? "nobody" : in->cashier.value);
    });
    words.add("expect it says {rest}", [till](const Arguments& said) -> Complaint {
        const auto& texts = till().texts().in(till().stage().desk.language);
        std::string all;
        for (const Phrase& phrase : till().said())
            all += (all.empty() ? "" : " · ") + texts.say(phrase);
        if (contains(all, said.text(0))) return std::nullopt;
        return "it said: " + (all.empty() ? "nothing" : all);
    });
    words.add("expect refusal {word}", [till](const Arguments& said) -> Complaint {
        std::string keys;
        for (const Phrase& phrase : till().said()) {
            if (phrase.key == said.text(0)) return std::nullopt;
            keys += " " + phrase.key;
        }
        return "it said:" + (keys.empty() ? " nothing" : keys);
    });
    words.add("expect no refusal", [till](const Arguments&) -> Complaint {
        const auto& desk = till().stage().desk;
        if (!desk.said || !desk.said->refused) return std::nullopt;
        return "refused: " + desk.said->words.key;
    });
    words.add("expect receipt says {rest}", [till](const Arguments& said) -> Complaint {
        const std::string paper = till().printer().last_text();
        if (contains(paper, said.text(0))) return std::nullopt;
        return "the receipt reads:\n" + paper;
    });
    words.add("expect receipt does not say {rest}", [till](const Arguments& said) -> Complaint {
        const std::string paper = till().printer().last_text();
        if (!contains(paper, said.text(0))) return std::nullopt;
        return "the receipt reads:\n" + paper;
    });
}

void expect_things(Vocabulary& words, const WhichTill& till) {
    words.add("expect {number} receipts printed", [till](const Arguments& said) -> Complaint {
        return same(said.text(0), std::to_string(till().printer().receipts().size()));
    });
    words.add("expect drawer opened {number} times", [till](const Arguments& said) -> Complaint {
        const auto kicks = [&] { return std::to_string(till().drawer().kicks()); };
        const std::string expected = said.text(0);
        // The drawer answers nothing that a story could wait for.
        constexpr std::chrono::seconds kPatience{2};
        till().wait_until([&] { return kicks() == expected; }, kPatience);
        return same(expected, kicks());
    });
    words.add("expect terminal charged {money}", [till](const Arguments& said) -> Complaint {
        return same(said.money(0), till().terminal().charged());
    });
    words.add("expect {number} scans waiting", [till](const Arguments& said) -> Complaint {
        return same(said.text(0), std::to_string(till().stage().desk.waiting.size()));
    });
    words.add("wait until everything is sent", [till](const Arguments&) -> Complaint {
        const auto sent = [&] {
            const auto* online = std::get_if<stage::SyncOnline>(&till().stage().sync);
            return online != nullptr && online->numbers.unsent == 0;
        };
        constexpr std::chrono::seconds kPatience{30};
        if (till().wait_until(sent, kPatience)) return std::nullopt;
        return Complaint("not everything was sent within 30 s");
    });
    words.add("wait until {points} points of {word} may be spent",
              [till](const Arguments& said) -> Complaint {
                  const auto held = [&] {
                      return rights_here(till().stage(), ProgrammeId{said.text(1)});
                  };
                  constexpr std::chrono::seconds kPatience{20};
                  if (till().wait_until([&] { return held() >= said.points(0); }, kPatience))
                      return std::nullopt;
                  return same(to_string(said.points(0)), to_string(held()));
              });
    words.add("wait until this till holds {points} points of {word} for {word}",
              [till](const Arguments& said) -> Complaint {
                  const auto held = [&] {
                      return held_for(till(), said.text(2), ProgrammeId{said.text(1)});
                  };
                  constexpr std::chrono::seconds kPatience{20};
                  if (till().wait_until([&] { return held() == said.points(0); }, kPatience))
                      return std::nullopt;
                  return same(to_string(said.points(0)), to_string(held()));
              });
    words.add("expect {points} points of {word} may be spent",
              [till](const Arguments& said) -> Complaint {
                  return same(to_string(said.points(0)),
                              to_string(rights_here(till().stage(), ProgrammeId{said.text(1)})));
              });
}

}  // namespace

void add_expectations(Vocabulary& words, const WhichTill& till) {
    expect_basket(words, till);
    expect_offers(words, till);
    expect_words(words, till);
    expect_things(words, till);
}

}  // namespace kopilka::app
