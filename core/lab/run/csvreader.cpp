// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/csvreader.h"

namespace Fuseboard {

CsvReader::CsvReader(QByteArrayView text)
    : m_text(text)
{
    if (m_text.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
}

bool CsvReader::next()
{
    m_fields.clear();
    m_unquoted.clear();
    m_recordLine = m_line;
    if (m_error || m_at >= m_text.size())
        return false;

    const qsizetype lineBegin = m_at;
    for (;;) {
        const int column = static_cast<int>(m_at - lineBegin) + 1;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            if (!readQuoted(lineBegin, column))
                return false;
        } else {
            const qsizetype begin = m_at;
            while (m_at < m_text.size() && m_text[m_at] != ',' && !atLineEnd()) {
                if (m_text[m_at] == '"')
                    return fail("a quote may only stand around a whole field; inside it is written twice",
                                static_cast<int>(m_at - lineBegin) + 1);
                ++m_at;
            }
            m_fields.push_back({m_text.sliced(begin, m_at - begin), column});
        }
        if (m_at < m_text.size() && m_text[m_at] == ',') {
            ++m_at;
            continue;
        }
        skipLineEnd();
        return true;
    }
}

bool CsvReader::readQuoted(qsizetype lineBegin, int column)
{
    ++m_at;
    QByteArray text;
    for (;;) {
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (m_text[m_at] == '\n')
                return fail("the quote that is opened here must be closed on the same line", column);
            ++m_at;
        }
        if (m_at >= m_text.size())
            return fail("the quote that is opened here must be closed", column);
        text.append(m_text.sliced(begin, m_at - begin));
        ++m_at;
        if (m_at >= m_text.size() || m_text[m_at] != '"')
            break;
        text.append('"');
        ++m_at;
    }
    if (m_at < m_text.size() && m_text[m_at] != ',' && !atLineEnd())
        return fail("behind a closing quote there must be a comma or the end of the line",
                    static_cast<int>(m_at - lineBegin) + 1);
    m_unquoted.push_back(std::move(text));
    m_fields.push_back({m_unquoted.back(), column});
    return true;
}

bool CsvReader::atLineEnd() const
{
    const char c = m_text[m_at];
    return c == '\n' || (c == '\r' && (m_at + 1 == m_text.size() || m_text[m_at + 1] == '\n'));
}

void CsvReader::skipLineEnd()
{
    if (m_at < m_text.size() && m_text[m_at] == '\r')
        ++m_at;
    if (m_at < m_text.size()) {
        ++m_at;
        ++m_line;
    }
}

bool CsvReader::fail(const char *error, int column)
{
    m_error = error;
    m_errorColumn = column;
    return false;
}

} // namespace Fuseboard
