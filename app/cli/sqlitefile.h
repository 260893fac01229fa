// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <map>

namespace Fuseboard::Cli {

/// A connection to an SQLite file, of its own and gone with it. Remembers the first thing that went wrong and does nothing after
/// it, so that it is asked once, in the end.
class SqliteFile
{
public:
    /// Opens @p path; to be read only, it must be there.
    SqliteFile(const QString &path, bool isReadOnly);
    ~SqliteFile();
    Q_DISABLE_COPY_MOVE(SqliteFile)

    /// Empty if nothing went wrong.
    const QString &error() const { return m_error; }

    void execute(const QString &statement);

    /// Executes @p statement, which is prepared once, with @p values for its question marks.
    void execute(const QString &statement, const QVariantList &values);

    /// The rows that @p statement gives, to be gone through with next(); none if something went wrong.
    QSqlQuery select(const QString &statement);

private:
    bool check(bool isGood, const QSqlQuery &query);

    QString m_error;
    QString m_connection;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_prepared;
};

} // namespace Fuseboard::Cli
