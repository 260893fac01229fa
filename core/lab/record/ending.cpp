// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/ending.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Whether the status of @p ending says of which kind it is.
bool isSaidByStatus(const Ending &ending)
{
    return !ending.isSuccess && ending.status > 0 && errorKindOfStatus(ending.status) == ending.kind;
}

} // namespace

QString Ending::outcome() const
{
    if (isSuccess)
        return u"success"_s;
    return isSaidByStatus(*this) ? QString::number(status) : errorKindName(kind);
}

QString Ending::text() const
{
    return status == 0 || isSaidByStatus(*this) ? outcome() : u"%1 %2"_s.arg(outcome()).arg(status);
}

std::optional<Ending> Ending::fromText(QStringView text)
{
    const qsizetype blank = text.indexOf(u' ');
    const QStringView word = blank < 0 ? text : text.first(blank);
    int status = 0;
    if (blank >= 0) {
        bool isNumber = false;
        status = text.sliced(blank + 1).toInt(&isNumber);
        if (!isNumber || status < 100 || status > 999)
            return std::nullopt;
    }
    if (word == "success"_L1)
        return success(status);
    if (const auto kind = errorKindFromName(word))
        return failure(*kind, status);
    bool isNumber = false;
    status = word.toInt(&isNumber);
    const auto kind = isNumber && blank < 0 ? errorKindOfStatus(status) : std::nullopt;
    return kind ? std::optional(failure(*kind, status)) : std::nullopt;
}

} // namespace Fuseboard
