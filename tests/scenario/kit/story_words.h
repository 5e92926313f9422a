// What stories say beyond the words of `till script`: the server, other tills, the clock, and what
// must be true of the whole shop in the end.
#pragma once
#include "pos/app/vocabulary.h"
#include "tests/scenario/kit/story_shop.h"

namespace kopilka {

// All words of stories, those of `till script` included.
app::Vocabulary story_vocabulary(StoryShop& shop);
// Only those that are not words of `till script`.
void add_story_words(app::Vocabulary& words, StoryShop& shop);

}  // namespace kopilka
