// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// Says in the window what went wrong and what to do, until it is closed. Hidden in the beginning.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// @p action and @p other are the buttons' texts; empty: no button but the one that closes.
    void showMessage(const QString &message, const QString &action = {}, const QString &other = {});

    /// What is said; empty while it is hidden.
    QString message() const;

Q_SIGNALS:
    /// The button was pressed, and the bar is hidden.
    void actionTriggered();

    /// Likewise the other button.
    void otherTriggered();

    /// A button was pressed, whichever; after the signal of its own.
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_other;
};

} // namespace Fuseboard
