// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phasetimeline.h"

#include "panels/faulttext.h"
#include "panels/phaseedit.h"
#include "panels/phasetimelinesizes.h"
#include "theme/figures.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace PhaseTimelineSizes;

PhaseTimeline::PhaseTimeline(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("phaseTimeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setEndpointName({});
    tellSelection();
}

void PhaseTimeline::setEndpointName(const QString &name)
{
    setAccessibleName(name.isEmpty() ? tr("Phases") : tr("Phases of %1").arg(name));
}

void PhaseTimeline::setPhases(const QList<PhaseConfig> &phases)
{
    if (phases == m_phases)
        return;
    if (m_drag && m_drag->before.size() != phases.size())
        m_drag.reset();
    m_phases = phases;
    select(m_selected);
    tellSelection();
    update();
}

void PhaseTimeline::setDuration(Duration duration)
{
    m_duration = duration;
    update();
}

void PhaseTimeline::setNow(std::optional<Duration> now)
{
    const auto pixel = [this](std::optional<Duration> moment) { return moment ? std::lround(x(*moment)) : -1; };
    const bool isSeen = pixel(now) != pixel(m_now);
    m_now = now;
    if (isSeen)
        update();
}

void PhaseTimeline::select(int index)
{
    index = m_phases.isEmpty() ? -1 : std::clamp(index, 0, int(m_phases.size()) - 1);
    if (index == m_selected)
        return;
    endKeyGesture();
    m_selected = index;
    tellSelection();
    update();
    Q_EMIT selectionChanged(index);
}

void PhaseTimeline::tellSelection()
{
    if (m_selected < 0) {
        setAccessibleDescription(tr("There are no phases"));
        return;
    }
    setAccessibleDescription(
        tr("%1 of %2: %3")
            .arg(m_selected + 1)
            .arg(m_phases.size())
            .arg(phaseToolTip(m_phases.at(m_selected)).replace(QChar(u'\n'), QStringLiteral("; "))));
}

QString PhaseTimeline::nameOf(int index) const
{
    const QString &name = m_phases.at(index).name;
    return name.isEmpty() ? tr("phase %1").arg(index + 1) : name;
}

// Where things are.

Duration PhaseTimeline::shownSpan() const
{
    return m_drag ? m_drag->span : std::max({lengthOf(m_phases), m_duration, Duration(std::chrono::milliseconds(1))});
}

Duration PhaseTimeline::perPixel() const
{
    return Duration(std::llround(double(shownSpan().count()) / std::max(1.0, width() - 2.0 * SideMargin)));
}

Duration PhaseTimeline::step() const
{
    return snapStep(perPixel());
}

double PhaseTimeline::x(Duration at) const
{
    return SideMargin + double(at.count()) / double(shownSpan().count()) * std::max(1.0, width() - 2.0 * SideMargin);
}

Duration PhaseTimeline::at(double x) const
{
    return Duration(
        std::llround((x - SideMargin) / std::max(1.0, width() - 2.0 * SideMargin) * double(shownSpan().count())));
}

QRectF PhaseTimeline::blockRect(int index) const
{
    const double left = std::round(x(beginOf(m_phases, index)));
    const double right = std::round(x(endOf(m_phases, index)));
    return {left, double(BlockTop), std::max(1.0, right - left), double(BlockHeight)};
}

int PhaseTimeline::blockAt(double x) const
{
    for (int i = 0; i < m_phases.size(); ++i) {
        if (x < blockRect(i).right())
            return i;
    }
    return int(m_phases.size()) - 1; // which holds on
}

int PhaseTimeline::edgeAt(QPointF position) const
{
    if (position.y() < BlockTop - 4 || position.y() > BlockTop + BlockHeight + 4)
        return -1;
    int nearest = -1;
    double distance = CatchDistance;
    for (int i = 0; i < m_phases.size(); ++i) {
        const double d = std::abs(position.x() - x(endOf(m_phases, i)));
        // Of two at the same place the later one can still be pulled away.
        if (d <= distance) {
            nearest = i;
            distance = d;
        }
    }
    return nearest;
}

QString PhaseTimeline::toolTipAt(QPointF position) const
{
    if (m_phases.isEmpty() || position.y() < BlockTop || position.y() > BlockTop + BlockHeight)
        return {};
    const int edge = edgeAt(position);
    if (edge >= 0) {
        return tr("%1 ends at %2. Drag to move; with Shift it does not snap.")
            .arg(nameOf(edge), shortMomentText(endOf(m_phases, edge)));
    }
    const int block = blockAt(position.x());
    const QString holds = position.x() > blockRect(block).right() ? tr("holds on until the scenario's end") : QString();
    return phaseToolTip(m_phases.at(block)) + (holds.isEmpty() ? QString() : QChar(u'\n') + holds);
}

QSize PhaseTimeline::sizeHint() const
{
    return {400, TotalHeight};
}

QSize PhaseTimeline::minimumSizeHint() const
{
    return {120, TotalHeight};
}

// The mouse.

void PhaseTimeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_phases.isEmpty()) {
        QWidget::mousePressEvent(event);
        return;
    }
    endKeyGesture();
    const int edge = edgeAt(event->position());
    select(edge >= 0 ? edge : blockAt(event->position().x()));
    if (edge >= 0) {
        const double edgeX = x(endOf(m_phases, edge));
        m_drag = Drag{edge, event->position().x() - edgeX, event->position().x(), shownSpan(), m_phases};
    }
    event->accept();
}

