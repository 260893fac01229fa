// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/sweepresults.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

class FileActions;

/// Writes what came of a sweep to files: its cells as a table, its charts as pictures. GUI thread.
class TuneExport : public QObject
{
    Q_OBJECT

public:
    /// @p map and @p tradeOff are what pictures are taken of; @p parent owns the menu.
    TuneExport(FileActions *files, QWidget *map, QWidget *tradeOff, QWidget *parent);

    QMenu *menu() const { return m_menu; }

    /// What is written, and can only then be.
    void setResults(const SweepResults &results);

private:
    void saveCells();

    FileActions *m_files;
    QMenu *m_menu;
    SweepResults m_results;
};

} // namespace Fuseboard
