// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/openedfile.h"

#include "document/watchedfile.h"
#include "lab/file/filereplacement.h"
#include "lab/file/filetext.h"
#include "lab/file/plainline.h"
#include "lab/scenario/scenariofile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <new>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostLines = 8; // of what is wrong: a window is no log

QString tr(const char *text)
{
    return QCoreApplication::translate("OpenedFile", text);
}

Expected<OpenedFile, QString> readScenarioText(const QByteArray &text, const QString &name)
{
    auto scenario = readScenario(text);
    if (scenario)
        return OpenedFile(*std::move(scenario));
    QStringList lines;
    for (const JsonIssue &issue : scenario.error().first(std::min(MostLines, scenario.error().size())))
        lines.append(issue.describe(name));
    if (scenario.error().size() > MostLines)
        lines.append(tr("and %1 more; fuseboard-cli validate names all").arg(scenario.error().size() - MostLines));
    return Unexpected{lines.join(u'\n')};
}

} // namespace

Expected<OpenedFile, QString> readFile(const QString &path)
{
    auto read = readFileWithHash(path);
    if (!read)
        return Unexpected{read.error()};
    return std::move(read->file);
}

Expected<ReadFile, QString> readFileWithHash(const QString &path)
{
    const QString name = plainLine(QFileInfo(path).fileName());
    if (QFileInfo(path).isDir())
        return Unexpected{tr("%1 is a directory. Open a scenario, a saved run or a call log.").arg(name)};
    const auto text = readFileText(path, MostSavedRunBytes);
    if (!text)
        return Unexpected{tr("%1 cannot be read: %2.").arg(plainLine(path), text.error().reason)};
    auto file = readOpened(*text, name);
    if (!file)
        return Unexpected{file.error()};
    return ReadFile{*std::move(file), WatchedFile::hashOf(*text)};
}

namespace {

Expected<OpenedFile, QString> readAnyKind(const QByteArray &text, const QString &name)
{
    const QByteArrayView start = QByteArrayView(text).trimmed();
    if (start.isEmpty())
        return Unexpected{tr("%1 is empty. Open a scenario, a saved run or a call log.").arg(name)};
    if (!start.startsWith('{') && !start.startsWith('[')) {
        auto log = CallLog::parse(text);
        if (!log)
            return Unexpected{tr("%1 is no JSON, and as a call log: %2").arg(name, log.error().describe(name))};
        if (log->rows.empty())
            return Unexpected{tr("%1 has no calls below its header.").arg(name)};
        return OpenedFile(*std::move(log));
    }
    if (text.contains("\"fuseboard-run/")) {
        auto run = SavedRun::fromText(text);
        if (!run)
            return Unexpected{u"%1: %2"_s.arg(name, run.error())};
        return OpenedFile(*std::move(run));
    }
    return readScenarioText(text, name);
}

} // namespace

Expected<OpenedFile, QString> readOpened(const QByteArray &text, const QString &name)
{
    try {
        return readAnyKind(text, name);
    } catch (const std::bad_alloc &) {
        return Unexpected{tr("%1 cannot be read: there is not enough memory for what it holds.").arg(name)};
    }
}

std::optional<QString> writeFile(const QString &path, const QByteArray &content)
{
    if (const auto reason = replaceFile(path, content))
        return tr("%1 cannot be written: %2. Choose another place.").arg(plainLine(path), *reason);
    return std::nullopt;
}

} // namespace Fuseboard
