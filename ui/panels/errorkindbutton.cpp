// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/errorkindbutton.h"

#include <QInputDialog>
#include <QMenu>
#include <QToolTip>

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

/// "status 502", "status 500-599".
QString labelOf(StatusRange range)
{
    return statusRangeName(range).replace(u':', u' ');
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
    for (const StatusRange &range : kinds.statuses())
        names.append(labelOf(range));
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
    menu()->addSeparator();
    for (const StatusRange &range : m_kinds.statuses()) {
        QAction *action = menu()->addAction(labelOf(range));
        action->setObjectName(statusRangeName(range));
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::triggered, this, [this, range] { takeOut(range); });
    }
    QAction *add = menu()->addAction(tr("Add a status…"), this, &ErrorKindButton::askForStatus);
    add->setObjectName(u"addStatus"_s);
}

void ErrorKindButton::askForStatus()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"statusDialog"_s);
    dialog->setWindowTitle(tr("Add a status"));
    dialog->setLabelText(tr("An HTTP status such as 502, or a range such as 500-599 (100 to 599):"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        ErrorKindSet next = m_kinds;
        QString name = text;
        name.remove(u' ');
        if (next.insertName("status:"_L1 + name))
            edit(next);
        else
            QToolTip::showText(mapToGlobal(rect().bottomLeft()), tr("\"%1\" is no status from 100 to 599.").arg(text),
                               this);
    });
    dialog->open();
}

void ErrorKindButton::takeOut(StatusRange range)
{
    ErrorKindSet next;
    for (const ErrorKind named : m_kinds.named())
        next.insert(named);
    for (const StatusRange &kept : m_kinds.statuses()) {
        if (kept != range)
            next.insertStatuses(kept.first, kept.last);
    }
    edit(next);
}

void ErrorKindButton::edit(const ErrorKindSet &kinds)
{
    setKinds(kinds);
    Q_EMIT edited(kinds);
}

void ErrorKindButton::toggle(ErrorKind kind, bool on)
{
    ErrorKindSet next;
    for (const StatusRange &range : m_kinds.statuses())
        next.insertStatuses(range.first, range.last);
    for (const ErrorKind named : m_kinds.named()) {
        // A parent takes the place of what is below it.
        if (named != kind && !(on && isA(named, kind)))
            next.insert(named);
    }
    if (on)
        next.insert(kind);
    edit(next);
}

} // namespace Fuseboard
