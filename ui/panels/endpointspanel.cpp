// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/endpointspanel.h"

#include "document/rundocument.h"
#include "panels/endpointcard.h"
#include "panels/faulttext.h"
#include "panels/fieldspin.h"
#include "panels/foldbox.h"
#include "panels/loadform.h"
#include "theme/fonts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Fuseboard {

EndpointsPanel::EndpointsPanel(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_cardLayout(new QVBoxLayout)
{
    setObjectName(QStringLiteral("endpoints"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 8);
    layout->setSpacing(8);
    m_cardLayout->setSpacing(8);
    layout->addLayout(m_cardLayout);
    layout->addWidget(makeBreakage());
    layout->addWidget(new LoadForm(m_document));
    layout->addStretch();

    connect(m_document, &RunDocument::scenarioChanged, this, &EndpointsPanel::makeCards);
    connect(m_document, &RunDocument::runStateChanged, this, &EndpointsPanel::refresh);
    connect(m_document, &RunDocument::brokenChanged, this, &EndpointsPanel::refresh);
    connect(m_document, &RunDocument::breakageChanged, this, &EndpointsPanel::showBreakage);
    makeCards();
    showBreakage();
}

QWidget *EndpointsPanel::makeBreakage()
{
    auto *group = new FoldBox(QStringLiteral("breakage"), tr("Breaking it means"));
    auto *form = new QFormLayout(group->content());
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("breakage.kind"));
    m_kind->addItem(tr("error answers"), int(FaultConfig::Kind::Status));
    m_kind->addItem(tr("no answer at all"), int(FaultConfig::Kind::Hang));
    m_kind->addItem(tr("connection reset"), int(FaultConfig::Kind::Reset));
    m_kind->setAccessibleName(tr("What breaking does"));
    m_kind->setToolTip(
        tr("Error answers come at once; without an answer a call waits for its time limit; a reset is a TCP RST"));
    m_share = new FieldSpin(PolicyField::Kind::Share, {});
    m_share->setObjectName(QStringLiteral("breakage.share"));
    m_share->setAccessibleName(tr("Share of requests that fail"));
    m_share->setToolTip(tr("This share of the requests fails; the others are answered as the phase says"));
    m_status = new FieldSpin(PolicyField::Kind::Count, {});
    m_status->setObjectName(QStringLiteral("breakage.status"));
    m_status->setAccessibleName(tr("HTTP status of the error answers"));
    m_status->setToolTip(tr("The HTTP status of the answers, 100 to 599"));
    m_issue = new QLabel;
    m_issue->setObjectName(QStringLiteral("breakage.issue"));
    m_issue->setFont(labelFont());
    m_issue->setWordWrap(true);
    m_issue->hide();
    auto *numbers = new QHBoxLayout;
    numbers->setSpacing(6);
    auto *statusLabel = new QLabel(tr("Status"));
    statusLabel->setBuddy(m_status);
    numbers->addWidget(m_share, 1);
    numbers->addWidget(statusLabel);
    numbers->addWidget(m_status, 1);
    form->addRow(tr("Fault"), m_kind);
    auto *shareLabel = new QLabel(tr("Share"));
    shareLabel->setBuddy(m_share);
    form->addRow(shareLabel, numbers);
    form->addRow(m_issue);

    connect(m_kind, &QComboBox::activated, this, &EndpointsPanel::editBreakage);
    connect(m_share, &FieldSpin::edited, this, &EndpointsPanel::editBreakage);
    connect(m_status, &FieldSpin::edited, this, &EndpointsPanel::editBreakage);
    m_breakage = group;
    return group;
}

void EndpointsPanel::makeCards()
{
    qDeleteAll(m_cards);
    m_cards.clear();
    for (int i = 0; i < m_document->scenario().endpoints.size(); ++i) {
        auto *card = new EndpointCard(m_document, i);
        m_cards.append(card);
        m_cardLayout->addWidget(card);
    }
}

void EndpointsPanel::showBreakage()
{
    const FaultConfig &fault = m_document->breakage();
    m_kind->setCurrentIndex(m_kind->findData(int(fault.kind)));
    m_share->setValue(fault.share);
    m_status->setValue(fault.status);
    m_status->setEnabled(fault.kind == FaultConfig::Kind::Status);
    m_breakage->setSummary(QStringLiteral("%1, %2").arg(faultText(fault), faultTargetText(fault)));
}

void EndpointsPanel::editBreakage()
{
    FaultConfig fault = m_document->breakage();
    fault.kind = static_cast<FaultConfig::Kind>(m_kind->currentData().toInt());
    fault.share = m_share->value();
    fault.status = int(m_status->value());
    QString issue;
    if (fault.share < 0 || fault.share > 1)
        issue = tr("⚠ The share must be from 0 to 100 %. Not applied.");
    else if (fault.status < 100 || fault.status > 599)
        issue = tr("⚠ The status must be from 100 to 599. Not applied.");
    m_issue->setText(issue);
    m_issue->setVisible(!issue.isEmpty());
    if (issue.isEmpty()) {
        m_document->setBreakage(fault);
        m_status->setEnabled(fault.kind == FaultConfig::Kind::Status);
    }
}

void EndpointsPanel::refresh()
{
    for (EndpointCard *card : std::as_const(m_cards))
        card->refresh();
}

} // namespace Fuseboard
