// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <limits>
#include <rapidcheck.h>
#include <string>
#include <vector>

/// Generators that several property tests share.
namespace Generators {

/// Evenly in [@p min, @p max). RapidCheck's own inRange() keeps to small numbers in early cases, which is right for sizes and
/// wrong for choices.
template<typename T>
rc::Gen<T> evenly(T min, T max)
{
    return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(min, max));
}

/// One of @p choices.
template<typename T>
rc::Gen<T> oneOf(const QList<T> &choices)
{
    return rc::gen::map(evenly<qsizetype>(0, choices.size()), [choices](qsizetype i) { return choices[i]; });
}

/// Lengths of time of every order of magnitude, from nothing to 292 years.
inline rc::Gen<std::chrono::nanoseconds> duration()
{
    constexpr qint64 max = std::numeric_limits<qint64>::max();
    return rc::gen::weightedOneOf<std::chrono::nanoseconds>({
        {8,
         rc::gen::map(rc::gen::pair(evenly(0, 63), evenly<qint64>(max / 2, max)),
                      [](const std::pair<int, qint64> &p) { return std::chrono::nanoseconds(p.second >> p.first); })},
        // Those that people write.
        {4,
         rc::gen::map(rc::gen::pair(evenly<qint64>(0, 1000),
                                    rc::gen::element<qint64>(1, 1'000, 1'000'000, 1'000'000'000, 60'000'000'000,
                                                             3'600'000'000'000)),
                      [](const std::pair<qint64, qint64> &p) { return std::chrono::nanoseconds(p.first * p.second); })},
        {1,
         rc::gen::element(std::chrono::nanoseconds(0), std::chrono::nanoseconds(1), std::chrono::nanoseconds(max),
                          std::chrono::nanoseconds(max - 1))},
    });
}

/// Text out of @p alphabet, or of anything.
inline rc::Gen<QString> text(const QString &alphabet)
{
    const auto ofAlphabet = rc::gen::map(
        rc::gen::container<std::vector<qsizetype>>(evenly<qsizetype>(0, alphabet.size())),
        [alphabet](const std::vector<qsizetype> &indices) {
            QString result;
            for (const qsizetype i : indices)
                result += alphabet[i];
            return result;
        });
    const auto ofAnything = rc::gen::map(rc::gen::container<std::vector<char16_t>>(rc::gen::arbitrary<char16_t>()),
                                         [](const std::vector<char16_t> &units) {
                                             return QString::fromUtf16(units.data(),
                                                                       static_cast<qsizetype>(units.size()));
                                         });
    return rc::gen::weightedOneOf<QString>({{3, ofAlphabet}, {1, ofAnything}});
}

inline rc::Gen<double> number()
{
    using Limits = std::numeric_limits<double>;
    return rc::gen::weightedOneOf<double>({
        {3, rc::gen::cast<double>(evenly(-3, 20))},
        {3, rc::gen::arbitrary<double>()},
        {2, rc::gen::map(evenly(-1000, 2000), [](int thousandths) { return thousandths / 1000.0; })},
        {2,
         rc::gen::element(1e12, -1e12, 2147483647.0, 2147483648.0, -2147483649.0, 1e300, -1e300, Limits::max(),
                          Limits::denorm_min(), Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity())},
    });
}

/// How many members a list or object has at most: enough for every kind of trouble, and soon made.
constexpr int MostMembers = 6;

/// Any JSON value, also with NaN and infinity in it, nested up to @p depth; strings are often one of @p words.
inline rc::Gen<QJsonValue> json(const QStringList &words, int depth = 3)
{
    const auto string = rc::gen::weightedOneOf<QString>(
        {{3, oneOf<QString>(words)}, {1, text(QStringLiteral("0123456789.-+smhun"))}});
    const auto leaf = rc::gen::weightedOneOf<QJsonValue>({
        {1, rc::gen::just(QJsonValue(QJsonValue::Null))},
        {2, rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return QJsonValue(b); })},
        {4, rc::gen::map(number(), [](double d) { return QJsonValue(d); })},
        {4, rc::gen::map(string, [](const QString &s) { return QJsonValue(s); })},
    });
    if (depth == 0)
        return leaf;
    const auto list = rc::gen::map(
        rc::gen::resize(MostMembers, rc::gen::container<std::vector<QJsonValue>>(json(words, depth - 1))),
        [](const std::vector<QJsonValue> &values) {
            QJsonArray array;
            for (const QJsonValue &value : values)
                array.append(value);
            return QJsonValue(array);
        });
    const auto object = rc::gen::map(rc::gen::resize(MostMembers,
                                                     rc::gen::container<std::vector<std::pair<QString, QJsonValue>>>(
                                                         rc::gen::pair(string, json(words, depth - 1)))),
                                     [](const std::vector<std::pair<QString, QJsonValue>> &members) {
                                         QJsonObject result;
                                         for (const auto &[name, value] : members)
                                             result.insert(name, value);
                                         return QJsonValue(result);
                                     });
    return rc::gen::weightedOneOf<QJsonValue>({{6, leaf}, {1, list}, {1, object}});
}

/// A JSON object whose fields are mostly out of @p names.
inline rc::Gen<QJsonObject> jsonObject(const QStringList &names, const QStringList &words)
{
    const auto name = rc::gen::weightedOneOf<QString>({
        {15, oneOf<QString>(names)},
        {1, text(QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEF_. "))},
    });
    return rc::gen::map(rc::gen::resize(MostMembers,
                                        rc::gen::container<std::vector<std::pair<QString, QJsonValue>>>(
                                            rc::gen::pair(name, json(words)))),
                        [](const std::vector<std::pair<QString, QJsonValue>> &members) {
                            QJsonObject result;
                            for (const auto &[key, value] : members)
                                result.insert(key, value);
                            return result;
                        });
}

/// Something like a duration: a number, perhaps with a fraction, and a unit, with at times a slip in it.
inline rc::Gen<QString> durationLike()
{
    return rc::gen::exec([] {
        QString result = QString::number(*evenly<quint64>(0, 1'000'000'000) >> *evenly(0, 30));
        if (*rc::gen::arbitrary<bool>())
            result += u'.' + QString::number(*evenly<quint64>(0, 1'000'000'000'000) >> *evenly(0, 40));
        result += *oneOf<QString>({QStringLiteral("ns"), QStringLiteral("us"), QStringLiteral("ms"),
                                   QStringLiteral("s"), QStringLiteral("m"), QStringLiteral("h"), QStringLiteral("d")});
        if (*evenly(0, 4) == 0)
            result.insert(*evenly<qsizetype>(0, result.size() + 1),
                          *oneOf<QChar>({u' ', u'.', u'-', u'0', u's', u'e', u','}));
        return result;
    });
}

inline rc::Gen<std::string> bytes()
{
    return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}

} // namespace Generators
