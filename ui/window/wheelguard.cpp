// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/wheelguard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QScrollArea>
#include <QSlider>

namespace Fuseboard {

namespace {

/// @p widget or the field that it is part of (the line of a spin box), if it stands in a panel that scrolls.
QWidget *fieldOf(QWidget *widget)
{
    QWidget *field = nullptr;
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (qobject_cast<QComboBox *>(widget) != nullptr || qobject_cast<QAbstractSpinBox *>(widget) != nullptr
            || qobject_cast<QSlider *>(widget) != nullptr)
            field = widget;
        if (qobject_cast<QScrollArea *>(widget) != nullptr)
            return field;
    }
    return nullptr;
}

} // namespace

WheelGuard::WheelGuard(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel || !watched->isWidgetType())
        return false;
    const QWidget *field = fieldOf(static_cast<QWidget *>(watched));
    if (field == nullptr || field->hasFocus() || field->isAncestorOf(QApplication::focusWidget()))
        return false;
    event->ignore(); // it goes on to what is around the field
    return true;
}

} // namespace Fuseboard
