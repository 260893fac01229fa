// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "generators.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/jsonreader.h"
#include "resilience/base/random.h"
#include "resilience/base/virtualscheduler.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QStringList Words{u"30s"_s,   u"250ms"_s, u"5"_s,    u"any"_s, u"server"_s,
                        u"sever"_s, u"none"_s,  u"full"_s, u"ful"_s, u""_s};
const QStringList FieldNames{u"flag"_s,  u"count"_s, u"rate"_s, u"name"_s, u"delay"_s,
                             u"limit"_s, u"kinds"_s, u"word"_s, u"part"_s};

struct Fields
{
    bool flag = false;
    int count = 1;
    double rate = 0.5;
    QString name = QStringLiteral("default");
    Duration delay = 1s;
    std::optional<Duration> limit;
    ErrorKindSet kinds;
    int word = 0;
};

} // namespace

class BaseProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void durationTextRoundTrip()
    {
        QVERIFY(rc::check("parseDuration reads what formatDuration wrote", [] {
            const Duration duration = *Generators::duration();
            const auto read = parseDuration(formatDuration(duration));
            RC_ASSERT(read.hasValue());
            RC_ASSERT(*read == duration);
        }));
    }

    void durationTextIsShortest()
    {
        QVERIFY(rc::check("no other unit writes a number of 1 or more in fewer letters", [] {
            const Duration duration = *Generators::duration();
            const QString text = formatDuration(duration);
            const std::pair<QString, qint64> units[] = {{u"ns"_s, 1},
                                                        {u"us"_s, 1'000},
                                                        {u"ms"_s, 1'000'000},
                                                        {u"s"_s, 1'000'000'000},
                                                        {u"m"_s, 60'000'000'000},
                                                        {u"h"_s, 3'600'000'000'000}};
            for (const auto &[unit, length] : units) {
                if (duration.count() < length)
                    continue;
                // By other means than the code's: try every number of decimals.
                const qint64 whole = duration.count() / length;
                const qint64 rest = duration.count() % length;
                if (rest == 0)
                    RC_ASSERT(text.size() <= (QString::number(whole) + unit).size());
                qint64 power = 1;
                for (int places = 1; places <= 6; ++places) {
                    power *= 10;
                    if (rest * power % length == 0) {
                        RC_ASSERT(text.size() <= (QString::number(whole) + unit).size() + 1 + places);
                        break;
                    }
                }
            }
        }));
    }

    void durationTextSurvivesGarbage()
    {
        QVERIFY(rc::check("parseDuration reads or refuses, and never reads a negative length", [] {
            const QString text = *rc::gen::weightedOneOf<QString>(
                {{1, Generators::text(u"0123456789..nusmh -+e"_s)}, {3, Generators::durationLike()}});
            const auto read = parseDuration(text);
            RC_CLASSIFY(read.hasValue(), "read");
            if (read) {
                RC_ASSERT(*read >= 0ns);
                RC_ASSERT(*parseDuration(formatDuration(*read)) == *read);
            } else {
                RC_ASSERT(!read.error().isEmpty());
                RC_ASSERT(read.error().size() < 200);
            }
        }));
        QVERIFY(rc::check("well-formed numbers are read exactly or refused", [] {
            const auto whole = *Generators::evenly<qint64>(0, 3'000'000);
            const auto millionths = *Generators::evenly<qint64>(0, 1'000'000);
            const QString text = u"%1.%2s"_s.arg(whole).arg(millionths, 6, 10, QChar(u'0'));
            RC_ASSERT(*parseDuration(text) == whole * 1s + millionths * 1us);
        }));
    }

    void displayDurationHasThreeFigures()
    {
        QVERIFY(rc::check("displayDuration keeps to three figures and half a unit of the last", [] {
            const Duration duration = *Generators::duration();
            const QStringList parts = displayDuration(duration).split(u' ');
            RC_ASSERT(parts.size() == 2);
            QString digits = parts[0];
            digits.remove(u'.');
            while (digits.startsWith(u'0'))
                digits.remove(0, 1);
            if (!parts[0].contains(u'.')) {
                while (digits.endsWith(u'0'))
                    digits.chop(1);
            }
            RC_ASSERT(digits.size() <= 3);
            const QStringList units{u"ns"_s, u"\u00b5s"_s, u"ms"_s, u"s"_s, u"min"_s, u"h"_s};
            const double lengths[] = {1, 1e3, 1e6, 1e9, 60e9, 3600e9};
            RC_ASSERT(units.contains(parts[1]));
            const double shown = parts[0].toDouble() * lengths[units.indexOf(parts[1])];
            const auto exact = static_cast<double>(duration.count());
            RC_ASSERT(std::abs(shown - exact) <= exact * 0.00501);
        }));
    }

    void jsonReaderSurvivesGarbage()
    {
        QVERIFY(rc::check("a field is read, or named in an issue and left alone", [] {
            const QJsonObject json = *Generators::jsonObject(FieldNames, Words);
            Fields fields;
            ConfigIssues issues;
            JsonReader reader(json, {}, issues);
            reader.read(u"flag"_s, fields.flag);
            reader.read(u"count"_s, fields.count);
            reader.read(u"rate"_s, fields.rate);
            reader.read(u"name"_s, fields.name);
            reader.read(u"delay"_s, fields.delay);
            reader.read(u"limit"_s, fields.limit);
            reader.read(u"kinds"_s, fields.kinds);
            reader.readWord(u"word"_s, {u"none"_s, u"full"_s}, fields.word);
            const auto part = reader.object(u"part"_s);
            reader.finish();
            RC_CLASSIFY(issues.isEmpty(), "no fault");

            const auto isFaulty = [&issues](const QString &field) {
                return std::ranges::find(issues, field, &ConfigIssue::field) != issues.end();
            };
            for (auto it = json.begin(); it != json.end(); ++it) {
                if (!FieldNames.contains(it.key()))
                    RC_ASSERT(isFaulty(fieldPathName(it.key())));
            }
            for (const ConfigIssue &issue : issues) {
                const auto names = splitFieldPath(issue.field);
                RC_ASSERT(names && names->size() == 1 && json.contains(names->first()));
                RC_ASSERT(!issue.message.isEmpty());
            }
            const auto isOk = [&](const QString &field, bool hasRightType, bool isUntouched) {
                if (isFaulty(field))
                    return isUntouched;
                return !json.contains(field) || hasRightType;
            };
            RC_ASSERT(isOk(u"flag"_s, json[u"flag"_s].isBool(), !fields.flag));
            RC_ASSERT(isOk(u"count"_s, json[u"count"_s].toDouble() == fields.count, fields.count == 1));
            RC_ASSERT(isOk(u"rate"_s, json[u"rate"_s].isDouble(), fields.rate == 0.5));
            RC_ASSERT(isOk(u"name"_s, json[u"name"_s].toString() == fields.name, fields.name == u"default"));
            RC_ASSERT(isOk(u"delay"_s, json[u"delay"_s].isString(), fields.delay == 1s));
            RC_ASSERT(isOk(u"limit"_s, json[u"limit"_s].isNull() || fields.limit.has_value(), !fields.limit));
            RC_ASSERT(isOk(u"kinds"_s, json[u"kinds"_s].isArray(), fields.kinds.isEmpty()));
            RC_ASSERT(isOk(u"word"_s, json[u"word"_s].isString(), fields.word == 0));
            RC_ASSERT(isOk(u"part"_s, json[u"part"_s].isNull() || part.has_value(), !part.has_value()));
        }));
    }

    void drawsAreBelowOne()
    {
        QVERIFY(rc::check("every draw is in [0, 1)", [](quint64 seed, quint64 stream, quint64 call, quint64 attempt) {
            const double draw = CounterRandom(seed, stream).uniform(call, attempt);
            RC_ASSERT(draw >= 0 && draw < 1);
        }));
    }

    void virtualTimeKeepsOrder()
    {
        QVERIFY(rc::check(
            "functions run by moment, then in the order of scheduling, at their moment, unless cancelled", [] {
                struct Plan
                {
                    TimePoint due;
                    int number;
                };
                VirtualScheduler scheduler;
                std::vector<Plan> expected;
                std::vector<int> log;
                std::vector<Scheduler::TimerId> ids;
                bool isPunctual = true;
                scheduler.advance(*Generators::evenly(0, 50) * 1ms);
                const TimePoint start = scheduler.clock().now();
                const auto delays = *rc::gen::container<std::vector<int>>(Generators::evenly(-20, 100));
                for (const int delay : delays) {
                    const int number = static_cast<int>(ids.size());
                    const TimePoint due = std::max(start, start + delay * 1ms);
                    ids.push_back(scheduler.at(start + delay * 1ms, [&, number, due] {
                        log.push_back(number);
                        isPunctual = isPunctual && scheduler.clock().now() == due;
                    }));
                    expected.push_back({due, number});
                }
                for (std::size_t i = 0; i < ids.size(); ++i) {
                    if (*Generators::evenly(0, 4) == 0) {
                        scheduler.cancel(ids[i]);
                        std::erase_if(expected, [i](const Plan &plan) { return plan.number == static_cast<int>(i); });
                    }
                }
                RC_ASSERT(scheduler.pending() == expected.size());
                RC_ASSERT(log.empty());
                std::ranges::stable_sort(expected, {}, &Plan::due);
                // In steps of any size, which must make no difference.
                while (scheduler.pending() > 0)
                    scheduler.advance(*Generators::evenly(0, 30) * 1ms + 1ms);
                std::vector<int> numbers;
                for (const Plan &plan : expected)
                    numbers.push_back(plan.number);
                RC_ASSERT(log == numbers);
                RC_ASSERT(isPunctual);
            }));
    }
};

QTEST_APPLESS_MAIN(BaseProperties)
#include "tst_baseproperties.moc"
