// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/faultconfig.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"

#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QComboBox;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FieldSpin;
class PatternEditor;
class TextField;

/// One fault, every field of it; those that do not matter for its kind say why.
class FaultEditor : public QWidget
{
    Q_OBJECT

public:
    explicit FaultEditor(QWidget *parent = nullptr);

    /// Shows it; sends nothing.
    void setValue(const FaultConfig &fault);

    /// Shows it anew, whatever was typed and could not be read.
    void showAgain();

    const FaultConfig &fault() const { return m_fault; }

    /// Takes all, their paths from the fault on: "share", "pattern.every".
    void takeIssues(ConfigIssues &issues);

    /// A line each, "Name: value"; the error names the line.
    static Expected<FaultConfig::Headers, QString> parseHeaders(const QString &text);
    static QString headersText(const FaultConfig::Headers &headers);

Q_SIGNALS:
    /// By hand; the new value is readable. As PhaseForm::edited() has it.
    void edited(const QString &text, const QString &gesture);
    void gestureEnded();

private:
    void addKind(QBoxLayout *layout);
    void addAnswer(QBoxLayout *layout);
    void addConnection(QBoxLayout *layout);
    /// What is written to the fault is @p write's.
    void connectNumber(FieldSpin *spin, EditorRow *row, const QString &text, std::function<void(double)> write);
    void editHeaders(const QString &text);
    void showUses();

    FaultConfig m_fault;
    Duration m_lastRetryAfter = std::chrono::seconds(5); ///< when it is switched on again
    QComboBox *m_kind = nullptr;
    PatternEditor *m_pattern = nullptr;
    FieldSpin *m_status = nullptr;
    TextField *m_body = nullptr;
    TextField *m_headers = nullptr;
    FieldSpin *m_retryAfter = nullptr;
    QComboBox *m_resetAt = nullptr;
    FieldSpin *m_rate = nullptr;
    FieldSpin *m_bytes = nullptr;
    EditorRow *m_kindRow = nullptr;
    EditorRow *m_statusRow = nullptr;
    EditorRow *m_bodyRow = nullptr;
    EditorRow *m_headersRow = nullptr;
    EditorRow *m_retryAfterRow = nullptr;
    EditorRow *m_resetAtRow = nullptr;
    EditorRow *m_rateRow = nullptr;
    EditorRow *m_bytesRow = nullptr;
};

} // namespace Fuseboard
