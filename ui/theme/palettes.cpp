// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/palettes.h"

#include "theme/tints.h"

namespace Fuseboard {

namespace {

struct Base
{
    QColor window, base, alternate, text, button, accent, onAccent, tip;
};

QPalette build(const Base &b)
{
    QPalette p;
    p.setColor(QPalette::Window, b.window);
    p.setColor(QPalette::WindowText, b.text);
    p.setColor(QPalette::Base, b.base);
    p.setColor(QPalette::AlternateBase, b.alternate);
    p.setColor(QPalette::Text, b.text);
    p.setColor(QPalette::Button, b.button);
    p.setColor(QPalette::ButtonText, b.text);
    p.setColor(QPalette::BrightText, b.text);
    p.setColor(QPalette::ToolTipBase, b.tip);
    p.setColor(QPalette::ToolTipText, b.text);
    p.setColor(QPalette::PlaceholderText, mixed(b.base, b.text, 0.55));
    p.setColor(QPalette::Highlight, b.accent);
    p.setColor(QPalette::HighlightedText, b.onAccent);
    p.setColor(QPalette::Link, b.accent);
    p.setColor(QPalette::LinkVisited, b.accent);
    // Fusion draws its frames and gradients from these.
    p.setColor(QPalette::Light, mixed(b.window, Qt::white, 0.35));
    p.setColor(QPalette::Midlight, mixed(b.window, Qt::white, 0.15));
    p.setColor(QPalette::Mid, mixed(b.window, b.text, 0.22));
    p.setColor(QPalette::Dark, mixed(b.window, b.text, 0.34));
    p.setColor(QPalette::Shadow, mixed(b.window, Qt::black, 0.7));

    const QColor faint = mixed(b.window, b.text, 0.42);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Base, mixed(b.window, b.base, 0.4));
    p.setColor(QPalette::Disabled, QPalette::Highlight, mixed(b.window, b.text, 0.25));
    return p;
}

} // namespace

QPalette lightPalette()
{
    return build({QColor(0xf4, 0xf5, 0xf7), Qt::white, QColor(0xf7, 0xf8, 0xfa), QColor(0x1c, 0x21, 0x29), Qt::white,
                  QColor(0x00, 0x72, 0xb2), Qt::white, Qt::white});
}

QPalette darkPalette()
{
    return build({QColor(0x17, 0x1a, 0x20), QColor(0x1f, 0x23, 0x2b), QColor(0x23, 0x27, 0x30),
                  QColor(0xe6, 0xe9, 0xee), QColor(0x2a, 0x2f, 0x39), QColor(0x56, 0xb4, 0xe9),
                  QColor(0x0c, 0x16, 0x1e), QColor(0x2a, 0x2f, 0x39)});
}

} // namespace Fuseboard
