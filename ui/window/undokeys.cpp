// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/undokeys.h"

#include "panels/fieldspin.h"

#include <QApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace Fuseboard {

namespace {

constexpr char OwnUndo[] = "ownUndo";

/// The number field that @p widget is, or is part of; else null.
FieldSpin *spinOf(QWidget *widget)
{
    if (auto *spin = qobject_cast<FieldSpin *>(widget))
        return spin;
    return qobject_cast<FieldSpin *>(widget->parentWidget());
}

bool isText(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) != nullptr
        || qobject_cast<const QPlainTextEdit *>(widget) != nullptr;
}

/// Whether @p widget is to undo or redo its own text now.
bool hasOwnUndo(const QWidget *widget, bool isUndo)
{
    const auto *line = qobject_cast<const QLineEdit *>(widget);
    if (line == nullptr || !line->property(OwnUndo).toBool())
        return false;
    return isUndo ? line->isUndoAvailable() : line->isRedoAvailable();
}

} // namespace

UndoKeys::UndoKeys(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    qApp->installEventFilter(this);
}

void UndoKeys::keepOwnUndo(QWidget *field)
{
    field->setProperty(OwnUndo, true);
}

bool UndoKeys::isInWindow(const QWidget *widget) const
{
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (widget == m_window)
            return true;
        if (qobject_cast<const QDialog *>(widget) != nullptr)
            return false;
    }
    return false;
}

bool UndoKeys::eventFilter(QObject *watched, QEvent *event)
{
    const bool isAsked = event->type() == QEvent::ShortcutOverride;
    if ((!isAsked && event->type() != QEvent::KeyPress) || !watched->isWidgetType())
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isUndo = key->matches(QKeySequence::Undo);
    if (!isUndo && !key->matches(QKeySequence::Redo))
        return false;
    auto *widget = static_cast<QWidget *>(watched);
    FieldSpin *spin = spinOf(widget);
    if ((spin == nullptr && !isText(widget)) || !isInWindow(widget) || hasOwnUndo(widget, isUndo))
        return false;
    if (spin != nullptr && isUndo && spin->isBeingTyped()) {
        event->accept();
        if (!isAsked)
            spin->takeBack();
        return true;
    }
    // Not taken here: the shortcut of the window's action comes next. As a key press it comes only where that is disabled.
    event->setAccepted(!isAsked);
    return true;
}

} // namespace Fuseboard
