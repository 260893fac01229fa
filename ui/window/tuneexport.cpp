// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/tuneexport.h"

#include "document/openedfile.h"
#include "window/fileactions.h"

#include <QAction>
#include <QMenu>

namespace Fuseboard {

using namespace Qt::StringLiterals;

TuneExport::TuneExport(FileActions *files, QWidget *map, QWidget *tradeOff, QWidget *parent)
    : QObject(parent)
    , m_files(files)
    , m_menu(new QMenu(tr("&Export"), parent))
{
    const auto add = [&](const QString &name, const QString &text, const auto &what) {
        QAction *action = m_menu->addAction(text, this, what);
        action->setObjectName(name);
    };
    add(u"saveCells"_s, tr("All &cells as CSV …"), [this] { saveCells(); });
    add(u"saveMap"_s, tr("&Map as picture (PNG, SVG, PDF) …"), [this, map] { m_files->savePictureOf(map); });
    add(u"saveTradeOff"_s, tr("&Trade-off as picture (PNG, SVG, PDF) …"),
        [this, tradeOff] { m_files->savePictureOf(tradeOff); });
    add(u"copyMap"_s, tr("C&opy the map"), [this, map] { m_files->copyPictureOf(map); });
    setResults({});
}

void TuneExport::setResults(const SweepResults &results)
{
    m_results = results;
    for (QAction *action : m_menu->actions())
        action->setEnabled(!results.isEmpty());
}

void TuneExport::saveCells()
{
    const QString path = m_files->askForName(tr("Save the cells"), u".csv"_s, tr("Tables (*.csv)"));
    if (!path.isEmpty())
        m_files->report(writeFile(path, m_results.toCsv()), path);
}

} // namespace Fuseboard
