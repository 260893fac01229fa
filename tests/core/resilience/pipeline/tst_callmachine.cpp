// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calltraces.h"
#include "fakegate.h"
#include "resilience/base/durationtext.h"
#include "resilience/pipeline/callmachine.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Do = CallMachine::Step::Do;

struct Bench
{
    VirtualClock clock;
    std::shared_ptr<FakeGate> gate = std::make_shared<FakeGate>(clock);
    PolicyConfig config;

    explicit Bench(const QString &order)
    {
        config.order.clear();
        const QStringList names = order.split(u' ', Qt::SkipEmptyParts);
        for (const QString &name : names) {
            if (name == "breaker"_L1) {
                config.order.push_back(PolicyLayer::Breaker);
                config.breaker.emplace();
            } else if (name == "retry"_L1) {
                config.order.push_back(PolicyLayer::Retry);
                config.retry.emplace();
                config.retry->maxRetries = 2;
                config.retry->jitter = Jitter::None;
            } else if (name == "timeout"_L1) {
                config.order.push_back(PolicyLayer::Timeout);
                config.timeout.perAttempt = 2s;
            } else {
                config.order.push_back(PolicyLayer::Overall);
                config.timeout.overall = 5s;
            }
        }
    }

    std::shared_ptr<CallPolicy> policy() const
    {
        auto policy = std::make_shared<CallPolicy>();
        policy->layers = config.layers();
        policy->breaker = gate;
        policy->retry = config.retry.value_or(RetryConfig());
        policy->timeout = config.timeout;
        return policy;
    }
    CallMachine machine(RetryMachine::Call call = {}) const { return CallMachine(policy(), call); }

    TimePoint now() const { return clock.now(); }
};

QString text(const CallMachine &machine, const CallMachine::Step &step)
{
    QStringList words;
    if (step.isAttemptAborted)
        words.append(u"abort"_s);
    if (step.hasAttemptFailed)
        words.append(errorKindName(machine.error().kind));
    switch (step.what) {
    case Do::Nothing:
        words.append(u"nothing"_s);
        break;
    case Do::StartAttempt:
        words.append(u"#%1"_s.arg(machine.attempts()));
        break;
    case Do::Wait:
        words.append(u"wait %1"_s.arg(formatDuration(step.wait)));
        break;
    case Do::Succeed:
        words.append(u"succeed"_s);
        break;
    case Do::Fail:
        words.append(u"fail(%1)"_s.arg(errorKindName(machine.error().kind)));
        break;
    }
    return words.join(u' ');
}

Error errorOf(ErrorKind kind)
{
    return {kind, {}, {}, {}, {}, {}};
}

/// Drives one call against a service that answers each attempt as @p service says ("ok@300ms",
/// "server@500ms", "hang"; the last word goes on for ever), as a simulation would: at equal times ends come
/// before timers. One item per moment.
QString traceOf(Bench &bench, CallMachine &machine, const QString &service)
{
    const QStringList answers = service.split(u' ');
    QStringList moments;
    std::optional<TimePoint> attemptEnds;
    QString attemptOutcome;

    const auto note = [&](const CallMachine::Step &step) {
        QStringList words = bench.gate->takeLog();
        words.append(text(machine, step));
        const QString moment = formatDuration(bench.now() - TimePoint{}) + u':';
        if (!moments.isEmpty() && moments.last().startsWith(moment))
            moments.last() += u' ' + words.join(u' ');
        else
            moments.append(moment + u' ' + words.join(u' '));
        if (step.isAttemptAborted)
            attemptEnds.reset();
        if (step.what == Do::StartAttempt) {
            machine.attemptStarted(bench.now());
            const QStringList answer = answers[std::min<qsizetype>(machine.attempts(), answers.size()) - 1].split(u'@');
            attemptOutcome = answer[0];
            if (attemptOutcome != "hang"_L1)
                attemptEnds = bench.now() + parseDuration(answer[1]).value();
        }
    };

    note(machine.start(bench.now()));
    while (!machine.isFinished()) {
        const auto deadline = machine.deadline();
        if (!attemptEnds && !deadline)
            return moments.join(u" | ") + u" | for ever"_s;
        if (attemptEnds && (!deadline || *attemptEnds <= *deadline)) {
            bench.clock.setNow(*std::exchange(attemptEnds, std::nullopt));
            if (attemptOutcome == "ok"_L1)
                note(machine.attemptSucceeded(bench.now()));
            else
                note(machine.attemptFailed(errorOf(*errorKindFromName(attemptOutcome)), true, bench.now()));
        } else {
            bench.clock.setNow(*deadline);
            note(machine.timerFired(bench.now()));
        }
    }
    return moments.join(u" | ");
}

