// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/variation.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"

#include <cmath>
#include <optional>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// One end of a range, or its step: a number, or nanoseconds. Decimal fractions are counted in millionths, so that ten steps of
/// 0.1 are 1.
struct Quantity
{
    enum class Kind : quint8 { Whole, Fraction, Time };

    static constexpr double Millionths = 1e6;

    Kind kind = Kind::Whole;
    qint64 count = 0;

    static std::optional<Quantity> read(QStringView text)
    {
        bool isNumber = false;
        if (const qint64 whole = text.toLongLong(&isNumber); isNumber && std::abs(whole) <= qint64(1e12))
            return Quantity{Kind::Whole, whole};
        if (const double number = text.toDouble(&isNumber); isNumber && std::abs(number) <= 1e12)
            return Quantity{Kind::Fraction, std::llround(number * Millionths)};
        if (const auto duration = parseDuration(text))
            return Quantity{Kind::Time, duration->count()};
        return std::nullopt;
    }

    QString text() const
    {
        switch (kind) {
        case Kind::Whole:
            return QString::number(count);
        case Kind::Fraction:
            return QString::number(double(count) / Millionths, 'g', 12);
        case Kind::Time:
            break;
        }
        return formatDuration(Duration(count));
    }

    /// A whole number as a fraction, if @p kind is one.
    Quantity as(Kind other) const
    {
        if (kind == Kind::Whole && other == Kind::Fraction)
            return {other, count * qint64(Millionths)};
        return *this;
    }
};

struct Range
{
    Quantity first;
    Quantity last;
};

Unexpected<QString> fault(QStringView spec, const QString &message)
{
    return Unexpected{u"\"%1\" %2"_s.arg(spec, message)};
}

/// What a user meant with two dots; none if there are none, or what stands around them is no quantity.
std::optional<Range> rangeOf(QStringView text)
{
    const qsizetype dots = text.indexOf(".."_L1);
    if (dots < 0)
        return std::nullopt;
    const auto first = Quantity::read(text.first(dots));
    const auto last = Quantity::read(text.sliced(dots + 2));
    if (!first || !last)
        return std::nullopt;
    const bool isFraction = first->kind == Quantity::Kind::Fraction || last->kind == Quantity::Kind::Fraction;
    const Quantity::Kind kind = isFraction ? Quantity::Kind::Fraction : first->kind;
    return Range{first->as(kind), last->as(kind)};
}

Expected<QStringList, QString> steps(QStringView spec, Range range, Quantity step)
{
    if (step.kind == Quantity::Kind::Fraction && range.first.kind == Quantity::Kind::Whole)
        range = {range.first.as(step.kind), range.last.as(step.kind)};
    step = step.as(range.first.kind);
    if (step.kind != range.first.kind || step.count <= 0) {
        const bool isTime = range.first.kind == Quantity::Kind::Time;
        return fault(spec,
                     isTime ? u"needs a step such as 5s behind its colon"_s
                            : u"needs a step above 0 behind its colon, such as 2 or 0.1"_s);
    }
    if ((range.last.count - range.first.count) / step.count >= Variation::MostValues)
        return fault(spec, u"has more than %1 values; take a longer step"_s.arg(Variation::MostValues));
    QStringList values;
    for (qint64 count = range.first.count; count <= range.last.count; count += step.count)
        values.append(Quantity{range.first.kind, count}.text());
    return values;
}

/// To three significant digits.
qint64 rounded(double count)
{
    const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(count)) - 2));
    return std::llround(std::round(count / unit) * unit);
}

