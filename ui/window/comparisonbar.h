// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

class RunDocument;

/// What became different from the run that stands pale behind the present one, in words; without one, what
/// to do. The document must outlive it.
class ComparisonBar : public QFrame
{
    Q_OBJECT

public:
    explicit ComparisonBar(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

    /// Of @p lines, 1 or 2, always the same height. With one line it is hidden while there is nothing to compare with.
    void setLines(int lines);

    /// What is said, without markup.
    QString text() const;

private:
    void say(const QString &with, const QString &said);

    RunDocument *m_document;
    QLabel *m_text;
    QToolButton *m_pin;
    QToolButton *m_close;
    int m_lines = 2;
};

} // namespace Fuseboard
