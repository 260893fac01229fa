// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/autosave.h"

#include "document/openedfile.h"
#include "document/rundocument.h"
#include "lab/file/filetext.h"
#include "lab/scenario/scenariofile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QUuid>

#include <chrono>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Suffix = u".fuse.json"_s;

QString lockPath(const QString &path)
{
    return path.chopped(Suffix.size()) + u".lock"_s;
}

QString originPath(const QString &path)
{
    return path.chopped(Suffix.size()) + u".origin"_s;
}

Autosave::Leftover withOrigin(Autosave::Leftover leftover)
{
    constexpr qint64 most = 1 << 20;
    const auto text = readFileText(originPath(leftover.path), most);
    const QJsonObject origin = text ? QJsonDocument::fromJson(*text).object() : QJsonObject();
    leftover.file = origin[u"file"_s].toString();
    leftover.hash = QByteArray::fromHex(origin[u"sha256"_s].toString().toLatin1());
    return leftover;
}

} // namespace

Autosave::Autosave(RunDocument *document, const QString &directory)
    : QObject(document)
    , m_document(document)
    , m_directory(directory.isEmpty()
                      ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/autosave"_s
                      : directory)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::update);
    connect(document, &RunDocument::edited, this, [this] { m_timer.start(); });
    connect(document, &RunDocument::saved, this, &Autosave::update);
    connect(document, &RunDocument::scenarioChanged, this, &Autosave::update);
}

Autosave::~Autosave()
{
    remove();
}

void Autosave::update()
{
    m_timer.stop();
    if (!m_document->isModified() || m_document->source() == RunDocument::Source::CallLog) {
        remove();
        return;
    }
    if (m_path.isEmpty()) {
        if (!QDir().mkpath(m_directory))
            return; // no place to keep it: the next edit tries again
        m_path = m_directory + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + Suffix;
        m_lock = std::make_unique<QLockFile>(lockPath(m_path));
        m_lock->setStaleLockTime(0);
        m_lock->tryLock();
    }
    writeOrigin();
    writeFile(m_path, writeScenario(m_document->scenario()));
}

void Autosave::setFile(const QString &path, const QByteArray &hash)
{
    m_file = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    m_hash = hash;
    if (!m_path.isEmpty())
        writeOrigin();
}

/// Beside the copy, which is a scenario file and has no place for it.
void Autosave::writeOrigin()
{
    const QJsonObject origin{{u"file"_s, m_file}, {u"sha256"_s, QString::fromLatin1(m_hash.toHex())}};
    writeFile(originPath(m_path), QJsonDocument(origin).toJson());
}

void Autosave::remove()
{
    if (m_path.isEmpty())
        return;
    QFile::remove(m_path);
    QFile::remove(originPath(m_path));
    m_lock.reset();
    m_path.clear();
}

std::optional<Autosave::Leftover> Autosave::leftover() const
{
    const QDir directory(m_directory);
    for (const QFileInfo &entry : directory.entryInfoList({u'*' + Suffix}, QDir::Files, QDir::Time)) {
        if (entry.absoluteFilePath() == QFileInfo(m_path).absoluteFilePath())
            continue;
        QLockFile lock(lockPath(entry.absoluteFilePath()));
        lock.setStaleLockTime(0);
        if (!lock.tryLock())
            continue; // its program still runs
        auto file = readFile(entry.absoluteFilePath());
        if (file && std::holds_alternative<Scenario>(*file))
            return withOrigin({entry.absoluteFilePath(), std::get<Scenario>(*std::move(file))});
    }
    return std::nullopt;
}

void Autosave::discard(const Leftover &leftover)
{
    QFile::remove(leftover.path);
    QFile::remove(originPath(leftover.path));
    QFile::remove(lockPath(leftover.path));
}

} // namespace Fuseboard
