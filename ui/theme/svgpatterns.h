// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "theme/marks.h"

#include <QByteArray>
#include <QHash>

namespace Fuseboard {

/// Brings the patterns of marks into an SVG: QSvgGenerator (Qt 6.4.2) leaves out what is filled with a picture. While one of these
/// lives, patternBrush() gives plain colours that stand for the patterns; afterwards apply() puts these into the text. GUI thread,
/// one at a time.
class SvgPatterns
{
public:
    SvgPatterns();
    ~SvgPatterns();
    Q_DISABLE_COPY_MOVE(SvgPatterns)

    /// @p svg, as QSvgGenerator wrote it meanwhile, with patterns in place of the colours that stand for them.
    QByteArray apply(QByteArray svg) const;

    /// The one that lives; null if there is none.
    static SvgPatterns *current();

    /// The colour that stands for the pattern of @p mark.
    QColor standIn(const Mark &mark);

private:
    struct Pattern
    {
        Mark mark;
        QColor ink;
    };
    QHash<QRgb, Pattern> m_patterns; ///< by the colour that stands for each
};

} // namespace Fuseboard
