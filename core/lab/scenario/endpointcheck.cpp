// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/endpointcheck.h"

#include "lab/fault/faultcheck.h"
#include "resilience/http/headerrules.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void checkLatency(const ConfigCheck &check, const LatencyConfig &latency, Duration perConcurrent)
{
    Fuseboard::checkLatency(latency, check);
    checkPerConcurrent(perConcurrent, check);
}

void checkRamp(const ConfigCheck &check, const RampTarget &ramp, const PhaseConfig &from)
{
    const ConfigCheck latency = check.at(u"latency"_s);
    if (!ramp.latency) {
        checkPerConcurrent(ramp.perConcurrent.value_or(Duration::zero()), latency);
    } else if (ramp.latency->index() == from.latency.index()) {
        checkLatency(latency, *ramp.latency, ramp.perConcurrent.value_or(Duration::zero()));
    } else {
        check.fail(u"latency"_s, u"must be of the same kind as the phase's own latency, which it begins with"_s);
    }
    if (ramp.faults) {
        checkFaults(*ramp.faults, check);
        for (qsizetype i = 0; i < ramp.faults->size(); ++i) {
            check.at(u"faults"_s, i)
                .require(!ramp.faults->at(i).pattern, u"pattern"_s,
                         u"must not stand here: only shares move, so give the fault a share"_s);
        }
    }
}

void checkPhase(const ConfigCheck &check, const PhaseConfig &phase)
{
    check.time(u"for"_s, phase.length, false);
    checkLatency(check.at(u"latency"_s), phase.latency, phase.perConcurrent);
    checkFaults(phase.faults, check);
    if (phase.rampTo) {
        const RampTarget &ramp = *phase.rampTo;
        check.require(ramp.latency || ramp.perConcurrent || ramp.faults, u"rampTo"_s,
                      u"must name the latency, the faults or both that it moves to"_s);
        checkRamp(check.at(u"rampTo"_s), ramp, phase);
    }
}

void checkPath(const ConfigCheck &check, const QString &path)
{
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (!path.startsWith(u'/'))
        check.fail(u"path"_s, u"must begin with '/', not be \"%1\""_s.arg(path));
    else if (path.contains(u'?') || path.contains(u'#'))
        check.fail(u"path"_s, u"must be a path only, without '?' or '#'"_s);
    else
        check.require(std::ranges::none_of(path, isControl), u"path"_s, u"must have no control character in it"_s);
}

} // namespace

void checkEndpoint(const ConfigCheck &check, const EndpointConfig &endpoint)
{
    check.require(!endpoint.name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.require(endpoint.name != "*"_L1, u"name"_s, u"must be another one: \"*\" stands for all others"_s);
    check.require(isHttpToken(endpoint.method), u"method"_s,
                  u"must be an HTTP method such as GET, not \"%1\""_s.arg(QString::fromUtf8(endpoint.method)));
    checkPath(check, endpoint.path);
    if (endpoint.capacity)
        checkCapacity(*endpoint.capacity, check.at(u"capacity"_s));

    check.require(!endpoint.phases.isEmpty(), u"phases"_s, u"must name at least one phase"_s);
    Duration all{};
    for (qsizetype i = 0; i < endpoint.phases.size(); ++i) {
        const PhaseConfig &phase = endpoint.phases[i];
        checkPhase(check.at(u"phases"_s, i), phase);
        // Where one of them is too long, that has been said.
        all += std::clamp(phase.length, Duration::zero(), ConfigCheck::LongestTime);
        if (all > ConfigCheck::LongestTime && phase.length <= ConfigCheck::LongestTime) {
            check.at(u"phases"_s, i).fail(u"for"_s, u"must be shorter: all phases together may take 8784h"_s);
            break;
        }
    }
}

} // namespace Fuseboard
