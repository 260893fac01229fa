// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/elidedlabel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QTextOption>
#include <QToolTip>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr int LeastWidth = 24; // a letter and the ellipsis

} // namespace

ElidedLabel::ElidedLabel(const QString &text, int lines, QWidget *parent)
    : QLabel(text, parent)
    , m_lines(lines)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    QLabel::setText(text);
    fitHeight();
}

void ElidedLabel::setLines(int lines)
{
    if (m_lines == lines)
        return;
    m_lines = lines;
    fitHeight();
    update();
}

QStringList ElidedLabel::linesFor(int width) const
{
    const QFontMetrics metrics(font());
    const QString text = this->text().simplified();
    QStringList lines;
    QTextLayout layout(text, font());
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(wrap);
    layout.beginLayout();
    int begin = 0;
    while (begin < text.size()) {
        if (lines.size() + 1 == m_lines) {
            lines.append(metrics.elidedText(text.sliced(begin), Qt::ElideRight, width));
            break;
        }
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(width, 1));
        lines.append(text.sliced(line.textStart(), line.textLength()).trimmed());
        begin = line.textStart() + line.textLength();
    }
    layout.endLayout();
    return lines;
}

QString ElidedLabel::shownText() const
{
    return linesFor(contentsRect().width()).join(u' ');
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return QSize(fontMetrics().horizontalAdvance(text().simplified()) + 1, fontMetrics().lineSpacing())
        + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {LeastWidth, sizeHint().height()};
}

/// As high as the lines that the text takes at this width. Not by a height for width: scroll areas and narrow layouts give a label
/// its least height instead.
void ElidedLabel::fitHeight()
{
    const QMargins margins = contentsMargins();
    const qsizetype lines = m_lines == 1 ? 1 : std::max<qsizetype>(1, linesFor(contentsRect().width()).size());
    setFixedHeight(int(lines) * fontMetrics().lineSpacing() + margins.top() + margins.bottom());
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    fitHeight();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        const bool isShortened = shownText() != text().simplified();
        // Escaped: a name that looks like HTML would be shown as HTML.
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                           isShortened ? QStringLiteral("<p>%1</p>").arg(text().toHtmlEscaped()) : QString(), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Normal : QPalette::Disabled, QPalette::WindowText));
    QRect rect = contentsRect();
    const QStringList lines = linesFor(rect.width());
    for (const QString &line : lines) {
        const QRect row(rect.left(), rect.top(), rect.width(),
                        m_lines == 1 ? rect.height() : fontMetrics().lineSpacing());
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, line);
        rect.setTop(row.bottom() + 1);
    }
}

} // namespace Fuseboard
