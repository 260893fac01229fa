// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/exception.h"

#include <array>

namespace Fuseboard {

namespace {

template<ErrorKind Kind>
std::exception_ptr makeException(const Error &error)
{
    return std::make_exception_ptr(Detail::ExceptionOf<Kind>(error));
}

template<std::size_t... Kinds>
constexpr auto makersOf(std::index_sequence<Kinds...>)
{
    return std::array{&makeException<static_cast<ErrorKind>(Kinds)>...};
}

constexpr auto Makers = makersOf(std::make_index_sequence<ErrorKindCount>());

} // namespace

ErrorException::ErrorException(Error error)
    : m_error(std::move(error))
    , m_what(describe(m_error).toUtf8())
{
}

ErrorException::~ErrorException() = default;

const char *ErrorException::what() const noexcept
{
    return m_what.constData();
}

void ErrorException::raise() const
{
    throw *this; // NOLINT(misc-throw-by-value-catch-by-reference)
}

ErrorException *ErrorException::clone() const
{
    return new ErrorException(*this);
}

std::exception_ptr unwrapped(std::exception_ptr thrown)
{
    for (;;) {
        try {
            std::rethrow_exception(thrown);
        } catch (const QUnhandledException &wrapped) {
            std::exception_ptr held = wrapped.exception();
            if (!held || held == thrown)
                return thrown;
            thrown = std::move(held);
        } catch (...) {
            return thrown;
        }
    }
}

std::exception_ptr toException(const Error &error)
{
    const auto index = static_cast<std::size_t>(error.kind);
    Q_ASSERT(index < Makers.size());
    return Makers[index](error);
}

} // namespace Fuseboard
