// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPalette>

#include <optional>

QT_BEGIN_NAMESPACE
class QApplication;
QT_END_NAMESPACE

namespace Fuseboard {

/// Style, palette and font of the whole application. One per application, which owns it, made right after it. GUI
/// thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };

    /// Installs style and font, and the palette of @p choice.
    explicit Theme(QApplication &application, Choice choice = Choice::System);

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);

    /// What is shown, whatever was chosen.
    bool isDark() const { return m_isDark; }

    /// "system", "light", "dark".
    static QString nameOf(Choice choice);

    /// None for any other text.
    static std::optional<Choice> fromName(const QString &name);

Q_SIGNALS:
    /// The palette is already the new one. Also when the system's scheme changes, with Choice::System.
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isSystemDark();
    void apply();

    QApplication &m_application;
    Choice m_choice;
    bool m_isDark = false;
    bool m_isApplying = false;
};

} // namespace Fuseboard
