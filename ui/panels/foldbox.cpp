// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/foldbox.h"

#include "theme/fonts.h"
#include "theme/tints.h"

#include <QEvent>
#include <QPainter>
#include <QSettings>
#include <QStyleOptionGroupBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace Fuseboard {

namespace {

constexpr int ArrowSize = 22;

QString keyOf(const QString &name)
{
    return QStringLiteral("folded/") + name;
}

} // namespace

FoldBox::FoldBox(const QString &name, const QString &title, bool isOpen, QWidget *parent)
    : QGroupBox(title, parent)
    , m_arrow(new QToolButton(this))
    , m_content(new QWidget)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(name);
    m_column->addWidget(m_content);
    m_arrow->setObjectName(name + QStringLiteral(".fold"));
    m_arrow->setAutoRaise(true);
    m_arrow->setFocusPolicy(Qt::StrongFocus);
    m_arrow->setFixedSize(ArrowSize, ArrowSize);
    m_isOpen = !QSettings().value(keyOf(name), !isOpen).toBool();
    connect(m_arrow, &QToolButton::clicked, this, [this] { setOpen(!m_isOpen); });
    connect(this, &QGroupBox::toggled, this, &FoldBox::showFold);
    showFold();
}

void FoldBox::setOpen(bool isOpen)
{
    if (m_isOpen == isOpen)
        return;
    m_isOpen = isOpen;
    QSettings().setValue(keyOf(objectName()), !isOpen);
    showFold();
}

void FoldBox::setSummary(const QString &summary)
{
    if (m_summary == summary)
        return;
    m_summary = summary;
    update();
}

void FoldBox::showFold()
{
    const bool isNowOpen = isOpen() && (!isCheckable() || isChecked());
    m_arrow->setEnabled(true); // a group that is not checked has disabled it
    m_arrow->setVisible(!isCheckable() || isChecked());
    m_arrow->setArrowType(isNowOpen ? Qt::DownArrow : Qt::RightArrow);
    m_arrow->setAccessibleName(isNowOpen ? tr("Fold %1").arg(title()) : tr("Unfold %1").arg(title()));
    m_arrow->setToolTip(isNowOpen ? tr("Hides these fields") : tr("Shows these fields"));
    m_content->setVisible(isNowOpen);
    m_column->setContentsMargins(isNowOpen ? QMargins(10, 8, 10, 10) : QMargins(10, 0, 10, 8));
    update();
}

void FoldBox::resizeEvent(QResizeEvent *event)
{
    QGroupBox::resizeEvent(event);
    m_arrow->move(width() - ArrowSize - 5, 6);
    m_arrow->raise();
}

void FoldBox::changeEvent(QEvent *event)
{
    QGroupBox::changeEvent(event);
    if (event->type() == QEvent::EnabledChange)
        showFold();
}

void FoldBox::paintEvent(QPaintEvent *event)
{
    QGroupBox::paintEvent(event);
    if (!m_content->isHidden() || m_summary.isEmpty())
        return;
    QStyleOptionGroupBox option;
    initStyleOption(&option);
    const QRect label = style()->subControlRect(QStyle::CC_GroupBox, &option, QStyle::SC_GroupBoxLabel, this);
    const int left = label.left() + fontMetrics().horizontalAdvance(title()) + 12;
    const int right = m_arrow->isHidden() ? width() - 12 : m_arrow->x() - 4;
    const QRect room(left, label.top(), right - left, label.height());
    QPainter painter(this);
    painter.setFont(labelFont());
    painter.setPen(Tints::of(palette()).muted);
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(m_summary, Qt::ElideRight, room.width()));
}

} // namespace Fuseboard
