// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"
#include "theme/marks.h"

#include <QList>
#include <QWidget>

#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace Fuseboard {

/// An endpoint's phases as blocks on a time line that is as wide as the widget, from 0 to the end of the last of them,
/// or to that of the scenario if it is longer: the last phase then holds on, and is drawn pale.
///
/// Edges are dragged: one between two phases moves from the one to the other, that of the last makes it longer. All
/// else by keyboard too; the context menu names the keys.
class PhaseTimeline : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseTimeline(QWidget *parent = nullptr);

    /// Whose phases they are, for those who hear it.
    void setEndpointName(const QString &name);

    const QList<PhaseConfig> &phases() const { return m_phases; }

    /// Valid ones. Shows them; sends no edit, but selectionChanged() where the selected one is no more.
    void setPhases(const QList<PhaseConfig> &phases);

    /// Of the scenario.
    void setDuration(Duration duration);

    /// Where the run is; none: no play head.
    void setNow(std::optional<Duration> now);

    /// -1 only while there are no phases.
    int selected() const { return m_selected; }
    void select(int index);

    /// Where phase @p index is drawn, what it holds on for not included.
    QRectF blockRect(int index) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By hand. @p text names the edit; those with the same @p gesture are one until gestureEnded(). Empty: it stands
    /// alone.
    void phasesEdited(const QList<Fuseboard::PhaseConfig> &phases, const QString &text, const QString &gesture);

    /// The hand has let go.
    void gestureEnded();

    void selectionChanged(int index);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Drag
    {
        int edge = 0;
        double offset = 0;           ///< of the mouse from the edge
        double pressedAt = 0;        ///< x
        Duration span{};             ///< the scale does not move under the hand
        QList<PhaseConfig> before{}; ///< as they were
        bool hasMoved = false;
    };

    /// What a person can do to the selected phase.
    enum class Act { SelectBefore, SelectAfter, Shorter, Longer, Split, Remove, Earlier, Later, First, Last };

    static std::optional<Act> actOf(const QKeyEvent &event);
    bool canDo(Act act) const;
    void perform(Act act);
    void moveEnd(bool isLater);
    void edit(const QList<PhaseConfig> &phases, const QString &text, const QString &gesture);
    void endKeyGesture();
    void cancelDrag();
    QMenu *makeMenu();

    Duration end(int index) const { return index < 0 ? Duration() : m_ends.at(std::size_t(index)); }
    Duration shownSpan() const;
    Duration perPixel() const;
    Duration step() const;
    double x(Duration at) const;
    Duration at(double x) const;
    int blockAt(double x) const;
    int edgeAt(QPointF position) const; ///< -1: none
    QString nameOf(int index) const;
    QString toolTipAt(QPointF position) const;
    void tellSelection();

    void paintBlock(QPainter &painter, int index) const;
    void paintSlope(QPainter &painter, const QRectF &block, const PhaseConfig &phase, const Mark &begin) const;
    void paintName(QPainter &painter, const QRectF &block, const Mark &mark, const QString &name) const;
    void paintFlags(QPainter &painter) const;
    void paintAxis(QPainter &painter) const;
    void paintPlayHead(QPainter &painter) const;
    void paintDragText(QPainter &painter) const;
    void paintSelection(QPainter &painter) const;

    QList<PhaseConfig> m_phases;
    std::vector<Duration> m_ends; ///< of each phase
    Duration m_duration{};
    std::optional<Duration> m_now;
    int m_selected = -1;
    std::optional<Drag> m_drag;
    bool m_isKeyGesture = false;
};

} // namespace Fuseboard
