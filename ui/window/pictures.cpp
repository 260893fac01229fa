// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/pictures.h"

#include "document/openedfile.h"
#include "theme/svgpatterns.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QEvent>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QWidget>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Sharpness = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("Pictures", text);
}

QByteArray svgOf(QWidget *view)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(view->size());
    generator.setViewBox(view->rect());
    generator.setTitle(view->accessibleName());
    generator.setDescription(u"Fuseboard " FUSEBOARD_VERSION ""_s);
    // A widget is painted in pixels of the screen; without this the generator takes its own for them.
    generator.setResolution(view->logicalDpiX());
    // Charts keep their brushes until they are told that the colours are other ones: before, and again afterwards.
    const auto tellCharts = [view] {
        QEvent other(QEvent::PaletteChange);
        for (QWidget *chart : view->findChildren<QWidget *>())
            QCoreApplication::sendEvent(chart, &other);
    };
    QByteArray svg;
    {
        const SvgPatterns patterns;
        tellCharts();
        QPainter painter(&generator);
        view->render(&painter, {}, {}, QWidget::DrawChildren);
        painter.end();
        svg = patterns.apply(buffer.data());
    }
    tellCharts();
    return svg;
}

QByteArray pdfOf(QWidget *view)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(view->accessibleName());
    writer.setCreator(u"Fuseboard " FUSEBOARD_VERSION ""_s);
    const QSizeF points = QSizeF(view->size()) * 72.0 / view->logicalDpiX();
    writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setResolution(view->logicalDpiX());
    QPainter painter(&writer);
    view->render(&painter, {}, {}, QWidget::DrawChildren);
    painter.end();
    return buffer.data();
}

} // namespace

QImage imageOf(QWidget *view)
{
    QImage image(view->size() * Sharpness, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(Sharpness);
    image.fill(view->palette().color(QPalette::Window));
    view->render(&image);
    return image;
}

QByteArray pngOf(QWidget *view)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    imageOf(view).save(&buffer, "PNG");
    return bytes;
}

std::optional<QString> savePicture(QWidget *view, const QString &path)
{
    if (path.endsWith(".png"_L1, Qt::CaseInsensitive))
        return writeFile(path, pngOf(view));
    if (path.endsWith(".svg"_L1, Qt::CaseInsensitive))
        return writeFile(path, svgOf(view));
    if (path.endsWith(".pdf"_L1, Qt::CaseInsensitive))
        return writeFile(path, pdfOf(view));
    return tr("%1 is no kind of picture that can be written here. Let the name end in .png, .svg or .pdf.").arg(path);
}

} // namespace Fuseboard
