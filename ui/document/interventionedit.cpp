// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/interventionedit.h"

#include <utility>

namespace Fuseboard {

InterventionEdit::InterventionEdit(const QString &text, Change change, QString gesture, Apply apply,
                                   std::function<bool()> isStale)
    : QUndoCommand(text)
    , m_change(std::move(change))
    , m_gesture(std::move(gesture))
    , m_apply(std::move(apply))
    , m_isStale(std::move(isStale))
{
}

void InterventionEdit::undo()
{
    if (!isStale())
        m_apply(m_change, true);
}

void InterventionEdit::redo()
{
    if (!std::exchange(m_isFirst, false) && !isStale())
        m_apply(m_change, false);
}

bool InterventionEdit::mergeWith(const QUndoCommand *other)
{
    const auto *edit = static_cast<const InterventionEdit *>(other);
    if (edit->m_gesture != m_gesture)
        return false;
    m_change.after = edit->m_change.after;
    m_change.again = edit->m_change.again;
    return true;
}

} // namespace Fuseboard
