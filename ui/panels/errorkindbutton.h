// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/errorkindset.h"

#include <QToolButton>

namespace Fuseboard {

/// A set of error kinds and statuses: a button that says which, and whose menu checks each kind and adds statuses. Kinds
/// below a checked one are part of it.
class ErrorKindButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ErrorKindButton(QWidget *parent = nullptr);

    /// Shows @p kinds; sends nothing.
    void setKinds(const ErrorKindSet &kinds);
    const ErrorKindSet &kinds() const { return m_kinds; }

    /// What is said of a set: "any error", "timeout, server, status 502", "none".
    static QString textOf(const ErrorKindSet &kinds);

Q_SIGNALS:
    /// By hand.
    void edited(const Fuseboard::ErrorKindSet &kinds);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showText();
    void fillMenu();
    void toggle(ErrorKind kind, bool on);
    void takeOut(StatusRange range);
    void askForStatus();
    void edit(const ErrorKindSet &kinds);

    ErrorKindSet m_kinds;
};

} // namespace Fuseboard
