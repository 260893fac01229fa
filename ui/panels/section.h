// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// A heading that shows and hides what belongs to it.
class Section : public QWidget
{
    Q_OBJECT

public:
    /// Folded at first. What @p make makes, once, when it is opened for the first time, is shown and owned.
    Section(const QString &title, std::function<QWidget *()> make, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void opened();

private:
    QToolButton *m_head;
    std::function<QWidget *()> m_make;
    QWidget *m_content = nullptr;
};

} // namespace Fuseboard
