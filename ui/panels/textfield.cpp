// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/textfield.h"

#include <QSignalBlocker>

#include <cmath>

namespace Fuseboard {

TextField::TextField(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT edited(toPlainText()); });
}

void TextField::setText(const QString &text)
{
    // Setting it would move the cursor.
    if (text == toPlainText())
        return;
    const QSignalBlocker blocker(this);
    setPlainText(text);
}

QSize TextField::sizeHint() const
{
    const double text = m_lines * fontMetrics().lineSpacing();
    return {120, int(std::ceil(text + 2 * document()->documentMargin())) + 2 * frameWidth()};
}

void TextField::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT editingFinished();
}

} // namespace Fuseboard
