#include "pos/loyalty/programme.h"

#include <algorithm>
#include <tuple>

namespace kopilka {
namespace {

using Key = Publication::Key;

std::string word_of(Key key, std::string_view word) {
    std::string text(1, static_cast<char>('0' + static_cast<int>(key)));
    return text.append(word);
}

std::vector<std::string> words_of(Key key, const std::vector<std::string>& names) {
    std::vector<std::string> words;
    for (const std::string& name : names) words.push_back(word_of(key, name));
    return words;
}

// The narrowest list of names that goods must be on to fit.
std::vector<std::string> words_of(const GoodsFilter& goods) {
    if (!goods.skus.empty()) return words_of(Key::BySku, goods.skus);
    if (!goods.brands.empty()) return words_of(Key::ByBrand, goods.brands);
    if (!goods.categories.empty()) return words_of(Key::ByCategory, goods.categories);
    return words_of(Key::ByTag, goods.tags);
}

// Words of which the basket must have one for the condition to hold; empty: no such words.
std::vector<std::string> words_of(const Condition& condition) {
    if (const auto* code = std::get_if<HasCode>(&condition.fact)) {
        std::vector<std::string> codes;
        for (const std::string& text : code->codes) codes.push_back(code_form(text));
        return words_of(Key::ByCode, codes);
    }
    if (const auto* has = std::get_if<HasGoods>(&condition.fact)) return words_of(has->goods);
    if (const auto* least = std::get_if<AtLeastQuantity>(&condition.fact))
        return words_of(least->goods);
    if (const auto* least = std::get_if<AtLeastAmount>(&condition.fact))
        return words_of(least->goods);
    if (const auto* all = std::get_if<AllOf>(&condition.fact)) {
        std::vector<std::string> goods;
        for (const Condition& inner : all->conditions) {
            std::vector<std::string> words = words_of(inner);
            if (words.empty()) continue;
            if (words.front().front() == word_of(Key::ByCode, "").front()) return words;
            if (goods.empty()) goods = std::move(words);
        }
        return goods;
    }
    return {};
}

std::vector<std::string> words_of(const Offer& offer) {
    std::vector<std::string> words = words_of(offer.when);
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
    const std::vector<std::string> words = words_of(parts_.offers[offer]);
    for (const std::string& word : words) {
        std::vector<std::uint32_t>& list = by_word_[word];
        if (list.empty() || list.back() != offer) list.push_back(offer);
    }
    if (words.empty()) always_.push_back(offer);
}

const std::vector<std::uint32_t>& Publication::offers_for(Key key, std::string_view word) const {
    static const std::vector<std::uint32_t> kNone;
    const auto found = by_word_.find(word_of(key, word));
    return found == by_word_.end() ? kNone : found->second;
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
