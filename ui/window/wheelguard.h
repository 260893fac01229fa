// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace Fuseboard {

/// Lets the wheel scroll a panel also over its fields: only a field that has the focus takes the wheel, and the wheel gives
/// no widget the focus. Holds for every combo box, spin box and slider of the application, whenever it is made.
///
/// Watches the whole application as long as it lives. GUI thread.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    explicit WheelGuard(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Fuseboard
