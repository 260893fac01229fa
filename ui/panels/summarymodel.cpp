// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/summarymodel.h"

#include "theme/figures.h"

#include <QColor>

namespace Fuseboard {

using namespace Qt::StringLiterals;

SummaryModel::SummaryModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(RunSummary().figures())
{
}

void SummaryModel::show(const RunSummary &now, const std::optional<RunSummary> &before, const QString &beforeName,
                        std::optional<Duration> span, bool areEqual)
{
    m_areEqual = areEqual;
    m_now = now.figures();
    m_before = before ? before->figures() : QList<SummaryFigure>();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    if (m_beforeName != beforeName) {
        m_beforeName = beforeName;
        Q_EMIT headerDataChanged(Qt::Horizontal, Before, Before);
    }
    if (m_span != span) {
        m_span = span;
        Q_EMIT headerDataChanged(Qt::Horizontal, Now, Now);
    }
}

int SummaryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_now.size());
}

int SummaryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SummaryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SummaryFigure &now = m_now.at(index.row());
    const bool hasBefore = !m_before.isEmpty();
    const SummaryFigure &before = hasBefore ? m_before.at(index.row()) : now;
    const bool isCompared = hasBefore && m_areEqual;
    if (role == Qt::DisplayRole) {
        switch (index.column()) {
        case Name:
            return figureLabel(now.name);
        case Now:
            return figureValueText(now);
        case Before:
            return hasBefore ? figureValueText(before) : QString();
        case Change:
            return isCompared ? figureChangeText(before, now) : QString();
        default:
            return isCompared ? trendText(trendOf(before, now)) : hasBefore ? tr("other length") : QString();
        }
    }
    if (role == Qt::ToolTipRole)
        return figureMeaning(now.name);
    if (role == Qt::TextAlignmentRole && index.column() != Name && index.column() != Verdict)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == TrendRole && index.column() == Verdict)
        return int(isCompared ? trendOf(before, now) : Trend::Same);
    return {};
}

QVariant SummaryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Name || section == Verdict ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Figure");
    case Now:
        return m_span ? tr("First %1").arg(durationFigure(*m_span).text()) : tr("This run");
    case Before:
        return m_beforeName.isEmpty() ? tr("Baseline") : m_beforeName;
    case Change:
        return tr("Change");
    default:
        return tr("Verdict");
    }
}

} // namespace Fuseboard