void PhaseTimeline::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drag) {
        setCursor(edgeAt(event->position()) >= 0 ? Qt::SplitHCursor : Qt::ArrowCursor);
        return;
    }
    if (!m_drag->hasMoved && std::abs(event->position().x() - m_drag->pressedAt) < DragThreshold)
        return;
    m_drag->hasMoved = true;
    const bool isFree = event->modifiers().testFlag(Qt::ShiftModifier);
    // Without snapping it still is a time that can be read, not nanoseconds.
    const Duration grain = isFree ? snapStep(perPixel() / SnapPixels) : step();
    const Duration to = snapped(at(event->position().x() - m_drag->offset), grain);
    const int edge = m_drag->edge;
    edit(withEndAt(m_drag->before, edge, to, grain), tr("Length of %1").arg(nameOf(edge)),
         QStringLiteral("phases.end.%1").arg(edge));
}

void PhaseTimeline::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_drag)
        return;
    const bool hasMoved = m_drag->hasMoved;
    m_drag.reset();
    update();
    setCursor(edgeAt(event->position()) >= 0 ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (hasMoved)
        Q_EMIT gestureEnded();
}

void PhaseTimeline::cancelDrag()
{
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    update();
    if (!drag.hasMoved)
        return;
    edit(drag.before, tr("Length of %1").arg(nameOf(drag.edge)), QStringLiteral("phases.end.%1").arg(drag.edge));
    Q_EMIT gestureEnded();
}

// Keyboard and menu.

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
    const Duration to = nextSnap(endOf(m_phases, m_selected), step(), isLater);
    m_isKeyGesture = true;
    edit(withEndAt(m_phases, m_selected, to, step()), tr("Length of %1").arg(nameOf(m_selected)),
         QStringLiteral("phases.end.%1").arg(m_selected));
}

void PhaseTimeline::edit(const QList<PhaseConfig> &phases, const QString &text, const QString &gesture)
{
    if (phases == m_phases)
        return;
    setPhases(phases);
    Q_EMIT phasesEdited(phases, text, gesture);
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

bool PhaseTimeline::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // The window's own shortcuts stand back while the focus is here.
        const auto *key = static_cast<QKeyEvent *>(event);
        if (actOf(*key) || (m_drag && key->key() == Qt::Key_Escape)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString text = toolTipAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace Fuseboard
