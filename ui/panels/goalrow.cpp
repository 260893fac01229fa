// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/goalrow.h"

#include "document/summarydifference.h"
#include "panels/editorrow.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QStandardItemModel>
#include <QToolButton>

namespace Fuseboard {

GoalRow::GoalRow(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_direction(new QComboBox)
    , m_figure(new QComboBox)
    , m_remove(new QToolButton)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_direction->setObjectName(name + QStringLiteral(".direction"));
    m_direction->setAccessibleName(tr("Lowest or highest"));
    m_direction->addItem(tr("Lowest"), QStringLiteral("min"));
    m_direction->addItem(tr("Highest"), QStringLiteral("max"));
    m_figure->setObjectName(name + QStringLiteral(".figure"));
    m_figure->setAccessibleName(tr("Figure of the goal"));
    makeNarrow(m_figure);
    for (const SummaryFigure &figure : RunSummary().figures()) {
        m_figure->addItem(figureLabel(figure.name), figure.name);
        m_figure->setItemData(m_figure->count() - 1, figureMeaning(figure.name), Qt::ToolTipRole);
    }
    m_remove->setObjectName(name + QStringLiteral(".remove"));
    m_remove->setText(QStringLiteral("×"));
    m_remove->setToolTip(tr("Does not look at this figure"));
    m_remove->setAccessibleName(tr("Remove the goal"));
    m_remove->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(m_direction);
    layout->addWidget(m_figure, 1);
    layout->addWidget(m_remove);
    connect(m_direction, &QComboBox::activated, this, &GoalRow::send);
    connect(m_figure, &QComboBox::activated, this, &GoalRow::send);
    connect(m_remove, &QToolButton::clicked, this, &GoalRow::removeRequested);
}

void GoalRow::show(const Goal &goal)
{
    m_direction->setCurrentIndex(goal.direction() == Goal::Direction::Minimise ? 0 : 1);
    m_figure->setCurrentIndex(int(goal.figureIndex()));
    m_figure->setToolTip(m_figure->itemData(int(goal.figureIndex()), Qt::ToolTipRole).toString());
}

void GoalRow::setTaken(const QList<Goal> &others)
{
    auto *items = qobject_cast<QStandardItemModel *>(m_figure->model());
    for (int i = 0; i < m_figure->count(); ++i) {
        const bool isTaken = std::ranges::any_of(others, [i](const Goal &goal) { return goal.figureIndex() == i; });
        items->item(i)->setEnabled(!isTaken);
    }
}

void GoalRow::setRemovable(bool isRemovable)
{
    m_remove->setEnabled(isRemovable);
}

void GoalRow::send()
{
    const QString expression = m_direction->currentData().toString() + QChar(u' ') + m_figure->currentData().toString();
    if (const auto goal = Goal::parse(expression))
        Q_EMIT edited(*goal);
}

} // namespace Fuseboard
