// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QKeyEvent;
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// Lets the keys of Undo and Redo reach the window's actions also while the cursor is in a number or text field, which would
/// otherwise take them for its own text.
///
/// A number that is typed and not yet finished is taken back first. A text that is no part of the document (a filter) undoes
/// its own typing first: mark it with keepOwnUndo(). Watches the whole application as long as it lives. GUI thread.
class UndoKeys : public QObject
{
    Q_OBJECT

public:
    /// Acts on fields in @p window and its docks, not in its dialogs.
    explicit UndoKeys(QWidget *window);

    /// @p field, a QLineEdit, holds text that the document's undo does not know.
    static void keepOwnUndo(QWidget *field);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isInWindow(const QWidget *widget) const;

    QWidget *m_window;
};

} // namespace Fuseboard
