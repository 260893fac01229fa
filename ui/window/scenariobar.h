// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

namespace Fuseboard {

class ElidedLabel;
class RunDocument;

/// What the scenario shows, in its own words, and whether the run meets its objectives. Hidden where it has neither. The document
/// must outlive it.
class ScenarioBar : public QFrame
{
    Q_OBJECT

public:
    explicit ScenarioBar(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

    /// At most so many lines of the description; the whole is its tooltip.
    void setLines(int lines);

private:
    RunDocument *m_document;
    ElidedLabel *m_description;
    ElidedLabel *m_objectives;
};

} // namespace Fuseboard
