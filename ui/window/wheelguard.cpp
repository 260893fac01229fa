// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/wheelguard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QSlider>
#include <QWidget>

namespace Fuseboard {

namespace {

/// @p widget, or the field that it is part of (the line edit of a spin box); null if it is neither. The list that a combo box
/// opens is a window of its own and no field.
QWidget *fieldOf(QWidget *widget)
{
    for (; widget != nullptr && !widget->isWindow(); widget = widget->parentWidget()) {
        if (qobject_cast<QComboBox *>(widget) != nullptr || qobject_cast<QAbstractSpinBox *>(widget) != nullptr
            || qobject_cast<QSlider *>(widget) != nullptr)
            return widget;
    }
    return nullptr;
}

/// Qt gives the focus to a widget with Qt::WheelFocus before any event filter sees the wheel.
void refuseFocusByWheel(QWidget *widget)
{
    if ((widget->focusPolicy() & Qt::WheelFocus) == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
}

} // namespace

WheelGuard::WheelGuard(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
    for (QWidget *widget : QApplication::allWidgets())
        refuseFocusByWheel(widget);
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (!watched->isWidgetType())
        return false;
    auto *widget = static_cast<QWidget *>(watched);
    if (event->type() == QEvent::Polish) // sent once to every widget, before it is first shown
        refuseFocusByWheel(widget);
    if (event->type() != QEvent::Wheel)
        return false;
    const QWidget *field = fieldOf(widget);
    if (field == nullptr || field->hasFocus() || field->isAncestorOf(QApplication::focusWidget()))
        return false;
    event->ignore(); // the panel around the field scrolls
    return true;
}

} // namespace Fuseboard
