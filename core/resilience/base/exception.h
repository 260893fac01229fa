// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"

#include <QException>

#include <exception>
#include <utility>

namespace Fuseboard {

/// An Error on its way through a QFuture; the base of the typed ones below. A plain value.
///
/// Catch this to see every error, or one of the aliases to see a kind and all that stand below it:
/// `catch (const ApiError &)` sees a RateLimitedError too. RejectedError and CancelledError are no AnyError, as their
/// kinds are not below `any`. A guarded function may throw them as well.
class ErrorException : public QException
{
public:
    explicit ErrorException(Error error);
    ~ErrorException() override;

    const Error &error() const noexcept { return m_error; }
    ErrorKind kind() const noexcept { return m_error.kind; }
    std::optional<Duration> retryAfter() const noexcept { return m_error.retryAfter; }

    /// describe(error()) in UTF-8; lives as long as this.
    const char *what() const noexcept override;
    void raise() const override;
    ErrorException *clone() const override;

private:
    Error m_error;
    QByteArray m_what;
};

namespace Detail {

template<ErrorKind Kind>
class ExceptionOf;

template<ErrorKind Kind, bool HasParent = parentOf(Kind).has_value()>
struct ExceptionBase
{
    using Type = ErrorException;
};
template<ErrorKind Kind>
struct ExceptionBase<Kind, true>
{
    using Type = ExceptionOf<*parentOf(Kind)>;
};

/// The exception of one kind; derives from that of its parent, as the kinds do.
template<ErrorKind Kind>
class ExceptionOf : public ExceptionBase<Kind>::Type
{
public:
    /// An error of this kind with nothing but a message.
    explicit ExceptionOf(const QString &message = {})
        : ExceptionOf(Error{Kind, message, {}, {}, {}, {}})
    {
    }

    /// @p error must be of this kind or of one below it.
    explicit ExceptionOf(Error error)
        : ExceptionBase<Kind>::Type(std::move(error))
    {
        Q_ASSERT(isA(this->kind(), Kind));
    }

    void raise() const override { throw *this; } // NOLINT(misc-throw-by-value-catch-by-reference)
    ExceptionOf *clone() const override { return new ExceptionOf(*this); }
};

} // namespace Detail

using AnyError = Detail::ExceptionOf<ErrorKind::Any>;
using NetworkError = Detail::ExceptionOf<ErrorKind::Network>;
using ConnectionError = Detail::ExceptionOf<ErrorKind::Connection>;
using TimeoutError = Detail::ExceptionOf<ErrorKind::Timeout>;
using ProtocolError = Detail::ExceptionOf<ErrorKind::Protocol>;
using SecurityError = Detail::ExceptionOf<ErrorKind::Security>;
using RedirectError = Detail::ExceptionOf<ErrorKind::Redirect>;
using TooLargeError = Detail::ExceptionOf<ErrorKind::TooLarge>;
using EncodingError = Detail::ExceptionOf<ErrorKind::Encoding>;
using ApiError = Detail::ExceptionOf<ErrorKind::Api>;
using RateLimitedError = Detail::ExceptionOf<ErrorKind::RateLimited>;
using AuthenticationError = Detail::ExceptionOf<ErrorKind::Authentication>;
using NotFoundError = Detail::ExceptionOf<ErrorKind::NotFound>;
using ServerError = Detail::ExceptionOf<ErrorKind::Server>;
using ClientError = Detail::ExceptionOf<ErrorKind::Client>;
using OtherError = Detail::ExceptionOf<ErrorKind::Other>;
using RejectedError = Detail::ExceptionOf<ErrorKind::Rejected>;
using CircuitOpenError = Detail::ExceptionOf<ErrorKind::CircuitOpen>;
using OverloadError = Detail::ExceptionOf<ErrorKind::Overload>;
using CancelledError = Detail::ExceptionOf<ErrorKind::Cancelled>;

/// What @p thrown really is: where it is a QUnhandledException that holds the exception of another thread, as
/// QtConcurrent::run() makes one, then that; else @p thrown. Not null.
std::exception_ptr unwrapped(std::exception_ptr thrown);

/// @p error as the exception of its kind, for QPromise::setException().
std::exception_ptr toException(const Error &error);

} // namespace Fuseboard
