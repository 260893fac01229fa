// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/svgpatterns.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

SvgPatterns *theCurrent = nullptr;

/// What a tile of 8 by 8 has on its ground.
QByteArray tileOf(Qt::BrushStyle pattern, const QByteArray &ink)
{
    const QByteArray rising = "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6";
    const QByteArray falling = "M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2";
    QByteArray path;
    switch (pattern) {
    case Qt::BDiagPattern:
        path = rising;
        break;
    case Qt::FDiagPattern:
        path = falling;
        break;
    case Qt::DiagCrossPattern:
        path = rising + ' ' + falling;
        break;
    case Qt::HorPattern:
        path = "M0,4 L8,4";
        break;
    case Qt::VerPattern:
        path = "M4,0 L4,8";
        break;
    default:
        return "<circle cx=\"2\" cy=\"2\" r=\"0.8\" fill=\"" + ink
            + "\" fill-opacity=\"0.3\"/><circle cx=\"6\" cy=\"6\" "
              "r=\"0.8\" fill=\""
            + ink + "\" fill-opacity=\"0.3\"/>";
    }
    return "<path d=\"" + path + "\" stroke=\"" + ink + "\" stroke-opacity=\"0.3\" stroke-width=\"1\" fill=\"none\"/>";
}

} // namespace

SvgPatterns::SvgPatterns()
{
    Q_ASSERT_X(theCurrent == nullptr, "SvgPatterns", "one at a time");
    theCurrent = this;
}

SvgPatterns::~SvgPatterns()
{
    theCurrent = nullptr;
}

SvgPatterns *SvgPatterns::current()
{
    return theCurrent;
}

QColor SvgPatterns::standIn(const Mark &mark)
{
    // A shade beside it, which nothing else is painted with.
    QColor colour = mark.colour;
    colour.setBlue(colour.blue() ^ 1);
    m_patterns.insert(colour.rgb(), {mark, mark.ink()});
    return colour;
}

QByteArray SvgPatterns::apply(QByteArray svg) const
{
    QByteArray definitions;
    for (auto it = m_patterns.cbegin(); it != m_patterns.cend(); ++it) {
        const QByteArray standIn = QColor(it.key()).name().toLatin1();
        const QByteArray id = "pattern-" + standIn.sliced(1);
        const qsizetype before = svg.size();
        svg.replace("fill=\"" + standIn + '"', "fill=\"url(#" + id + ")\"");
        if (svg.size() == before)
            continue;
        definitions += "<pattern id=\"" + id
            + "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" "
              "height=\"8\" fill=\""
            + it->mark.colour.name().toLatin1() + "\"/>" + tileOf(it->mark.pattern, it->ink.name().toLatin1())
            + "</pattern>\n";
    }
    const qsizetype place = svg.indexOf("<defs>");
    if (place >= 0)
        svg.insert(place + 6, '\n' + definitions);
    return svg;
}

} // namespace Fuseboard
