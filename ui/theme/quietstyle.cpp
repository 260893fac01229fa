// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/quietstyle.h"

#include "theme/fonts.h"
#include "theme/tints.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr double Radius = 4;

// A hairline lies between pixels unless it is moved by half of one.
QRectF crisp(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

bool isPrimary(const QWidget *widget)
{
    return widget != nullptr && widget->property("role").toString() == QStringLiteral("primary");
}

void drawPanel(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &line)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(crisp(rect), Radius, Radius);
    painter.restore();
}

/// Where the keyboard is. Beyond hover and checked states, so that it is told from them.
void drawFocusRing(QPainter &painter, const QRect &rect, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Tints::of(palette).focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), Radius, Radius);
    painter.restore();
}

void drawButton(QPainter &painter, const QStyleOption &option, const QWidget *widget)
{
    const Tints t = Tints::of(option.palette);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isDown = option.state & QStyle::State_Sunken;
    const bool isOn = option.state & QStyle::State_On;
    const bool isHovered = isEnabled && (option.state & QStyle::State_MouseOver);
    QColor fill = option.palette.color(QPalette::Button);
    QColor line = t.line;
    if (isPrimary(widget) && isEnabled) {
        fill = t.accent;
        line = t.accent;
    } else if (isOn) {
        fill = mixed(fill, t.accent, 0.18);
        line = mixed(fill, t.accent, 0.6);
    }
    if (isDown)
        fill = mixed(fill, t.text, 0.14);
    else if (isHovered)
        fill = mixed(fill, t.text, 0.06);
    drawPanel(painter, option.rect, fill, line);
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(painter, option.rect, option.palette);
}

// Themed icons have the text's colour, which does not read on the accent.
QIcon tinted(const QIcon &icon, const QSize &size, const QColor &colour, const QWidget *widget)
{
    if (icon.isNull())
        return icon;
    QPixmap pixmap = icon.pixmap(size, widget != nullptr ? widget->devicePixelRatioF() : 1.0);
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(QPoint(), size), colour);
    painter.end();
    return QIcon(pixmap);
}

void drawCheckMark(QPainter &painter, const QStyleOption &option)
{
    const Tints t = Tints::of(option.palette);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isChecked = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const QRect box(option.rect.center() - QPoint(7, 7), QSize(15, 15));
    const QColor filled = isEnabled ? t.accent : t.line;
    // An empty box has to stand out from its surface in both themes (3:1).
    const QColor border = mixed(t.surface, t.text, isEnabled ? 0.55 : 0.3);
    drawPanel(painter, box, isChecked ? filled : t.card, isChecked ? filled : border);
    if (!isChecked)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isEnabled ? t.onAccent : t.muted, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(box.topLeft());
    if (option.state & QStyle::State_NoChange)
        painter.drawLine(QPointF(4, 7.5), QPointF(11, 7.5));
    else
        painter.drawPolyline(QPolygonF({{3.8, 7.8}, {6.4, 10.4}, {11.2, 4.8}}));
    painter.restore();
}

} // namespace

