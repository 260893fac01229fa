// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestcounts.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

QString outcomeName(RequestOutcome outcome)
{
    switch (outcome) {
    case RequestOutcome::Ok:
        return u"ok"_s;
    case RequestOutcome::Status:
        return u"status"_s;
    case RequestOutcome::Hang:
        return u"hang"_s;
    case RequestOutcome::Reset:
        return u"reset"_s;
    case RequestOutcome::Close:
        return u"close"_s;
    case RequestOutcome::Truncate:
        return u"truncate"_s;
    case RequestOutcome::Malformed:
        return u"malformed"_s;
    case RequestOutcome::Slow:
        return u"slow"_s;
    case RequestOutcome::RedirectLoop:
        return u"redirectLoop"_s;
    case RequestOutcome::Refused:
        return u"refused"_s;
    case RequestOutcome::Abandoned:
        break;
    }
    return u"abandoned"_s;
}

} // namespace Fuseboard
