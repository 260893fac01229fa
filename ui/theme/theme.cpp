// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/theme.h"

#include "theme/fonts.h"
#include "theme/palettes.h"
#include "theme/quietstyle.h"
#include "theme/tints.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>
#include <QToolTip>

namespace Fuseboard {

Theme::Theme(QApplication &application, Choice choice)
    : QObject(&application)
    , m_application(application)
    , m_choice(choice)
{
    m_application.setStyle(new QuietStyle);
    m_application.setFont(interfaceFont());
    apply();
    m_application.installEventFilter(this);
}

void Theme::setChoice(Choice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

QString Theme::nameOf(Choice choice)
{
    switch (choice) {
    case Choice::Light:
        return QStringLiteral("light");
    case Choice::Dark:
        return QStringLiteral("dark");
    case Choice::System:
        break;
    }
    return QStringLiteral("system");
}

std::optional<Theme::Choice> Theme::fromName(const QString &name)
{
    for (const Choice choice : {Choice::System, Choice::Light, Choice::Dark}) {
        if (name == nameOf(choice))
            return choice;
    }
    return std::nullopt;
}

bool Theme::isSystemDark()
{
    // Qt 6.4 has no QStyleHints::colorScheme(): an empty palette brings the system's own back to be looked at.
    m_application.setPalette(QPalette());
    return isDarkPalette(m_application.palette());
}

void Theme::apply()
{
    const QScopedValueRollback guard(m_isApplying, true);
    m_isDark = m_choice == Choice::Dark || (m_choice == Choice::System && isSystemDark());
    const QPalette palette = m_isDark ? darkPalette() : lightPalette();
    m_application.setPalette(palette);
    QToolTip::setPalette(palette);
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && m_choice == Choice::System && !m_isApplying)
        apply();
    return QObject::eventFilter(watched, event);
}

} // namespace Fuseboard
