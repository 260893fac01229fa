// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace Fuseboard {

/// Takes a CSV text apart, record by record, as in RFC 4180. Fields are views into the text where no quote must go. One
/// thread.
class CsvReader
{
public:
    struct Field
    {
        QByteArrayView text;
        int column = 1; ///< where it begins, from 1, in bytes
    };

    /// @p text must outlive the reader. A byte order mark at its beginning is skipped.
    explicit CsvReader(QByteArrayView text);

    /// Reads the next record into fields(); false at the end, or if it is malformed: then error() is not null.
    bool next();

    /// Of the latest record. Views hold until next().
    const std::vector<Field> &fields() const { return m_fields; }
    int line() const { return m_recordLine; }

    /// What is wrong, or null; and where.
    const char *error() const { return m_error; }
    int errorLine() const { return m_line; }
    int errorColumn() const { return m_errorColumn; }

private:
    bool readQuoted(qsizetype lineBegin, int column);
    bool atLineEnd() const;
    void skipLineEnd();
    bool fail(const char *error, int column);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_recordLine = 1;
    std::vector<Field> m_fields;
    std::vector<QByteArray> m_unquoted; ///< what fields of this record stand in without their quotes
    const char *m_error = nullptr;
    int m_errorColumn = 1;
};

} // namespace Fuseboard
