// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>

namespace Fuseboard {

/// Plain text that is shortened with an ellipsis to the room there is, and never asks for more room than it gets. Where it does
/// not fit the whole text is the tooltip, unless another one is set.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    /// @p lines is how many lines the text may take.
    explicit ElidedLabel(const QString &text = {}, int lines = 1, QWidget *parent = nullptr);

    void setText(const QString &text);
    void setLines(int lines);

    /// What is seen of it, its lines joined with a space.
    QString shownText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QStringList linesFor(int width) const;
    void fitHeight();

    int m_lines;
};

} // namespace Fuseboard
