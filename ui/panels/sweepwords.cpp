// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/sweepwords.h"

#include "document/goaltext.h"
#include "document/objectivetext.h"
#include "document/summarydifference.h"
#include "resilience/base/fieldpath.h"

#include <QCoreApplication>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SweepWords", text);
}

} // namespace

SweepWords::SweepWords(const SweepPlan &plan)
{
    if (!plan.scenarios.isEmpty())
        m_all = tuneFields(plan.scenarios.first());
    for (const Variation &variation : plan.vary) {
        const TuneField field = tuneFieldAt(m_all, variation.path());
        QStringList texts;
        for (const QString &value : variation.values())
            texts.append(field.valueText(value));
        m_fields.append(field);
        m_values.append(texts);
    }
}

QString SweepWords::settingsText(const SweepPlan &plan, qint64 cell) const
{
    const QList<qsizetype> coordinates = plan.coordinatesOf(cell);
    QStringList texts;
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        QString label = m_fields.at(i).label;
        if (i > 0 && label != m_fields.at(i).path)
            label[0] = label.at(0).toLower();
        texts.append(label + u' ' + m_values.at(i).at(coordinates.at(i)));
    }
    return texts.join(u", "_s);
}

QString SweepWords::describe(const SweepResults &results, qint64 cell) const
{
    const CellScore &score = results.scores.at(cell);
    QStringList lines{settingsText(results.plan, cell)};
    if (!score.error.isEmpty()) {
        lines.append(tr("Cannot be: %1").arg(score.error));
    } else if (!results.isDone(cell)) {
        lines.append(tr("Not computed yet."));
    } else {
        for (qsizetype i = 0; i < results.plan.goals.size(); ++i) {
            const Goal &goal = results.plan.goals.at(i);
            lines.append(u"%1: %2"_s.arg(figureLabel(goal.figure({}).name), estimateText(goal, score.goals.value(i))));
        }
        lines.append(score.seeds == 1 ? tr("One seed: nobody knows how sure this is.")
                                      : tr("Means of %1 seeds ± 95 % interval.").arg(score.seeds));
        for (const QString &missed : score.missed)
            lines.append(tr("Limit: %1").arg(figuresInWords(missed)));
    }
    return lines.join(u'\n');
}

QString SweepWords::settingText(const QString &setting) const
{
    const qsizetype equals = equalsInSetting(setting);
    const TuneField field = tuneFieldAt(m_all, setting.first(equals));
    return u"%1: %2"_s.arg(field.label, field.valueText(setting.sliced(equals + 1)));
}

} // namespace Fuseboard
