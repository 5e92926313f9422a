#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

namespace kopilka::ui {
namespace {

void draw_found_goods(const Screen& screen) {
    const GoodsList& listed = screen.desk().list;
    const std::string& wanted = screen.memory.field;
    if (wanted.empty() || (listed.of == wanted && listed.goods.empty())) {
        const ImVec2 from = ImGui::GetCursorScreenPos();
        put_wrapped(screen.look, screen.fonts().body, screen.theme().muted,
                    screen.word(wanted.empty() ? "ui.search.start" : "ui.search.nothing"), from,
                    {from.x + rest().x, from.y + rest().y}, Place::Centre);
        return;
    }
    std::vector<const Goods*> goods;
    for (const Goods& one : listed.goods) goods.push_back(&one);
    draw_tiles(screen, goods, rest());
}

void draw_nothing(const Screen&) {}

void draw_people(const Screen& screen) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    put_wrapped(screen.look, screen.fonts().body, screen.theme().muted,
                screen.word("ui.member.name_words"), from, {from.x + rest().x, from.y + rest().y},
                Place::Centre);
}

}  // namespace

void draw_search(const Screen& screen) {
    const LettersAsked asked{screen.word("ui.search.placeholder"), ""};
    switch (ask_letters(screen, asked, draw_found_goods)) {
        case LettersAnswer::Changed: screen.send(event::GoodsSearched{screen.memory.field}); break;
        case LettersAnswer::Back:
            screen.open(Open::Nothing);
            screen.send(event::GoodsSearched{});
            break;
        case LettersAnswer::None:
        case LettersAnswer::Confirm: break;
    }
}

void draw_code_entry(const Screen& screen) {
    const LettersAsked asked{screen.word("ui.code.placeholder"), screen.word("ui.code.confirm")};
    const LettersAnswer answer = ask_letters(screen, asked, draw_nothing);
    if (answer == LettersAnswer::Confirm) screen.send(event::CodeTyped{screen.memory.field});
    if (answer == LettersAnswer::Confirm || answer == LettersAnswer::Back)
        screen.open(Open::Nothing);
}

void draw_member_by_name(const Screen& screen) {
    const LettersAsked asked{screen.word("ui.member.name"), screen.word("ui.member.search")};
    const LettersAnswer answer = ask_letters(screen, asked, draw_people);
    if (answer == LettersAnswer::Confirm) screen.send(event::MemberTyped{screen.memory.field});
    if (answer == LettersAnswer::Back) {
        screen.memory.by_name = false;
        wipe(screen.memory.field);
    }
}

}  // namespace kopilka::ui
