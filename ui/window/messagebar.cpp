// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/messagebar.h"

#include "theme/fonts.h"
#include "theme/tints.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace Fuseboard {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_action(new QPushButton)
    , m_other(new QPushButton)
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(40, 8, 10, 8);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumWidth(80); // a long path must not widen the window
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_text, 1);
    m_action->setObjectName(QStringLiteral("messageAction"));
    layout->addWidget(m_action);
    m_other->setObjectName(QStringLiteral("messageOther"));
    layout->addWidget(m_other);
    auto *close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("messageClose"));
    layout->addWidget(close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT actionTriggered();
        Q_EMIT dismissed();
    });
    connect(m_other, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT otherTriggered();
        Q_EMIT dismissed();
    });
    connect(close, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void MessageBar::showMessage(const QString &message, const QString &action, const QString &other)
{
    m_text->setText(message);
    setAccessibleDescription(message);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_other->setText(other);
    m_other->setVisible(!other.isEmpty());
    show();
}

QString MessageBar::message() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.problem, 1));
    painter.setBrush(mixed(t.card, t.problem, 0.08));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QRectF sign(12, rect().center().y() - 8.5, 18, 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.problem);
    painter.drawEllipse(sign);
    painter.setFont(headingFont());
    painter.setPen(t.card);
    painter.drawText(sign, Qt::AlignCenter, QStringLiteral("!"));
}

} // namespace Fuseboard
