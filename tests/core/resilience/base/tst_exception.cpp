// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/exception.h"

#include <QFuture>
#include <QPromise>
#include <QTest>

#include <memory>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using enum ErrorKind;

namespace {

template<typename Exception>
bool isCaughtAs(const std::exception_ptr &thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const Exception &) {
        return true;
    } catch (...) {
        return false;
    }
}

/// The kinds under whose name @p thrown can be caught, as a line of text.
template<std::size_t... Kinds>
QString caughtAs(const std::exception_ptr &thrown, std::index_sequence<Kinds...>)
{
    QStringList names;
    const auto ask = [&names](bool isCaught, ErrorKind kind) {
        if (isCaught)
            names.append(errorKindName(kind));
    };
    (ask(isCaughtAs<Detail::ExceptionOf<static_cast<ErrorKind>(Kinds)>>(thrown), static_cast<ErrorKind>(Kinds)), ...);
    return names.join(u' ');
}

QFuture<int> failedFuture(const std::exception_ptr &thrown)
{
    QPromise<int> promise;
    promise.start();
    promise.setException(thrown);
    promise.finish();
    return promise.future();
}

} // namespace

class ExceptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isCaughtByItsAncestorsOnly_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("names");

        const auto row = [](ErrorKind kind, const char *names) {
            QTest::newRow(qPrintable(errorKindName(kind))) << kind << QString::fromLatin1(names);
        };
        row(Any, "any");
        row(Network, "any network");
        row(Connection, "any network connection");
        row(Timeout, "any network timeout");
        row(Protocol, "any network protocol");
        row(Api, "any network api");
        row(RateLimited, "any network api rateLimited");
        row(Authentication, "any network api authentication");
        row(NotFound, "any network api notFound");
        row(Server, "any network api server");
        row(Client, "any network api client");
        row(Other, "any other");
        row(Rejected, "rejected");
        row(CircuitOpen, "rejected circuitOpen");
        row(Overload, "rejected overload");
        row(Cancelled, "cancelled");
    }

    void isCaughtByItsAncestorsOnly()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, names);

        const std::exception_ptr thrown = toException({kind, u"why"_s, {}, {}, {}, {}});
        QCOMPARE(caughtAs(thrown, std::make_index_sequence<ErrorKindCount>()), names);
        QVERIFY(isCaughtAs<ErrorException>(thrown));
        QVERIFY(isCaughtAs<QException>(thrown));
        QVERIFY(isCaughtAs<std::exception>(thrown));
    }

    void carriesTheWholeError()
    {
        const Error error{RateLimited, u"slow down"_s, 429, QByteArrayLiteral("{}"), 7s, 3ms};
        try {
            std::rethrow_exception(toException(error));
        } catch (const ApiError &e) {
            QCOMPARE(e.error(), error);
            QCOMPARE(e.kind(), RateLimited);
            QVERIFY(e.retryAfter() == 7s);
            QCOMPARE(e.what(), "rateLimited 429: slow down");
        }
    }

    void cloneAndRaiseKeepTheType()
    {
        const RateLimitedError original(u"slow down"_s);
        const ErrorException &base = original;
        const std::unique_ptr<QException> clone(base.clone());
        QVERIFY(dynamic_cast<RateLimitedError *>(clone.get()));
        bool isExact = false;
        try {
            clone->raise();
        } catch (const RateLimitedError &e) {
            isExact = e.error() == original.error();
        }
        QVERIFY(isExact);

        const ErrorException untyped({Server, {}, {}, {}, {}, {}});
        const std::unique_ptr<QException> untypedClone(untyped.clone());
        QVERIFY_THROWS_EXCEPTION(ErrorException, untypedClone->raise());
    }

    void onlyAMessage()
    {
        const TimeoutError e(u"after 2 s"_s);
        QCOMPARE(e.error(), (Error{Timeout, u"after 2 s"_s, {}, {}, {}, {}}));
        QCOMPARE(e.what(), "timeout: after 2 s");
    }

    void aParentTypeMayCarryAChildsKind()
    {
        const ApiError e(Error{NotFound, {}, 404, {}, {}, {}});
        QCOMPARE(e.kind(), NotFound);
    }

    void futurePicksTheExactHandler()
    {
        QString seen;
        failedFuture(toException({RateLimited, u"slow down"_s, 429, {}, 5s, {}}))
            .then([](int) {})
            .onFailed([&seen](const ServerError &) { seen = u"server"_s; })
            .onFailed([&seen](const RateLimitedError &e) { seen = u"rate limited, "_s + e.error().message; })
            .onFailed([&seen](const ErrorException &) { seen = u"base"_s; });
        QCOMPARE(seen, u"rate limited, slow down"_s);
    }

    void futurePicksTheParentsHandler()
    {
        QString seen;
        failedFuture(toException({NotFound, u"no such order"_s, 404, {}, {}, {}}))
            .then([](int) {})
            .onFailed([&seen](const RateLimitedError &) { seen = u"rate limited"_s; })
            .onFailed([&seen](const ApiError &e) { seen = u"api, "_s + errorKindName(e.kind()); });
        QCOMPARE(seen, u"api, notFound"_s);
    }

    void waitingForAFutureThrowsTheType()
    {
        QFuture<int> future = failedFuture(toException({CircuitOpen, {}, {}, {}, 30s, {}}));
        QVERIFY_THROWS_EXCEPTION(CircuitOpenError, future.waitForFinished());
    }

    // A guarded function may throw one of ours through QtConcurrent or a promise, which clone what they are given.
    void aClonedExceptionKeepsItsTypeInAFuture()
    {
        QPromise<int> promise;
        promise.start();
        promise.setException(OverloadError(u"full"_s));
        promise.finish();
        QVERIFY_THROWS_EXCEPTION(OverloadError, promise.future().waitForFinished());
    }
};

QTEST_GUILESS_MAIN(ExceptionTest)
#include "tst_exception.moc"
