// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/classifier.h"

#include "resilience/base/exception.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

Error Classifier::classify(const std::exception_ptr &thrown) const
{
    Q_ASSERT(thrown);
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
