// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/editorrow.h"

#include "theme/fonts.h"
#include "theme/tints.h"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

EditorRow::EditorRow(const QString &name, const QString &label, QWidget *editor, const QString &toolTip, Use use,
                     QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
{
    setObjectName(name);
    if (editor->objectName().isEmpty())
        editor->setObjectName(name + QStringLiteral(".editor"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    column->addLayout(line);

    if (use == Use::Optional) {
        m_switch = new QCheckBox;
        m_switch->setObjectName(name + QStringLiteral(".switch"));
        m_label = m_switch;
        connect(m_switch, &QCheckBox::clicked, this, [this](bool isOn) {
            showUse();
            Q_EMIT switched(isOn);
        });
    } else {
        auto *text = new QLabel;
        text->setBuddy(editor);
        m_label = text;
    }
    m_label->setMinimumHeight(26);
    line->addWidget(m_label, 0, Qt::AlignTop);
    line->addWidget(editor, 1);
    m_reason = new QLabel;
    m_reason->setObjectName(name + QStringLiteral(".reason"));
    m_reason->setFont(labelFont());
    m_reason->setWordWrap(true);
    m_reason->hide();
    line->addWidget(m_reason, 1);

    m_issueLabel = new QLabel;
    m_issueLabel->setObjectName(name + QStringLiteral(".issue"));
    m_issueLabel->setFont(labelFont());
    m_issueLabel->setWordWrap(true);
    m_issueLabel->hide();
    column->addWidget(m_issueLabel);
    setLabel(label, toolTip);
    showUse();
    applyColours();
}

void EditorRow::setLabel(const QString &label, const QString &toolTip)
{
    if (m_switch != nullptr) {
        m_switch->setText(label);
        m_switch->setAccessibleName(label);
    } else {
        static_cast<QLabel *>(m_label)->setText(label);
    }
    m_label->setVisible(!label.isEmpty());
    setEditorName(label);
    setToolTip(toolTip);
}

void EditorRow::setEditorName(const QString &name)
{
    m_editor->setAccessibleName(name);
    for (QSlider *slider : m_editor->findChildren<QSlider *>())
        slider->setAccessibleName(name);
    for (QAbstractSpinBox *spin : m_editor->findChildren<QAbstractSpinBox *>())
        spin->setAccessibleName(name);
}

void EditorRow::setOn(bool isOn)
{
    m_switch->setChecked(isOn);
    showUse();
}

bool EditorRow::isOn() const
{
    return m_switch == nullptr || m_switch->isChecked();
}

void EditorRow::setUnusedBecause(const QString &reason)
{
    if (reason == unusedBecause())
        return;
    m_reason->setText(reason);
    showUse();
    showIssue();
}

QString EditorRow::unusedBecause() const
{
    return m_reason->text();
}

void EditorRow::showUse()
{
    const bool isUsed = m_reason->text().isEmpty();
    m_reason->setVisible(!isUsed);
    m_editor->setVisible(isUsed);
    m_editor->setEnabled(isUsed && isOn());
    m_label->setEnabled(isUsed);
    m_label->setAccessibleDescription(m_reason->text());
}

void EditorRow::setIssue(const QString &message)
{
    m_issue = message;
    showIssue();
}

void EditorRow::setUnreadable(const QString &message)
{
    m_unreadable = message;
    showIssue();
}

void EditorRow::showIssue()
{
    const QString &message = m_unreadable.isEmpty() ? m_issue : m_unreadable;
    const bool isShown = !message.isEmpty() && m_reason->text().isEmpty();
    m_issueLabel->setText(isShown ? QStringLiteral("⚠ ") + message : QString());
    m_issueLabel->setVisible(isShown);
    m_editor->setAccessibleDescription(isShown ? message : QString());
}

QString EditorRow::issue() const
{
    return m_issueLabel->text();
}

int EditorRow::labelWidth() const
{
    return m_label->sizeHint().width();
}

void EditorRow::setLabelWidth(int width)
{
    m_label->setFixedWidth(width);
}

void EditorRow::applyColours()
{
    const Tints t = Tints::of(palette());
    QPalette colours = m_issueLabel->palette();
    colours.setColor(QPalette::WindowText, t.problem);
    m_issueLabel->setPalette(colours);
    colours.setColor(QPalette::WindowText, t.muted);
    m_reason->setPalette(colours);
}

void EditorRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_issueLabel != nullptr)
        applyColours();
}

void makeNarrow(QComboBox *choice)
{
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(8);
}

void alignLabels(QWidget *form)
{
    const QList<EditorRow *> rows = form->findChildren<EditorRow *>();
    int width = 0;
    for (const EditorRow *row : rows)
        width = std::max(width, row->labelWidth());
    for (EditorRow *row : rows)
        row->setLabelWidth(width);
}

} // namespace Fuseboard
