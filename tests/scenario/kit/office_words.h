// Words of stories about the office: the program `central`, beside the running server.
#pragma once
#include "pos/app/vocabulary.h"
#include "tests/scenario/kit/story_shop.h"

namespace kopilka {

void add_office_words(app::Vocabulary& words, StoryShop& shop);

}  // namespace kopilka
