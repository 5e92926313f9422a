// Overload{[](A) …, [](B) …}: one visitor of lambdas for std::visit; a forgotten alternative does
// not compile.
#pragma once

namespace kopilka {

template <typename... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};
template <typename... Fs>
Overload(Fs...) -> Overload<Fs...>;

}  // namespace kopilka
