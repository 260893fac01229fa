// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace Fuseboard::Cli {

/// One line on the terminal that says how far something has come; gone with it. What is over in a moment shows none.
class Progress : public QObject
{
    Q_OBJECT

public:
    /// @p line says how far it has come.
    explicit Progress(std::function<QString()> line);
    ~Progress() override;

private:
    void draw();

    std::function<QString()> m_line;
    QTimer m_timer;
    bool m_isDrawn = false;
};

} // namespace Fuseboard::Cli
