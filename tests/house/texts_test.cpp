// Every text that the code asks for is there, in both languages, with the same places for its
// arguments; and no text waits for code that never asks.
#include "pos/core/text.h"
#include "tests/house/source_tree.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

namespace kopilka::house {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

// Key → the forms of its text: "" for a plain text, or one, few, many, other.
using Forms = std::map<std::string, std::string>;
using TextTable = std::map<std::string, Forms>;

void collect(const toml::table& table, const std::string& prefix, TextTable& into) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        if (const auto* inner = node.as_table()) {
            const bool plural = inner->contains("one");
            for (const auto& [form, text] : *inner)
                if (plural) into[key][std::string(form.str())] = text.value_or(std::string());
            if (!plural) collect(*inner, key + ".", into);
        } else {
            into[key][""] = node.value_or(std::string());
        }
    }
}

TextTable texts_of(const std::string& language) {
    TextTable texts;
    const auto folder = root() / "assets" / "text" / language;
    if (!std::filesystem::exists(folder)) return texts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const toml::table table = toml::parse(read(entry.path()), entry.path().string());
        TextTable file;
        collect(table, "", file);
        const std::string room = entry.path().stem();
        for (auto& [key, forms] : file) {
            EXPECT_TRUE(key.starts_with(room + ".")) << key << " stands in " << entry.path();
            texts[key] = std::move(forms);
        }
    }
    return texts;
}

// {0} and {2} of all forms: a form may leave one out ("one point").
std::set<char> places(const Forms& forms) {
    std::set<char> found;
    for (const auto& [form, text] : forms)
        for (std::size_t i = 0; i + 2 < text.size(); ++i)
            if (text[i] == '{' && text[i + 2] == '}') found.insert(text[i + 1]);
    return found;
}

std::vector<std::string> names(const Forms& forms) {
    std::vector<std::string> all;
    for (const auto& [form, text] : forms) all.push_back(form);
    return all;
}

// What the code asks for: whole keys ("till.sold"), and beginnings that it completes with the name
// of a value ("till.refusal."), and endings that it puts behind a whole key ("_by").
struct Asked {
    std::set<std::string> keys;
    std::set<std::string> beginnings;
    std::set<std::string> endings;
    bool covers(const std::string& key) const {
        const auto ends_a_key = [&](const std::string& ending) {
            return key.ends_with(ending) && keys.contains(key.substr(0, key.size() - ending.size()));
        };
        return keys.contains(key) || std::ranges::any_of(endings, ends_a_key) ||
               std::ranges::any_of(beginnings, [&](const auto& b) { return key.starts_with(b); });
    }
};

Asked asked_for(const std::vector<SourceFile>& files, const std::set<std::string>& rooms) {
    static const std::regex kKey(R"(([a-z]+)(\.[a-z0-9_]+)*\.?)");
    static const std::regex kEnding(R"(_[a-z]+)");
    static const std::regex kFileName(R"(.*\.(toml|json|png|txt|md|db|sqlite|log|lock|scn|mdb))");
    Asked asked;
    for (const SourceFile& file : files)
        for (const std::string& literal : dissect(file.text).literals) {
            std::smatch match;
            if (std::regex_match(literal, kEnding)) asked.endings.insert(literal);
            if (literal.find('.') == std::string::npos || !std::regex_match(literal, match, kKey) ||
                !rooms.contains(match[1]) || std::regex_match(literal, kFileName))
                continue;
            (literal.ends_with('.') ? asked.beginnings : asked.keys).insert(literal);
        }
    return asked;
}

std::set<std::string> rooms_of(const TextTable& texts) {
    std::set<std::string> rooms{"receipt", "till", "ui", "offer", "device", "scan", "sync"};
    for (const auto& [key, forms] : texts) rooms.insert(key.substr(0, key.find('.')));
    return rooms;
}

TEST(Texts, AreThereInBothLanguages) {
    const TextTable russian = texts_of("ru");
    const TextTable english = texts_of("en");
    for (const auto& [key, forms] : russian) EXPECT_TRUE(english.contains(key)) << key;
    for (const auto& [key, forms] : english) EXPECT_TRUE(russian.contains(key)) << key;
}

TEST(Texts, HaveTheSamePlacesForTheirArgumentsInBothLanguages) {
    TextTable english = texts_of("en");
    for (const auto& [key, forms] : texts_of("ru"))
        EXPECT_EQ(places(forms), places(english[key])) << key;
}

TEST(Texts, HaveThePluralFormsOfTheirLanguage) {
    const auto plain = ElementsAre("");
    for (const auto& [key, forms] : texts_of("ru"))
        EXPECT_THAT(names(forms), AnyOf(plain, ElementsAre("few", "many", "one"))) << key;
    for (const auto& [key, forms] : texts_of("en"))
        EXPECT_THAT(names(forms), AnyOf(plain, ElementsAre("one", "other"))) << key;
}

TEST(Texts, AreThereForEveryKeyInTheCode) {
    const TextTable texts = texts_of("ru");
    const Asked asked = asked_for(sources(), rooms_of(texts));
    for (const std::string& key : asked.keys) EXPECT_TRUE(texts.contains(key)) << key;
    for (const std::string& beginning : asked.beginnings)
        EXPECT_TRUE(std::ranges::any_of(texts, [&](const auto& text) {
            return text.first.starts_with(beginning);
        })) << beginning;
}

TEST(Texts, AreAllAskedForBySomeCode) {
    const TextTable texts = texts_of("ru");
    const Asked asked = asked_for(sources(), rooms_of(texts));
    for (const auto& [key, forms] : texts) EXPECT_TRUE(asked.covers(key)) << key;
}

TEST(Texts, AreFoundInTheCodeWhereverTheyStand) {
    const Asked asked = asked_for(
        {{"a.cpp", R"(say({"till.sold", {}}); say("till.refusal." + name); open("till.toml");
                      log("Not a key. Nor this till.x one"); // "till.comment")"}},
        {"till"});
    EXPECT_THAT(asked.keys, UnorderedElementsAre("till.sold"));
    EXPECT_THAT(asked.beginnings, UnorderedElementsAre("till.refusal."));
    EXPECT_TRUE(asked.covers("till.refusal.no_shift"));
    EXPECT_FALSE(asked.covers("till.bought"));
}

}  // namespace
}  // namespace kopilka::house
