// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractSpinBox>
#include <QTest>

namespace Fuseboard {

/// The part of @p whole with that object name; the test ends if there is none.
template<typename T>
T *part(const QObject &whole, const QString &name)
{
    T *found = whole.findChild<T *>(name);
    if (found == nullptr)
        qFatal("there is no %s", qPrintable(name));
    return found;
}

/// As a person does it.
inline void type(QAbstractSpinBox *spin, const QString &text)
{
    spin->setFocus();
    spin->selectAll();
    QTest::keyClicks(spin, text);
    QTest::keyClick(spin, Qt::Key_Return);
}

} // namespace Fuseboard
