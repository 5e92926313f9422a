// Pricing in a few words: a programme as text, goods by name and price, the total that results.
#pragma once
#include "pos/loyalty/parse.h"
#include "pos/sale/price.h"

#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

// "programme" and "name" are put in front; fails the test (and throws) where the text has mistakes.
Publication publication_of(std::string_view offers);

struct Shop {
    explicit Shop(std::string_view offers) : publication(publication_of(offers)) {}
    explicit Shop(Publication in_force) : publication(std::move(in_force)) {}

    // Goods of one line. The category is the SKU's part before '-': "coffee-latte".
    BasketLine& add(std::string sku, std::string_view price, std::string_view quantity = "1");
    void pay(TenderKind kind, std::string_view amount);
    MemberView& join();  // today, without history

    PricedBasket price() const;
    std::string total() const;
    std::string nets() const;  // of each line: "90.00 45.00"
    std::string outcomes()
        const;  // of every offer: "ten-off applied 10.00; other lost to ten-off by 5.00"
    Explanation about(std::string_view offer) const;

    Publication publication;
    PriceContext context = default_context();
    std::optional<MemberView> member;
    Basket basket;
    std::vector<Tender> tenders;

    static PriceContext default_context();  // Sunday 2026-03-08 18:05 in Moscow, taxes included
};

std::string in_words(const Explanation& explanation);

}  // namespace kopilka