QString traceOf(Bench &bench, const QString &service)
{
    CallMachine machine = bench.machine();
    return traceOf(bench, machine, service);
}

} // namespace

class tst_CallMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyOrder_data();
    void everyOrder();
    void resetMachineIsAsNew_data();
    void resetMachineIsAsNew();
    void resetMachineTakesAnotherPolicy();
    void messagesMayBeLeftOut();
    void cancelAnywhere_data();
    void cancelAnywhere();

    void endAtTheMomentOfTheLimitCounts();
    void limitRunsFromTheStartOfTheAttempt();
    void limitNamesItselfAndItsLength();
    void endlessLimitNeverRunsOut();
    void waitOfZeroIsAWait();
    void attemptThatWaitsRunsOutOfTime_data();
    void attemptThatWaitsRunsOutOfTime();
    void attemptThatWaitsAsksAgain_data();
    void attemptThatWaitsAsksAgain();
    void attemptThatWaitsIsRefusedByItsDriver();
    void slotMayCancelWhileAskingAgain();
    void probeIsTheCallWithATrialsPermit();
    void refusalAndLimitKeepTheLastErrorAsCause_data();
    void refusalAndLimitKeepTheLastErrorAsCause();
    void statusBelow400MayBeLeftOut();
    void waitThatCannotHelpIsNotBegun_data();
    void waitThatCannotHelpIsNotBegun();
    void retryOutsideBreakerWaitsRetryAfterOrStops();
    void rejectedCallsCleanUpTouchesNothing();
    void trialThatHangsIsEndedByTheCallsLimit();
    void slotMayCancelDuringAStep_data();
    void slotMayCancelDuringAStep();
    void droppedMachineGivesItsPermitBack();
    void movedMachineGoesOn();
    void reportsThatDoNotFitAreIgnored();
};

void tst_CallMachine::everyOrder_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("trace");
    for (const auto &[order, dead, hanging, flaky] : CallTraces) {
        const QString orderText = QString::fromLatin1(order);
        QTest::addRow("dead: %s", order) << u"server@500ms"_s << orderText << QString::fromLatin1(dead);
        QTest::addRow("hanging: %s", order) << u"hang"_s << orderText << QString::fromLatin1(hanging);
        QTest::addRow("flaky: %s", order)
            << u"server@500ms timeout@1.5s ok@300ms"_s << orderText << QString::fromLatin1(flaky);
    }
}

void tst_CallMachine::everyOrder()
{
    QFETCH(QString, service);
    QFETCH(QString, order);

    Bench bench(order);
    bench.gate->failuresToOpen = 2;
    QTEST(traceOf(bench, service), "trace");
    QCOMPARE(bench.gate->out(), 0);
}

void tst_CallMachine::resetMachineIsAsNew_data()
{
    everyOrder_data();
}

void tst_CallMachine::resetMachineIsAsNew()
{
    QFETCH(QString, service);
    QFETCH(QString, order);

    Bench bench(order);
    bench.gate->failuresToOpen = 2;
    const auto policy = bench.policy();
    CallMachine machine(policy, {});
    // A call that failed, waited where it could, and was given up.
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    Error error = errorOf(ErrorKind::NotFound);
    error.message = u"of the call before"_s;
    machine.attemptFailed(error, true, bench.now());
    machine.cancel(bench.now());
    QCOMPARE(bench.gate->out(), 0);
    bench.gate->log.clear();
    bench.gate->failures = 0;

    machine.reset(policy, {});
    QCOMPARE(machine.attempts(), 0);
    QCOMPARE(machine.error(), Error());
    QVERIFY(!machine.isFinished());
    QVERIFY(!machine.deadline());
    QTEST(traceOf(bench, machine, service), "trace");
}

