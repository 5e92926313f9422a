#include "pos/app/names.h"

namespace kopilka::app {

ui::Names names_of(const Publication& publication) {
    ui::Names names;
    for (const Programme& programme : publication.programmes()) {
        names.programmes[programme.id] = programme.name;
        for (const Tier& tier : programme.tiers) names.tiers[tier.id] = tier.name;
    }
    return names;
}

}  // namespace kopilka::app
