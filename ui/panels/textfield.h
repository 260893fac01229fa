// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPlainTextEdit>

namespace Fuseboard {

/// A few lines of text. Tab leaves it.
class TextField : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TextField(int lines, QWidget *parent = nullptr);

    /// Shows @p text; sends nothing.
    void setText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

Q_SIGNALS:
    /// By hand, at every letter.
    void edited(const QString &text);

    /// The focus has left it.
    void editingFinished();

protected:
    void focusOutEvent(QFocusEvent *event) override;

private:
    int m_lines;
};

} // namespace Fuseboard
