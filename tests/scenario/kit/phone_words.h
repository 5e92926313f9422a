// Words of stories about the card in a customer's phone, and about the programme in force.
#pragma once
#include "pos/app/vocabulary.h"
#include "tests/scenario/kit/story_shop.h"

namespace kopilka {

void add_phone_words(app::Vocabulary& words, StoryShop& shop);

}  // namespace kopilka
