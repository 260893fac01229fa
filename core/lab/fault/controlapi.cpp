// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/controlapi.h"

#include "lab/fault/faultcheck.h"
#include "lab/fault/faultjson.h"
#include "lab/fault/faultserver.h"
#include "lab/fault/metricstext.h"
#include "lab/fault/overridepatch.h"
#include "lab/fault/requestpath.h"
#include "lab/json/jsontext.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/suggestion.h"

#include <QJsonDocument>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

HttpAnswer jsonAnswer(const QJsonObject &json, int status = 200, const QByteArray &headers = {})
{
    return {.status = status,
            .headers = "Content-Type: application/json\r\n" + headers,
            .body = QJsonDocument(json).toJson(QJsonDocument::Indented)};
}

/// What is before the first @p end; all of it, if there is none.
QByteArray before(const QByteArray &text, char end)
{
    const qsizetype at = text.indexOf(end);
    return at < 0 ? text : text.first(at);
}

/// The decoded parts of the path: a name may have a slash in it.
QStringList partsOf(const QByteArray &target)
{
    QStringList parts;
    for (const QByteArray &part : pathOfTarget(target).toByteArray().split('/'))
        parts.append(QString::fromUtf8(QByteArray::fromPercentEncoding(part)));
    return parts.mid(1);
}

// Answers are bounded, whatever was sent: a person does not read more.
constexpr qsizetype MostIssues = 100;
constexpr qsizetype LongestText = 500;

QJsonObject errorObject(const QString &what, const QString &where, const QString &remedy)
{
    return {{u"what"_s, shortened(what, LongestText)},
            {u"where"_s, shortened(where, LongestText)},
            {u"remedy"_s, shortened(remedy, LongestText)}};
}

HttpAnswer notAllowed(const FaultRequest &request, const QByteArray &allowed)
{
    HttpAnswer answer = ControlApi::error(405, u"%1 is not for this"_s.arg(QString::fromUtf8(request.method)),
                                          QString::fromUtf8(request.target),
                                          u"use %1"_s.arg(QString::fromUtf8(allowed)));
    answer.headers += "Allow: " + allowed + "\r\n";
    return answer;
}

QJsonObject issueObject(const QString &pointer, const QString &message)
{
    return {{u"where"_s, shortened(pointer, LongestText)}, {u"what"_s, shortened(message, LongestText)}};
}

HttpAnswer refused(const QJsonArray &issues, const FaultRequest &request)
{
    QJsonObject error = errorObject(u"the change is refused, and nothing has changed"_s,
                                    QString::fromUtf8(request.target), u"correct what issues names"_s);
    error.insert(u"issues"_s, issues);
    return jsonAnswer({{u"error"_s, error}}, 422);
}

HttpAnswer refused(const ConfigIssues &issues, const FaultRequest &request)
{
    QJsonArray list;
    for (const ConfigIssue &issue : issues.first(std::min(issues.size(), MostIssues))) {
        const auto names = splitFieldPath(issue.field);
        Q_ASSERT(names);
        list.append(issueObject(jsonPointer(*names), issue.message));
    }
    if (issues.size() > MostIssues) {
        const QString count = (isFull(issues) ? u"at least %1"_s : u"%1"_s).arg(issues.size() - MostIssues);
        list.append(issueObject({}, u"there are %1 more issues, which are not listed"_s.arg(count)));
    }
    return refused(list, request);
}

/// The JSON object in a request's body.
Expected<QJsonObject, HttpAnswer> objectIn(const FaultRequest &request)
{
    const QString where = QString::fromUtf8(request.target);
    const QByteArray type = before(request.contentType, ';').trimmed().toLower();
    if (type != "application/json" && type != "application/merge-patch+json") {
        HttpAnswer answer = ControlApi::error(
            415, u"the body's type is \"%1\""_s.arg(QString::fromUtf8(request.contentType)), where,
            u"send JSON with the header Content-Type: application/json"_s);
        answer.headers += "Accept-Patch: application/merge-patch+json, application/json\r\n";
        return Unexpected{answer};
    }
    const auto json = JsonText::parse(request.body);
    if (!json) {
        const JsonIssue &fault = json.error();
        return Unexpected{ControlApi::error(400, u"the body is not JSON: %1"_s.arg(fault.message),
                                            u"line %1, column %2 of the body"_s.arg(fault.line).arg(fault.column),
                                            u"send a JSON object"_s)};
    }
    if (!json->value().isObject())
        return Unexpected{ControlApi::error(400, u"the body is no JSON object"_s, where, u"send one, as in {...}"_s)};
    if (!json->duplicates().isEmpty()) {
        QJsonArray list;
        for (const JsonIssue &duplicate : json->duplicates())
            list.append(issueObject(duplicate.pointer, duplicate.message));
        return Unexpected{refused(list, request)};
    }
    return json->value().toObject();
}

} // namespace

HttpAnswer ControlApi::error(int status, const QString &what, const QString &where, const QString &remedy)
{
    return jsonAnswer({{u"error"_s, errorObject(what, where, remedy)}}, status);
}

