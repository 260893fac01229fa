// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// A heading that shows and hides what belongs to it.
class Section : public QWidget
{
    Q_OBJECT

public:
    /// Folded at first. Owns @p content.
    Section(const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void opened();

private:
    QToolButton *m_head;
    QWidget *m_content;
};

} // namespace Fuseboard
