#include "pos/sale/shop.h"

#include "pos/core/check.h"

#include <algorithm>

namespace kopilka {

const RoleLimits& limits(const ShopSettings& shop, Role role) {
    const auto found = shop.roles.find(role);
    check(found != shop.roles.end(), "a shop's settings name all three roles");
    return found->second;
}

const StaffMember* find_staff(const ShopSettings& shop, const CashierId& id) {
    const auto found = std::ranges::find(shop.staff, id, &StaffMember::id);
    return found == shop.staff.end() ? nullptr : &*found;
}

const Department* find_department(const ShopSettings& shop, std::string_view id) {
    const auto found = std::ranges::find(shop.departments, id, &Department::id);
    return found == shop.departments.end() ? nullptr : &*found;
}

}  // namespace kopilka
