// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/classifier.h"

#include "resilience/base/exception.h"

#include <functional>

namespace Fuseboard {

using namespace Qt::StringLiterals;

Error Classifier::classify(const std::exception_ptr &wrapped) const
{
    Q_ASSERT(wrapped);
    const std::exception_ptr thrown = unwrapped(wrapped);
    try {
        std::rethrow_exception(thrown);
    } catch (const std::bad_function_call &) {
        return toError(ErrorKind::Cancelled, u"the function to call is empty"_s);
    } catch (...) { // NOLINT(bugprone-empty-catch): the rules say what it is
    }
    for (const auto &rule : m_exceptionRules) {
        if (std::optional<Error> error = rule(thrown))
            return *std::move(error);
    }
    try {
        std::rethrow_exception(thrown);
    } catch (const ErrorException &e) {
        return e.error();
    } catch (...) {
        return toError(ErrorKind::Other, messageOf(thrown));
    }
}

QString Classifier::messageOf(const std::exception_ptr &thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const ErrorException &e) {
        // Not what(): that begins with the kind, and the rule may be about to give it another.
        return e.error().message;
    } catch (const std::exception &e) {
        return QString::fromUtf8(e.what());
    } catch (...) {
        return u"an exception that is no std::exception"_s;
    }
}

std::optional<Error> Classifier::judge(std::type_index type, const void *value) const
{
    for (const auto &[ruleType, rule] : m_resultRules) {
        if (ruleType == type)
            return rule(value);
    }
    return std::nullopt;
}

} // namespace Fuseboard
