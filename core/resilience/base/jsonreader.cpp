// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/jsonreader.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/suggestion.h"

#include <QJsonArray>
#include <QLocale>

#include <cmath>
#include <limits>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QString typeName(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return u"null"_s;
    case QJsonValue::Bool:
        return u"a boolean"_s;
    case QJsonValue::Double:
        return u"a number"_s;
    case QJsonValue::String:
        return u"a string"_s;
    case QJsonValue::Array:
        return u"a list"_s;
    case QJsonValue::Object:
        return u"an object"_s;
    case QJsonValue::Undefined:
        break;
    }
    return u"nothing"_s;
}

} // namespace

JsonReader::JsonReader(const QJsonObject &object, QString path, ConfigIssues &issues)
    : m_object(object)
    , m_path(std::move(path))
    , m_issues(issues)
{
}

QJsonValue JsonReader::value(const QString &name)
{
    if (!m_asked.contains(name))
        m_asked.append(name);
    return m_object.value(name);
}

void JsonReader::read(const QString &name, bool &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    if (!json.isBool())
        return addIssue(name, "must be true or false, not "_L1 + typeName(json));
    value = json.toBool();
}

void JsonReader::read(const QString &name, int &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    if (!json.isDouble())
        return addIssue(name, "must be a whole number, not "_L1 + typeName(json));

    using Limits = std::numeric_limits<int>;
    const double number = json.toDouble();
    const bool isWhole = number == std::trunc(number);      // also infinity; not NaN
    const QString text = isWhole && std::abs(number) < 1e15 // to people 1e+12 looks like no whole number
        ? QString::number(number, 'f', 0)
        : QString::number(number, 'g', QLocale::FloatingPointShortest);
    if (!isWhole)
        return addIssue(name, "must be a whole number, not "_L1 + text);
    if (number < Limits::min() || number > Limits::max()) {
        return addIssue(
            name, u"must be a whole number from %1 to %2, not %3"_s.arg(Limits::min()).arg(Limits::max()).arg(text));
    }
    value = static_cast<int>(number);
}

void JsonReader::read(const QString &name, double &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    if (!json.isDouble())
        return addIssue(name, "must be a number, not "_L1 + typeName(json));
    value = json.toDouble();
}

void JsonReader::read(const QString &name, QString &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    if (!json.isString())
        return addIssue(name, "must be a string, not "_L1 + typeName(json));
    value = json.toString();
}

void JsonReader::read(const QString &name, Duration &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    if (!json.isString())
        return addIssue(name, "must be a duration such as \"30s\", not "_L1 + typeName(json));
    if (const auto duration = parseDuration(json.toString()))
        value = *duration;
    else
        addIssue(name, duration.error());
}

void JsonReader::read(const QString &name, std::optional<Duration> &value)
{
    if (m_object.value(name).isNull()) {
        m_asked.append(name);
        value.reset();
        return;
    }
    // Read aside, so that a faulty text leaves an empty optional empty.
    constexpr Duration none = Duration::min(); // no text says that
    Duration duration = none;
    read(name, duration);
    if (duration != none)
        value = duration;
}

void JsonReader::read(const QString &name, ErrorKindSet &value)
{
    const QJsonValue json = this->value(name);
    if (json.isUndefined())
        return;
    const QString expected =
        u"must be a list of error kinds and statuses such as [\"timeout\", \"server\", \"status:502\"], not "_s;
    if (!json.isArray())
        return addIssue(name, expected + typeName(json));

    ErrorKindSet kinds;
    bool isGood = true;
    const QJsonArray members = json.toArray();
    for (const QJsonValue member : members) {
        if (isFull(m_issues))
            break;
        if (const double status = member.toDouble(-1); status >= ErrorKindSet::LeastStatus
            && status <= ErrorKindSet::GreatestStatus && status == std::floor(status)) {
            kinds.insertStatuses(static_cast<int>(status), static_cast<int>(status)); // 502 is "status:502"
        } else if (!member.isString()) {
            addIssue(name, expected + "one with "_L1 + typeName(member) + " in it"_L1);
            isGood = false;
        } else if (const QString word = member.toString(); !kinds.insertName(word)) {
            addIssue(name,
                     word.startsWith("status"_L1)
                         ? quotedWord(word)
                             + " names no status; write \"status:502\" or \"status:500-599\", from 100 to 599"_L1
                         : quotedWord(word) + " is no error kind; "_L1 + suggestion(word, errorKindNames()));
            isGood = false;
        }
    }
    if (isGood)
        value = kinds;
}

void JsonReader::readWord(const QString &name, const QStringList &words, int &index)
{
    const QJsonValue json = value(name);
    if (json.isUndefined())
        return;
    if (!json.isString())
        return addIssue(name, "must be one of "_L1 + quotedWords(words) + ", not "_L1 + typeName(json));
    const QString word = json.toString();
    if (const qsizetype found = words.indexOf(word); found >= 0)
        index = static_cast<int>(found);
    else
        addIssue(name, wrongWord(word, words));
}

std::optional<QJsonObject> JsonReader::object(const QString &name)
{
    const QJsonValue json = value(name);
    if (json.isUndefined() || json.isNull())
        return std::nullopt;
    if (!json.isObject()) {
        addIssue(name, "must be an object, not "_L1 + typeName(json));
        return std::nullopt;
    }
    return json.toObject();
}

QString JsonReader::fieldPath(const QString &name) const
{
    return m_path.isEmpty() ? fieldPathName(name) : m_path + u'.' + fieldPathName(name);
}

void JsonReader::addIssue(const QString &name, const QString &message)
{
    if (!isFull(m_issues))
        m_issues.append({fieldPath(name), message});
}

void JsonReader::finish()
{
    // A suggestion costs more than all else, and the first ones show what is wrong.
    constexpr qsizetype mostSuggestions = 50; // so that the last issue is among those that are shown
    qsizetype unknown = 0;
    QString last;
    for (auto field = m_object.begin(); field != m_object.end() && !isFull(m_issues); ++field) {
        const QString name = field.key();
        if (m_asked.contains(name))
            continue;
        if (++unknown <= mostSuggestions)
            addIssue(name, "is not a field here; "_L1 + suggestion(name, m_asked));
        else
            last = name;
    }
    if (unknown > mostSuggestions)
        addIssue(last, u"is not a field here, and neither are %1 others"_s.arg(unknown - 1));
}

} // namespace Fuseboard
