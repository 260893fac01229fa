// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/scenarioedit.h"

#include <utility>

namespace Fuseboard {

ScenarioEdit::ScenarioEdit(const QString &text, Scenario before, Scenario after, QString gesture, Apply apply)
    : QUndoCommand(text)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_gesture(std::move(gesture))
    , m_apply(std::move(apply))
{
}

bool ScenarioEdit::mergeWith(const QUndoCommand *other)
{
    const auto *edit = static_cast<const ScenarioEdit *>(other);
    if (edit->m_gesture != m_gesture)
        return false;
    m_after = edit->m_after;
    // Back where it began: nothing was edited.
    setObsolete(m_after == m_before);
    return true;
}

} // namespace Fuseboard
