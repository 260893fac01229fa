// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/classifier.h"
#include "resilience/base/exception.h"

#include <QTest>

#include <functional>
#include <stdexcept>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using enum ErrorKind;

namespace {

struct Answer
{
    int status = 0;
};

class SqlError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

template<typename Exception>
std::exception_ptr thrown(Exception exception)
{
    return std::make_exception_ptr(std::move(exception));
}

} // namespace

class ClassifierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void withoutRules()
    {
        const Classifier classifier;

        const Error foreign = classifier.classify(thrown(std::runtime_error("disk full")));
        QCOMPARE(foreign, (Error{Other, u"disk full"_s, {}, {}, {}, {}}));

        const Error own{RateLimited, u"slow down"_s, 429, QByteArrayLiteral("x"), 7s, 2ms};
        QCOMPARE(classifier.classify(toException(own)), own);
        QCOMPARE(classifier.classify(thrown(ErrorException(own))), own);

        QCOMPARE(classifier.classify(thrown(42)).kind, Other);
        QVERIFY(!classifier.classify(thrown(42)).message.isEmpty());

        QVERIFY(!classifier.judge(Answer{503}));
    }

    void aRuleSeesDerivedExceptions()
    {
        Classifier classifier;
        classifier.onException<std::runtime_error>([](const std::runtime_error &) { return Server; });

        QCOMPARE(classifier.classify(thrown(SqlError("deadlock"))), (Error{Server, u"deadlock"_s, {}, {}, {}, {}}));
        QCOMPARE(classifier.classify(thrown(std::logic_error("bug"))).kind, Other);
    }

    void theFirstRuleThatFitsDecides()
    {
        Classifier classifier;
        classifier.onException<SqlError>([](const SqlError &) { return Timeout; })
            .onException<std::exception>([](const std::exception &) { return Server; });

        QCOMPARE(classifier.classify(thrown(SqlError(""))).kind, Timeout);
        QCOMPARE(classifier.classify(thrown(std::logic_error(""))).kind, Server);
        QCOMPARE(classifier.classify(thrown(0)).kind, Other);
    }

    void aRuleMayGiveAWholeError()
    {
        const Error error{Overload, u"full"_s, {}, {}, 3s, {}};
        Classifier classifier;
        classifier.onException<SqlError>([error](const SqlError &) { return error; });
        QCOMPARE(classifier.classify(thrown(SqlError("ignored"))), error);
    }

    void aRuleMayRenameOurOwn()
    {
        Classifier classifier;
        classifier.onException<NotFoundError>([](const NotFoundError &) { return Client; });
        // The message goes on, without the old kind's name before it.
        QCOMPARE(classifier.classify(thrown(NotFoundError(u"no order 7"_s))),
                 (Error{Client, u"no order 7"_s, {}, {}, {}, {}}));
    }

    void judgesReturnedValues()
    {
        Classifier classifier;
        classifier.onResult<Answer>([](const Answer &a) { return errorKindOfStatus(a.status); });
        classifier.onResult<int>([](const int &value) {
            return value < 0 ? std::optional(Error{Protocol, u"negative"_s, {}, {}, {}, {}}) : std::nullopt;
        });

        QVERIFY(!classifier.judge(Answer{200}));
        QCOMPARE(classifier.judge(Answer{503}), (Error{Server, {}, {}, {}, {}, {}}));
        QVERIFY(!classifier.judge(1));
        QCOMPARE(classifier.judge(-1), (Error{Protocol, u"negative"_s, {}, {}, {}, {}}));
        QVERIFY(!classifier.judge(-1.0)); // another type, no rule
    }

    // What QtConcurrent::run() makes of an exception that is no QException.
    void seesThroughQUnhandledException()
    {
        Classifier classifier;
        classifier.onException<SqlError>([](const SqlError &) { return Server; });
        const auto wrapped = thrown(QUnhandledException(thrown(SqlError("deadlock"))));
        QCOMPARE(classifier.classify(wrapped), (Error{Server, u"deadlock"_s, {}, {}, {}, {}}));
        QCOMPARE(classifier.classify(thrown(QUnhandledException(wrapped))).kind, Server);
        QCOMPARE(Classifier().classify(wrapped), (Error{Other, u"deadlock"_s, {}, {}, {}, {}}));
        QCOMPARE(Classifier().classify(thrown(QUnhandledException(thrown(TimeoutError(u"late"_s))))).kind, Timeout);
        QCOMPARE(classifier.classify(thrown(QUnhandledException())).kind, Other); // holds nothing
    }

    void anEmptyFunctionIsNoFailureOfTheService()
    {
        Classifier classifier;
        classifier.onException<std::exception>([](const std::exception &) { return Server; });
        try {
            std::function<void()>()();
        } catch (...) {
            QCOMPARE(classifier.classify(std::current_exception()).kind, Cancelled);
        }
    }

    void isAValue()
    {
        Classifier one;
        one.onException<SqlError>([](const SqlError &) { return Timeout; });
        Classifier other = one;
        other.onException<std::exception>([](const std::exception &) { return Server; });

        QCOMPARE(one.classify(thrown(std::logic_error(""))).kind, Other);
        QCOMPARE(other.classify(thrown(std::logic_error(""))).kind, Server);
        QCOMPARE(other.classify(thrown(SqlError(""))).kind, Timeout);
    }
};

QTEST_APPLESS_MAIN(ClassifierTest)
#include "tst_classifier.moc"