HttpAnswer ControlApi::answer(const FaultRequest &request)
{
    const QStringList parts = partsOf(request.target);
    const bool isGet = request.method == "GET" || request.isHead();
    if (parts == QStringList{u"metrics"_s}) {
        if (!isGet)
            return notAllowed(request, "GET, HEAD");
        return {.headers = "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n", .body = metricsText(m_server)};
    }
    if (parts == QStringList{u"endpoints"_s})
        return isGet ? endpoints() : notAllowed(request, "GET, HEAD");
    if (parts.size() < 2 || parts.size() > 3 || parts.first() != "endpoints"_L1)
        return error(404, u"there is nothing"_s, QString::fromUtf8(request.target), u"try GET /endpoints"_s);

    const int index = find(parts[1]);
    if (index < 0) {
        QStringList names;
        for (const EndpointConfig &config : m_server.endpoints())
            names.append(config.name);
        return error(404, u"there is no endpoint %1"_s.arg(quotedWord(parts[1])), QString::fromUtf8(request.target),
                     u"choose from %1"_s.arg(quotedWords(names)));
    }
    if (parts.size() == 2) {
        if (isGet)
            return endpoint(index);
        return request.method == "PATCH" ? patch(index, request) : notAllowed(request, "GET, HEAD, PATCH");
    }
    if (parts[2] == "break"_L1)
        return request.method == "POST" ? breakIt(index, request) : notAllowed(request, "POST");
    if (parts[2] == "heal"_L1)
        return request.method == "POST" ? heal(index) : notAllowed(request, "POST");
    return error(404, u"there is nothing"_s, QString::fromUtf8(request.target), u"try /break or /heal"_s);
}

int ControlApi::find(const QString &name) const
{
    for (int i = 0; i < m_server.endpoints().size(); ++i) {
        if (m_server.endpoints()[i].name == name)
            return i;
    }
    return -1;
}

QJsonObject ControlApi::describe(int index) const
{
    const EndpointConfig &config = m_server.endpoints()[index];
    const EndpointState state = m_server.state(index);
    QJsonArray byHand;
    if (state.byHand.latency || state.byHand.perConcurrent)
        byHand.append(u"latency"_s);
    if (state.byHand.faults)
        byHand.append(u"faults"_s);
    if (state.byHand.capacity)
        byHand.append(u"capacity"_s);
    QJsonObject outcomes;
    for (int i = 0; i < RequestCounts::Outcomes; ++i) {
        const auto outcome = static_cast<RequestOutcome>(i);
        outcomes.insert(outcomeName(outcome), static_cast<qint64>(state.counts.of(outcome)));
    }
    return {{u"name"_s, config.name},
            {u"method"_s, QString::fromUtf8(config.method)},
            {u"path"_s, config.path},
            {u"urls"_s, QJsonArray::fromStringList(m_server.urls(index))},
            {u"phase"_s, state.phase},
            {u"health"_s, healthName(state.health)},
            {u"refusesConnections"_s, state.isRefusing},
            {u"latency"_s, toJson(LatencyFields{state.latency, state.perConcurrent})},
            {u"faults"_s, toJson(state.faults)},
            {u"capacity"_s, state.capacity ? QJsonValue(toJson(*state.capacity)) : QJsonValue()},
            {u"byHand"_s, byHand},
            {u"working"_s, state.working},
            {u"waiting"_s, state.waiting},
            {u"requests"_s, static_cast<qint64>(state.counts.requests)},
            {u"outcomes"_s, outcomes}};
}

HttpAnswer ControlApi::endpoints() const
{
    QJsonArray list;
    for (int i = 0; i < m_server.endpoints().size(); ++i)
        list.append(describe(i));
    return jsonAnswer({{u"endpoints"_s, list}});
}

HttpAnswer ControlApi::endpoint(int index) const
{
    return jsonAnswer(describe(index));
}

HttpAnswer ControlApi::patch(int index, const FaultRequest &request)
{
    const auto json = objectIn(request);
    if (!json)
        return json.error();
    ConfigIssues issues;
    const EndpointOverride changed = patchedOverride(m_server.state(index), *json, issues);
    if (!issues.isEmpty())
        return refused(issues, request);
    m_server.setOverride(index, changed);
    return endpoint(index);
}

HttpAnswer ControlApi::breakIt(int index, const FaultRequest &request)
{
    FaultConfig fault = defaultBreakage();
    if (!request.body.isEmpty()) {
        const auto json = objectIn(request);
        if (!json)
            return json.error();
        ConfigIssues issues;
        fault = readFault(*json, {}, issues);
        if (issues.isEmpty())
            checkFault(fault, ConfigCheck({}, issues));
        if (!issues.isEmpty())
            return refused(issues, request);
    }
    m_server.breakEndpoint(index, fault);
    return endpoint(index);
}

HttpAnswer ControlApi::heal(int index)
{
    m_server.heal(index);
    return endpoint(index);
}

} // namespace Fuseboard
