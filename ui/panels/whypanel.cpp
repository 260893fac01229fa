// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/whypanel.h"

#include "panels/fillbar.h"
#include "panels/whytext.h"
#include "panels/windowcells.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tints.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace Fuseboard {

WhyPanel::WhyPanel(QWidget *parent)
    : QWidget(parent)
    , m_caption(new QLabel)
    , m_headline(new QLabel)
    , m_detail(new QLabel)
    , m_nearness(new FillBar)
    , m_cells(new WindowCells)
{
    setObjectName(QStringLiteral("whyPanel"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 2, 10, 10);
    layout->setSpacing(6);

    m_caption->setObjectName(QStringLiteral("whyCaption"));
    m_caption->setFont(labelFont());
    m_headline->setObjectName(QStringLiteral("whyHeadline"));
    m_headline->setFont(headingFont());
    m_detail->setObjectName(QStringLiteral("whyDetail"));
    for (QLabel *label : {m_caption, m_headline, m_detail}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        layout->addWidget(label);
    }
    m_nearness->setObjectName(QStringLiteral("whyNearness"));
    m_nearness->setAccessibleName(tr("How near it was to opening"));
    layout->addWidget(m_nearness);
    m_cells->setObjectName(QStringLiteral("whyCells"));
    connect(m_cells, &WindowCells::resultChosen, this, &WhyPanel::resultChosen);
    layout->addSpacing(4);
    layout->addWidget(m_cells);
    layout->addStretch();
    applyColours();
    showNone();
}

void WhyPanel::showTexts(const QString &caption, const QString &headline, const QString &detail)
{
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
    m_headline->setText(headline);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(tr("Why: %1").arg(headline));
}

void WhyPanel::showChange(const RecordedChange &change, const RuleWindow &window, const CircuitBreakerConfig &breaker,
                          const QString &endpoint)
{
    const WhyText why = whyChanged(change.change, window, breaker);
    QString caption =
        tr("%1 → %2 at %3").arg(markOf(change.change.from).name, markOf(change.change.to).name, momentText(change.at));
    if (!endpoint.isEmpty())
        caption = endpoint + QStringLiteral(": ") + caption;
    showTexts(caption, why.headline, why.detail);
    m_nearness->hide();
    m_cells->setWindow(window, breaker);
    m_cells->setVisible(!m_cells->cells().empty());
}

void WhyPanel::showMoment(const RuleWindow &window, const CircuitBreakerConfig &breaker, const QString &endpoint)
{
    const WhyText why = whyStill(window, breaker);
    QString caption = tr("%1 at %2, for %3")
                          .arg(markOf(window.state).name, momentText(window.at),
                               durationFigure(window.at - window.since).text());
    if (!endpoint.isEmpty())
        caption = endpoint + QStringLiteral(": ") + caption;
    showTexts(caption, why.headline, why.detail);

    const bool isWatching = window.state == BreakerState::Closed || window.state == BreakerState::MetricsOnly;
    m_nearness->setVisible(isWatching);
    if (isWatching) {
        const double share = nearnessToOpen(window.figures, breaker);
        m_nearness->show(share, tr("%1 of the way").arg(percentFigure(share).text()), tr("to what opens it"),
                         markOf(BreakerState::Open).colour);
    }
    m_cells->setWindow(window, breaker);
    m_cells->setVisible(!m_cells->cells().empty());
}

void WhyPanel::showNone(const QString &text)
{
    showTexts({}, text.isEmpty() ? tr("Why did it open, or why not?") : text,
              text.isEmpty() ? tr("Choose a change of state in the events, or a moment in the charts.") : QString());
    m_nearness->hide();
    m_cells->showNone({});
    m_cells->hide();
}

void WhyPanel::applyColours()
{
    QPalette colours = m_caption->palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).muted);
    m_caption->setPalette(colours);
}

void WhyPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace Fuseboard
