// Short-lived memory of one step of a pricing: on the stack first, on the heap only where a basket
// is far larger than usual.
#pragma once
#include <cstddef>

#include <boost/container/small_vector.hpp>

namespace kopilka {

template <typename T, std::size_t Usual = 32>
using ScratchVector = boost::container::small_vector<T, Usual>;

}  // namespace kopilka