Expected<QStringList, QString> ratios(QStringView spec, const Range &range, QStringView numberText)
{
    bool isNumber = false;
    const int number = numberText.toInt(&isNumber);
    if (!isNumber || number < 2 || number > Variation::MostValues) {
        return fault(spec,
                     u"needs a number of values from 2 to %1 behind \":log\", as in 100ms..60s:log8"_s.arg(
                         Variation::MostValues));
    }
    if (range.first.count <= 0)
        return fault(spec, u"must begin above 0: equal ratios never reach it"_s);
    const double ratio = double(range.last.count) / double(range.first.count);
    QStringList values;
    for (int i = 0; i < number; ++i) {
        const bool isEnd = i == 0 || i == number - 1;
        const double count = double(range.first.count) * std::pow(ratio, double(i) / (number - 1));
        const qint64 between = isEnd ? (i == 0 ? range.first.count : range.last.count) : rounded(count);
        const QString value = Quantity{range.first.kind, between}.text();
        if (!values.endsWith(value))
            values.append(value);
    }
    return values;
}

/// The parts of a list; commas in brackets and quotes part nothing.
Expected<QStringList, QString> listed(QStringView spec)
{
    QStringList values;
    int depth = 0;
    bool isQuoted = false;
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= spec.size(); ++i) {
        const QChar c = i < spec.size() ? spec[i] : u',';
        if (c == u'"' && (i == 0 || spec[i - 1] != u'\\'))
            isQuoted = !isQuoted;
        if (!isQuoted)
            depth += (c == u'[' || c == u'{') - (c == u']' || c == u'}');
        const bool isEnd = i == spec.size() || (c == u',' && depth == 0 && !isQuoted);
        if (!isEnd)
            continue;
        const QString value = spec.sliced(begin, i - begin).trimmed().toString();
        if (value.isEmpty())
            return fault(spec, u"has an empty value in its list"_s);
        if (values.contains(value))
            return fault(spec, u"has %1 twice"_s.arg(value));
        values.append(value);
        begin = i + 1;
    }
    if (values.size() > Variation::MostValues)
        return fault(spec, u"has more than %1 values"_s.arg(Variation::MostValues));
    return values;
}

Expected<QStringList, QString> valuesOf(QStringView spec)
{
    const qsizetype colon = spec.indexOf(u':');
    const auto range = rangeOf(spec.first(colon < 0 ? spec.size() : colon));
    if (!range)
        return listed(spec);
    if (range->first.kind != range->last.kind)
        return fault(spec, u"must have two numbers or two durations around its dots, as in 3..20 or 5s..60s:5s"_s);
    if (range->last.count < range->first.count)
        return fault(spec, u"must not end before it begins"_s);
    if (colon < 0) {
        if (range->first.kind != Quantity::Kind::Whole)
            return fault(spec, u"needs a step, as in 5s..60s:5s, or a number of values, as in 5s..60s:log6"_s);
        return steps(spec, *range, {Quantity::Kind::Whole, 1});
    }
    const QStringView how = spec.sliced(colon + 1).trimmed();
    if (how.startsWith("log"_L1))
        return ratios(spec, *range, how.sliced(3));
    const auto step = Quantity::read(how);
    if (!step)
        return fault(spec, u"must have a step such as 2 or 5s, or log and a number, behind its colon"_s);
    return steps(spec, *range, *step);
}

} // namespace

Expected<Variation, QString> Variation::parse(QStringView text)
{
    const qsizetype equals = equalsInSetting(text);
    Variation variation;
    variation.m_path = text.first(qMax<qsizetype>(equals, 0)).trimmed().toString();
    if (variation.m_path.isEmpty()) {
        return Unexpected{u"\"%1\" must be PATH=VALUES, as in policies.*.breaker.failureThreshold=3..20 or "
                          "policies.*.breaker.recoveryTime=5s,10s,30s"_s.arg(text)};
    }
    if (const auto names = splitFieldPath(variation.m_path); !names)
        return Unexpected{u"%1: %2"_s.arg(variation.m_path, names.error())};
    variation.m_spec = text.sliced(equals + 1).trimmed().toString();
    const auto values = valuesOf(variation.m_spec);
    if (!values)
        return Unexpected{u"%1: %2"_s.arg(variation.m_path, values.error())};
    variation.m_values = *values;
    return variation;
}

} // namespace Fuseboard
