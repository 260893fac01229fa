// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <optional>

namespace Fuseboard {

/// What an HTTP answer is made of.
struct HttpAnswer
{
    int status = 200;
    QByteArray headers = {}; ///< further ones, each with its line end
    QByteArray body = {};
    std::optional<qsizetype> length = {}; ///< the Content-Length, if not the body's
    bool isHead = false;                  ///< the answer to a HEAD: the length of the body, but no body
    bool isKeptAlive10 = false;           ///< an HTTP/1.0 client asked to keep the connection
    bool closes = false;
};

/// The answer as bytes. As short as HTTP allows: QNetworkAccessManager's cost grows with every byte of a header.
QByteArray httpAnswer(const HttpAnswer &answer);

} // namespace Fuseboard
