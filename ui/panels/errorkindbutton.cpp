// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/errorkindbutton.h"

#include <QMenu>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// For people: "rate limited" for "rateLimited".
QString labelOf(ErrorKind kind)
{
    if (kind == ErrorKind::Any)
        return ErrorKindButton::tr("any error");
    QString label;
    for (const QChar c : errorKindName(kind))
        label += c.isUpper() ? QString(u' ') + c.toLower() : QString(c);
    return label;
}

int depthOf(ErrorKind kind)
{
    int depth = 0;
    for (auto parent = parentOf(kind); parent; parent = parentOf(*parent))
        ++depth;
    return depth;
}

} // namespace

ErrorKindButton::ErrorKindButton(QWidget *parent)
    : QToolButton(parent)
{
    setPopupMode(InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumWidth(80);
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &ErrorKindButton::fillMenu);
    setKinds({});
}

QString ErrorKindButton::textOf(const ErrorKindSet &kinds)
{
    if (kinds.isEmpty())
        return tr("none");
    QStringList names;
    for (const ErrorKind kind : kinds.named())
        names.append(labelOf(kind));
    return names.join(u", "_s);
}

void ErrorKindButton::setKinds(const ErrorKindSet &kinds)
{
    m_kinds = kinds;
    setToolTip(textOf(kinds));
    setAccessibleDescription(textOf(kinds));
    showText();
}

void ErrorKindButton::showText()
{
    constexpr int Around = 26; // frame and arrow
    setText(fontMetrics().elidedText(textOf(m_kinds), Qt::ElideRight, std::max(20, width() - Around)));
}

void ErrorKindButton::resizeEvent(QResizeEvent *event)
{
    QToolButton::resizeEvent(event);
    showText();
}

void ErrorKindButton::fillMenu()
{
    menu()->clear();
    for (int i = 0; i < ErrorKindCount; ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        // Neither counts, nor is it retried, whatever is said.
        if (isA(kind, ErrorKind::Rejected) || kind == ErrorKind::Cancelled)
            continue;
        QAction *action = menu()->addAction(QString(depthOf(kind) * 4, u' ') + labelOf(kind));
        action->setObjectName(errorKindName(kind));
        action->setCheckable(true);
        action->setChecked(m_kinds.contains(kind));
        // Part of a kind that is checked: to take it out, that one has to go first.
        const bool isNamed = m_kinds.named().contains(kind);
        action->setEnabled(isNamed || !m_kinds.contains(kind));
        connect(action, &QAction::triggered, this, [this, kind](bool on) { toggle(kind, on); });
    }
}

void ErrorKindButton::toggle(ErrorKind kind, bool on)
{
    ErrorKindSet next;
    for (const ErrorKind named : m_kinds.named()) {
        // A parent takes the place of what is below it.
        if (named != kind && !(on && isA(named, kind)))
            next.insert(named);
    }
    if (on)
        next.insert(kind);
    setKinds(next);
    Q_EMIT edited(next);
}

} // namespace Fuseboard
