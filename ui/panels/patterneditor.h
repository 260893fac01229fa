// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/faultconfig.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FieldSpin;
class SliderNumber;

/// Which requests meet a fault: a share of them, or those that a pattern names by their number.
class PatternEditor : public QWidget
{
    Q_OBJECT

public:
    explicit PatternEditor(QWidget *parent = nullptr);

    /// Shows share and pattern of @p fault; sends nothing.
    void setValue(const FaultConfig &fault);

    /// Shows it anew, whatever was typed and could not be read.
    void showAgain();

    /// Into @p fault.
    void write(FaultConfig &fault) const;

    /// Takes those of "share" and "pattern" of a fault.
    void takeIssues(ConfigIssues &issues);

    /// "503 503 ok" as statuses, 0 for ok; the error says what is wrong with a word.
    static Expected<QList<int>, QString> parseSequence(const QString &text);
    static QString sequenceText(const QList<int> &sequence);

Q_SIGNALS:
    void edited(const QString &text, const QString &gesture);
    void gestureEnded();

private:
    void editWhich(int which);
    void editSequence(const QString &text);

    double m_share = 1;
    std::optional<FaultPattern> m_pattern;
    QComboBox *m_which;
    EditorRow *m_whichRow;
    SliderNumber *m_shareNumber;
    EditorRow *m_shareRow;
    FieldSpin *m_number;
    EditorRow *m_numberRow;
    QLineEdit *m_sequence;
    EditorRow *m_sequenceRow;
};

} // namespace Fuseboard