void tst_CallMachine::resetMachineTakesAnotherPolicy()
{
    Bench bench(u"breaker retry timeout"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.cancel(bench.now());
    Bench other(u"overall"_s);
    machine.reset(other.policy(), {});
    QCOMPARE(traceOf(other, machine, u"hang"_s), u"0s: #1 | 5s: abort timeout fail(timeout)"_s);
    QCOMPARE(bench.gate->log.join(u' '), u"granted back"_s);
}

void tst_CallMachine::messagesMayBeLeftOut()
{
    Bench bench(u"breaker timeout"_s);
    const auto policy = bench.policy();
    policy->writesMessages = false;
    CallMachine machine(policy, {});
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    bench.clock.advance(2s);
    machine.timerFired(bench.now());
    QCOMPARE(machine.error(), (Error{ErrorKind::Timeout, {}, {}, {}, {}, 2s}));

    bench.gate->openUntil = bench.now() + 3s;
    machine.reset(policy, {});
    QCOMPARE(text(machine, machine.start(bench.now())), u"fail(circuitOpen)"_s);
    QCOMPARE(machine.error(), (Error{ErrorKind::CircuitOpen, {}, {}, {}, 3s, {}}));
}

void tst_CallMachine::cancelAnywhere_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("point");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("gate");

    for (const char *const order : {"breaker retry timeout", "retry breaker timeout", "overall timeout breaker retry",
                                    "timeout overall breaker"}) {
        const QString text = QString::fromLatin1(order);
        const bool isRetryOutside = text.startsWith(u"retry"_s);
        const bool hasRetry = text.contains(u"retry"_s);
        const auto add = [&](const char *point, const char *answer, const QString &gate) {
            QTest::addRow("%s, %s", order, point)
                << text << QString::fromLatin1(point) << QString::fromLatin1(answer) << gate;
        };
        add("before start", "fail(cancelled)", {});
        add("queued", "abort fail(cancelled)", u"granted back"_s);
        add("attempting", "abort fail(cancelled)", u"granted back"_s);
        if (hasRetry)
            add("waiting", "fail(cancelled)", isRetryOutside ? u"granted failure(server)"_s : u"granted back"_s);
        if (isRetryOutside)
            add("waiting after a refusal", "fail(cancelled)", u"refused"_s);
        add("after success", "nothing", u"granted success"_s);
    }
}

void tst_CallMachine::cancelAnywhere()
{
    QFETCH(QString, order);
    QFETCH(QString, point);

    Bench bench(order);
    CallMachine machine = bench.machine();
    if (point.contains(u"refusal"_s))
        bench.gate->openUntil = TimePoint(10s);
    if (point != "before start"_L1)
        machine.start(bench.now());
    if (point != "before start"_L1 && point != "queued"_L1)
        machine.attemptStarted(bench.now());
    bench.clock.advance(100ms);
    if (point == "waiting"_L1)
        machine.attemptFailed(errorOf(ErrorKind::Server), true, bench.now());
    if (point == "after success"_L1)
        machine.attemptSucceeded(bench.now());

    QTEST(text(machine, machine.cancel(bench.now())), "answer");
    QVERIFY(machine.isFinished());
    QVERIFY(!machine.deadline());
    QTEST(bench.gate->log.join(u' '), "gate");
    QCOMPARE(bench.gate->out(), 0);

    // Once is enough; and nothing that was under way comes back.
    bench.clock.advance(1h);
    QCOMPARE(text(machine, machine.cancel(bench.now())), u"nothing"_s);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"nothing"_s);
    QCOMPARE(text(machine, machine.start(bench.now())), u"nothing"_s);
    QCOMPARE(text(machine, machine.attemptSucceeded(bench.now())), u"nothing"_s);
    QTEST(bench.gate->log.join(u' '), "gate");
}

