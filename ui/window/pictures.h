// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// @p view as it is on the screen, twice as sharp.
QImage imageOf(QWidget *view);

/// The same as the bytes of a PNG file.
QByteArray pngOf(QWidget *view);

/// Writes @p view to @p path as what the name ends in: .png, .svg or .pdf; the last two in lines and text, not in pixels. The
/// error says what would be right.
std::optional<QString> savePicture(QWidget *view, const QString &path);

} // namespace Fuseboard
