// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/recommendationbar.h"

#include "document/objectivetext.h"
#include "panels/policyfield.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// The engine speaks of fields and figures as files spell them and of shares as numbers, the window by their labels and in
/// percent.
QString inWordsOfTheWindow(QString text)
{
    const auto replace = [&text](const QString &spelled, QString label) {
        // Only names that are no words of their own.
        if (spelled == spelled.toLower())
            return;
        label[0] = label.at(0).toLower();
        text.replace(QRegularExpression(u"\\b%1\\b"_s.arg(spelled)), label);
    };
    for (const PolicyField &field : policyFields())
        replace(field.path.section(u'.', -1), field.label);
    return figuresInWords(text);
}

} // namespace

RecommendationBar::RecommendationBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_show(new QPushButton(tr("Sho&w its run")))
    , m_apply(new QPushButton(tr("Apply it")))
    , m_plan(new QPushButton(tr("Try all of these")))
{
    setObjectName(u"recommendation"_s);
    setAccessibleName(tr("Recommendation"));
    setFrameShape(QFrame::StyledPanel);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 8, 8, 8);
    m_text->setObjectName(u"recommendationText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumWidth(80);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(m_text, 1);
    auto *buttons = new QVBoxLayout;
    m_apply->setObjectName(u"recommendationApply"_s);
    m_apply->setToolTip(tr("Makes this setting the scenario's; can be undone"));
    m_show->setObjectName(u"recommendationShow"_s);
    m_show->setToolTip(tr("Shows the run with this setting in the lanes below"));
    m_plan->setObjectName(u"recommendationPlan"_s);
    m_plan->setToolTip(tr("Takes the fields, values and goals that were searched, to try them all on the map"));
    auto *close = new QPushButton(tr("Close"));
    close->setObjectName(u"recommendationClose"_s);
    for (QPushButton *button : {m_apply, m_show, m_plan, close})
        buttons->addWidget(button);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(m_apply, &QPushButton::clicked, this, &RecommendationBar::applyRequested);
    connect(m_show, &QPushButton::clicked, this, &RecommendationBar::showRequested);
    connect(m_plan, &QPushButton::clicked, this, &RecommendationBar::planRequested);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void RecommendationBar::showRecommendation(const Recommendation &recommendation)
{
    say(inWordsOfTheWindow(recommendation.text()), !recommendation.settings.isEmpty(), true);
}

void RecommendationBar::showFailure(const QString &reason)
{
    say(reason, false, false);
}

void RecommendationBar::say(const QString &text, bool hasSetting, bool hasPlan)
{
    m_text->setText(text);
    setAccessibleDescription(text);
    m_apply->setVisible(hasSetting);
    m_show->setVisible(hasSetting);
    m_plan->setVisible(hasPlan);
    show();
}

QString RecommendationBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

} // namespace Fuseboard
