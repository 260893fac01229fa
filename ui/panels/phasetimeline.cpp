// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phasetimeline.h"

#include "panels/faulttext.h"
#include "panels/phaseedit.h"
#include "panels/phasetimelinesizes.h"
#include "theme/figures.h"

#include <QHelpEvent>
#include <QKeyEvent>
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
    m_ends.clear();
    for (const PhaseConfig &phase : phases)
        m_ends.push_back((m_ends.empty() ? Duration() : m_ends.back()) + phase.length);
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
    return m_drag ? m_drag->span
                  : std::max({end(int(m_phases.size()) - 1), m_duration, Duration(std::chrono::milliseconds(1))});
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
    const double left = std::round(x(end(index - 1)));
    const double right = std::round(x(end(index)));
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
        const double d = std::abs(position.x() - x(end(i)));
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
            .arg(nameOf(edge), shortMomentText(end(edge)));
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
        const double edgeX = x(end(edge));
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

void PhaseTimeline::edit(const QList<PhaseConfig> &phases, const QString &text, const QString &gesture)
{
    if (phases == m_phases)
        return;
    setPhases(phases);
    Q_EMIT phasesEdited(phases, text, gesture);
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
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace Fuseboard
