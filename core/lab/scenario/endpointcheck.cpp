// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/endpointcheck.h"

#include "lab/fault/faultcheck.h"
#include "lab/fault/requestpath.h"
#include "lab/file/plainline.h"
#include "resilience/base/suggestion.h"
#include "resilience/http/headerrules.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype LongestMethod = 64; // three times the longest one that is registered

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
    check.plainLine(u"name"_s, phase.name);
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

/// @p path is in its normal form.
void checkNormalPath(const ConfigCheck &check, const QByteArray &path)
{
    if (path.startsWith("//")) {
        check.fail(u"path"_s, u"must not begin with \"//\": a client takes the name behind it for a host"_s);
    } else {
        check.require(path.size() <= LongestPath, u"path"_s,
                      u"must have at most %1 bytes in a request, not %2"_s.arg(LongestPath).arg(path.size()));
    }
}

void checkPath(const ConfigCheck &check, const QString &path)
{
    if (!path.startsWith(u'/'))
        check.fail(u"path"_s, u"must begin with '/', not be %1"_s.arg(quotedWord(path)));
    else if (path.contains(u'?') || path.contains(u'#'))
        check.fail(u"path"_s, u"must be a path only, without '?' or '#'"_s);
    else if (!isPlainLine(path))
        check.fail(u"path"_s, u"must have no control character in it"_s);
    else
        checkNormalPath(check, normalPath(path.toUtf8()));
}

void checkMethod(const ConfigCheck &check, const QByteArray &method)
{
    if (!isHttpToken(method)) {
        check.fail(u"method"_s,
                   u"must be an HTTP method such as GET, not %1"_s.arg(quotedWord(QString::fromUtf8(method))));
    } else if (method == "CONNECT") {
        check.fail(u"method"_s,
                   u"must be another one: CONNECT asks a proxy for a tunnel, and no client sends it here"_s);
    } else {
        check.require(method.size() <= LongestMethod, u"method"_s,
                      u"must have at most %1 characters, not %2"_s.arg(LongestMethod).arg(method.size()));
    }
}

} // namespace

void checkEndpoint(const ConfigCheck &check, const EndpointConfig &endpoint)
{
    check.require(!endpoint.name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.plainLine(u"name"_s, endpoint.name);
    check.require(endpoint.name != "*"_L1, u"name"_s, u"must be another one: \"*\" stands for all others"_s);
    checkMethod(check, endpoint.method);
    checkPath(check, endpoint.path);
    if (endpoint.capacity)
        checkCapacity(*endpoint.capacity, check.at(u"capacity"_s));

    check.require(!endpoint.phases.isEmpty(), u"phases"_s, u"must name at least one phase"_s);
    Duration all{};
    for (qsizetype i = 0; i < endpoint.phases.size() && !check.isFull(); ++i) {
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