void tst_CallMachine::endAtTheMomentOfTheLimitCounts()
{
    Bench bench(u"breaker timeout"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    bench.clock.advance(2s);
    QCOMPARE(machine.deadline(), bench.now());
    QCOMPARE(text(machine, machine.attemptSucceeded(bench.now())), u"succeed"_s);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"nothing"_s);
    QCOMPARE(bench.gate->log.join(u' '), u"granted success"_s);
}

void tst_CallMachine::limitRunsFromTheStartOfTheAttempt()
{
    Bench bench(u"overall breaker timeout"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    QCOMPARE(machine.deadline(), TimePoint(5s)); // only the call's limit runs while the attempt waits for a connection
    bench.clock.advance(1s);
    machine.attemptStarted(bench.now());
    QCOMPARE(machine.deadline(), TimePoint(3s));
    bench.clock.advance(1s);
    machine.attemptStarted(bench.now()); // a second start is none
    QCOMPARE(machine.deadline(), TimePoint(3s));
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"nothing"_s);
    bench.clock.advance(1s);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"abort timeout fail(timeout)"_s);
    QCOMPARE(machine.error().duration, 2s);
}

void tst_CallMachine::limitNamesItselfAndItsLength()
{
    Bench bench(u"timeout breaker"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    bench.clock.advance(2s);
    machine.timerFired(bench.now());
    QCOMPARE(machine.error(),
             (Error{ErrorKind::Timeout, u"the perAttempt time limit of 2 s ran out"_s, {}, {}, {}, 2s}));

    Bench waiting(u"overall retry"_s);
    waiting.config.retry->baseDelay = 10s;
    CallMachine other = waiting.machine();
    other.start(waiting.now());
    other.attemptStarted(waiting.now());
    waiting.clock.advance(1s);
    // A wait of 10 s ends too late, so it is not begun: the caller hears at once of what went wrong.
    QCOMPARE(text(other, other.attemptFailed(errorOf(ErrorKind::Server), true, waiting.now())),
             u"server fail(server)"_s);
    QCOMPARE(other.error().duration, 1s);
    QCOMPARE(other.retryVerdict(), RetryMachine::Why::NoTimeLeft);
}

void tst_CallMachine::endlessLimitNeverRunsOut()
{
    Bench bench(u"overall timeout"_s);
    bench.config.timeout = {Duration::max(), Duration::max()};
    bench.clock.advance(1h);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    QVERIFY(!machine.deadline());
}

void tst_CallMachine::waitOfZeroIsAWait()
{
    Bench bench(u"retry breaker"_s);
    bench.config.retry->baseDelay = 0s;
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    QCOMPARE(text(machine, machine.attemptFailed(errorOf(ErrorKind::Server), true, bench.now())), u"server wait 0s"_s);
    QCOMPARE(machine.deadline(), bench.now());
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"#2"_s);
}

void tst_CallMachine::attemptThatWaitsRunsOutOfTime_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<bool>("isStarted");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("gate");
    const auto rows = [](const char *order, const char *started, const char *startedGate, const char *waiting,
                         const char *waitingGate) {
        QTest::addRow("%s, on its way", order)
            << QString::fromLatin1(order) << true << QString::fromLatin1(started) << QString::fromLatin1(startedGate);
        QTest::addRow("%s, waiting", order)
            << QString::fromLatin1(order) << false << QString::fromLatin1(waiting) << QString::fromLatin1(waitingGate);
    };
    // What a breaker hears as overload gives its permit back: the service had no part in it.
    rows("breaker overall", "abort timeout fail(timeout)", "granted failure(timeout)", "abort fail(overload)",
         "granted failure(overload)");
    rows("overall breaker", "abort timeout fail(timeout)", "granted back", "abort fail(overload)", "granted back");
    rows("breaker overall retry", "abort timeout fail(timeout)", "granted failure(timeout)", "abort fail(overload)",
         "granted failure(overload)");
    // What was refused is not retried, and neither is a POST that may have been carried out.
    rows("retry overall breaker", "abort timeout fail(timeout)", "granted back", "abort fail(overload)",
         "granted back");
}

