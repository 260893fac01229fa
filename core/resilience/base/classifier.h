// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"

#include <QList>

#include <exception>
#include <functional>
#include <optional>
#include <typeindex>
#include <utility>

namespace Fuseboard {

/// Makes an Error of what a guarded function throws or returns, so that policies can count it.
///
///     Classifier classifier;
///     classifier.onException<SqlError>(
///         [](const SqlError &e) { return e.isTimeout() ? ErrorKind::Timeout : ErrorKind::Server; });
///     classifier.onResult<Answer>(
///         [](const Answer &a) { return a.ok ? std::nullopt : std::optional(ErrorKind::Server); });
///
/// Rules are asked in the order in which they were added; the first that fits decides, so a second one for the same
/// type is never asked. Without one an ErrorException is the error it carries, any other exception is `other`, and
/// every returned value is a success. Rules run on the thread of the call and must not throw. A value type; once it is
/// in use it may be read from several threads, if the functions in it may.
class Classifier
{
public:
    /// @p function takes `const E &` and returns an ErrorKind or an Error. A kind gets the exception's text as its
    /// message.
    template<typename E, typename Function>
    Classifier &onException(Function function)
    {
        m_exceptionRules.append(
            [function = std::move(function)](const std::exception_ptr &thrown) -> std::optional<Error> {
                try {
                    std::rethrow_exception(thrown);
                } catch (const E &e) {
                    return toError(function(e), messageOf(thrown));
                } catch (...) {
                    return std::nullopt;
                }
            });
        return *this;
    }

    /// @p function takes `const T &` and returns std::optional of an ErrorKind or of an Error; none is a success. It is
    /// asked for functions that return exactly T or QFuture<T>. A value that is judged a failure is counted and retried
    /// as one, and is still what the caller gets in the end.
    template<typename T, typename Function>
    Classifier &onResult(Function function)
    {
        m_resultRules.append({typeid(T), [function = std::move(function)](const void *value) -> std::optional<Error> {
                                  if (const auto verdict = function(*static_cast<const T *>(value)))
                                      return toError(*verdict, {});
                                  return std::nullopt;
                              }});
        return *this;
    }

    /// The error that @p wrapped stands for, which must not be null. What QtConcurrent wrapped in a QUnhandledException
    /// counts as what it was. A std::bad_function_call is asked no rule: an empty function is a mistake in the program
    /// and no failure of the service, so it is `cancelled`, which counts nowhere and is not retried.
    Error classify(const std::exception_ptr &wrapped) const;

    /// The error that @p value stands for; none if it is a success.
    template<typename T>
    std::optional<Error> judge(const T &value) const
    {
        return judge(typeid(T), &value);
    }

private:
    static Error toError(ErrorKind kind, QString message) { return {kind, std::move(message), {}, {}, {}, {}}; }
    static Error toError(Error error, const QString &) { return error; }
    static QString messageOf(const std::exception_ptr &thrown);

    std::optional<Error> judge(std::type_index type, const void *value) const;

    QList<std::function<std::optional<Error>(const std::exception_ptr &)>> m_exceptionRules;
    QList<std::pair<std::type_index, std::function<std::optional<Error>(const void *)>>> m_resultRules;
};

} // namespace Fuseboard
