// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/runreport.h"

#include "document/summarydifference.h"
#include "lab/record/runcsv.h"
#include "theme/figures.h"
#include "theme/marks.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MostChanges = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("RunReport", text);
}

QString cell(const QString &text, const char *kind = "td")
{
    return u"<%1>%2</%1>"_s.arg(QLatin1StringView(kind), text.toHtmlEscaped());
}

QString row(const QStringList &cells, const char *kind = "td")
{
    QString html = u"<tr>"_s;
    for (const QString &text : cells)
        html += cell(text, kind);
    return html + u"</tr>\n"_s;
}

QString heading(const QString &text)
{
    return u"<h2>%1</h2>\n"_s.arg(text.toHtmlEscaped());
}

QString figuresTable(const RunReport &report)
{
    const QList<SummaryFigure> now = report.snapshot.summary.figures();
    const QList<SummaryFigure> before = report.compared ? report.compared->figures() : QList<SummaryFigure>();
    QString html = heading(tr("Figures")) + u"<table class=\"figures\">\n"_s;
    QStringList head{tr("Figure"), tr("This run")};
    if (!before.isEmpty())
        head += {report.comparedName, tr("Change"), tr("Verdict")};
    html += row(head + QStringList{tr("Meaning")}, "th");
    for (qsizetype i = 0; i < now.size(); ++i) {
        QStringList cells{figureLabel(now.at(i).name), figureValueText(now.at(i))};
        if (!before.isEmpty()) {
            cells += {figureValueText(before.at(i)), figureChangeText(before.at(i), now.at(i)),
                      trendText(trendOf(before.at(i), now.at(i)))};
        }
        html += row(cells + QStringList{figureMeaning(now.at(i).name)});
    }
    return html + u"</table>\n"_s;
}

QString changesTable(const RunSnapshot &snapshot)
{
    const std::vector<ChangeOfEndpoint> changes = changesInOrder(snapshot);
    QString html = heading(tr("Changes of state"));
    if (changes.empty())
        return html + u"<p>%1</p>\n"_s.arg(tr("No breaker changed its state.").toHtmlEscaped());
    const std::size_t first = changes.size() > MostChanges ? changes.size() - MostChanges : 0;
    if (first > 0)
        html += u"<p>%1</p>\n"_s.arg(tr("The newest %1 of %2.").arg(MostChanges).arg(changes.size()).toHtmlEscaped());
    html += u"<table>\n"_s + row({tr("Time"), tr("Endpoint"), tr("From"), tr("To"), tr("Reason")}, "th");
    for (std::size_t i = first; i < changes.size(); ++i) {
        const RecordedChange &recorded = *changes[i].recorded;
        html += row({momentText(recorded.at), changes[i].endpoint->name, markOf(recorded.change.from).name,
                     markOf(recorded.change.to).name, recorded.change.reason()});
    }
    return html + u"</table>\n"_s;
}

QString objectivesList(const RunReport &report)
{
    if (report.scenario.objectives.isEmpty())
        return {};
    QString html = heading(tr("Objectives")) + u"<ul>\n"_s;
    for (const Objective &objective : report.scenario.objectives) {
        const QString text = objective.isMet(report.snapshot.summary)
            ? tr("✓ met: %1").arg(objective.expression())
            : tr("✗ missed: %1").arg(objective.missText(report.snapshot.summary));
        html += u"<li>%1</li>\n"_s.arg(text.toHtmlEscaped());
    }
    return html + u"</ul>\n"_s;
}

QString policiesText(const Scenario &scenario)
{
    QString html = heading(tr("Policies"));
    for (auto policy = scenario.policies.begin(); policy != scenario.policies.end(); ++policy) {
        const QString whose = policy.key() == u"*"_s ? tr("of all endpoints without one of their own") : policy.key();
        html += u"<h3>%1</h3>\n<pre>%2</pre>\n"_s.arg(
            whose.toHtmlEscaped(),
            QString::fromUtf8(QJsonDocument(policy->toJson()).toJson(QJsonDocument::Indented)).toHtmlEscaped());
    }
    return html;
}

} // namespace

QByteArray RunReport::toHtml() const
{
    QString html = uR"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%1</title>
<style>
body { font: 15px/1.45 Inter, system-ui, sans-serif; color: #1c2430; background: #fff; max-width: 70em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25em .9em .25em 0; border-bottom: 1px solid #dde2e8; vertical-align: top; }
table.figures td:nth-child(2), table.figures th:nth-child(2) { text-align: right; }
img { max-width: 100%; border: 1px solid #dde2e8; border-radius: 6px; }
pre { background: #f4f6f8; padding: .8em 1em; border-radius: 6px; overflow-x: auto; }
footer { color: #5b6675; margin-top: 2em; }
@media (prefers-color-scheme: dark) { body { color: #e3e8ee; background: #171b21; } th, td, img { border-color: #333b46; } pre { background: #20262e; } }
</style>
</head>
<body>
)"_s.arg(scenario.name.toHtmlEscaped());
    html += u"<h1>%1</h1>\n"_s.arg(scenario.name.toHtmlEscaped());
    if (!scenario.description.isEmpty())
        html += u"<p>%1</p>\n"_s.arg(scenario.description.toHtmlEscaped());
    html += u"<p>%1</p>\n"_s.arg(tr("%1, %2 long, seed %3, %4 calls.")
                                     .arg(mode, durationFigure(snapshot.now).text())
                                     .arg(scenario.seed)
                                     .arg(countText(snapshot.summary.calls))
                                     .toHtmlEscaped());
    html += objectivesList(*this);
    if (compared) {
        const QStringList differences = differenceTexts(*compared, snapshot.summary);
        html += heading(tr("Against %1").arg(comparedName))
            + u"<p>%1</p>\n"_s.arg(
                (differences.isEmpty() ? tr("No difference.") : differences.join(u", "_s) + u'.').toHtmlEscaped());
    }
    if (!picture.isEmpty())
        html += u"<p><img alt=\"%1\" src=\"data:image/png;base64,%2\"></p>\n"_s.arg(
            tr("The run over time: endpoints, breakers, calls, what the rule looks at, latency").toHtmlEscaped(),
            QString::fromLatin1(picture.toBase64()));
    html += figuresTable(*this) + changesTable(snapshot) + policiesText(scenario);
    html += u"<footer>Fuseboard " FUSEBOARD_VERSION "</footer>\n</body>\n</html>\n"_s;
    return html.toUtf8();
}

} // namespace Fuseboard
