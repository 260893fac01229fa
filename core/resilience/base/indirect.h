// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <memory>
#include <utility>

namespace Fuseboard {

/// A value kept on the heap, or nothing, that is copied with its owner. For the parts of a small value type that are
/// large and seldom there. One thread. An empty one must not be looked into.
template<typename T>
class Indirect
{
public:
    Indirect() noexcept = default;
    Indirect(const Indirect &other)
        : m_value(other.m_value ? std::make_unique<T>(*other.m_value) : nullptr)
    {
    }
    Indirect(Indirect &&) noexcept = default;
    Indirect &operator=(Indirect other) noexcept
    {
        std::swap(m_value, other.m_value);
        return *this;
    }
    ~Indirect() = default;

    template<typename... Args>
    T &emplace(Args &&...args)
    {
        m_value = std::make_unique<T>(std::forward<Args>(args)...);
        return *m_value;
    }
    void reset() noexcept { m_value.reset(); }

    explicit operator bool() const noexcept { return m_value != nullptr; }
    T *operator->() noexcept { return m_value.get(); }
    const T *operator->() const noexcept { return m_value.get(); }
    T &operator*() noexcept { return *m_value; }
    const T &operator*() const noexcept { return *m_value; }

private:
    std::unique_ptr<T> m_value;
};

} // namespace Fuseboard