void tst_CallMachine::attemptThatWaitsRunsOutOfTime()
{
    QFETCH(QString, order);
    QFETCH(bool, isStarted);
    Bench bench(order);
    CallMachine machine = bench.machine({.isIdempotent = false});
    machine.start(bench.now());
    if (isStarted)
        machine.attemptStarted(bench.now());
    bench.clock.advance(5s);
    QTEST(text(machine, machine.timerFired(bench.now())), "answer");
    QTEST(bench.gate->log.join(u' '), "gate");
    QCOMPARE(machine.attempts(), isStarted ? 1 : 0);
    QCOMPARE(machine.wasRejected(), !isStarted);
    QCOMPARE(machine.error().message,
             isStarted ? u"the overall time limit of 5 s ran out"_s
                       : u"the overall time limit of 5 s ran out before the attempt could begin"_s);
}

void tst_CallMachine::attemptThatWaitsAsksAgain_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("gate");
    for (const char *const order : {"breaker retry timeout", "overall breaker timeout", "breaker"}) {
        const auto add = [order](const char *what, const char *answer, const char *gate) {
            QTest::addRow("%s: %s", order, what) << QString::fromLatin1(order) << QString::fromLatin1(what)
                                                 << QString::fromLatin1(answer) << QString::fromLatin1(gate);
        };
        add("nothing has changed", "nothing", "granted");
        add("it has opened", "abort fail(circuitOpen)", "granted back refused");
        add("it is closed again", "nothing", "granted back granted");
        add("the attempt has begun", "nothing", "granted");
    }
    QTest::newRow("retry breaker: it has opened")
        << u"retry breaker timeout"_s << u"it has opened"_s << u"abort wait 20s"_s << u"granted back refused"_s;
}

void tst_CallMachine::attemptThatWaitsAsksAgain()
{
    QFETCH(QString, order);
    QFETCH(QString, what);
    Bench bench(order);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    if (what == u"the attempt has begun")
        machine.attemptStarted(bench.now());
    if (what != u"nothing has changed")
        ++bench.gate->episode;
    if (what == u"it has opened")
        bench.gate->openUntil = bench.now() + 20s;
    QTEST(text(machine, machine.askAgain(bench.now())), "answer");
    QTEST(bench.gate->log.join(u' '), "gate");

    if (machine.isFinished()) {
        QVERIFY(machine.wasRejected());
    } else if (bench.gate->openUntil > bench.now()) {
        QCOMPARE(machine.attempts(), 0);
        QCOMPARE(machine.deadline(), bench.gate->openUntil);
        bench.clock.advance(20s);
        QCOMPARE(text(machine, machine.timerFired(bench.now())), u"#1"_s);
    } else {
        machine.attemptStarted(bench.now());
        QCOMPARE(text(machine, machine.attemptSucceeded(bench.now())), u"succeed"_s);
    }
    machine.cancel(bench.now());
    QCOMPARE(bench.gate->out(), 0);
}

void tst_CallMachine::attemptThatWaitsIsRefusedByItsDriver()
{
    Bench bench(u"breaker retry"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    machine.attemptFailed(errorOf(ErrorKind::Server), true, bench.now());
    bench.clock.advance(1s);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"#2"_s);
    bench.clock.advance(3s);
    Error refusal = errorOf(ErrorKind::Overload);
    refusal.message = u"no connection came free in 3 s"_s;
    QCOMPARE(text(machine, machine.attemptRefused(refusal, bench.now())), u"abort fail(overload)"_s);
    QCOMPARE(machine.attempts(), 1);
    QCOMPARE(machine.error().message, refusal.message);
    QCOMPARE(machine.error().duration, 3s);
    QVERIFY(machine.error().cause);
    QCOMPARE(machine.error().cause->kind, ErrorKind::Server);
    QCOMPARE(bench.gate->log.join(u' '), u"granted failure(overload)"_s);
}

void tst_CallMachine::slotMayCancelWhileAskingAgain()
{
    Bench bench(u"breaker"_s);
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    ++bench.gate->episode;
    bench.gate->onAcquire = [&] { machine.cancel(bench.now()); };
    QCOMPARE(text(machine, machine.askAgain(bench.now())), u"abort fail(cancelled)"_s);
    QCOMPARE(bench.gate->out(), 0);
    QCOMPARE(machine.attempts(), 0);
}

