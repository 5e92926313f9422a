// Words of stories about the card in a customer's phone, and about what is in force.
#include "tests/scenario/kit/phone_words.h"

#include "pos/app/phone.h"
#include "sync/server/cards.h"
#include "sync/server/import.h"

#include <filesystem>
#include <map>

namespace kopilka {
namespace {

using app::Arguments;
using app::Complaint;

// Everybody's phone, what it showed last, and a picture of that.
class Phones {
public:
    explicit Phones(StoryShop& shop) : shop_(shop) {}

    Complaint give_card(const std::string& name) {
        const auto member = shop_.member(name);
        const auto keys = sync::open_card_keys(shop_.central_folder());
        const std::string file = shop_.central_folder() + "/" + name + ".phone";
        std::filesystem::remove(file);  // a new one in place of the one before
        auto phone = app::PhoneFile::open(file);
        if (!member) return member.error().detail;
        if (!keys) return keys.error().detail;
        if (!phone) return phone.error().detail;
        const auto store = shop_.central().store();
        const auto certificate =
            sync::certify_phone(*store, *keys, member->view.id, phone->public_key(), shop_.now());
        if (!certificate) return certificate.error().detail;
        if (auto put = phone->put_card(to_hex(encode(*certificate))); !put)
            return put.error().detail;
        phones_.insert_or_assign(name, std::move(*phone));
        return tell(*store, *keys);
    }

    Complaint lose(const std::string& name) {
        const auto keys = sync::open_card_keys(shop_.central_folder());
        if (!keys || !phones_.contains(name)) return name + " has no phone";
        const auto store = shop_.central().store();
        const auto lost = sync::revoke_phone(*store, phones_.at(name).public_key(), shop_.now());
        return lost ? tell(*store, *keys) : Complaint(lost.error().detail);
    }

    Complaint make_code(const std::string& name, std::string& into) {
        if (!phones_.contains(name)) return name + " has no phone";
        auto code = phones_.at(name).show(shop_.now());
        if (!code) return code.error().detail;
        into = *code;
        return std::nullopt;
    }
    std::string& shown(const std::string& name) { return shown_[name]; }
    std::string& picture(const std::string& name) { return pictures_[name]; }

private:
    Complaint tell(sync::Database& store, const sync::CardKeys& keys) {
        const auto told = sync::publish_card_trust(store, keys, shop_.now());
        return told ? std::nullopt : Complaint(told.error().detail);
    }

    StoryShop& shop_;
    std::map<std::string, app::PhoneFile> phones_;
    std::map<std::string, std::string> shown_;
    std::map<std::string, std::string> pictures_;
};

Complaint scan(StoryShop& shop, const std::string& code) {
    if (code.empty()) return "there is nothing to show yet";
    shop.till().scan(code, "]Q1");
    return std::nullopt;
}

}  // namespace

void add_phone_words(app::Vocabulary& words, StoryShop& shop) {
    const auto phones = std::make_shared<Phones>(shop);
    words.add("{word} gets the card into a phone",
              [phones](const Arguments& said) { return phones->give_card(said.text(0)); });
    words.add("{word} shows the phone", [phones, &shop](const Arguments& said) -> Complaint {
        std::string& code = phones->shown(said.text(0));
        if (auto wrong = phones->make_code(said.text(0), code)) return wrong;
        return scan(shop, code);
    });
    words.add("{word} shows the same code again", [phones, &shop](const Arguments& said) {
        return scan(shop, phones->shown(said.text(0)));
    });
    words.add("{word} sends a friend a screenshot", [phones](const Arguments& said) {
        return phones->make_code(said.text(0), phones->picture(said.text(0)));
    });
    words.add("screenshot of {word} is shown", [phones, &shop](const Arguments& said) {
        return scan(shop, phones->picture(said.text(0)));
    });
    words.add("phone of {word} is lost",
              [phones](const Arguments& said) { return phones->lose(said.text(0)); });
    words.add("programme {word} is published", [&shop](const Arguments& said) -> Complaint {
        const auto store = shop.central().store();
        const auto done = sync::publish(
            *store, std::string(SOURCE_DIR) + "/assets/programmes/" + said.text(0) + ".toml");
        return done ? std::nullopt : Complaint(done.error().detail);
    });
}

}  // namespace kopilka
