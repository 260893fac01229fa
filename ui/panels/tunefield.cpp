// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/tunefield.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"
#include "theme/figures.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Kind = PolicyField::Kind;

constexpr int Beside = 3; // values proposed on either side of the present one
constexpr int MostInRange = 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("TuneField", text);
}

/// A value as settings write it.
QString writtenAs(Kind kind, double value)
{
    if (kind == Kind::Length)
        return formatDuration(Duration(std::llround(value)));
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

/// Round values between @p least and @p most, in about equal ratios.
QList<double> ladder(Kind kind, double least, double most)
{
    QList<double> rungs;
    if (kind == Kind::Share) {
        for (const double share : {0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0})
            rungs.append(share);
    } else {
        rungs.append(0);
        const double first = kind == Kind::Length ? 1e6 : kind == Kind::Factor ? 0.1 : 1;
        for (double decade = first; decade <= most; decade *= 10) {
            for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
                if (kind != Kind::Count || decade * step == std::round(decade * step))
                    rungs.append(decade * step);
            }
        }
    }
    rungs.removeIf([&](double rung) { return rung < least || rung > most; });
    return rungs;
}

/// Values around @p present, or around where an absent field would begin; the present one is among them.
QString proposalOf(const PolicyField &field, const std::optional<double> &present)
{
    const double middle = present.value_or(field.whenSwitchedOn);
    if (field.kind == Kind::Count && middle <= MostInRange / 2.0) {
        const double first = std::max(std::min(field.least, middle), std::floor(middle * 0.3));
        const QString range = u"%1..%2"_s.arg(first).arg(std::max(middle * 2, first + 4));
        return present ? range : u"null,"_s + range;
    }
    QList<double> below;
    QList<double> above;
    for (const double rung : ladder(field.kind, field.least, std::max(field.most, middle))) {
        if (rung < middle)
            below.append(rung);
        else if (rung > middle)
            above.append(rung);
    }
    QStringList values;
    if (!present)
        values.append(u"null"_s);
    for (const double value : below.last(std::min<qsizetype>(Beside, below.size())))
        values.append(writtenAs(field.kind, value));
    values.append(writtenAs(field.kind, middle));
    for (const double value : above.first(std::min<qsizetype>(Beside, above.size())))
        values.append(writtenAs(field.kind, value));
    return values.join(u',');
}

/// How files spell the choices: by making them and looking.
QStringList spelledChoices(const PolicyField &field, PolicyConfig policy)
{
    QStringList values;
    for (qsizetype i = 0; i < field.choices.size(); ++i) {
        field.set(policy, double(i));
        QJsonValue value = policy.toJson();
        for (const QString &name : field.path.split(u'.'))
            value = value.toObject().value(name);
        if (value.isBool())
            values.append(value.toBool() ? u"true"_s : u"false"_s);
        else if (value.isString())
            values.append(value.toString());
        else
            return {}; // it has parts of its own: a window, an order
    }
    return values;
}

} // namespace

QString TuneField::valueText(const QString &value) const
{
    if (value == u"null"_s)
        return tr("off");
    if (kind == Kind::Choice)
        return choiceLabels.value(choiceValues.indexOf(value), value);
    if (kind == Kind::Length) {
        const auto duration = parseDuration(value);
        return duration ? durationFieldText(*duration) : value;
    }
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (kind == Kind::Share && isNumber)
        return QString::number(number * 100, 'g', 4) + u" %"_s;
    return unit.isEmpty() ? value : value + u' ' + unit;
}

QList<TuneField> tuneFields(const Scenario &scenario)
{
    QList<TuneField> fields;
    for (auto policy = scenario.policies.cbegin(); policy != scenario.policies.cend(); ++policy) {
        for (const PolicyField &field : policyFields()) {
            const std::optional<double> present = field.value(*policy);
            const bool isThere = field.part == PolicyField::Part::Breaker ? policy->breaker.has_value()
                : field.part == PolicyField::Part::Retry                  ? policy->retry.has_value()
                                                                          : true;
            if (field.kind == Kind::Errors || !isThere || (!present && !field.isOptional))
                continue;
            TuneField tuned{joinFieldPath({u"policies"_s, policy.key()}) + u'.' + field.path, field.label,
                            field.toolTip, field.kind, field.unit};
            tuned.group = field.part == PolicyField::Part::Breaker ? tr("Circuit breaker")
                : field.part == PolicyField::Part::Retry           ? tr("Retry")
                                                                   : tr("Time limits");
            if (field.kind == Kind::Choice) {
                tuned.choiceValues = spelledChoices(field, *policy);
                tuned.choiceLabels = field.choices;
                tuned.proposal = tuned.choiceValues.join(u',');
                if (tuned.choiceValues.isEmpty())
                    continue;
            } else {
                tuned.proposal = proposalOf(field, present);
            }
            if (field.unusedBecause)
                tuned.unusedBecause = field.unusedBecause(*policy);
            if (scenario.policies.size() > 1) {
                const QString whose = policy.key() == u"*"_s ? tr("others") : policy.key();
                tuned.label = tr("%1, %2").arg(field.label, whose);
                tuned.group = tr("%1, %2").arg(tuned.group, whose);
            }
            fields.append(tuned);
        }
    }
    return fields;
}

TuneField tuneFieldAt(const QList<TuneField> &fields, const QString &path)
{
    const auto found = std::ranges::find(fields, path, &TuneField::path);
    if (found != fields.cend())
        return *found;
    TuneField unknown;
    unknown.path = path;
    unknown.label = path;
    return unknown;
}

} // namespace Fuseboard
