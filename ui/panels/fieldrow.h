// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

class ErrorKindButton;
class FieldSpin;

/// One PolicyField on one row: label, slider and number, or a choice, or a set of errors; below, what is wrong with it.
class FieldRow : public QWidget
{
    Q_OBJECT

public:
    explicit FieldRow(const PolicyField &field, QWidget *parent = nullptr);

    const PolicyField &field() const { return m_field; }

    /// Shows what @p policy says; sends nothing.
    void show(const PolicyConfig &policy);

    /// Marks the field where it differs from @p reference, with a button that puts it back.
    void setReference(const PolicyConfig &reference);

    /// Said below the field in words; empty: nothing is wrong.
    void setIssue(const QString &message);

    /// What is shown, its warning sign included; empty if nothing is.
    QString issue() const;

    /// Said below the field, quietly: why a value that is valid has no effect. Empty: nothing.
    void setNote(const QString &note);
    QString note() const;

    /// Whether the policy that is shown looks at this field.
    bool isUsed() const { return m_isUsed; }

    /// The label column's width that this row would like.
    int labelWidth() const;
    void setLabelWidth(int width);

Q_SIGNALS:
    /// By hand, as PolicyField counts it; none: it was switched off.
    void edited(std::optional<double> value);

    /// What was typed can not be read; @p message says what would be right. No edited() comes.
    void unreadable(const QString &message);

    /// The hand has let go: what comes next is another edit.
    void gestureEnded();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildEditors();
    void makeBack();
    void makeIssue();
    QLabel *makeText(const QString &name);
    QFont fontWhere(bool differs) const;
    void showDifference();
    QString valueText(std::optional<double> value) const;
    void applyColours();

    PolicyField m_field;
    QHBoxLayout *m_line;
    QWidget *m_label = nullptr;
    QCheckBox *m_switch = nullptr;
    QComboBox *m_choice = nullptr;
    ErrorKindButton *m_errors = nullptr;
    QSlider *m_slider = nullptr;
    FieldSpin *m_spin = nullptr;
    QLabel *m_issue = nullptr;         ///< made when there is one
    QLabel *m_note = nullptr;          ///< likewise
    QToolButton *m_back = nullptr;     ///< made when there is something to put back
    std::optional<double> m_shown;     ///< of the policy that is shown
    std::optional<double> m_reference; ///< where m_back leads
    double m_value = 0;
    bool m_isUsed = true;
};

} // namespace Fuseboard
