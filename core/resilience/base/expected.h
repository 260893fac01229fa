// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <utility>
#include <variant>

namespace Fuseboard {

/// Carries an error into an Expected.
template<typename E>
struct Unexpected
{
    E error;
};
template<typename E>
Unexpected(E) -> Unexpected<E>;

/// A value, or the reason why there is none. What std::expected will be once both compilers have it.
///
/// Asking for the side that is not there is a programming error and asserted.
template<typename T, typename E>
class [[nodiscard]] Expected
{
public:
    Expected(T value) // NOLINT(google-explicit-constructor): a value is what one expects
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }

    template<typename G>
    Expected(Unexpected<G> unexpected) // NOLINT(google-explicit-constructor): made for this
        : m_content(std::in_place_index<1>, std::move(unexpected.error))
    {
    }

    bool hasValue() const noexcept { return m_content.index() == 0; }
    explicit operator bool() const noexcept { return hasValue(); }

    T &value() &
    {
        Q_ASSERT(hasValue());
        return *std::get_if<0>(&m_content);
    }
    const T &value() const &
    {
        Q_ASSERT(hasValue());
        return *std::get_if<0>(&m_content);
    }
    T &&value() && { return std::move(value()); }

    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(value()); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    const E &error() const &
    {
        Q_ASSERT(!hasValue());
        return *std::get_if<1>(&m_content);
    }
    E &&error() &&
    {
        Q_ASSERT(!hasValue());
        return std::move(*std::get_if<1>(&m_content));
    }

private:
    std::variant<T, E> m_content;
};

} // namespace Fuseboard
