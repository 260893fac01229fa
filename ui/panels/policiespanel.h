// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QFrame;
class QLabel;
QT_END_NAMESPACE

namespace Fuseboard {

class ElidedLabel;
class FieldRow;
class FoldBox;
class RunDocument;

/// Edits the policy of the document's current endpoint, which is chosen at its top. Fields that the policy does not look at are
/// hidden until they are asked for. What is valid acts at once; what is not stays in the fields, says why beside each, and the running
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

    /// What says that something is not applied; at the panel's top. Where the panel is in a scroll area it is to be placed outside
    /// of that, so that fields do not move when it appears.
    QWidget *banner() const;

    /// Back to the policy that runs.
    void putBack();

Q_SIGNALS:
    /// hasIssues() may be another one.
    void issuesChanged();

private:
    QWidget *makeHeading();
    FoldBox *makeGroup(const QString &title, PolicyField::Part part);
    void showEndpoint();
    void showRows();
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
    FoldBox *m_breaker;
    FoldBox *m_retry;
    FoldBox *m_timeout;
    QComboBox *m_endpoint;
    ElidedLabel *m_only;   ///< in place of the choice, where there is one endpoint
    ElidedLabel *m_shared; ///< who else has this policy
    QCheckBox *m_showUnused;
    QFrame *m_banner;
    QLabel *m_bannerText;
};

} // namespace Fuseboard
