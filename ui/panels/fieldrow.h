// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
QT_END_NAMESPACE

namespace Fuseboard {

class FieldSpin;

/// One PolicyField on one row: label, slider and number, or a choice; below, what is wrong with it.
class FieldRow : public QWidget
{
    Q_OBJECT

public:
    explicit FieldRow(const PolicyField &field, QWidget *parent = nullptr);

    const PolicyField &field() const { return m_field; }

    /// Shows what @p policy says; sends nothing.
    void show(const PolicyConfig &policy);

    /// Said below the field in words; empty: nothing is wrong.
    void setIssue(const QString &message);

    /// What is shown, its warning sign included; empty if nothing is.
    QString issue() const;

    /// The label column's width that this row would like.
    int labelWidth() const;
    void setLabelWidth(int width);

Q_SIGNALS:
    /// By hand, as PolicyField counts it; none: it was switched off.
    void edited(std::optional<double> value);

    /// What was typed can not be read; @p message says what would be right. No edited() comes.
    void unreadable(const QString &message);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildEditors();
    void applyColours();

    PolicyField m_field;
    QWidget *m_label = nullptr;
    QCheckBox *m_switch = nullptr;
    QComboBox *m_choice = nullptr;
    QSlider *m_slider = nullptr;
    FieldSpin *m_spin = nullptr;
    QLabel *m_issue = nullptr;
    double m_value = 0;
};

} // namespace Fuseboard
