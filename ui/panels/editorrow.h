// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/configissue.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
QT_END_NAMESPACE

namespace Fuseboard {

/// An editor with its label on one row, as FieldRow has it for policies; below, what is wrong with it. Without a label it
/// has the whole row. Where the editor
/// does not matter, the reason stands in its place.
class EditorRow : public QWidget
{
    Q_OBJECT

public:
    enum class Use {
        Always,
        Optional, ///< the label is a check mark that switches the editor on
    };

    /// @p name is the object's; the editor is "name.editor" unless it has one. @p editor becomes its child.
    EditorRow(const QString &name, const QString &label, QWidget *editor, const QString &toolTip, Use use = Use::Always,
              QWidget *parent = nullptr);

    QWidget *editor() const { return m_editor; }
    void setLabel(const QString &label, const QString &toolTip);

    /// What those hear who do not see the label; setLabel() sets it to the label.
    void setEditorName(const QString &name);

    /// Only where its use is optional.
    void setOn(bool isOn);
    bool isOn() const;

    /// A sentence; empty: it matters.
    void setUnusedBecause(const QString &reason);
    QString unusedBecause() const;

    /// Said below in words; empty: nothing is wrong.
    void setIssue(const QString &message);

    /// That what stands in the editor cannot be read; stays, whatever the issues are, until it is told anew.
    void setUnreadable(const QString &message);

    /// What is shown, its warning sign included; empty if nothing is.
    QString issue() const;

    int labelWidth() const;
    void setLabelWidth(int width);

Q_SIGNALS:
    /// By hand.
    void switched(bool isOn);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showUse();
    void showIssue();
    void applyColours();

    QWidget *m_editor;
    QWidget *m_label = nullptr;
    QCheckBox *m_switch = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_issueLabel = nullptr;
    QString m_issue;
    QString m_unreadable;
};

/// Lets a choice be narrower than its longest text.
void makeNarrow(QComboBox *choice);

/// Gives all rows within @p form a label column of one width.
void alignLabels(QWidget *form);

} // namespace Fuseboard
