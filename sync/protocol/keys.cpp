#include "sync/protocol/codec.h"

namespace kopilka::sync {
namespace {

struct KindOf {
    ChangeKind operator()(const Article&) const { return ChangeKind::Goods; }
    ChangeKind operator()(const Categories&) const { return ChangeKind::Categories; }
    ChangeKind operator()(const Member&) const { return ChangeKind::Member; }
    ChangeKind operator()(const Staff&) const { return ChangeKind::Staff; }
    ChangeKind operator()(const ShopText&) const { return ChangeKind::Shop; }
    ChangeKind operator()(const PublishedFiles&) const { return ChangeKind::Publication; }
    ChangeKind operator()(const CardTrust&) const { return ChangeKind::CardTrust; }
    ChangeKind operator()(const Removed& removed) const { return removed.kind; }
};

struct KeyOf {
    std::string operator()(const Article& article) const { return article.goods.sku.value; }
    std::string operator()(const Categories&) const { return "categories"; }
    std::string operator()(const Member& member) const { return to_string(member.view.id); }
    std::string operator()(const Staff& staff) const { return staff.id.value; }
    std::string operator()(const ShopText&) const { return "shop"; }
    std::string operator()(const PublishedFiles& files) const { return to_string(files.hash); }
    std::string operator()(const CardTrust&) const { return "cards"; }
    std::string operator()(const Removed& removed) const { return removed.key; }
};

}  // namespace

ChangeKind kind_of(const Change& change) { return std::visit(KindOf{}, change); }
std::string key_of(const Change& change) { return std::visit(KeyOf{}, change); }

}  // namespace kopilka::sync
