// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"

#include <QWidget>

namespace Fuseboard {

class FaultsForm;
class PhaseForm;
class PhaseTimeline;
class RunDocument;
class Section;

/// What one endpoint is like over time and at this moment, to be edited: its phases on a time line, the selected one in a form,
/// and what is set by hand while it runs. The document must outlive it.
class PhasePanel : public QWidget
{
    Q_OBJECT

public:
    /// @p endpoint is an index in the scenario, for as long as this panel lives.
    PhasePanel(RunDocument *document, int endpoint, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

private:
    QWidget *makeForm();
    QWidget *makeByHand();
    void showPhases();
    void showSelected();
    void showByHand();
    void edit(const QList<PhaseConfig> &phases, const QString &text, const QString &gesture);

    RunDocument *m_document;
    int m_endpoint;
    PhaseTimeline *m_timeline;
    PhaseForm *m_form = nullptr; ///< these two are made when somebody looks at them
    FaultsForm *m_byHand = nullptr;
    Section *m_phaseSection;
    Section *m_byHandSection;
};

} // namespace Fuseboard
