// The JSON files of an import as values. The JSON library stays behind this header.
#pragma once
#include "pos/core/result.h"
#include "pos/core/time.h"
#include "sync/protocol/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace kopilka::sync {

struct CatalogueFile {
    Categories categories;
    std::vector<Goods> goods;
};
Result<CatalogueFile> parse_catalogue(std::string_view json, const std::string& file);
Result<std::vector<Member>> parse_members(std::string_view json, const std::string& file,
                                          LocalTime at);

}  // namespace kopilka::sync
