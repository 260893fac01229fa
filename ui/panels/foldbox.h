// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QGroupBox>

QT_BEGIN_NAMESPACE
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace Fuseboard {

/// A group whose content folds away under its title, by the arrow on the right. Whether it is folded is kept in QSettings, under
/// its name. The content is hidden too while a group that can be checked is not.
class FoldBox : public QGroupBox
{
    Q_OBJECT

public:
    /// @p name is the object's name; the arrow is "name.fold".
    FoldBox(const QString &name, const QString &title, bool isOpen = true, QWidget *parent = nullptr);

    /// Where its content belongs.
    QWidget *content() const { return m_content; }

    bool isOpen() const { return m_isOpen; }
    void setOpen(bool isOpen);

    /// A short text beside the title while it is folded, such as what is in it.
    void setSummary(const QString &summary);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showFold();

    QToolButton *m_arrow;
    QWidget *m_content;
    QVBoxLayout *m_column;
    QString m_summary;
    bool m_isOpen = true;
};

} // namespace Fuseboard
