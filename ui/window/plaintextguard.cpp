// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/plaintextguard.h"

#include <QApplication>
#include <QChildEvent>
#include <QLabel>

namespace Fuseboard {

namespace {

int pauses = 0;

void makePlain(QObject *object)
{
    auto *label = qobject_cast<QLabel *>(object);
    if (label != nullptr && label->textFormat() == Qt::AutoText && pauses == 0)
        label->setTextFormat(Qt::PlainText);
}

} // namespace

PlainTextGuard::PlainTextGuard(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool PlainTextGuard::eventFilter(QObject *watched, QEvent *event)
{
    // A label is polished before its size is asked for, and lays out its text only then. One that finds its parent later has not been
    // shown yet.
    if (event->type() == QEvent::Polish)
        makePlain(watched);
    else if (event->type() == QEvent::ChildAdded)
        makePlain(static_cast<QChildEvent *>(event)->child());
    return false;
}

PlainTextGuard::Pause::Pause()
{
    ++pauses;
}

PlainTextGuard::Pause::~Pause()
{
    --pauses;
}

} // namespace Fuseboard
