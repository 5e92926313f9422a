#include "pos/ui/names.h"

namespace kopilka::ui {

Names names_of(const Publication& publication) {
    Names names;
    for (const Programme& programme : publication.programmes()) {
        names.programmes[programme.id] = programme.name;
        for (const Tier& tier : programme.tiers) names.tiers[tier.id] = tier.name;
    }
    for (const Offer& offer : publication.offers()) {
        if (!offer.stamps) continue;
        const Programme* programme = publication.find_programme(offer.programme);
        names.stamps[offer.stamps->card] = {programme == nullptr ? offer.name : programme->name,
                                            offer.stamps->every};
    }
    return names;
}

}  // namespace kopilka::ui
