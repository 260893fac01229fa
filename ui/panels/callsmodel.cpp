// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/callsmodel.h"

#include "panels/waterfall.h"
#include "theme/figures.h"

#include <QRegularExpression>

#include <algorithm>
#include <unordered_map>

namespace Fuseboard {

namespace {

/// What calls are looked for, made ready once for all of them.
class CallFilter
{
public:
    CallFilter(const QStringList &words, const QStringList &endpoints)
        : m_endpoints(endpoints)
    {
        for (const QString &text : words) {
            Word word;
            word.text = text;
            const bool isMarked = text.startsWith(u'#');
            word.number = (isMarked ? text.mid(1) : text).toULongLong(&word.isNumber);
            word.status = isMarked ? QString() : statusDigits(text);
            // What can be a status is one; a call of that number is named with its sign.
            word.isNumber &= word.status.isEmpty();
            m_words.push_back(word);
        }
    }

    bool fits(const RecordedCall &call)
    {
        return std::ranges::all_of(m_words, [&](Word &word) {
            return (word.isNumber && word.number == call.number) || fits(word, call.ending)
                || std::ranges::any_of(call.attempts,
                                       [&](const RecordedAttempt &a) { return a.ending && fits(word, *a.ending); })
                || m_endpoints.value(call.endpoint).contains(word.text, Qt::CaseInsensitive);
        });
    }

private:
    struct Word
    {
        QString text{};
        QString status{}; ///< the first digits of a status; empty: none is meant
        bool isNumber = false;
        quint64 number = 0;
        std::unordered_map<int, bool> known{}; ///< few endings are different
    };

    /// Of "503", "50x", "5xx" and "5"; empty for anything else.
    static QString statusDigits(const QString &text)
    {
        static const QRegularExpression status(QStringLiteral("^([1-5])(?:xx|([0-9])x|([0-9]{2}))?$"),
                                               QRegularExpression::CaseInsensitiveOption);
        const QRegularExpressionMatch match = status.match(text);
        return match.captured(1) + match.captured(2) + match.captured(3);
    }

    static bool fits(const QString &word, const Ending &ending)
    {
        return ending.text().contains(word, Qt::CaseInsensitive)
            || endingWords(ending).contains(word, Qt::CaseInsensitive)
            || (!ending.isSuccess && errorKindName(ending.kind).contains(word, Qt::CaseInsensitive));
    }

    static bool fits(Word &word, const Ending &ending)
    {
        const int key = ending.status * 64 + (ending.isSuccess ? 63 : int(ending.kind));
        const auto [found, isNew] = word.known.try_emplace(key, false);
        if (isNew)
            found->second = !word.status.isEmpty() ? QString::number(ending.status).startsWith(word.status)
                                                   : !word.isNumber && fits(word.text, ending);
        return found->second;
    }

    std::vector<Word> m_words;
    const QStringList &m_endpoints;
};

} // namespace

void CallsModel::show(Calls calls)
{
    if (m_calls == calls)
        return;
    beginResetModel();
    m_calls = std::move(calls);
    filter();
    endResetModel();
}

void CallsModel::setEndpoints(const QStringList &names)
{
    if (m_endpoints == names)
        return;
    beginResetModel();
    m_endpoints = names;
    filter();
    endResetModel();
}

void CallsModel::setOutcomes(const Outcomes &outcomes)
{
    if (m_outcomes == outcomes)
        return;
    beginResetModel();
    m_outcomes = outcomes;
    filter();
    endResetModel();
}

void CallsModel::setText(const QString &text)
{
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    if (m_words == words)
        return;
    beginResetModel();
    m_words = words;
    filter();
    endResetModel();
}

void CallsModel::setSpan(const Span &span)
{
    if (m_span == span)
        return;
    beginResetModel();
    m_span = span;
    filter();
    endResetModel();
}

void CallsModel::setScale(Duration scale)
{
    if (m_scale == scale)
        return;
    m_scale = scale;
    Q_EMIT headerDataChanged(Qt::Horizontal, Waterfall, Waterfall);
}

void CallsModel::filter()
{
    m_rows.clear();
    m_counts = {};
    if (!m_calls)
        return;
    CallFilter words(m_words, m_endpoints);
    const auto &calls = *m_calls;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const RecordedCall &call = calls[i];
        if (m_span && (call.due > m_span->second || call.due + call.latency < m_span->first))
            continue;
        if (!m_words.isEmpty() && !words.fits(call))
            continue;
        const auto outcome = std::size_t(outcomeOf(call));
        ++m_counts[outcome];
        if (m_outcomes[outcome])
            m_rows.push_back(quint32(i));
    }
}

int CallsModel::rowOf(int endpoint, quint64 number) const
{
    for (std::size_t i = m_rows.size(); i-- > 0;) {
        const RecordedCall &call = (*m_calls)[m_rows[i]];
        if (call.number == number && call.endpoint == endpoint)
            return int(m_rows.size() - 1 - i);
    }
    return -1;
}

QString CallsModel::asText(const QList<int> &rows) const
{
    QList<int> columns;
    for (int column = 0; column < ColumnCount; ++column) {
        if (column != Endpoint || m_endpoints.size() > 1)
            columns.append(column);
    }
    QStringList lines;
    lines.reserve(rows.size() + 1);
    QStringList cells;
    for (const int column : std::as_const(columns)) {
        cells.append(column == Waterfall ? tr("Attempts and waits")
                                         : headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    lines.append(cells.join(u'\t'));
    for (const int row : rows) {
        cells.clear();
        const RecordedCall &call = callAt(row);
        for (const int column : std::as_const(columns)) {
            cells.append(column == Waterfall ? callWords(call).section(u'\n', 1).replace(u'\n', QStringLiteral("; "))
                                             : text(call, column));
        }
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n') + u'\n';
}

int CallsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CallsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString CallsModel::text(const RecordedCall &call, int column) const
{
    switch (column) {
    case Due:
        return momentText(call.due);
    case Endpoint:
        return m_endpoints.value(call.endpoint);
    case Number:
        return QString::number(call.number);
    case Outcome:
        return markOf(outcomeOf(call)).name;
    case Kind:
        return call.ending.text();
    case Attempts:
        return QString::number(call.attempts.size());
    case Latency:
        return durationFigure(call.latency).text();
    default:
        return {};
    }
}

QVariant CallsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RecordedCall &call = callAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(call, index.column());
    case Qt::ToolTipRole:
        return m_endpoints.size() > 1 ? m_endpoints.value(call.endpoint) + QStringLiteral(": ") + callWords(call)
                                      : callWords(call);
    case Qt::AccessibleTextRole:
        return index.column() == Waterfall ? callWords(call) : text(call, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == Number || index.column() == Attempts || index.column() == Latency)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    case OutcomeRole:
        return int(outcomeOf(call));
    default:
        return {};
    }
}

QVariant CallsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole && (section == Number || section == Attempts || section == Latency))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Waterfall) {
        return tr("Each attempt as a bar, each wait as a line, from when the call was due.\n"
                  "The scale fits the longest call in view.");
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Due:
        return tr("Due");
    case Endpoint:
        return tr("Endpoint");
    case Number:
        return tr("Call");
    case Outcome:
        return tr("Outcome");
    case Kind:
        return tr("Status or error");
    case Attempts:
        return tr("Attempts");
    case Latency:
        return tr("Latency");
    case Waterfall:
        return tr("0 to %1: attempts and waits").arg(durationFigure(m_scale).text());
    default:
        return {};
    }
}

} // namespace Fuseboard
