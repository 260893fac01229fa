// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/heatmap.h"
#include "document/rundocument.h"
#include "document/sweepresults.h"
#include "window/mainwindow.h"
#include "window/sweepviews.h"
#include "window/tunepage.h"

#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Fuseboard {

class Theme;

/// What the tests of the page Tune have in common: a window that shows it, and what a person does there.
class TuneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

protected:
    template<typename T>
    T *child(const QString &name) const
    {
        T *found = m_window->findChild<T *>(name);
        if (found == nullptr)
            qFatal("no child %s", qPrintable(name));
        return found;
    }
    TunePage *page() const { return m_window->tunePage(); }
    RunDocument *document() const { return m_window->document(); }
    HeatMap *map() const { return page()->views()->map(); }
    const SweepResults &results() const { return page()->job().results(); }
    void press(const QString &name) const { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }
    void type(const QString &name, const QString &text) const;
    void choose(const QString &name, int index) const;
    QString issueOf(int field) const { return child<QLabel>(QStringLiteral("tuneField.%1.issue").arg(field))->text(); }
    int threshold() const { return document()->policy().breaker->failureThreshold; }
    void chooseSmall(const QString &thresholds = QStringLiteral("3,5,10,15"),
                     const QString &recovery = QStringLiteral("2s,5s")) const;
    void tryAll() const;
    void clickCell(qint64 cell) const
    {
        QTest::mouseClick(map(), Qt::LeftButton, {}, map()->rectOf(cell).center().toPoint());
    }
    QString filePath(const QString &name) const { return m_directory->filePath(name); }
    static void answerDialog(const QString &path);

    Theme *m_theme = nullptr;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace Fuseboard
