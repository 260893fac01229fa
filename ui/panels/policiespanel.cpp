// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policiespanel.h"

#include "document/rundocument.h"
#include "panels/fieldrow.h"

#include <QFrame>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

// Core speaks of fields as files spell them; beside a field one looks for its label.
QString inWordsOfTheWindow(QString message)
{
    for (const PolicyField &field : policyFields()) {
        const QString spelled = field.path.section(u'.', -1);
        // Only names that are no words of their own.
        if (spelled != spelled.toLower())
            message.replace(spelled, QStringLiteral("\"%1\"").arg(field.label));
    }
    return message;
}

} // namespace

PoliciesPanel::PoliciesPanel(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_lastBreaker(CircuitBreakerConfig::forHttp())
    , m_lastRetry(RetryConfig::forHttp())
{
    setObjectName(QStringLiteral("policies"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(10);

    m_banner = new QFrame;
    m_banner->setObjectName(QStringLiteral("policyBanner"));
    m_banner->setFrameShape(QFrame::StyledPanel);
    auto *bannerLayout = new QHBoxLayout(m_banner);
    bannerLayout->setContentsMargins(8, 6, 6, 6);
    m_bannerText = new QLabel;
    m_bannerText->setObjectName(QStringLiteral("policyBannerText"));
    m_bannerText->setWordWrap(true);
    bannerLayout->addWidget(m_bannerText, 1);
    auto *back = new QPushButton(tr("Put back"));
    back->setObjectName(QStringLiteral("policyPutBack"));
    back->setToolTip(tr("Shows the policy that is running again"));
    connect(back, &QPushButton::clicked, this, &PoliciesPanel::putBack);
    bannerLayout->addWidget(back, 0, Qt::AlignTop);
    m_banner->hide();
    layout->addWidget(m_banner);

    m_breaker = makeGroup(tr("Circuit breaker"), PolicyField::Part::Breaker);
    m_retry = makeGroup(tr("Retry"), PolicyField::Part::Retry);
    m_timeout = makeGroup(tr("Time limits and connections"), PolicyField::Part::Timeout);
    // The calls of a log are made already: only a breaker can be tried on them.
    connect(m_document, &RunDocument::scenarioChanged, this, [this] {
        const bool isLog = m_document->source() == RunDocument::Source::CallLog;
        m_retry->setVisible(!isLog);
        m_timeout->setVisible(!isLog);
    });
    for (QGroupBox *group : {m_breaker, m_retry, m_timeout})
        layout->addWidget(group);
    layout->addStretch();

    int labelWidth = 0;
    for (const FieldRow *row : std::as_const(m_rows))
        labelWidth = std::max(labelWidth, row->labelWidth());
    for (FieldRow *row : std::as_const(m_rows))
        row->setLabelWidth(labelWidth);

    connect(m_document, &RunDocument::policyChanged, this, &PoliciesPanel::takeFromDocument);
    connect(m_document, &RunDocument::scenarioChanged, this, &PoliciesPanel::putBack);
    connect(m_document, &RunDocument::comparisonChanged, this, &PoliciesPanel::markDifferences);
    connect(m_document, &RunDocument::saved, this, &PoliciesPanel::markDifferences);
    putBack();
}

QGroupBox *PoliciesPanel::makeGroup(const QString &title, PolicyField::Part part)
{
    auto *group = new QGroupBox(title);
    auto *layout = new QVBoxLayout(group);
    layout->setContentsMargins(10, 8, 10, 10);
    layout->setSpacing(6);
    for (const PolicyField &field : policyFields()) {
        if (field.part != part)
            continue;
        auto *row = new FieldRow(field);
        connect(row, &FieldRow::edited, this, [this, row](std::optional<double> value) { edit(row->field(), value); });
        connect(row, &FieldRow::unreadable, row, &FieldRow::setIssue);
        connect(row, &FieldRow::gestureEnded, m_document, &RunDocument::endGesture);
        m_rows.insert(field.path, row);
        layout->addWidget(row);
    }
    if (part != PolicyField::Part::Timeout) {
        group->setCheckable(true);
        group->setToolTip(tr("Without the check mark this part is not applied"));
        connect(group, &QGroupBox::clicked, this, [this, part](bool on) { switchPart(part, on); });
    }
    group->setObjectName(part == PolicyField::Part::Breaker     ? QStringLiteral("breakerGroup")
                             : part == PolicyField::Part::Retry ? QStringLiteral("retryGroup")
                                                                : QStringLiteral("timeoutGroup"));
    return group;
}

void PoliciesPanel::edit(const PolicyField &field, std::optional<double> value)
{
    field.set(m_draft, value);
    submit(field.label, field.path);
}

void PoliciesPanel::switchPart(PolicyField::Part part, bool on)
{
    if (part == PolicyField::Part::Breaker) {
        m_lastBreaker = m_draft.breaker.value_or(m_lastBreaker);
        m_draft.breaker = on ? std::optional(m_lastBreaker) : std::nullopt;
    } else {
        m_lastRetry = m_draft.retry.value_or(m_lastRetry);
        m_draft.retry = on ? std::optional(m_lastRetry) : std::nullopt;
    }
    submit(part == PolicyField::Part::Breaker ? tr("Circuit breaker") : tr("Retry"));
}

void PoliciesPanel::submit(const QString &text, const QString &gesture)
{
    const ConfigIssues issues = m_document->setPolicy(m_draft, text, gesture);
    showDraft();

    QHash<QString, QString> byRow;
    QStringList elsewhere;
    for (const ConfigIssue &issue : issues) {
        if (m_rows.contains(issue.field))
            byRow.insert(issue.field, inWordsOfTheWindow(issue.message));
        else
            elsewhere.append(QStringLiteral("%1: %2").arg(issue.field, issue.message));
    }
    for (FieldRow *row : std::as_const(m_rows))
        row->setIssue(byRow.value(row->field().path));

    QString banner = tr("Not applied. The run goes on with the last valid policy.");
    if (!elsewhere.isEmpty())
        banner += QChar(u'\n') + elsewhere.join(QChar(u'\n'));
    m_bannerText->setText(banner);
    m_banner->setVisible(!issues.isEmpty());
}

bool PoliciesPanel::hasIssues() const
{
    return !m_banner->isHidden();
}

void PoliciesPanel::putBack()
{
    m_draft = m_document->policy();
    for (FieldRow *row : std::as_const(m_rows))
        row->setIssue({});
    m_banner->hide();
    showDraft();
}

void PoliciesPanel::takeFromDocument()
{
    if (m_draft != m_document->policy())
        putBack();
}

void PoliciesPanel::showDraft()
{
    m_breaker->setChecked(m_draft.breaker.has_value());
    m_retry->setChecked(m_draft.retry.has_value());
    for (FieldRow *row : std::as_const(m_rows))
        row->show(m_draft);
    markDifferences();
}

void PoliciesPanel::markDifferences()
{
    const PolicyConfig reference = m_document->referencePolicy();
    for (FieldRow *row : std::as_const(m_rows))
        row->setReference(reference);
}

} // namespace Fuseboard
