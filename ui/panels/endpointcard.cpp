// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/endpointcard.h"

#include "document/rundocument.h"
#include "panels/elidedlabel.h"
#include "panels/phasepanel.h"
#include "theme/fonts.h"
#include "theme/icons.h"
#include "theme/marks.h"
#include "theme/tints.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace Fuseboard {

EndpointCard::EndpointCard(RunDocument *document, int endpoint, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_endpoint(endpoint)
    , m_address(new QLabel)
    , m_health(new ElidedLabel({}, 2))
    , m_break(new QPushButton(tr("Break it")))
    , m_heal(new QPushButton(tr("Heal it")))
    , m_follow(new QPushButton)
    , m_phases(new PhasePanel(document, endpoint))
{
    const QString name = document->scenario().endpoints.at(endpoint).name;
    setObjectName(QStringLiteral("endpoint.%1").arg(name));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    auto *title = new ElidedLabel(name);
    title->setObjectName(QStringLiteral("title.%1").arg(name));
    m_address->setTextFormat(Qt::PlainText); // what is from a file is no markup
    title->setFont(headingFont());
    layout->addWidget(title);
    m_health->setObjectName(QStringLiteral("health.%1").arg(name));
    m_health->setAccessibleName(tr("What %1 is now").arg(name));
    layout->addWidget(m_health);

    m_address->setObjectName(QStringLiteral("address.%1").arg(name));
    m_address->setFont(labelFont());
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_address->setAccessibleName(tr("Address of %1").arg(name));
    m_address->setMinimumWidth(10);
    layout->addWidget(m_address);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_break->setObjectName(QStringLiteral("break.%1").arg(name));
    m_break->setIcon(themedIcon(QStringLiteral("break")));
    m_break->setAccessibleName(tr("Break %1").arg(name));
    m_heal->setObjectName(QStringLiteral("heal.%1").arg(name));
    m_heal->setIcon(themedIcon(QStringLiteral("heal")));
    m_heal->setAccessibleName(tr("Heal %1").arg(name));
    for (QPushButton *button : {m_break, m_heal}) {
        button->setMinimumHeight(38);
        button->setFont(headingFont());
        buttons->addWidget(button, 1);
    }
    layout->addLayout(buttons);
    m_follow->setObjectName(QStringLiteral("follow.%1").arg(name));
    m_follow->setText(tr("Follow its phases again"));
    m_follow->setAccessibleName(tr("Let %1 follow its phases again").arg(name));
    m_follow->setToolTip(tr("Ends what was set while it runs: from now on it is what its phases say"));
    m_follow->hide();
    layout->addWidget(m_follow);
    layout->addWidget(m_phases);

    connect(m_break, &QPushButton::clicked, this, [this] { m_document->breakEndpoint(m_endpoint); });
    connect(m_heal, &QPushButton::clicked, this, [this] { m_document->heal(m_endpoint); });
    connect(m_follow, &QPushButton::clicked, this, [this] { m_document->followPhases(m_endpoint); });
    connect(m_document, &RunDocument::currentEndpointChanged, this, &EndpointCard::showMnemonics);
    showMnemonics();
    applyColours();
    refresh();
}

void EndpointCard::refresh()
{
    m_phases->refresh();
    const EndpointConfig &config = m_document->scenario().endpoints.at(m_endpoint);
    const QString url = m_document->serverUrl();
    const QString address = url.isEmpty()
        ? (m_document->mode() == RunDocument::Mode::Live ? tr("%1 %2, not listening") : tr("%1 %2"))
              .arg(QString::fromLatin1(config.method), config.path)
        : QStringLiteral("%1 %2%3").arg(QString::fromLatin1(config.method), url, config.path);
    if (m_address->text() != address) {
        m_address->setText(address);
        m_address->setToolTip(address);
    }

    const EndpointSnapshot snapshot = m_document->snapshot().endpoints.value(m_endpoint);
    // Of a call log only the calls are known: no address, no phases.
    const bool isLog = m_document->source() == RunDocument::Source::CallLog;
    m_address->setVisible(!isLog);
    m_phases->setVisible(!isLog);
    QString health = isLog ? tr("a call log: what it really was is not known") : tr("not started");
    if (!snapshot.health.isEmpty()) {
        const HealthSpan &now = snapshot.health.last();
        const Mark mark = markOf(now.health, isDarkPalette(palette()));
        health = QStringLiteral("%1 %2").arg(mark.letter, mark.name);
        if (!m_document->byHand(m_endpoint).isEmpty())
            health += tr(", by hand");
        else if (!now.phase.isEmpty() && now.phase != mark.name)
            health += QStringLiteral(", ") + now.phase;
    }
    if (m_health->text() != health)
        m_health->setText(health);

    const bool canAct = m_document->canIntervene();
    const bool canBreak = m_document->canBreak(m_endpoint);
    const bool canHeal = m_document->canHeal(m_endpoint);
    const bool isWell = snapshot.health.isEmpty() || snapshot.health.last().health == Health::Healthy;
    m_break->setEnabled(canBreak);
    m_heal->setEnabled(canHeal);
    m_follow->setVisible(canAct && !m_document->byHand(m_endpoint).isEmpty());
    const QString first = m_document->isRunning() ? tr("The run is at its end") : tr("Press Run first");
    m_break->setToolTip(!canAct        ? first
                            : canBreak ? tr("It fails from now on, in the way that is set below")
                                       : tr("It is down already"));
    m_heal->setToolTip(!canAct       ? first
                           : canHeal ? tr("It is healthy from now on, also where its phases say otherwise")
                           : isWell  ? tr("It is healthy already")
                                     : tr("Its phase is healthy: it has more calls than it can answer"));
}

/// One key, one button: with several endpoints the keys act on the current one.
void EndpointCard::showMnemonics()
{
    const bool isCurrent = m_document->currentEndpoint() == m_endpoint;
    m_break->setText(isCurrent ? tr("&Break it") : tr("Break it"));
    m_heal->setText(isCurrent ? tr("Hea&l it") : tr("Heal it"));
}

void EndpointCard::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void EndpointCard::applyColours()
{
    QPalette colours = m_address->palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).muted);
    m_address->setPalette(colours);
}

void EndpointCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace Fuseboard
