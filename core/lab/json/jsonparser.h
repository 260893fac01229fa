// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArrayView>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace Fuseboard {

/// Walks through a JSON text once. What it meets first that is no JSON ends the walk.
class JsonParser
{
public:
    /// Something at a place in the text, in bytes.
    struct Finding
    {
        qsizetype offset = 0;
        QStringList names{};
        QString text{};
    };

    /// @p text must outlive it.
    explicit JsonParser(QByteArrayView text);

    /// The whole text; undefined where it is no JSON (fault()).
    QJsonValue document();
    const std::optional<Finding> &fault() const { return m_fault; }
    const QList<Finding> &duplicates() const { return m_duplicates; }

    /// For each of @p names, in a text that is JSON, the offset of what stands there, or of the nearest around it. Goes
    /// through the text once.
    QList<qsizetype> locate(const QList<QStringList> &names);

private:
    /// From an object or a list to a value in it.
    struct Step
    {
        QString name;    ///< of a member
        qsizetype index; ///< of an element; -1 for a member
    };

    QJsonValue value();
    QJsonValue object();
    QJsonValue array();
    QJsonValue number();
    QJsonValue word();
    QString string();
    bool escape(QString &text);
    std::optional<char16_t> hexUnit();

    /// What is looked for in one value of the text.
    struct Search
    {
        const QList<QStringList> &names;
        QList<qsizetype> &places; ///< by index of names
    };
    void locateIn(const Search &search, const QList<qsizetype> &wanted, qsizetype depth);
    void locateInObject(const Search &search, const QList<qsizetype> &wanted, qsizetype depth);
    void locateInArray(const Search &search, const QList<qsizetype> &wanted, qsizetype depth);
    void skipValue();
    void skipBlanks();
    bool take(char c);
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool isAtEnd() const { return m_at >= m_text.size(); }
    bool hasFailed() const { return m_fault.has_value(); }
    QJsonValue fail(const QString &message) { return failAt(m_at, message); }
    QJsonValue failAt(qsizetype offset, const QString &message);
    QString shownHere() const;
    QStringList namesHere() const;

    QByteArrayView m_text;
    qsizetype m_at = 0;
    std::vector<Step> m_way; ///< to the value under way
    std::optional<Finding> m_fault;
    QList<Finding> m_duplicates;
};

} // namespace Fuseboard
