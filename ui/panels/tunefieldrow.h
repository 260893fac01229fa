// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/tunefield.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// One field that is varied: which one, the values it takes, and what is wrong with them.
class TuneFieldRow : public QWidget
{
    Q_OBJECT

public:
    /// Its parts are "name.choice", "name.values", "name.remove" and "name.issue".
    explicit TuneFieldRow(const QString &name, QWidget *parent = nullptr);

    /// Shows the field of @p path among @p fields, and @p spec as its values; sends nothing.
    void show(const QList<TuneField> &fields, const QString &path, const QString &spec);

    /// Said below in words; empty: nothing is wrong.
    void setIssue(const QString &message);

    /// How many values there are, and why they may not matter; said where nothing is wrong.
    void setNote(const QString &note);

    void setRemovable(bool isRemovable);

Q_SIGNALS:
    // By hand.
    void fieldChosen(const QString &path);
    void valuesEdited(const QString &spec);
    void editingFinished();
    void removeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void addHeading(const QString &text);
    void showText();

    QComboBox *m_choice;
    QLineEdit *m_values;
    QToolButton *m_remove;
    QLabel *m_text;
    QString m_issue;
    QString m_note;
};

} // namespace Fuseboard
