// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/intervention.h"

#include <QList>
#include <QUndoCommand>

#include <functional>

namespace Fuseboard {

/// What a person did to a run, or took back from it, as one step of undo. It belongs to one run; when that is gone it does
/// nothing more, and isStale() says so.
class InterventionEdit : public QUndoCommand
{
public:
    /// All that was done to a run, before and after. A live run, which cannot be changed afterwards, is set to what it was
    /// instead: @c back and @c again are what undo and redo do to it now.
    struct Change
    {
        QList<Intervention> before;
        QList<Intervention> after;
        Intervention back;
        Intervention again;
    };
    using Apply = std::function<void(const Change &change, bool isUndo)>;

    /// @p gesture tells what belongs together; empty: this one stands alone. The change has been made already: the first
    /// redo() does nothing.
    InterventionEdit(const QString &text, Change change, QString gesture, Apply apply, std::function<bool()> isStale);

    bool isStale() const { return m_isStale(); }

    void undo() override;
    void redo() override;
    int id() const override { return m_gesture.isEmpty() ? -1 : 2; }
    bool mergeWith(const QUndoCommand *other) override;

private:
    Change m_change;
    QString m_gesture;
    Apply m_apply;
    std::function<bool()> m_isStale;
    bool m_isFirst = true;
};

} // namespace Fuseboard