void tst_CallMachine::probeIsTheCallWithATrialsPermit()
{
    Bench bench(u"breaker"_s);
    CallMachine machine = bench.machine();
    QVERIFY(!machine.isProbe());
    machine.start(bench.now());
    QVERIFY(!machine.isProbe());
    bench.gate->isHalfOpen = true;
    QVERIFY(machine.isProbe());
    ++bench.gate->episode;
    QVERIFY(!machine.isProbe());
}

void tst_CallMachine::refusalAndLimitKeepTheLastErrorAsCause_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<QString>("error");
    const QString refused = u"circuitOpen: circuit breaker \"fake\" is open: 5 failures; try again in 10 min"_s;
    QTest::newRow("refused") << u"retry breaker"_s << true << refused + u"; last attempt: server 503: broken"_s;
    QTest::newRow("overall limit outside retry")
        << u"overall retry breaker"_s << false
        << u"timeout: the overall time limit of 5 s ran out; last attempt: server 503: broken"_s;
    QTest::newRow("per-attempt limit outside retry")
        << u"timeout retry"_s << false
        << u"timeout: the perAttempt time limit of 2 s ran out; last attempt: server 503: broken"_s;
    QTest::newRow("the attempt's own limit")
        << u"retry timeout"_s << false << u"timeout: the perAttempt time limit of 2 s ran out"_s;
}

void tst_CallMachine::refusalAndLimitKeepTheLastErrorAsCause()
{
    QFETCH(QString, order);
    QFETCH(bool, isOpen);
    Bench bench(order);
    bench.gate->why = u"5 failures"_s;
    if (bench.config.retry)
        bench.config.retry->maxRetries = 1;
    CallMachine machine = bench.machine();
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    Error error = errorOf(ErrorKind::Server);
    error.httpStatus = 503;
    error.message = u"broken"_s;
    error.headers = {{"Retry-After", "soon"}};
    machine.attemptFailed(error, true, bench.now());
    if (isOpen)
        bench.gate->openUntil = bench.now() + 10min + 1s;
    bench.clock.advance(1s);
    machine.timerFired(bench.now());
    if (!machine.isFinished()) {
        machine.attemptStarted(bench.now());
        bench.clock.advance(5s);
        machine.timerFired(bench.now());
    }
    QVERIFY(machine.isFinished());
    QTEST(describe(machine.error()), "error");
    if (machine.error().cause)
        QCOMPARE(machine.error().cause->headers, error.headers);
}

void tst_CallMachine::waitThatCannotHelpIsNotBegun_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("gate");
    const auto orders = {"overall retry", "overall retry breaker", "overall breaker retry", "breaker overall retry",
                         "overall retry timeout breaker"};
    for (const char *const order : orders) {
        const QString text = QString::fromLatin1(order);
        const QString gate = text.contains(u"breaker"_s) ? u"granted failure(rateLimited)"_s : QString();
        QTest::addRow("%s: Retry-After", order)
            << text << u"Retry-After"_s << u"rateLimited fail(rateLimited)"_s << gate;
        QTest::addRow("%s: backoff", order) << text << u"backoff"_s << u"rateLimited fail(rateLimited)"_s << gate;
        if (text.indexOf(u"retry"_s) < text.indexOf(u"breaker"_s)) {
            QTest::addRow("%s: opened", order) << text << u"opened"_s << u"rateLimited fail(rateLimited)"_s << gate;
            QTest::addRow("%s: open", order) << text << u"open"_s << u"fail(circuitOpen)"_s << u"refused"_s;
        }
    }
}

