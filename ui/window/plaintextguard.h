// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace Fuseboard {

/// Shows text as it is written: as long as this exists, no label of the program guesses that its text is HTML, and neither do tool
/// tips and message boxes, which are labels too. A name in a file that looks like markup could load other files otherwise. A label
/// whose text is meant as rich text has to say so with setTextFormat(Qt::RichText). GUI thread.
class PlainTextGuard : public QObject
{
    Q_OBJECT

public:
    explicit PlainTextGuard(QObject *parent);

    /// As long as one exists, labels guess as Qt does: for windows of Qt itself.
    class Pause
    {
    public:
        Pause();
        ~Pause();
        Q_DISABLE_COPY_MOVE(Pause)
    };

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Fuseboard
