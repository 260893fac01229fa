// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "generators.h"
#include "resilience/base/durationtext.h"
#include "resilience/retry/backoff.h"
#include "resilience/retry/retryafter.h"
#include "resilience/retry/retrybudget.h"
#include "resilience/retry/retryconfig.h"
#include "resilience/retry/retrymachine.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

rc::Gen<ErrorKindSet> errorKinds()
{
    // Few: with many, parents among them would cover everything.
    constexpr int most = 4;
    return rc::gen::map(
        rc::gen::resize(most, rc::gen::container<std::vector<int>>(Generators::evenly(0, ErrorKindCount))),
        [](const std::vector<int> &kinds) {
            ErrorKindSet set;
            for (const int kind : kinds)
                set.insert(static_cast<ErrorKind>(kind));
            return set;
        });
}

rc::Gen<double> share()
{
    return rc::gen::map(Generators::evenly(0, 1001), [](int thousandths) { return thousandths / 1000.0; });
}

/// Any config that validate() lets pass, sensible or not.
rc::Gen<RetryConfig> validConfig()
{
    return rc::gen::exec([] {
        RetryConfig config;
        config.maxRetries = *rc::gen::weightedOneOf<int>(
            {{9, Generators::evenly(0, 20)}, {1, rc::gen::just(std::numeric_limits<int>::max())}});
        const Duration one = *Generators::duration();
        const Duration other = *Generators::duration();
        config.baseDelay = std::min(one, other);
        config.maxDelay = std::max(one, other);
        config.backoffFactor = *rc::gen::weightedOneOf<double>({
            {8, rc::gen::map(Generators::evenly(1000, 5000), [](int thousandths) { return thousandths / 1000.0; })},
            {1, rc::gen::element(1.0, 1e9, 1e300, std::numeric_limits<double>::max())},
        });
        config.jitter = static_cast<Jitter>(*Generators::evenly(0, 5));
        config.jitterFactor = *share();
        config.retryErrors = *errorKinds();
        config.excludedErrors = *errorKinds();
        config.retryNonIdempotent = *rc::gen::arbitrary<bool>();
        config.honorRetryAfter = *rc::gen::arbitrary<bool>();
        config.maxRetryAfter = *Generators::duration();
        if (*rc::gen::arbitrary<bool>())
            config.budget = RetryBudgetConfig{*share() * 2, *share() * 20};
        // Retries that do not wait are bounded.
        if (!config.validate().isEmpty())
            config.maxRetries = 1000;
        return config;
    });
}

const QStringList FieldNames = [] {
    QStringList names = RetryConfig().toJson().keys();
    return names << u"budget"_s << u"maxRetires"_s;
}();

const QStringList Words{
    u"1s"_s,    u"60s"_s,          u"250ms"_s, u"5"_s,   u"-5s"_s,    u"none"_s,  u"proportional"_s,     u"full"_s,
    u"equal"_s, u"decorrelated"_s, u"ful"_s,   u"any"_s, u"server"_s, u"ratio"_s, u"minimumPerSecond"_s, u""_s};

/// The range of the wait before retry @p n, as SEMANTICS.md section 3 writes it; @p previous is the last wait.
std::pair<long double, long double> documentedRange(const RetryConfig &config, int n, long double previous)
{
    const auto b = static_cast<long double>(config.baseDelay.count());
    const auto m = static_cast<long double>(config.maxDelay.count());
    const long double j = config.jitterFactor;
    const long double e = b == 0 ? 0 : b * std::pow(static_cast<long double>(config.backoffFactor), n - 1);
    const long double c = std::min(m, e);
    switch (config.jitter) {
    case Jitter::None:
        return {c, c};
    case Jitter::Proportional: {
        const long double u = std::min(m, e * (1 + j));
        return {u * (1 - j) / (1 + j), u};
    }
    case Jitter::Full:
        return {0, c};
    case Jitter::Equal:
        return {c / 2, c};
    case Jitter::Decorrelated:
        return {std::min(m, b), std::min(m, 3 * previous)};
    }
    Q_UNREACHABLE();
}

} // namespace

class RetryProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void waitsAreInTheirRange_data()
    {
        QTest::addColumn<Jitter>("jitter");
        for (const Jitter jitter :
             {Jitter::None, Jitter::Proportional, Jitter::Full, Jitter::Equal, Jitter::Decorrelated})
            QTest::newRow(qUtf8Printable(jitterName(jitter))) << jitter;
    }

    void waitsAreInTheirRange()
    {
        QFETCH(Jitter, jitter);
        QVERIFY(rc::check("every wait lies in its documented range, at the place that the draw says", [jitter] {
            RetryConfig config = *validConfig();
            config.jitter = jitter;
            Backoff backoff(config);
            auto previous = static_cast<long double>(config.baseDelay.count());
            const CounterRandom random(*rc::gen::arbitrary<quint64>());
            for (int n = 1; n <= 40; ++n) {
                const double draw = random.uniform(0, static_cast<quint64>(n));
                const auto [low, high] = documentedRange(config, n, previous);
                const Duration wait = backoff.next(draw);
                const auto ns = static_cast<long double>(wait.count());
                // Rounded to a nanosecond, and worked out with 53 bits.
                const long double slack = 1 + high * 1e-13L;
                RC_ASSERT(ns >= low - slack);
                RC_ASSERT(ns <= high + slack);
                RC_ASSERT(wait >= 0ns);
                RC_ASSERT(wait <= config.maxDelay);
                // Where in the range is the draw's to say. (Decorrelated is capped after the draw.)
                if (config.jitter != Jitter::Decorrelated)
                    RC_ASSERT(std::abs(ns - (low + (high - low) * draw)) <= slack);
                previous = ns;
            }
        }));
    }

    void configRoundTrip()
    {
        QVERIFY(rc::check("config, JSON text, config is the identity", [] {
            const RetryConfig config = *validConfig();
            RC_ASSERT(config.validate().isEmpty());
            const QByteArray text = QJsonDocument(config.toJson()).toJson();
            const auto read = RetryConfig::fromJson(QJsonDocument::fromJson(text).object());
            RC_ASSERT(read.hasValue());
            RC_ASSERT(*read == config);
        }));
    }

    void garbageIsRefusedInWords()
    {
        QVERIFY(rc::check("fromJson gives a valid config, or faults with field and message", [] {
            const auto read = RetryConfig::fromJson(*Generators::jsonObject(FieldNames, Words));
            RC_CLASSIFY(read.hasValue(), "read");
            if (read) {
                RC_ASSERT(read->validate().isEmpty());
                return;
            }
            RC_ASSERT(!read.error().isEmpty());
            for (const ConfigIssue &issue : read.error())
                RC_ASSERT(!issue.message.isEmpty());
        }));
    }

    void oneBadFieldIsTheOneNamed()
    {
        QVERIFY(rc::check("with one field spoilt, the faults name that field", [] {
            QJsonObject json = (*validConfig()).toJson();
            const QStringList names = json.keys();
            const QString spoilt = names[*Generators::evenly<qsizetype>(0, names.size())];
            json.insert(spoilt, *Generators::json(Words));
            const auto read = RetryConfig::fromJson(json);
            if (read)
                return;
            for (const ConfigIssue &issue : read.error()) {
                // A longer base is a fault of the cap that is held against it, and what makes waits shorter than 1 ms is
                // one of the retries that they are too short for.
                static const QStringList waits{u"baseDelay"_s, u"maxDelay"_s, u"backoffFactor"_s, u"jitter"_s};
                const bool isRelated = (spoilt == u"baseDelay" && issue.field == u"maxDelay")
                    || (waits.contains(spoilt) && issue.field == u"maxRetries");
                RC_ASSERT(issue.field == spoilt || issue.field.startsWith(spoilt + u'.') || isRelated);
            }
        }));
    }

    void validateAcceptsExactlyTheDocumentedRanges()
    {
        QVERIFY(rc::check("validate() finds nothing if and only if every field is in its range", [] {
            RetryConfig config;
            config.maxRetries = *Generators::evenly(-2, 3);
            config.baseDelay = *Generators::evenly(-2, 4) * 1s;
            config.maxDelay = *Generators::evenly(-2, 4) * 1s;
            config.backoffFactor = *Generators::number();
            config.jitterFactor = *Generators::number();
            config.maxRetryAfter = *Generators::evenly(-1, 3) * 1s;
            const bool isFinite = std::isfinite(config.backoffFactor);
            const bool isGood = config.maxRetries >= 0 && config.baseDelay >= 0s && config.maxDelay >= config.baseDelay
                && isFinite && config.backoffFactor >= 1 && config.jitterFactor >= 0 && config.jitterFactor <= 1
                && config.maxRetryAfter >= 0s;
            RC_ASSERT(config.validate().isEmpty() == isGood);
        }));
    }

    void retryAfterSurvivesGarbage()
    {
        const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
        QVERIFY(rc::check("any bytes are a wait of 0 to ten years, or absent", [now] {
            const std::string value = *rc::gen::weightedOneOf<std::string>({
                {1, Generators::bytes()},
                {2, rc::gen::container<std::string>(rc::gen::element('0', '1', '9', ' ', '\t', '-', '+', '.', 'S'))},
            });
            const auto wait = parseRetryAfter(QByteArray::fromStdString(value),
                                              QByteArray::fromStdString(*Generators::bytes()), now);
            RC_CLASSIFY(wait.has_value(), "read");
            if (wait)
                RC_ASSERT(*wait >= 0s && *wait <= std::chrono::years(10));
        }));
        QVERIFY(rc::check("a date with one byte changed is a wait of 0 to ten years, or absent", [now] {
            std::string value = *rc::gen::element<std::string>(
                "Mon, 02 Mar 2026 12:00:10 GMT", "Monday, 02-Mar-26 12:00:10 GMT", "Mon Mar  2 12:00:10 2026");
            value[*Generators::evenly<std::size_t>(0, value.size())] = *rc::gen::arbitrary<char>();
            value.resize(*Generators::evenly<std::size_t>(0, value.size() + 1));
            const auto wait = parseRetryAfter(QByteArray::fromStdString(value), {}, now);
            if (wait)
                RC_ASSERT(*wait >= 0s && *wait <= std::chrono::years(10));
        }));
    }

    void retryAfterReadsEveryDate()
    {
        QVERIFY(rc::check("all three forms of a date of the next ten years are read to the second", [] {
            const QDateTime now(QDate(*Generators::evenly(2000, 2100), 3, 1), QTime(12, 0), Qt::UTC);
            const auto ahead = *Generators::evenly<qint64>(0, 315'000'000);
            const QDateTime then = now.addSecs(ahead);
            const QLocale c = QLocale::c();
            const QString day = u"%1"_s.arg(then.date().day(), 2);
            const QString texts[] = {
                c.toString(then, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s),
                c.toString(then, u"dddd, dd-MMM-yy hh:mm:ss 'GMT'"_s),
                c.toString(then, u"ddd MMM"_s) + u' ' + day + c.toString(then, u" hh:mm:ss yyyy"_s),
            };
            for (const QString &text : texts)
                RC_ASSERT(parseRetryAfter(text.toLatin1(), {}, now) == Duration(ahead * 1s));
        }));
    }

    void budgetNeverAboveItsShare()
    {
        QVERIFY(rc::check("a retry is granted if and only if with it the window holds its share", [] {
            const RetryBudgetConfig config{*share() * 2, *share() * 2};
            RetryBudget budget(config);
            // Every call and retry there was, counted afresh for each question.
            std::vector<qint64> callSeconds;
            std::vector<qint64> retrySeconds;
            TimePoint now(*Generators::evenly(0, 5000) * 1ms);
            const int steps = *Generators::evenly(0, 300);
            for (int step = 0; step < steps; ++step) {
                now += *rc::gen::weightedOneOf<int>(
                           {{20, Generators::evenly(0, 300)}, {1, Generators::evenly(0, 30'000)}})
                    * 1ms;
                const qint64 second = now.time_since_epoch() / 1s;
                const auto inWindow = [second](const std::vector<qint64> &seconds) {
                    return static_cast<double>(
                        std::ranges::count_if(seconds, [second](qint64 s) { return s > second - 10; }));
                };
                if (*Generators::evenly(0, 3) == 0) {
                    budget.callStarted(now);
                    callSeconds.push_back(second);
                }
                const double limit = config.ratio * inWindow(callSeconds) + config.minimumPerSecond * 10;
                const double used = inWindow(retrySeconds);
                RC_ASSERT(std::abs(budget.available(now) - std::max(0.0, limit - used)) < 1e-6);
                const bool isGranted = budget.tryRetry(now);
                RC_ASSERT(isGranted == (used + 1 <= limit + 1e-9));
                if (isGranted)
                    retrySeconds.push_back(second);
            }
        }));
    }

    void decisionsKeepTheirPromises()
    {
        QVERIFY(rc::check("never a retry too many, too early, or of what is never retried", [] {
            const RetryConfig config = *validConfig();
            const bool isIdempotent = *rc::gen::arbitrary<bool>();
            RetryMachine machine(config, {*rc::gen::arbitrary<quint64>(), isIdempotent}, CounterRandom(1), nullptr);
            machine.start(TimePoint());
            bool hasRetried = false;
            for (int i = 0; i < 25; ++i) {
                Error error;
                error.kind = static_cast<ErrorKind>(*Generators::evenly(0, ErrorKindCount));
                if (*rc::gen::arbitrary<bool>())
                    error.retryAfter = *Generators::duration();
                const bool wasDelivered = *rc::gen::arbitrary<bool>();
                const int before = machine.retries();
                const auto decision = machine.failed(error, wasDelivered, TimePoint());
                RC_ASSERT(machine.retries() == before + decision.isRetry());
                RC_ASSERT(machine.retries() <= config.maxRetries);
                if (!decision.isRetry()) {
                    RC_ASSERT(decision.wait == 0ns);
                    continue;
                }
                hasRetried = true;
                const bool isRefusal = error.kind == ErrorKind::CircuitOpen;
                RC_ASSERT(!config.excludedErrors.contains(error.kind));
                RC_ASSERT(error.kind != ErrorKind::Cancelled);
                RC_ASSERT(isRefusal || !isA(error.kind, ErrorKind::Rejected));
                RC_ASSERT(isRefusal || config.retryErrors.contains(error.kind));
                RC_ASSERT(isRefusal || isIdempotent || config.retryNonIdempotent || !wasDelivered);
                if (error.retryAfter && (config.honorRetryAfter || isRefusal)) {
                    RC_ASSERT(*error.retryAfter <= config.maxRetryAfter);
                    RC_ASSERT(decision.wait >= *error.retryAfter);
                    // Spread above what was asked, at most as widely as the cap; not at all without jitter.
                    const double spread = config.jitter == Jitter::None ? 0 : double(config.maxDelay.count());
                    RC_ASSERT(double(decision.wait.count())
                              <= std::max(double(config.maxDelay.count()), double(error.retryAfter->count()) + spread));
                } else {
                    RC_ASSERT(decision.wait <= config.maxDelay);
                }
            }
            RC_CLASSIFY(hasRetried, "retried");
        }));
    }
};

QTEST_APPLESS_MAIN(RetryProperties)
#include "tst_retryproperties.moc"
