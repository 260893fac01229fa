// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/calllog.h"

#include "lab/file/plainline.h"
#include "lab/run/csvreader.h"
#include "resilience/base/suggestion.h"

#include <QHash>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <optional>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// The sum of two of these still fits.
constexpr quint64 LongestNs = 4'000'000'000'000'000'000;

constexpr qsizetype ShortestRow = 8; // "0,0,503\n"

enum Column : quint8 { StartMs, DurationMs, Outcome, Endpoint };
constexpr std::array ColumnNames{"start_ms", "duration_ms", "outcome", "endpoint"};

/// For messages: what a file has there, but not all of a binary one.
QString shown(QByteArrayView text)
{
    constexpr qsizetype longest = 40;
    const QString start = QString::fromUtf8(text.first(qMin(text.size(), longest)));
    return u'"' + start + (text.size() > longest ? u"…\""_s : u"\""_s);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Decimal milliseconds as nanoseconds, without the detour over a double, which would not be exact.
class MillisecondsReader
{
public:
    explicit MillisecondsReader(QByteArrayView text)
        : m_text(text)
    {
    }

    std::optional<quint64> read()
    {
        const bool hasDigits = readDigits(false);
        bool hasFraction = false;
        if (take('.'))
            hasFraction = readDigits(true);
        if (!hasDigits && !hasFraction)
            return std::nullopt;
        if ((take('e') || take('E')) && !readExponent())
            return std::nullopt;
        if (m_at != m_text.size())
            return std::nullopt;
        return scaled();
    }

private:
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool readDigits(bool isFraction)
    {
        const qsizetype begin = m_at;
        for (; m_at < m_text.size() && isDigit(m_text[m_at]); ++m_at) {
            const bool fits = m_mantissa
                < 1'000'000'000'000'000'000; // what comes behind 19 digits is below a nanosecond
            if (fits)
                m_mantissa = m_mantissa * 10 + static_cast<quint64>(m_text[m_at] - '0');
            m_exponent += (fits ? 0 : 1) - (isFraction ? 1 : 0);
        }
        return m_at > begin;
    }

    bool readExponent()
    {
        const bool isNegative = take('-');
        if (!isNegative)
            take('+');
        const qsizetype begin = m_at;
        int exponent = 0;
        for (; m_at < m_text.size() && isDigit(m_text[m_at]); ++m_at)
            exponent = std::min(exponent * 10 + (m_text[m_at] - '0'), 9999);
        m_exponent += isNegative ? -exponent : exponent;
        return m_at > begin;
    }

    quint64 scaled() const
    {
        quint64 ns = m_mantissa;
        qsizetype exponent = m_exponent + 6;
        for (; exponent > 0 && ns != 0; --exponent) {
            if (ns > LongestNs / 10)
                return LongestNs + 1;
            ns *= 10;
        }
        quint64 lastDigit = 0;
        for (; exponent < 0 && (ns != 0 || lastDigit != 0); ++exponent) {
            lastDigit = ns % 10;
            ns /= 10;
        }
        return lastDigit >= 5 ? ns + 1 : ns;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    quint64 m_mantissa = 0;
    qsizetype m_exponent = 0;
};

class Parser
{
public:
    explicit Parser(QByteArrayView text)
        : m_csv(text)
        // No more than there can be rows of this length: a file of empty lines asks for no memory.
        , m_lines(std::min<qsizetype>(std::count(text.begin(), text.end(), '\n'), text.size() / ShortestRow))
    {
    }

    Expected<CallLog, TextFault> parse()
    {
        if (readHeader())
            readRows();
        if (m_fault)
            return Unexpected{*m_fault};
        return std::move(m_log);
    }

private:
    bool fail(int column, const QString &message)
    {
        m_fault = TextFault{m_csv.line(), column, message};
        return false;
    }
    bool fail(const CsvReader::Field &field, Column column, const QString &message)
    {
        return fail(field.column, QLatin1StringView(ColumnNames[column]) + u' ' + message);
    }
    bool failFromCsv()
    {
        m_fault = TextFault{m_csv.errorLine(), m_csv.errorColumn(), QString::fromUtf8(m_csv.error())};
        return false;
    }

    bool readHeader();
    void readRows();
    bool readRow();
    bool readTime(Column column, Duration &time);
    bool readOutcome(Ending &ending);
    bool readEndpoint(int &endpoint);

    const CsvReader::Field &field(Column column) const
    {
        return m_csv.fields()[static_cast<std::size_t>(m_places[column])];
    }

    CsvReader m_csv;
    const qsizetype m_lines;
    std::array<int, ColumnNames.size()> m_places{-1, -1, -1, -1}; ///< of each column in a record
    std::size_t m_width = 0;
    QHash<QByteArray, int> m_endpoints;
    CallLog m_log;
    std::optional<TextFault> m_fault;
};

bool Parser::readHeader()
{
    const QString expected = u"the first line must be start_ms,duration_ms,outcome and perhaps ,endpoint"_s;
    if (!m_csv.next())
        return m_csv.error() ? failFromCsv() : fail(1, expected + u"; there is nothing"_s);
    const std::vector<CsvReader::Field> &fields = m_csv.fields();
    m_width = fields.size();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto name = std::ranges::find_if(ColumnNames, [&](const char *n) { return fields[i].text == n; });
        if (name == ColumnNames.end())
            return fail(fields[i].column, expected + u", without "_s + shown(fields[i].text));
        int &place = m_places[static_cast<std::size_t>(name - ColumnNames.begin())];
        if (place >= 0)
            return fail(fields[i].column, expected + u"; "_s + shown(fields[i].text) + u" stands there twice"_s);
        place = static_cast<int>(i);
    }
    for (const Column column : {StartMs, DurationMs, Outcome}) {
        if (m_places[column] < 0)
            return fail(1, expected + u"; "_s + QLatin1StringView(ColumnNames[column]) + u" is missing"_s);
    }
    if (m_places[Endpoint] >= 0) {
        m_log.namesEndpoints = true;
        m_log.endpoints.clear();
    }
    return true;
}

void Parser::readRows()
{
    m_log.rows.reserve(static_cast<std::size_t>(m_lines));
    while (m_csv.next()) {
        if (!readRow())
            return;
    }
    if (m_csv.error())
        failFromCsv();
}

bool Parser::readRow()
{
    const std::vector<CsvReader::Field> &fields = m_csv.fields();
    if (fields.size() != m_width) {
        const bool isEmpty = fields.size() == 1 && fields[0].text.isEmpty();
        return fail(
            fields.size() > m_width ? fields[m_width].column : 1,
            isEmpty ? u"the line must not be empty"_s
                    : u"the line must have %1 fields as the first one has, not %2"_s.arg(m_width).arg(fields.size()));
    }
    CallLog::Row row;
    if (!readTime(StartMs, row.start) || !readTime(DurationMs, row.duration) || !readOutcome(row.ending))
        return false;
    if (m_log.namesEndpoints && !readEndpoint(row.endpoint))
        return false;
    m_log.rows.push_back(row);
    return true;
}

bool Parser::readTime(Column column, Duration &time)
{
    const CsvReader::Field &text = field(column);
    if (text.text.startsWith('-') && MillisecondsReader(text.text.sliced(1)).read())
        return fail(text, column, u"must not be negative, as "_s + shown(text.text) + u" is"_s);
    const std::optional<quint64> ns = MillisecondsReader(text.text).read();
    if (!ns)
        return fail(text, column, u"must be a number of milliseconds such as 12 or 12.5, not "_s + shown(text.text));
    if (*ns > LongestNs)
        return fail(text, column, u"must be at most %1 ms, not "_s.arg(LongestNs / 1'000'000) + shown(text.text));
    time = Duration(static_cast<qint64>(*ns));
    return true;
}

bool Parser::readOutcome(Ending &ending)
{
    static const std::vector<QByteArray> kindNames = [] {
        std::vector<QByteArray> names;
        const QStringList all = errorKindNames();
        for (const QString &name : all)
            names.push_back(name.toLatin1());
        return names;
    }();

    const CsvReader::Field &text = field(Outcome);
    if (text.text == "success") {
        ending = Ending::success(0);
        return true;
    }
    if (const auto kind = std::ranges::find(kindNames, text.text); kind != kindNames.end()) {
        ending = Ending::failure(static_cast<ErrorKind>(kind - kindNames.begin()));
        return true;
    }
    if (!text.text.isEmpty() && std::all_of(text.text.begin(), text.text.end(), isDigit)) {
        const int status = text.text.size() == 3 ? text.text.toByteArray().toInt() : 0;
        if (status < 100 || status > 599)
            return fail(text, Outcome, u"must be an HTTP status from 100 to 599, not "_s + shown(text.text));
        const std::optional<ErrorKind> kind = errorKindOfStatus(status);
        ending = kind ? Ending::failure(*kind, status) : Ending::success(status);
        return true;
    }

    const QString wrong = wrongWord(QString::fromUtf8(text.text), QStringList(u"success"_s) + errorKindNames());
    return fail(text, Outcome, wrong + u"; or an HTTP status"_s);
}

bool Parser::readEndpoint(int &endpoint)
{
    const CsvReader::Field &text = field(Endpoint);
    if (text.text.isEmpty())
        return fail(text, Endpoint, u"must not be empty"_s);
    // Most logs name few endpoints, and look one up without a copy.
    const auto known = m_endpoints.constFind(QByteArray::fromRawData(text.text.data(), text.text.size()));
    if (known != m_endpoints.constEnd()) {
        endpoint = *known;
        return true;
    }
    endpoint = static_cast<int>(m_log.endpoints.size());
    m_endpoints.insert(text.text.toByteArray(), endpoint);
    // A byte order mark at the beginning of a name belongs to it, where QString::fromUtf8() drops it.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    m_log.endpoints.append(decoder.decode(text.text));
    return true;
}

} // namespace

QString TextFault::describe(const QString &file) const
{
    return plainLine(u"%1:%2:%3: %4"_s.arg(file).arg(line).arg(column).arg(message));
}

Expected<CallLog, TextFault> CallLog::parse(QByteArrayView text)
{
    return Parser(text).parse();
}

} // namespace Fuseboard
