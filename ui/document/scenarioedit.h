// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/scenario/scenario.h"

#include <QUndoCommand>

#include <functional>

namespace Fuseboard {

/// One edit of a scenario, whole before and whole after. Edits of one gesture (a slider that is dragged) become one.
class ScenarioEdit : public QUndoCommand
{
public:
    using Apply = std::function<void(const Scenario &)>;

    /// @p gesture tells what belongs together; empty: this edit stands alone.
    ScenarioEdit(const QString &text, Scenario before, Scenario after, QString gesture, Apply apply);

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    int id() const override { return m_gesture.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand *other) override;

private:
    Scenario m_before;
    Scenario m_after;
    QString m_gesture;
    Apply m_apply;
};

} // namespace Fuseboard
