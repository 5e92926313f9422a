#include "pos/loyalty/programme.h"

#include <algorithm>
#include <tuple>

namespace kopilka {
namespace {

using Key = Publication::Key;

// Words of one kind, of which the basket must have one.
struct Words {
    Key key = Key::BySku;
    std::vector<std::string> words;
    bool empty() const { return words.empty(); }
};

// The narrowest list of names that goods must be on to fit.
Words words_of(const GoodsFilter& goods) {
    if (!goods.skus.empty()) return {Key::BySku, goods.skus};
    if (!goods.brands.empty()) return {Key::ByBrand, goods.brands};
    if (!goods.categories.empty()) return {Key::ByCategory, goods.categories};
    return {Key::ByTag, goods.tags};
}

// The filter asks for these words and nothing else.
bool says_no_more(const GoodsFilter& goods, const Words& words) {
    GoodsFilter only;
    switch (words.key) {
        case Key::BySku: only.skus = words.words; break;
        case Key::ByBrand: only.brands = words.words; break;
        case Key::ByCategory: only.categories = words.words; break;
        case Key::ByTag: only.tags = words.words; break;
        case Key::ByCode: return false;
    }
    return goods == only;
}

// Words without which the condition cannot hold; empty: no such words.
Words words_of(const Condition& condition) {
    if (const auto* code = std::get_if<HasCode>(&condition.fact)) {
        Words codes{Key::ByCode, {}};
        for (const std::string& text : code->codes) codes.words.push_back(code_form(text));
        return codes;
    }
    if (const auto* has = std::get_if<HasGoods>(&condition.fact)) return words_of(has->goods);
    if (const auto* least = std::get_if<AtLeastQuantity>(&condition.fact))
        return words_of(least->goods);
    if (const auto* least = std::get_if<AtLeastAmount>(&condition.fact))
        return words_of(least->goods);
    if (const auto* all = std::get_if<AllOf>(&condition.fact)) {
        Words goods;
        for (const Condition& inner : all->conditions) {
            Words words = words_of(inner);
            if (words.empty()) continue;
            if (words.key == Key::ByCode) return words;
            if (goods.empty()) goods = std::move(words);
        }
        return goods;
    }
    return {};
}

Words words_of(const Offer& offer) {
    Words words = words_of(offer.when);
    if (!words.empty()) return words;
    if (!offer.groups) return words_of(offer.goods);
    for (const GroupPart& part : offer.groups->parts) {
        if (offer.groups->incomplete && part.rewarded == part.quantity) continue;  // may lack
        words = words_of(part.goods);
        if (!words.empty()) return words;
    }
    return {};
}

}  // namespace

Publication::Publication(PublicationParts parts) : parts_(std::move(parts)) {
    std::ranges::sort(parts_.offers, [](const Offer& a, const Offer& b) {
        return std::tie(a.lane, b.priority, a.id) < std::tie(b.lane, a.priority, b.id);
    });
    for (std::uint32_t i = 0; i < parts_.offers.size(); ++i) index(i);
}

void Publication::index(std::uint32_t offer) {
    const Offer& one = parts_.offers[offer];
    const Words found_by = words_of(one);
    for (const std::string& word : found_by.words) {
        std::vector<std::uint32_t>& list = by_word_[static_cast<std::size_t>(found_by.key)][word];
        if (list.empty() || list.back() != offer) list.push_back(offer);
    }
    if (found_by.empty()) always_.push_back(offer);
    const bool by_goods = !found_by.empty() && words_of(one.when).empty() && !one.groups;
    by_goods_.push_back(by_goods && says_no_more(one.goods, found_by) ? 1 : 0);
}

const std::vector<std::uint32_t>& Publication::offers_for(Key key, std::string_view word) const {
    static const std::vector<std::uint32_t> kNone;
    const ByWord& words = by_word_[static_cast<std::size_t>(key)];
    if (words.empty()) return kNone;  // no word is worth a hash
    const auto found = words.find(word);
    return found == words.end() ? kNone : found->second;
}

const Offer* Publication::find_offer(const OfferId& id) const {
    const auto found = std::ranges::find(parts_.offers, id, &Offer::id);
    return found == parts_.offers.end() ? nullptr : &*found;
}

const Programme* Publication::find_programme(const ProgrammeId& id) const {
    const auto found = std::ranges::find(parts_.programmes, id, &Programme::id);
    return found == parts_.programmes.end() ? nullptr : &*found;
}

// UTF-8: Latin a–z, Cyrillic а–я (U+0430..U+044F) and ё (U+0451).
std::string code_form(std::string_view code) {
    while (!code.empty() && code.front() == ' ') code.remove_prefix(1);
    while (!code.empty() && code.back() == ' ') code.remove_suffix(1);
    std::string text;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const auto byte = static_cast<unsigned char>(code[i]);
        const auto next = i + 1 < code.size() ? static_cast<unsigned char>(code[i + 1]) : 0U;
        if (byte >= 'a' && byte <= 'z') {
            text += static_cast<char>(byte - 'a' + 'A');
        } else if (byte == 0xD0 && next >= 0xB0 && next <= 0xBF) {
            text += {'\xD0', static_cast<char>(next - 0x20)};
            ++i;
        } else if (byte == 0xD1 && next >= 0x80 && next <= 0x8F) {
            text += {'\xD0', static_cast<char>(next + 0x20)};
            ++i;
        } else if (byte == 0xD1 && next == 0x91) {
            text += "\xD0\x81";
            ++i;
        } else {
            text += code[i];
        }
    }
    return text;
}

}  // namespace kopilka