QuietStyle::QuietStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void QuietStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Tints t = Tints::of(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(*painter, *option, widget);
        return;
    case PE_PanelButtonTool:
        // Flat until it is touched.
        if (isPrimary(widget) || option->state & (State_MouseOver | State_Sunken | State_On))
            drawButton(*painter, *option, widget);
        return;
    case PE_FrameFocusRect:
        // Push buttons have their ring on their edge; item views mark their current item by themselves.
        if (qobject_cast<const QAbstractItemView *>(widget) != nullptr)
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        else if (qobject_cast<const QPushButton *>(widget) == nullptr)
            drawFocusRing(*painter, option->rect, option->palette);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckMark(*painter, *option);
        return;
    case PE_FrameGroupBox:
        drawPanel(*painter, option->rect, t.card, t.line);
        return;
    case PE_FrameLineEdit:
        drawPanel(*painter, option->rect, {}, t.line);
        if (option->state & State_HasFocus)
            drawFocusRing(*painter, option->rect, option->palette);
        return;
    case PE_Frame:
        drawPanel(*painter, option->rect, {}, t.line);
        // Tables, lists and texts are frames; what scrolls other fields has no focus of its own.
        if (widget != nullptr && widget->hasFocus())
            drawFocusRing(*painter, option->rect, option->palette);
        return;
    case PE_FrameDockWidget:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, t.surface);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void QuietStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    const Tints t = Tints::of(option->palette);
    switch (element) {
    case CE_DockWidgetTitle: {
        const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option);
        if (dock == nullptr)
            break;
        painter->save();
        painter->setFont(headingFont());
        painter->setPen(t.text);
        const QRect text = subElementRect(SE_DockWidgetTitleBarText, option, widget).adjusted(8, 0, 0, 0);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(dock->title, Qt::ElideRight, text.width()));
        painter->restore();
        return;
    }
    case CE_PushButtonLabel:
    case CE_ToolButtonLabel:
        if (isPrimary(widget) && option->state & State_Enabled) {
            // The label takes its colour from the palette.
            if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
                QStyleOptionButton copy = *button;
                copy.palette.setColor(QPalette::ButtonText, t.onAccent);
                QProxyStyle::drawControl(element, &copy, painter, widget);
                return;
            }
            if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
                QStyleOptionToolButton copy = *tool;
                copy.palette.setColor(QPalette::ButtonText, t.onAccent);
                copy.icon = tinted(copy.icon, copy.iconSize, t.onAccent, widget);
                QProxyStyle::drawControl(element, &copy, painter, widget);
                return;
            }
        }
        break;
    case CE_TabBarTabLabel:
        QProxyStyle::drawControl(element, option, painter, widget);
        if (option->state & State_HasFocus)
            drawFocusRing(*painter, option->rect.adjusted(3, 3, -3, -3), option->palette);
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, t.surface);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.surface);
        return;
    case CE_Splitter:
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            painter->save();
            painter->setFont(labelFont());
            painter->setPen(t.muted);
            painter->drawText(header->rect.adjusted(8, 0, -4, 0), int(header->textAlignment), header->text);
            painter->restore();
            return;
        }
        break;
    case CE_HeaderSection: {
        painter->fillRect(option->rect, t.card);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void QuietStyle::drawSlider(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const Tints t = Tints::of(option->palette);
    const bool isEnabled = option->state & State_Enabled;
    const QRect handle = proxy()->subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const QRect groove = proxy()->subControlRect(CC_Slider, option, SC_SliderGroove, widget);
    const double y = groove.center().y() + 0.5;
    const double x = handle.center().x() + 0.5;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(mixed(t.surface, t.text, isEnabled ? 0.24 : 0.18), 3, Qt::SolidLine, Qt::RoundCap));
    painter->drawLine(QPointF(groove.left() + 2, y), QPointF(groove.right() - 2, y));
    if (isEnabled) {
        painter->setPen(QPen(t.accent, 3, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(QPointF(groove.left() + 2, y), QPointF(x, y));
    }
    const bool isActive = option->activeSubControls & SC_SliderHandle && option->state & State_MouseOver;
    painter->setPen(
        QPen(isEnabled ? (option->state & State_HasFocus ? t.accent : mixed(t.surface, t.text, 0.45)) : t.line,
             option->state & State_HasFocus && isEnabled ? 2 : 1));
    painter->setBrush(isEnabled ? (t.isDark ? mixed(t.card, t.text, isActive ? 0.95 : 0.82)
                                            : mixed(t.card, t.text, isActive ? 0.08 : 0.0))
                                : mixed(t.card, t.text, t.isDark ? 0.3 : 0.05));
    painter->drawEllipse(QPointF(x, y), 6, 6);
    painter->restore();
}

void QuietStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                    const QWidget *widget) const
{
    if (control == CC_Slider) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider != nullptr && slider->orientation == Qt::Horizontal) {
            drawSlider(option, painter, widget);
            return;
        }
    } else if (control == CC_ScrollBar) {
        drawScrollBar(option, painter, widget);
        return;
    } else if (control == CC_ToolButton && isPrimary(widget)) {
        // Tool buttons in a toolbar have no ground of their own until they are touched.
        QStyleOption ground = static_cast<const QStyleOption &>(*option);
        drawButton(*painter, ground, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void QuietStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (bar == nullptr || bar->minimum == bar->maximum)
        return;
    const Tints t = Tints::of(option->palette);
    const bool isTouched = option->state & State_MouseOver || option->state & State_Sunken;
    QRectF handle = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    handle = bar->orientation == Qt::Vertical ? handle.adjusted(3, 1, -2, -1) : handle.adjusted(1, 3, -1, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mixed(t.surface, t.text, isTouched ? 0.5 : 0.28));
    painter->drawRoundedRect(handle, 3, 3);
    painter->restore();
}

QRect QuietStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                 const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (bar == nullptr)
            return {};
        // No arrows: wheel, keys and handle do it all, and the handle gets the room.
        const bool isVertical = bar->orientation == Qt::Vertical;
        const int length = isVertical ? bar->rect.height() : bar->rect.width();
        const int range = bar->maximum - bar->minimum;
        const int handle = range > 0
            ? std::clamp(int(qint64(length) * bar->pageStep / (range + bar->pageStep)), 24, length)
            : length;
        const int begin = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle,
                                                  bar->upsideDown);
        const auto stretch = [&](int from, int to) {
            return isVertical ? QRect(0, from, bar->rect.width(), to - from)
                              : QRect(from, 0, to - from, bar->rect.height());
        };
        switch (part) {
        case SC_ScrollBarSlider:
            return stretch(begin, begin + handle);
        case SC_ScrollBarSubPage:
            return stretch(0, begin);
        case SC_ScrollBarAddPage:
            return stretch(begin + handle, length);
        case SC_ScrollBarGroove:
            return stretch(0, length);
        default:
            return {};
        }
    }
    if (control == CC_GroupBox) {
        // The title stands inside the frame, so that a group looks like a card.
        const auto *box = qstyleoption_cast<const QStyleOptionGroupBox *>(option);
        if (box == nullptr || box->text.isEmpty())
            return QProxyStyle::subControlRect(control, option, part, widget);
        const QRect all = option->rect;
        const int titleHeight = std::max(option->fontMetrics.height(), 15) + 2;
        const int indent = box->subControls & SC_GroupBoxCheckBox ? 22 : 0;
        switch (part) {
        case SC_GroupBoxFrame:
            return all;
        case SC_GroupBoxContents:
            return all.adjusted(1, 8 + titleHeight, -1, -1);
        case SC_GroupBoxCheckBox:
            return QRect(all.left() + 11, all.top() + 8, 16, titleHeight);
        case SC_GroupBoxLabel:
            // As wide as its text: only a click on that switches the group.
            return QRect(all.left() + 12 + indent, all.top() + 8,
                         std::min(all.width() - 24 - indent, option->fontMetrics.horizontalAdvance(box->text) + 8),
                         titleHeight);
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize QuietStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    const QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    // Fusion's fields are as high as their text; a little air lets them be hit.
    if (type == CT_ComboBox || type == CT_PushButton)
        return result.expandedTo({0, 28});
    return result;
}

int QuietStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DockWidgetTitleMargin:
        return 7;
    case PM_DockWidgetSeparatorExtent:
        return 5;
    case PM_ToolBarItemSpacing:
    case PM_ToolBarItemMargin:
        return 4;
    case PM_ToolBarHandleExtent:
        return 0;
    case PM_ScrollBarExtent:
        return 11;
    case PM_SliderThickness:
    case PM_SliderLength:
    case PM_SliderControlThickness:
        return 14;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 15;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int QuietStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton; // a click goes where it points
    case SH_EtchDisabledText:
    case SH_ItemView_ArrowKeysNavigateIntoChildren:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace Fuseboard
