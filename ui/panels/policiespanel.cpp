// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policiespanel.h"

#include "document/rundocument.h"
#include "panels/editorrow.h"
#include "panels/elidedlabel.h"
#include "panels/fieldrow.h"
#include "panels/foldbox.h"
#include "theme/fonts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
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

    layout->addWidget(makeHeading());
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
    for (FoldBox *group : {m_breaker, m_retry, m_timeout})
        layout->addWidget(group);
    m_showUnused = new QCheckBox(tr("Show fields without effect"));
    m_showUnused->setObjectName(QStringLiteral("policyShowUnused"));
    m_showUnused->setToolTip(tr("Fields that the chosen rule and layers do not look at are hidden otherwise"));
    m_showUnused->setChecked(QSettings().value(QStringLiteral("policies/showUnused")).toBool());
    connect(m_showUnused, &QCheckBox::clicked, this, [this](bool isOn) {
        QSettings().setValue(QStringLiteral("policies/showUnused"), isOn);
        showRows();
    });
    layout->addWidget(m_showUnused);
    layout->addStretch();

    int labelWidth = 0;
    for (const FieldRow *row : std::as_const(m_rows))
        labelWidth = std::max(labelWidth, row->labelWidth());
    for (FieldRow *row : std::as_const(m_rows))
        row->setLabelWidth(labelWidth);

    connect(m_document, &RunDocument::policyChanged, this, &PoliciesPanel::takeFromDocument);
    connect(m_document, &RunDocument::scenarioChanged, this, &PoliciesPanel::putBack);
    connect(m_document, &RunDocument::scenarioChanged, this, &PoliciesPanel::showEndpoint);
    connect(m_document, &RunDocument::currentEndpointChanged, this, &PoliciesPanel::showEndpoint);
    connect(m_document, &RunDocument::edited, this, &PoliciesPanel::showEndpoint);
    connect(m_document, &RunDocument::comparisonChanged, this, &PoliciesPanel::markDifferences);
    connect(m_document, &RunDocument::saved, this, &PoliciesPanel::markDifferences);
    showEndpoint();
    putBack();
}

/// Whose policy it is.
QWidget *PoliciesPanel::makeHeading()
{
    auto *heading = new QWidget;
    auto *column = new QVBoxLayout(heading);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    auto *label = new QLabel(tr("Policy of"));
    line->addWidget(label);
    m_endpoint = new QComboBox;
    m_endpoint->setObjectName(QStringLiteral("policyEndpoint"));
    m_endpoint->setAccessibleName(tr("Endpoint whose policy is edited"));
    m_endpoint->setToolTip(tr("The endpoint whose policy stands here. Charts and breaker show the same endpoint."));
    makeNarrow(m_endpoint);
    label->setBuddy(m_endpoint);
    connect(m_endpoint, &QComboBox::activated, m_document, &RunDocument::setCurrentEndpoint);
    line->addWidget(m_endpoint, 1);
    m_only = new ElidedLabel;
    m_only->setObjectName(QStringLiteral("policyOnlyEndpoint"));
    m_only->setFont(headingFont());
    line->addWidget(m_only, 1);
    column->addLayout(line);
    m_shared = new ElidedLabel;
    m_shared->setObjectName(QStringLiteral("policyShared"));
    m_shared->setFont(labelFont());
    column->addWidget(m_shared);
    return heading;
}

void PoliciesPanel::showEndpoint()
{
    const Scenario &scenario = m_document->scenario();
    const QStringList names = scenario.endpointNames();
    const QSignalBlocker blocker(m_endpoint);
    m_endpoint->clear();
    m_endpoint->addItems(names);
    m_endpoint->setCurrentIndex(m_document->currentEndpoint());
    m_endpoint->setVisible(names.size() > 1);
    m_only->setVisible(names.size() <= 1);
    m_only->setText(names.value(0));
    const QString own = names.value(m_document->currentEndpoint());
    QStringList others;
    for (const QString &name : names) {
        if (name != own && !scenario.policies.contains(name))
            others.append(name);
    }
    const bool isShared = !scenario.policies.contains(own) && !others.isEmpty();
    m_shared->setText(isShared ? tr("Shared with %1").arg(others.join(QStringLiteral(", "))) : QString());
    m_shared->setVisible(isShared);
}

FoldBox *PoliciesPanel::makeGroup(const QString &title, PolicyField::Part part)
{
    const QString name = part == PolicyField::Part::Breaker ? QStringLiteral("breakerGroup")
        : part == PolicyField::Part::Retry                  ? QStringLiteral("retryGroup")
                                                            : QStringLiteral("timeoutGroup");
    auto *group = new FoldBox(name, title);
    auto *layout = new QVBoxLayout(group->content());
    layout->setContentsMargins(0, 0, 0, 0);
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
        group->setSummary(tr("off"));
        connect(group, &QGroupBox::clicked, this, [this, part](bool on) { switchPart(part, on); });
    }
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
    showRows();
    Q_EMIT issuesChanged();
}

QWidget *PoliciesPanel::banner() const
{
    return m_banner;
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
    Q_EMIT issuesChanged();
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
    showRows();
    markDifferences();
}

/// Only what matters, unless all is wanted; but never without what is wrong.
void PoliciesPanel::showRows()
{
    QHash<QString, QString> notes;
    if (m_draft == m_document->policy()) {
        for (const ConfigIssue &warning : m_draft.warnings())
            notes.insert(warning.field, inWordsOfTheWindow(warning.message));
    }
    for (FieldRow *row : std::as_const(m_rows)) {
        // Where the rule does not look at it, its tooltip says so.
        const QString note = row->isUsed() ? notes.value(row->field().path) : QString();
        row->setNote(note.isEmpty() ? QString() : note.front().toUpper() + note.sliced(1) + u'.');
    }
    for (FieldRow *row : std::as_const(m_rows))
        row->setVisible(row->isUsed() || m_showUnused->isChecked() || !row->issue().isEmpty());
}

void PoliciesPanel::markDifferences()
{
    const PolicyConfig reference = m_document->referencePolicy();
    for (FieldRow *row : std::as_const(m_rows))
        row->setReference(reference);
}

} // namespace Fuseboard
