// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "files.h"

#include "lab/file/filereplacement.h"
#include "lab/file/filetext.h"
#include "lab/file/plainline.h"
#include "lab/json/jsontext.h"
#include "lab/scenario/scenariofile.h"
#include "resilience/base/fieldpath.h"

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

bool isStandardStream(const QString &path)
{
    return path == "-"_L1;
}

/// To what is no regular file, a pipe or a device.
std::optional<QString> writeThrough(const QString &path, const QByteArray &content)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return systemReason();
    // A reader of a pipe that goes away early is an error here, and not the end of the program.
    const auto atBrokenPipe = std::signal(SIGPIPE, SIG_IGN);
    auto failure = writeToDescriptor(descriptor, content);
    if (::close(descriptor) != 0 && !failure)
        failure = systemReason();
    std::signal(SIGPIPE, atBrokenPipe);
    return failure;
}

bool isSameFile(const struct stat &a, const struct stat &b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

} // namespace

Failure cannotWrite(const QString &path, const QString &why)
{
    return {ExitCode::CannotRun, u"cannot write %1: %2"_s.arg(plainLine(path), why)};
}

QString shownPath(const QString &path)
{
    return isStandardStream(path) ? u"standard input"_s : plainLine(path);
}

Expected<QByteArray, Failure> readInput(const QString &path, qint64 most)
{
    auto content = readFileText(path, most, FileKinds::Any);
    if (content)
        return *std::move(content);
    return Unexpected{Failure{content.error().isShortage ? ExitCode::CannotRun : ExitCode::BadInput,
                              u"cannot read %1: %2"_s.arg(shownPath(path), content.error().reason)}};
}

Failure tooLargeToRead(const QString &path)
{
    return {ExitCode::BadInput, u"cannot read %1: There is not enough memory for what it holds"_s.arg(shownPath(path))};
}

Expected<QJsonObject, Failure> readJsonObject(const QString &path)
{
    const auto content = readInput(path, MostScenarioBytes);
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

    struct stat target = {};
    struct stat standardOutput = {};
    const bool exists = ::stat(QFile::encodeName(path).constData(), &target) == 0;
    // /dev/stdout that is directed to a file: a new file in its place would lose what is written to it afterwards.
    if (exists && ::fstat(STDOUT_FILENO, &standardOutput) == 0 && isSameFile(target, standardOutput))
        return writeStandardOutput(content);
    const bool isSpecial = exists && !S_ISREG(target.st_mode) && !S_ISDIR(target.st_mode);
    const auto failure = isSpecial ? writeThrough(path, content) : replaceFile(path, content);
    return failure ? std::optional(cannotWrite(path, *failure)) : std::nullopt;
}

std::optional<Failure> checkOutputs(const QList<Output> &outputs, const QStringList &inputs)
{
    const auto isSame = [](const QString &a, const QString &b) {
        if (a.isEmpty() || b.isEmpty() || isStandardStream(a) || isStandardStream(b))
            return false;
        struct stat first = {};
        struct stat second = {};
        const bool isThere = ::stat(QFile::encodeName(a).constData(), &first) == 0;
        if (isThere && ::stat(QFile::encodeName(b).constData(), &second) == 0)
            return S_ISREG(first.st_mode) && isSameFile(first, second);
        return !isThere && QFileInfo(a).absoluteFilePath() == QFileInfo(b).absoluteFilePath();
    };
    for (qsizetype i = 0; i < outputs.size(); ++i) {
        const auto &[option, path] = outputs[i];
        for (qsizetype j = 0; j < i; ++j) {
            if (isSame(path, outputs[j].path))
                return Failure{ExitCode::BadUsage,
                               u"%1 and %2 must not name the same file"_s.arg(outputs[j].option, option)};
        }
        for (const QString &input : inputs) {
            if (isSame(path, input))
                return Failure{
                    ExitCode::BadUsage,
                    u"%1 must not name %2, which is read: it would be replaced"_s.arg(option, shownPath(input))};
        }
    }
    return std::nullopt;
}

std::optional<Failure> makeDirectory(const QString &path)
{
    const std::filesystem::path directory(QFile::encodeName(path).toStdString());
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    std::error_code ignored;
    if (!error && std::filesystem::is_directory(directory, ignored))
        return std::nullopt;
    return Failure{ExitCode::CannotRun,
                   u"cannot make the directory %1: %2"_s.arg(
                       plainLine(path), error ? QString::fromStdString(error.message()) : u"Not a directory"_s)};
}

std::optional<Failure> writeText(const QString &text)
{
    return writeStandardOutput(plainLines(text).toUtf8());
}

std::optional<Failure> writeStandardOutput(const QByteArray &content)
{
    const auto size = static_cast<std::size_t>(content.size());
    if (std::fwrite(content.constData(), 1, size, stdout) != size || std::fflush(stdout) != 0)
        return cannotWrite(u"standard output"_s, systemReason());
    return std::nullopt;
}

void writeStandardError(const QString &text)
{
    std::fputs(plainLines(text).toLocal8Bit().constData(), stderr);
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
        lines.append(plainLine(u"%1: %2: %3"_s.arg(shownPath(path), jsonPointer(*names), issue.message)));
    }
    return {ExitCode::BadInput, lines.join(u'\n')};
}

} // namespace Fuseboard::Cli
