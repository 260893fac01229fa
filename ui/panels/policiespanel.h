// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QFrame;
class QGroupBox;
class QLabel;
QT_END_NAMESPACE

namespace Fuseboard {

class FieldRow;
class RunDocument;

/// Edits the policy. What is valid acts at once; what is not stays in the fields, says why beside each, and the running
/// policy stays as it was. The document must outlive it.
class PoliciesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PoliciesPanel(RunDocument *document, QWidget *parent = nullptr);

    /// The row of the field with that path, as ConfigIssue names it; null if there is none.
    FieldRow *row(const QString &path) const { return m_rows.value(path); }

    /// The draft differs from what runs, because something in it is wrong.
    bool hasIssues() const;

    /// Back to the policy that runs.
    void putBack();

private:
    QGroupBox *makeGroup(const QString &title, PolicyField::Part part);
    void edit(const PolicyField &field, std::optional<double> value);
    void switchPart(PolicyField::Part part, bool on);
    void submit(const QString &text, const QString &gesture = {});
    void markDifferences();
    void showDraft();
    void takeFromDocument();

    RunDocument *m_document;
    PolicyConfig m_draft;
    CircuitBreakerConfig m_lastBreaker; ///< what comes back when the part is switched on again
    RetryConfig m_lastRetry;
    QHash<QString, FieldRow *> m_rows;
    QGroupBox *m_breaker;
    QGroupBox *m_retry;
    QGroupBox *m_timeout;
    QFrame *m_banner;
    QLabel *m_bannerText;
};

} // namespace Fuseboard
