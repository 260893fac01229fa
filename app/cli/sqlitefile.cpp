// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sqlitefile.h"

#include <QSqlError>
#include <QUuid>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

SqliteFile::SqliteFile(const QString &path, bool isReadOnly)
{
    if (!QSqlDatabase::isDriverAvailable(u"QSQLITE"_s)) {
        m_error = u"Qt has no SQLite here; on Debian it is in the package libqt6sql6-sqlite"_s;
        return;
    }
    m_connection = QUuid::createUuid().toString();
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(path);
    if (isReadOnly)
        m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
    if (!m_database.open())
        m_error = m_database.lastError().databaseText();
}

SqliteFile::~SqliteFile()
{
    m_prepared.clear();
    m_database.close();
    m_database = {};
    if (!m_connection.isEmpty())
        QSqlDatabase::removeDatabase(m_connection);
}

void SqliteFile::execute(const QString &statement)
{
    if (!m_error.isEmpty())
        return;
    QSqlQuery query(m_database);
    check(query.exec(statement), query);
}

void SqliteFile::execute(const QString &statement, const QVariantList &values)
{
    if (!m_error.isEmpty())
        return;
    auto prepared = m_prepared.find(statement);
    if (prepared == m_prepared.end()) {
        prepared = m_prepared.emplace(statement, QSqlQuery(m_database)).first;
        if (!check(prepared->second.prepare(statement), prepared->second))
            return;
    }
    QSqlQuery &query = prepared->second;
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values.at(i));
    check(query.exec(), query);
}

QSqlQuery SqliteFile::select(const QString &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (m_error.isEmpty())
        check(query.exec(statement), query);
    return query;
}

bool SqliteFile::check(bool isGood, const QSqlQuery &query)
{
    if (!isGood)
        m_error = query.lastError().databaseText();
    return isGood;
}

} // namespace Fuseboard::Cli
