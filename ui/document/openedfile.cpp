// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/openedfile.h"

#include "lab/scenario/scenariofile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringList>

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
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (QFileInfo(path).isDir())
        return Unexpected{tr("%1 is a directory. Open a scenario, a saved run or a call log.").arg(name)};
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected{tr("%1 cannot be read: %2.").arg(path, file.errorString())};
    const QByteArray text = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Unexpected{tr("%1 cannot be read: %2.").arg(path, file.errorString())};
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

std::optional<QString> writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return tr("%1 cannot be written: %2. Choose another place.").arg(path, file.errorString());
    return std::nullopt;
}

} // namespace Fuseboard
