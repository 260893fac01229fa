// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/summarytable.h"

#include "document/rundocument.h"
#include "panels/summarymodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

SummaryTable::SummaryTable(RunDocument *document, QWidget *parent)
    : QTableView(parent)
    , m_document(document)
    , m_model(new SummaryModel(this))
{
    setObjectName(u"summaryTable"_s);
    setAccessibleName(tr("All figures of the run"));
    setModel(m_model);
    setSelectionBehavior(SelectRows);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(24);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->resizeSection(SummaryModel::Name, 140);
    for (const int column : {int(SummaryModel::Now), int(SummaryModel::Before), int(SummaryModel::Change)})
        horizontalHeader()->resizeSection(column, 100);
    horizontalHeader()->setMinimumSectionSize(40);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SummaryTable::refresh()
{
    const ComparedRun &compared = m_document->comparison();
    const bool isThere = compared.canBeShown();
    const RunDocument::Spans spans = isThere ? m_document->comparedSpans() : RunDocument::Spans();
    m_model->show(isThere ? spans.now : m_document->snapshot().summary,
                  isThere ? std::optional(spans.before) : std::nullopt, compared.name(),
                  isThere && spans.length < m_document->snapshot().now ? std::optional(spans.length) : std::nullopt,
                  spans.areEqual);
    for (const int column : {int(SummaryModel::Before), int(SummaryModel::Change), int(SummaryModel::Verdict)})
        setColumnHidden(column, !isThere);
}

void SummaryTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTableView::keyPressEvent(event);
}

void SummaryTable::copy() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (int column = 0; column < SummaryModel::ColumnCount; ++column) {
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        lines.append(cells.join(u'\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace Fuseboard