void tst_CallMachine::waitThatCannotHelpIsNotBegun()
{
    QFETCH(QString, order);
    QFETCH(QString, what);
    Bench bench(order);
    bench.config.retry->budget = RetryBudgetConfig{.ratio = 0, .minimumPerSecond = 1};
    if (what == u"backoff")
        bench.config.retry->baseDelay = 5s;
    if (what == u"opened")
        bench.gate->failuresToOpen = 1;
    bench.gate->openFor = 20s;
    if (what == u"open")
        bench.gate->openUntil = bench.now() + 20s;
    const auto policy = bench.policy();
    policy->budget = std::make_shared<RetryBudget>(*bench.config.retry->budget);
    const double before = policy->budget->available(bench.now());

    CallMachine machine(policy, {});
    CallMachine::Step step = machine.start(bench.now());
    if (what != u"open") {
        machine.attemptStarted(bench.now());
        bench.clock.advance(10ms);
        Error error = errorOf(ErrorKind::RateLimited);
        if (what == u"Retry-After")
            error.retryAfter = 60s;
        step = machine.attemptFailed(error, true, bench.now());
    }
    QTEST(text(machine, step), "answer");
    QTEST(bench.gate->log.join(u' '), "gate"); // it hears of the result at once
    QCOMPARE(machine.retryVerdict(), RetryMachine::Why::NoTimeLeft);
    QCOMPARE(policy->budget->available(bench.now()), before);
}

void tst_CallMachine::statusBelow400MayBeLeftOut()
{
    Bench bench(u"breaker retry"_s);
    bench.config.breaker->excludedErrors.insertName(u"status:304");
    bench.config.breaker->recordedErrors.insertName(u"status:204");
    bench.config.retry->retryErrors.insertName(u"status:202");
    bench.config.retry->jitter = Jitter::None;
    const auto policy = std::make_shared<const CallPolicy>(CallPolicy().changedTo(bench.config, bench.gate));
    QCOMPARE(policy->errorKindOf(202), ErrorKind::Api);
    QCOMPARE(policy->errorKindOf(204), ErrorKind::Api);
    QCOMPARE(policy->errorKindOf(304), std::nullopt);
    QCOMPARE(policy->errorKindOf(503), ErrorKind::Server);
    for (const int status : {200, 304}) {
        CallMachine machine(policy, {});
        machine.start(bench.now());
        machine.attemptStarted(bench.now());
        QCOMPARE(text(machine, machine.attemptSucceeded(bench.now(), status)), u"succeed"_s);
    }
    QCOMPARE(bench.gate->log.join(u' '), u"granted success granted failure(api)"_s);
    // What is named as an error is one, for the retry and for the breaker.
    CallMachine machine(policy, {});
    machine.start(bench.now());
    machine.attemptStarted(bench.now());
    QCOMPARE(text(machine, machine.attemptSucceeded(bench.now(), 202)).section(u' ', 0, 1), u"api wait"_s);
    QCOMPARE(machine.error().httpStatus, 202);
    machine.cancel(bench.now());
}

void tst_CallMachine::retryOutsideBreakerWaitsRetryAfterOrStops()
{
    Bench bench(u"retry breaker"_s);
    bench.gate->openUntil = TimePoint(30s);
    CallMachine waits = bench.machine();
    QCOMPARE(text(waits, waits.start(bench.now())), u"wait 30s"_s); // though the backoff alone would be 1 s
    QCOMPARE(waits.error().kind, ErrorKind::CircuitOpen);
    QCOMPARE(waits.error().retryAfter, 30s);
    QCOMPARE(waits.attempts(), 0);
    bench.clock.advance(30s);
    QCOMPARE(text(waits, waits.timerFired(bench.now())), u"#1"_s);
    QCOMPARE(text(waits, waits.attemptSucceeded(bench.now())), u"succeed"_s);

    bench.gate->openUntil = TimePoint(1h);
    CallMachine stops = bench.machine();
    QCOMPARE(text(stops, stops.start(bench.now())), u"fail(circuitOpen)"_s);
    QCOMPARE(stops.retryVerdict(), RetryMachine::Why::AskedTooLong);
    QVERIFY(stops.wasRejected());
    QCOMPARE(bench.gate->log.join(u' '), u"refused granted success refused"_s);
}

void tst_CallMachine::rejectedCallsCleanUpTouchesNothing()
{
    Bench bench(u"breaker retry timeout"_s);
    bench.gate->openUntil = TimePoint(30s);
    {
        CallMachine machine = bench.machine();
        QCOMPARE(text(machine, machine.start(bench.now())), u"fail(circuitOpen)"_s);
        QVERIFY(machine.wasRejected());
        machine.cancel(bench.now());
    }
    QCOMPARE(bench.gate->log.join(u' '), u"refused"_s);
}

