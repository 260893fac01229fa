// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/tunefieldrow.h"

#include "panels/editorrow.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace Fuseboard {

TuneFieldRow::TuneFieldRow(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_values(new QLineEdit)
    , m_remove(new QToolButton)
    , m_text(new QLabel)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setHorizontalSpacing(6);
    layout->setVerticalSpacing(3);
    layout->setColumnStretch(0, 1);
    m_choice->setObjectName(name + QStringLiteral(".choice"));
    m_choice->setAccessibleName(tr("Field to vary"));
    makeNarrow(m_choice);
    m_values->setObjectName(name + QStringLiteral(".values"));
    m_values->setToolTip(tr("A list: 3,5,8 or none,full\nA range of whole numbers: 3..20\nA range with a step: "
                            "5s..60s:5s\nValues in equal ratios: 100ms..60s:log8\nnull takes an optional field away"));
    m_remove->setObjectName(name + QStringLiteral(".remove"));
    m_remove->setText(QStringLiteral("×"));
    m_remove->setToolTip(tr("Does not vary this field"));
    m_remove->setFocusPolicy(Qt::TabFocus);
    m_text->setObjectName(name + QStringLiteral(".issue"));
    m_text->setFont(labelFont());
    m_text->setWordWrap(true);
    layout->addWidget(m_choice, 0, 0);
    layout->addWidget(m_remove, 0, 1);
    layout->addWidget(m_values, 1, 0, 1, 2);
    layout->addWidget(m_text, 2, 0, 1, 2);
    connect(m_choice, &QComboBox::activated, this,
            [this](int index) { Q_EMIT fieldChosen(m_choice->itemData(index).toString()); });
    connect(m_values, &QLineEdit::textEdited, this, &TuneFieldRow::valuesEdited);
    connect(m_values, &QLineEdit::editingFinished, this, &TuneFieldRow::editingFinished);
    connect(m_remove, &QToolButton::clicked, this, &TuneFieldRow::removeRequested);
}

void TuneFieldRow::show(const QList<TuneField> &fields, const QString &path, const QString &spec)
{
    const QSignalBlocker blocker(m_choice);
    m_choice->clear();
    // By group; those without effect at present come last.
    QList<TuneField> ordered = fields;
    std::stable_sort(ordered.begin(), ordered.end(), [](const TuneField &a, const TuneField &b) {
        return a.unusedBecause.isEmpty() && !b.unusedBecause.isEmpty();
    });
    QString group;
    for (const TuneField &field : std::as_const(ordered)) {
        const QString heading = field.unusedBecause.isEmpty() ? field.group : tr("Without effect at present");
        if (group != heading)
            addHeading(heading);
        group = heading;
        m_choice->addItem(field.label, field.path);
        const QString about = field.unusedBecause.isEmpty() ? field.toolTip
                                                            : field.toolTip + QChar(u'\n') + field.unusedBecause;
        m_choice->setItemData(m_choice->count() - 1, about + QChar(u'\n') + field.path, Qt::ToolTipRole);
    }
    int index = m_choice->findData(path);
    if (index < 0) {
        m_choice->addItem(path, path);
        index = m_choice->count() - 1;
        m_choice->setItemData(index, path, Qt::ToolTipRole);
    }
    m_choice->setCurrentIndex(index);
    m_choice->setToolTip(m_choice->itemData(index, Qt::ToolTipRole).toString());
    m_values->setAccessibleName(tr("Values of %1").arg(m_choice->currentText()));
    m_remove->setAccessibleName(tr("Do not vary %1").arg(m_choice->currentText()));
    // Setting it would move the cursor.
    if (m_values->text() != spec)
        m_values->setText(spec);
}

/// A line of the list that cannot be chosen.
void TuneFieldRow::addHeading(const QString &text)
{
    m_choice->addItem(text);
    auto *item = qobject_cast<QStandardItemModel *>(m_choice->model())->item(m_choice->count() - 1);
    item->setFlags(Qt::NoItemFlags);
    item->setFont(labelFont());
}

void TuneFieldRow::setIssue(const QString &message)
{
    m_issue = message;
    showText();
}

void TuneFieldRow::setNote(const QString &note)
{
    m_note = note;
    showText();
}

void TuneFieldRow::setRemovable(bool isRemovable)
{
    m_remove->setEnabled(isRemovable);
}

void TuneFieldRow::showText()
{
    const Tints t = Tints::of(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, m_issue.isEmpty() ? t.muted : t.problem);
    m_text->setPalette(colours);
    m_text->setText(m_issue.isEmpty() ? m_note : QStringLiteral("⚠ ") + m_issue);
    m_values->setAccessibleDescription(m_text->text());
}

void TuneFieldRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showText();
}

} // namespace Fuseboard
