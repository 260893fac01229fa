// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "files.h"

#include "lab/json/jsontext.h"
#include "resilience/base/fieldpath.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

bool isStandardStream(const QString &path)
{
    return path == "-"_L1;
}

Failure cannotWrite(const QString &path, const QString &why)
{
    return {ExitCode::CannotRun, u"cannot write %1: %2"_s.arg(path, why)};
}

} // namespace

QString shownPath(const QString &path)
{
    return isStandardStream(path) ? u"standard input"_s : path;
}

Expected<QByteArray, Failure> readInput(const QString &path, qint64 most)
{
    QFile file(path);
    const bool isOpen = isStandardStream(path) ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (isOpen && !QFileInfo(path).isDir()) {
        // Not read(most), which takes all of that memory at once.
        QByteArray content;
        constexpr qint64 step = 1 << 20;
        while (content.size() < most) {
            const QByteArray next = file.read(std::min(step, most - content.size()));
            if (next.isEmpty())
                break;
            content += next;
        }
        if (file.error() == QFileDevice::NoError)
            return content;
    }
    const QString why = isOpen && file.error() == QFileDevice::NoError ? u"it is a directory"_s : file.errorString();
    return Unexpected{Failure{ExitCode::BadInput, u"cannot read %1: %2"_s.arg(shownPath(path), why)}};
}

Expected<QJsonObject, Failure> readJsonObject(const QString &path)
{
    const auto content = readInput(path);
    if (!content)
        return Unexpected{content.error()};
    const auto json = JsonText::parse(*content);
    if (!json)
        return Unexpected{Failure{ExitCode::BadInput, json.error().describe(shownPath(path))}};
    QStringList lines;
    for (const JsonIssue &duplicate : json->duplicates())
        lines.append(duplicate.describe(shownPath(path)));
    if (!lines.isEmpty())
        return Unexpected{Failure{ExitCode::BadInput, lines.join(u'\n')}};
    if (!json->value().isObject()) {
        const JsonIssue issue = json->issueAt({}, u"must be a JSON object, {...}"_s);
        return Unexpected{Failure{ExitCode::BadInput, issue.describe(shownPath(path))}};
    }
    return json->value().toObject();
}

std::optional<Failure> writeOutput(const QString &path, const QByteArray &content)
{
    if (isStandardStream(path))
        return writeStandardOutput(content);

    // A pipe or a device can only be written to; putting a new file in its place would be a bad surprise.
    const QFileInfo target(path);
    if (target.exists() && !target.isFile() && !target.isDir()) {
        QFile device(path);
        if (!device.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || device.write(content) != content.size())
            return cannotWrite(path, device.errorString());
        return std::nullopt;
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return cannotWrite(path, file.errorString());
    return std::nullopt;
}

std::optional<Failure> renameDurably(QFile &file, const QString &path)
{
    const auto systemError = [&path] { return cannotWrite(path, QString::fromLocal8Bit(std::strerror(errno))); };
    if (!file.flush())
        return cannotWrite(path, file.errorString());
    if (::fsync(file.handle()) != 0)
        return systemError();
    file.close();
    if (std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return systemError();
    // The directory holds the name.
    const int directory = ::open(QFile::encodeName(QFileInfo(path).path()).constData(),
                                 O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return systemError();
    const bool isOnDisk = ::fsync(directory) == 0 || errno == EINVAL; // not every file system can
    auto failure = isOnDisk ? std::nullopt : std::optional(systemError());
    ::close(directory);
    return failure;
}

std::optional<Failure> writeStandardOutput(const QByteArray &content)
{
    const auto size = static_cast<std::size_t>(content.size());
    if (std::fwrite(content.constData(), 1, size, stdout) != size || std::fflush(stdout) != 0)
        return cannotWrite(u"standard output"_s, QString::fromLocal8Bit(std::strerror(errno)));
    return std::nullopt;
}

void writeStandardError(const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stderr);
    std::fflush(stderr);
}

bool isStandardErrorTerminal()
{
    return ::isatty(STDERR_FILENO) == 1;
}

QString warningLine(const QString &shown, const ConfigIssue &warning)
{
    const auto names = splitFieldPath(warning.field);
    Q_ASSERT(names);
    return u"%1: %2: warning: %3\n"_s.arg(shown, jsonPointer(*names), warning.message);
}

Failure badFields(const QString &path, const ConfigIssues &issues)
{
    QStringList lines;
    for (const ConfigIssue &issue : issues) {
        const auto names = splitFieldPath(issue.field);
        Q_ASSERT(names);
        lines.append(u"%1: %2: %3"_s.arg(shownPath(path), jsonPointer(*names), issue.message));
    }
    return {ExitCode::BadInput, lines.join(u'\n')};
}

} // namespace Fuseboard::Cli
