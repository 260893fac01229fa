// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/summarypanel.h"

#include "panels/figurecard.h"

#include <QCoreApplication>
#include <QGridLayout>

namespace Fuseboard {

namespace {

// By hand, because tr()'s %n needs a translation file even for English.
QString times(const QString &what, quint64 count)
{
    if (count == 0)
        return QCoreApplication::translate("SummaryPanel", "never %1").arg(what);
    return count == 1 ? QCoreApplication::translate("SummaryPanel", "%1 once").arg(what)
                      : QCoreApplication::translate("SummaryPanel", "%1 %2 times").arg(what, countText(count));
}

} // namespace

SummaryPanel::SummaryPanel(QWidget *parent)
    : QWidget(parent)
    , m_successRate(new FigureCard(tr("Success rate")))
    , m_latency(new FigureCard(tr("p99 latency")))
    , m_amplification(new FigureCard(tr("Amplification")))
    , m_rejected(new FigureCard(tr("Rejected")))
    , m_detect(new FigureCard(tr("Detect time")))
    , m_recover(new FigureCard(tr("Recover time")))
{
    setObjectName(QStringLiteral("summary"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(8, 2, 8, 4);
    grid->setSpacing(8);
    int place = 0;
    const auto add = [&](FigureCard *card, const QString &name, const QString &toolTip) {
        card->setObjectName(name);
        card->setToolTip(toolTip);
        grid->addWidget(card, place / 2, place % 2);
        ++place;
    };
    add(m_successRate, QStringLiteral("successRateCard"),
        tr("Calls that succeeded, retries included, among all calls"));
    add(m_latency, QStringLiteral("latencyCard"),
        tr("99 of 100 calls were done in this time, retries and waits included, counted from when each was due"));
    add(m_amplification, QStringLiteral("amplificationCard"),
        tr("Requests that reached the network for each call that was let through: what retries add to the load"));
    add(m_rejected, QStringLiteral("rejectedCard"), tr("Calls that the breaker did not let through"));
    add(m_detect, QStringLiteral("detectCard"),
        tr("From the first moment of an outage to the breaker's first opening, on average"));
    add(m_recover, QStringLiteral("recoverCard"),
        tr("From the end of an outage to the breaker closed again, on average"));
    grid->setRowStretch(place / 2, 1);
    show({});
}

void SummaryPanel::show(const RunSummary &summary)
{
    const QString none = QStringLiteral("–");
    const bool hasCalls = summary.calls > 0;
    m_successRate->show(hasCalls ? percentFigure(summary.successRate()) : Figure{none, {}},
                        tr("%1 of %2 calls").arg(countText(summary.succeeded), countText(summary.calls)));
    m_latency->show(summary.latencyP99 ? durationFigure(*summary.latencyP99) : Figure{none, {}},
                    summary.latencyP50 ? tr("half within %1").arg(durationFigure(*summary.latencyP50).text())
                                       : tr("no call yet"));
    m_amplification->show(summary.calls > summary.rejected
                              ? Figure{ratioText(summary.amplification()), QStringLiteral("×")}
                              : Figure{none, {}},
                          tr("%1 attempts").arg(countText(summary.attempts)));
    m_rejected->show({countText(summary.rejected), {}},
                     hasCalls
                         ? tr("%1 of calls").arg(percentFigure(double(summary.rejected) / double(summary.calls)).text())
                         : tr("no call yet"));
    m_detect->show(summary.detectTime ? durationFigure(*summary.detectTime) : Figure{none, {}},
                   times(tr("opened"), summary.opens));
    m_recover->show(summary.recoverTime ? durationFigure(*summary.recoverTime) : Figure{none, {}},
                    times(tr("flapped"), summary.flaps));
}

} // namespace Fuseboard
