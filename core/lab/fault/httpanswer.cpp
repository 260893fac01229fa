// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/httpanswer.h"

namespace Fuseboard {

namespace {

/// For people at a terminal; RFC 9112 allows none at all.
QByteArrayView reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "";
    }
}

} // namespace

QByteArray httpAnswer(const HttpAnswer &answer)
{
    // RFC 9110, 6.4.1: these have no content, and no length that speaks of one.
    const bool isBodyless = answer.status < 200 || answer.status == 204 || answer.status == 304;

    QByteArray bytes;
    bytes.reserve(128 + answer.headers.size() + answer.body.size());
    bytes.append("HTTP/1.1 ").append(QByteArray::number(answer.status)).append(' ').append(reasonOf(answer.status));
    bytes.append("\r\n").append(answer.headers);
    if (!isBodyless) {
        const qsizetype length = answer.length.value_or(answer.body.size());
        bytes.append("Content-Length: ").append(QByteArray::number(length)).append("\r\n");
    }
    if (answer.closes)
        bytes += "Connection: close\r\n";
    else if (answer.isKeptAlive10)
        bytes += "Connection: keep-alive\r\n";
    bytes += "\r\n";
    if (!isBodyless && !answer.isHead)
        bytes += answer.body;
    return bytes;
}

} // namespace Fuseboard
