// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/scenariobar.h"

#include "document/objectivetext.h"
#include "document/rundocument.h"
#include "panels/elidedlabel.h"
#include "theme/fonts.h"

#include <QVBoxLayout>

namespace Fuseboard {

using namespace Qt::StringLiterals;

ScenarioBar::ScenarioBar(RunDocument *document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_description(new ElidedLabel({}, 2))
    , m_objectives(new ElidedLabel) // always one line: the board must not move when figures grow
{
    setObjectName(u"scenarioBar"_s);
    setAccessibleName(tr("Scenario"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(0);
    m_description->setObjectName(u"scenarioDescription"_s);
    m_description->setAccessibleName(tr("What the scenario shows"));
    m_objectives->setObjectName(u"scenarioObjectives"_s);
    m_objectives->setAccessibleName(tr("Objectives"));
    m_objectives->setFont(labelFont());
    layout->addWidget(m_description);
    layout->addWidget(m_objectives);
    refresh();
}

void ScenarioBar::setLines(int lines)
{
    m_description->setLines(lines);
}

void ScenarioBar::refresh()
{
    const Scenario &scenario = m_document->scenario();
    QStringList objectives;
    for (const Objective &objective : scenario.objectives)
        objectives.append(objectiveText(objective, m_document->snapshot().summary));
    const QString said = objectives.isEmpty() ? QString() : tr("Objectives: %1").arg(objectives.join(u"   "_s));
    if (m_description->text() != scenario.description)
        m_description->setText(scenario.description);
    if (m_objectives->text() != said)
        m_objectives->setText(said);
    setAccessibleDescription(scenario.description);
    m_description->setVisible(!scenario.description.isEmpty());
    m_objectives->setVisible(!said.isEmpty());
    setVisible(!scenario.description.isEmpty() || !said.isEmpty());
}

} // namespace Fuseboard
