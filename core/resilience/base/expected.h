// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <memory>
#include <type_traits>
#include <utility>

namespace Fuseboard {

/// Carries an error into an Expected.
template<typename E>
struct Unexpected
{
    E error;
};
template<typename E>
Unexpected(E) -> Unexpected<E>;

/// Says that what follows makes the error, in place: return {unexpect, ...}.
struct Unexpect
{
};
inline constexpr Unexpect unexpect{};

/// A value, or the reason why there is none. What std::expected will be once both compilers have it.
///
/// Asking for the side that is not there is a programming error and asserted. One that was moved from keeps its side,
/// with what the move left in it. Moving T and E must not throw. It can be copied if both can.
template<typename T, typename E>
class [[nodiscard]] Expected
{
public:
    Expected(T value) // NOLINT(google-explicit-constructor): a value is what one expects
        : m_value(std::move(value))
        , m_hasValue(true)
    {
    }

    template<typename G>
    Expected(Unexpected<G> unexpected) // NOLINT(google-explicit-constructor): made for this
        : m_error(std::move(unexpected.error))
        , m_hasValue(false)
    {
    }

    template<typename... Args>
    explicit Expected(Unexpect, Args &&...args)
        : m_error{std::forward<Args>(args)...}
        , m_hasValue(false)
    {
    }

    Expected(const Expected &other) requires(std::is_copy_constructible_v<T> &&std::is_copy_constructible_v<E>)
        : m_hasValue(other.m_hasValue)
    {
        if (m_hasValue)
            std::construct_at(std::addressof(m_value), other.m_value);
        else
            std::construct_at(std::addressof(m_error), other.m_error);
    }
    Expected(Expected &&other) noexcept
        : m_hasValue(other.m_hasValue)
    {
        if (m_hasValue)
            std::construct_at(std::addressof(m_value), std::move(other.m_value));
        else
            std::construct_at(std::addressof(m_error), std::move(other.m_error));
    }
    Expected &operator=(Expected other) noexcept
    {
        std::destroy_at(this);
        return *std::construct_at(this, std::move(other));
    }
    ~Expected()
    {
        if (m_hasValue)
            std::destroy_at(std::addressof(m_value));
        else
            std::destroy_at(std::addressof(m_error));
    }

    bool hasValue() const noexcept { return m_hasValue; }
    explicit operator bool() const noexcept { return m_hasValue; }

    T &value() &
    {
        Q_ASSERT(m_hasValue);
        return m_value;
    }
    const T &value() const &
    {
        Q_ASSERT(m_hasValue);
        return m_value;
    }
    T &&value() && { return std::move(value()); }

    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(value()); }
    T *operator->() { return std::addressof(value()); }
    const T *operator->() const { return std::addressof(value()); }

    const E &error() const &
    {
        Q_ASSERT(!m_hasValue);
        return m_error;
    }
    E &&error() &&
    {
        Q_ASSERT(!m_hasValue);
        return std::move(m_error);
    }

private:
    union
    {
        T m_value;
        E m_error;
    };
    bool m_hasValue;
};

} // namespace Fuseboard
