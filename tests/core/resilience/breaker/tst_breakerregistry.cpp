// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "breakertesting.h"
#include "resilience/breaker/breakerregistry.h"

#include <QThread>

using namespace Fuseboard;
using namespace Fuseboard::Testing;

class BreakerRegistryTest : public QObject
{
    Q_OBJECT

private:
    static CircuitBreakerConfig opensAt(int failures)
    {
        CircuitBreakerConfig config;
        config.failureThreshold = failures;
        return config;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void oneBreakerPerKey()
    {
        BreakerRegistry registry(opensAt(1));
        QStringList added;
        connect(&registry, &BreakerRegistry::breakerAdded, this,
                [&](const QString &key, const std::shared_ptr<CircuitBreaker> &breaker) {
                    QCOMPARE(registry.find(key), breaker); // a slot may ask
                    added += key;
                });
        const auto orders = registry.breaker(u"orders"_s);
        const auto users = registry.breaker(u"users"_s);
        QCOMPARE(registry.breaker(u"orders"_s), orders);
        QCOMPARE(added, (QStringList{u"orders"_s, u"users"_s}));
        QCOMPARE(registry.keys(), added);
        QCOMPARE(orders->name(), u"orders"_s);
        QCOMPARE(orders->config().name, u"orders"_s);
        QVERIFY(!registry.find(u"other"_s));

        orders->tryAcquire()->failure(ErrorKind::Server);
        QCOMPARE(orders->state(), BreakerState::Open);
        QCOMPARE(users->state(), BreakerState::Closed);
    }

    void removedOnesLiveOnWithTheirHolders()
    {
        BreakerRegistry registry(opensAt(1));
        QSignalSpy removed(&registry, &BreakerRegistry::breakerRemoved);
        const auto held = registry.breaker(u"orders"_s);
        QVERIFY(registry.remove(u"orders"_s));
        QVERIFY(!registry.remove(u"orders"_s));
        QCOMPARE(removed.count(), 1);
        QVERIFY(registry.keys().isEmpty());
        held->tryAcquire()->success();
        QVERIFY(registry.breaker(u"orders"_s) != held);
    }

    void anotherTemplateReachesAll()
    {
        BreakerRegistry registry(opensAt(5));
        const auto old = registry.breaker(u"old"_s);
        QCOMPARE(registry.setConfig(opensAt(0)).size(), 1);
        QCOMPARE(old->config().failureThreshold, 5);
        QVERIFY(registry.setConfig(opensAt(2)).isEmpty());
        QCOMPARE(old->config().failureThreshold, 2);
        QCOMPARE(old->config().name, u"old"_s);
        QCOMPARE(registry.breaker(u"new"_s)->config().failureThreshold, 2);
    }

    void breakersLiveInTheRegistrysThread()
    {
        BreakerRegistry registry(opensAt(1));
        std::shared_ptr<CircuitBreaker> made;
        std::unique_ptr<QThread> thread(QThread::create([&] { made = registry.breaker(u"orders"_s); }));
        thread->start();
        QVERIFY(thread->wait());
        QCOMPARE(made->thread(), QThread::currentThread());
    }
};

QTEST_GUILESS_MAIN(BreakerRegistryTest)
#include "tst_breakerregistry.moc"