void tst_CallMachine::trialThatHangsIsEndedByTheCallsLimit()
{
    Bench bench(u"breaker overall"_s);
    QCOMPARE(traceOf(bench, u"hang"_s), u"0s: granted #1 | 5s: failure(timeout) abort timeout fail(timeout)"_s);
}

void tst_CallMachine::slotMayCancelDuringAStep_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<bool>("isWhileAcquiring");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("gate");
    QTest::newRow("asking for the permit") << u"breaker retry"_s << true << u"fail(cancelled)"_s << u"granted back"_s;
    QTest::newRow("failing, then to be retried")
        << u"retry breaker"_s << false << u"fail(cancelled)"_s << u"granted failure(server)"_s;
    QTest::newRow("failing for good") << u"breaker"_s << false << u"server fail(server)"_s
                                      << u"granted failure(server)"_s;
}

void tst_CallMachine::slotMayCancelDuringAStep()
{
    QFETCH(QString, order);
    QFETCH(bool, isWhileAcquiring);

    Bench bench(order);
    CallMachine machine = bench.machine();
    const auto cancel = [&] { QCOMPARE(text(machine, machine.cancel(bench.now())), u"nothing"_s); };
    CallMachine::Step step;
    if (isWhileAcquiring) {
        bench.gate->onAcquire = cancel;
        step = machine.start(bench.now());
        QCOMPARE(machine.attempts(), 0);
    } else {
        bench.gate->onFailure = cancel;
        machine.start(bench.now());
        step = machine.attemptFailed(errorOf(ErrorKind::Server), true, bench.now());
    }
    QTEST(text(machine, step), "answer");
    QVERIFY(machine.isFinished());
    QTEST(bench.gate->log.join(u' '), "gate");
}

void tst_CallMachine::droppedMachineGivesItsPermitBack()
{
    Bench bench(u"breaker timeout"_s);
    {
        CallMachine machine = bench.machine();
        machine.start(bench.now());
    }
    QCOMPARE(bench.gate->log.join(u' '), u"granted back"_s);
}

void tst_CallMachine::movedMachineGoesOn()
{
    Bench bench(u"breaker retry timeout"_s);
    CallMachine first = bench.machine();
    first.start(bench.now());
    CallMachine second = std::move(first);
    second.attemptStarted(bench.now());

    CallMachine third = bench.machine();
    third.start(bench.now());
    third = std::move(second); // the call that it was is dropped
    QCOMPARE(bench.gate->log.join(u' '), u"granted granted back"_s);
    QCOMPARE(text(third, third.attemptSucceeded(bench.now())), u"succeed"_s);
    QCOMPARE(bench.gate->out(), 0);
}

void tst_CallMachine::reportsThatDoNotFitAreIgnored()
{
    Bench bench(u"breaker retry timeout"_s);
    CallMachine machine = bench.machine();
    const auto ignoresEnds = [&] {
        return text(machine, machine.attemptSucceeded(bench.now())) == "nothing"_L1
            && text(machine, machine.attemptFailed(errorOf(ErrorKind::Server), true, bench.now())) == "nothing"_L1;
    };
    QVERIFY(ignoresEnds());
    machine.attemptStarted(bench.now());
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"nothing"_s);
    QVERIFY(!machine.deadline());

    machine.start(bench.now());
    QCOMPARE(text(machine, machine.start(bench.now())), u"nothing"_s);
    machine.attemptStarted(bench.now());
    bench.clock.advance(2s);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"abort timeout wait 1s"_s);
    QVERIFY(ignoresEnds()); // of the attempt that was aborted
    bench.clock.advance(1s - 1ns);
    QCOMPARE(text(machine, machine.timerFired(bench.now())), u"nothing"_s); // too early
    QCOMPARE(machine.attempts(), 1);
    QCOMPARE(bench.gate->out(), 1);
}

QTEST_APPLESS_MAIN(tst_CallMachine)

#include "tst_callmachine.moc"
