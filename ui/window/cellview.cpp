// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/cellview.h"

#include "charts/boardview.h"
#include "charts/livechart.h"
#include "charts/timenavigation.h"
#include "document/summarydifference.h"
#include "theme/fonts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostDifferences = 4;

// Where it is low the charts that tell least go first.
constexpr int LeastHeight = 150;
constexpr int HeightForTwo = 250;
constexpr int HeightForAll = 330;

} // namespace

CellView::CellView(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_difference(new QLabel)
    , m_compare(new QPushButton(tr("Com&pare")))
    , m_apply(new QPushButton(tr("Apply")))
    , m_stack(new QStackedWidget)
    , m_hint(new QLabel)
    , m_board(new BoardView)
{
    setObjectName(u"cellView"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *strip = new QHBoxLayout;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    m_title->setObjectName(u"cellTitle"_s);
    m_title->setFont(headingFont());
    m_difference->setObjectName(u"cellDifference"_s);
    m_difference->setFont(labelFont());
    for (QLabel *label : {m_title, m_difference}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        texts->addWidget(label);
    }
    strip->addLayout(texts, 1);
    m_compare->setObjectName(u"cellCompare"_s);
    m_compare->setCheckable(true);
    m_compare->setToolTip(tr("Lays the run of the present setting, pale, behind this one"));
    m_apply->setObjectName(u"cellApply"_s);
    m_apply->setToolTip(tr("Makes this setting the scenario's; can be undone"));
    strip->addWidget(m_compare);
    strip->addWidget(m_apply);
    layout->addLayout(strip);
    m_hint->setObjectName(u"cellHint"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setEnabled(false);
    m_stack->addWidget(m_hint);
    m_board->setObjectName(u"cellBoard"_s);
    m_board->setAccessibleName(tr("Run of the cell over time"));
    m_board->setThresholdMovable(false);
    m_stack->addWidget(m_board);
    layout->addWidget(m_stack, 1);
    m_stack->setMinimumHeight(LeastHeight);

    connect(&m_run, &BackgroundRun::resultChanged, this, &CellView::refresh);
    connect(&m_compared, &ComparedRun::changed, this, &CellView::refresh);
    connect(m_apply, &QPushButton::clicked, this, &CellView::applyRequested);
    connect(m_compare, &QPushButton::toggled, this, [this](bool isOn) {
        simulatePresent();
        Q_EMIT comparedChanged(isOn);
    });
    showNothing({});
}

void CellView::showRun(const QString &title, const Scenario &scenario, int endpoint)
{
    setText(m_title, title);
    m_endpoint = endpoint;
    m_compare->setEnabled(true);
    m_apply->setEnabled(true);
    m_stack->setCurrentWidget(m_board);
    if (m_scenario == scenario) {
        refresh();
        return;
    }
    m_isWhole = !m_scenario;
    m_scenario = scenario;
    if (m_isWhole)
        m_board->navigation()->restart(scenario.duration);
    m_run.start(scenario);
    m_run.advanceTo(Duration::max());
    simulatePresent();
}

void CellView::showNothing(const QString &hint)
{
    m_scenario.reset();
    m_run.clear();
    m_compared.clear();
    setText(m_title, tr("No cell is chosen"));
    m_hint->setText(hint);
    m_compare->setEnabled(false);
    m_apply->setEnabled(false);
    m_stack->setCurrentWidget(m_hint);
    refresh();
}

void CellView::setPresent(const Scenario &scenario)
{
    if (m_present == scenario)
        return;
    m_present = scenario;
    simulatePresent();
}

bool CellView::isCompared() const
{
    return m_compare->isChecked();
}

void CellView::setCompared(bool isCompared)
{
    m_compare->setChecked(isCompared);
}

bool CellView::isSettled() const
{
    return !m_scenario || (!m_run.isBusy() && !m_compared.isBusy());
}

void CellView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitToSize();
}

void CellView::fitToSize()
{
    m_board->ruleChart()->setVisible(m_stack->height() >= HeightForTwo);
    m_board->latencyChart()->setVisible(m_stack->height() >= HeightForAll);
    for (QLabel *label : {m_title, m_difference})
        setText(label, label->toolTip());
}

/// As much of @p text as there is room for; the tooltip has all of it.
void CellView::setText(QLabel *label, const QString &text)
{
    label->setToolTip(text);
    label->setAccessibleName(text);
    label->setText(label->fontMetrics().elidedText(text, Qt::ElideRight, label->width()));
}

void CellView::simulatePresent()
{
    if (!m_compare->isChecked() || !m_scenario) {
        if (m_compared.kind() != ComparedRun::Kind::None)
            m_compared.clear();
        return;
    }
    if (m_compared.scenario() == m_present)
        return;
    m_compared.simulate(ComparedRun::Kind::Baseline, tr("the present setting"), m_present, {});
    m_compared.advanceTo(Duration::max());
}

void CellView::refresh()
{
    ++m_revision;
    RunSnapshot pale;
    if (m_compared.kind() != ComparedRun::Kind::None) {
        pale = m_compared.snapshot();
        pale.revision = m_revision;
    }
    setText(m_difference, differenceText());
    if (!m_scenario)
        return;
    RunSnapshot snapshot = m_run.result().snapshot;
    snapshot.revision = m_revision; // each run counts its own
    const PolicyConfig policy = m_scenario->policyOf(m_scenario->endpoints.value(m_endpoint).name);
    QList<bool> breakers;
    for (const EndpointConfig &endpoint : m_scenario->endpoints)
        breakers.append(m_scenario->policyOf(endpoint.name).breaker.has_value());
    m_board->setBreakers(breakers);
    m_board->setEmptyText(tr("Computing the first picture …"));
    m_board->show(snapshot, policy, m_endpoint, pale, m_compared.name());
    if (m_run.result().isFinished && std::exchange(m_isWhole, false))
        m_board->navigation()->showAll();
}

QString CellView::differenceText() const
{
    if (!m_scenario || m_compared.kind() == ComparedRun::Kind::None || m_compared.snapshot().endpoints.isEmpty()
        || !isSettled())
        return {};
    const QStringList differences = differenceTexts(m_compared.snapshot().summary, snapshot().summary);
    if (differences.isEmpty() && differAtAll(m_compared.snapshot().summary, snapshot().summary))
        return tr("Against the present setting, with this seed: no difference beyond what another seed could bring.");
    return differences.isEmpty()
        ? tr("The same as the present setting, with this seed.")
        : tr("Against the present setting, with this seed: %1")
              .arg(differences.first(std::min(MostDifferences, differences.size())).join(u", "_s));
}

} // namespace Fuseboard
