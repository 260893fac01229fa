// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phaseedit.h"
#include "panels/phasetimeline.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

namespace Fuseboard {

std::optional<PhaseTimeline::Act> PhaseTimeline::actOf(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool isLeft = event.key() == Qt::Key_Left;
    if (isLeft || event.key() == Qt::Key_Right) {
        if (modifiers == Qt::NoModifier)
            return isLeft ? Act::SelectBefore : Act::SelectAfter;
        if (modifiers == Qt::ControlModifier)
            return isLeft ? Act::Shorter : Act::Longer;
        if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier))
            return isLeft ? Act::Earlier : Act::Later;
        return std::nullopt;
    }
    // On many keyboards '+' needs Shift.
    if (event.key() == Qt::Key_Plus && (modifiers & ~Qt::ShiftModifier) == Qt::NoModifier)
        return Act::Split;
    if (modifiers != Qt::NoModifier)
        return std::nullopt;
    switch (event.key()) {
    case Qt::Key_Insert:
        return Act::Split;
    case Qt::Key_Delete:
        return Act::Remove;
    case Qt::Key_Home:
        return Act::First;
    case Qt::Key_End:
        return Act::Last;
    default:
        return std::nullopt;
    }
}

bool PhaseTimeline::canDo(Act act) const
{
    if (m_selected < 0)
        return false;
    switch (act) {
    case Act::SelectBefore:
    case Act::Earlier:
        return m_selected > 0;
    case Act::SelectAfter:
    case Act::Later:
        return m_selected + 1 < m_phases.size();
    case Act::Remove:
        return m_phases.size() > 1;
    case Act::Split:
        return m_phases.at(m_selected).length > Duration(1);
    default:
        return true;
    }
}

void PhaseTimeline::perform(Act act)
{
    if (!canDo(act))
        return;
    if (act != Act::Shorter && act != Act::Longer)
        endKeyGesture();
    const int index = m_selected;
    const QString name = nameOf(index);
    switch (act) {
    case Act::SelectBefore:
        return select(index - 1);
    case Act::SelectAfter:
        return select(index + 1);
    case Act::First:
        return select(0);
    case Act::Last:
        return select(int(m_phases.size()) - 1);
    case Act::Shorter:
    case Act::Longer:
        return moveEnd(act == Act::Longer);
    case Act::Split: {
        const Duration half = m_phases.at(index).length / 2;
        const Duration round = snapped(half, step());
        const bool isRoundWithin = round > Duration::zero() && round < m_phases.at(index).length;
        return edit(withSplit(m_phases, index, isRoundWithin ? round : half), tr("Split %1").arg(name), {});
    }
    case Act::Remove:
        return edit(withoutPhase(m_phases, index), tr("Remove %1").arg(name), {});
    case Act::Earlier:
    case Act::Later: {
        const int to = index + (act == Act::Later ? 1 : -1);
        edit(withMoved(m_phases, index, to), tr("Move %1").arg(name), {});
        return select(to);
    }
    }
}

void PhaseTimeline::moveEnd(bool isLater)
{
    const Duration to = nextSnap(end(m_selected), step(), isLater);
    m_isKeyGesture = true;
    edit(withEndAt(m_phases, m_selected, to, step()), tr("Length of %1").arg(nameOf(m_selected)),
         QStringLiteral("phases.end.%1").arg(m_selected));
}

void PhaseTimeline::endKeyGesture()
{
    if (std::exchange(m_isKeyGesture, false))
        Q_EMIT gestureEnded();
}

void PhaseTimeline::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drag)
        return cancelDrag();
    const std::optional<Act> act = actOf(*event);
    if (!act || m_drag)
        return QWidget::keyPressEvent(event);
    perform(*act);
}

void PhaseTimeline::keyReleaseEvent(QKeyEvent *event)
{
    // What a key repeats by itself is one edit.
    if (!event->isAutoRepeat())
        endKeyGesture();
    QWidget::keyReleaseEvent(event);
}

void PhaseTimeline::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void PhaseTimeline::focusOutEvent(QFocusEvent *event)
{
    endKeyGesture();
    QWidget::focusOutEvent(event);
    update();
}

QMenu *PhaseTimeline::makeMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("phaseTimeline.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, const QString &key, Act act) {
        QAction *action = menu->addAction(text + QChar(u'\t') + key, this, [this, act] {
            perform(act);
            endKeyGesture();
        });
        action->setEnabled(canDo(act));
    };
    add(tr("&Split in two"), tr("Ins"), Act::Split);
    add(tr("&Remove"), tr("Del"), Act::Remove);
    menu->addSeparator();
    add(tr("&Longer"), tr("Ctrl+Right"), Act::Longer);
    add(tr("S&horter"), tr("Ctrl+Left"), Act::Shorter);
    menu->addSeparator();
    add(tr("Move &earlier"), tr("Ctrl+Shift+Left"), Act::Earlier);
    add(tr("Move l&ater"), tr("Ctrl+Shift+Right"), Act::Later);
    return menu;
}

void PhaseTimeline::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_phases.isEmpty() || m_drag)
        return;
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard)
        place = mapToGlobal(blockRect(m_selected).center().toPoint());
    else
        select(blockAt(event->pos().x()));
    makeMenu()->popup(place);
    event->accept();
}

} // namespace Fuseboard
