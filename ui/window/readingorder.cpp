// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/readingorder.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QGridLayout>
#include <QMainWindow>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QToolBar>

#include <algorithm>
#include <tuple>

namespace Fuseboard {

namespace {

void addWidget(QWidget *widget, QList<QWidget *> &stops);

/// Top to bottom, then left to right.
bool isBefore(const QWidget *a, const QWidget *b)
{
    return std::tuple(a->y(), a->x()) < std::tuple(b->y(), b->x());
}

void addLayout(QLayout *layout, QList<QWidget *> &stops, QList<QWidget *> &seen)
{
    QList<int> order;
    for (int i = 0; i < layout->count(); ++i)
        order.append(i);
    if (auto *grid = qobject_cast<QGridLayout *>(layout)) {
        std::ranges::sort(order, {}, [grid](int index) {
            int row = 0;
            int column = 0;
            int rows = 0;
            int columns = 0;
            grid->getItemPosition(index, &row, &column, &rows, &columns);
            return std::pair(row, column);
        });
    }
    for (const int index : std::as_const(order)) {
        QLayoutItem *item = layout->itemAt(index);
        if (item->layout() != nullptr) {
            addLayout(item->layout(), stops, seen);
        } else if (item->widget() != nullptr) {
            seen.append(item->widget());
            addWidget(item->widget(), stops);
        }
    }
}

void addChildren(QWidget *widget, QList<QWidget *> &stops)
{
    QList<QWidget *> seen;
    if (widget->layout() != nullptr)
        addLayout(widget->layout(), stops, seen);
    QList<QWidget *> others = widget->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    others.removeIf([&](QWidget *child) { return child->isWindow() || seen.contains(child); });
    std::ranges::stable_sort(others, isBefore);
    for (QWidget *child : std::as_const(others))
        addWidget(child, stops);
}

void addWidget(QWidget *widget, QList<QWidget *> &stops)
{
    if (!widget->isVisible() || !widget->isEnabled())
        return;
    if ((widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->focusProxy() == nullptr)
        stops.append(widget);
    // What these consist of is no stop of its own.
    if (qobject_cast<QAbstractSpinBox *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr
        || qobject_cast<QAbstractItemView *>(widget) != nullptr)
        return;
    if (const auto *area = qobject_cast<QScrollArea *>(widget)) {
        if (area->widget() != nullptr)
            addWidget(area->widget(), stops);
    } else if (const auto *splitter = qobject_cast<QSplitter *>(widget)) {
        for (int i = 0; i < splitter->count(); ++i)
            addWidget(splitter->widget(i), stops);
    } else {
        addChildren(widget, stops);
    }
}

} // namespace

QList<QWidget *> tabStops(const QMainWindow &window)
{
    QList<QWidget *> stops;
    QList<QWidget *> bars;
    for (QToolBar *bar : window.findChildren<QToolBar *>(Qt::FindDirectChildrenOnly))
        bars.append(bar);
    std::ranges::stable_sort(bars, isBefore);
    for (QWidget *bar : std::as_const(bars))
        addWidget(bar, stops);

    const auto addArea = [&](Qt::DockWidgetArea area) {
        QList<QWidget *> parts;
        for (QDockWidget *dock : window.findChildren<QDockWidget *>(Qt::FindDirectChildrenOnly)) {
            // A dock that stands behind another one is visible to Qt, outside of the window.
            if (!dock->isFloating() && window.dockWidgetArea(dock) == area && dock->isVisible()
                && window.rect().intersects(dock->geometry()))
                parts.append(dock);
        }
        for (QTabBar *tabs : window.findChildren<QTabBar *>(Qt::FindDirectChildrenOnly)) {
            // The tabs below a dock of this area.
            if (tabs->isVisible() && std::ranges::any_of(parts, [tabs](const QWidget *dock) {
                    return dock->geometry()
                        .adjusted(-2, -2 * tabs->height(), 2, 2 * tabs->height())
                        .contains(tabs->geometry().center());
                }))
                parts.append(tabs);
        }
        std::ranges::stable_sort(parts, isBefore);
        for (QWidget *part : std::as_const(parts))
            addWidget(part, stops);
    };
    addArea(Qt::LeftDockWidgetArea);
    addArea(Qt::TopDockWidgetArea);
    if (window.centralWidget() != nullptr)
        addWidget(window.centralWidget(), stops);
    addArea(Qt::RightDockWidgetArea);
    addArea(Qt::BottomDockWidgetArea);
    return stops;
}

} // namespace Fuseboard
