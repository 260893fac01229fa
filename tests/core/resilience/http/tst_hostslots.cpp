// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/hostslots.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace Fuseboard;

class TestHostSlots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void origins();
    void grantsUpToTheLimit();
    void handsOnInOrder();
    void leavingTheQueue();
    void hostsAreApart();
    void slotMoves();
    void manyHostsAreForgotten();
};

namespace {

const Origin Here{QStringLiteral("http"), QStringLiteral("here"), 80};

class Guest : public HostSlots::Waiter
{
public:
    HostSlots::Slot slot;

private:
    void slotGranted(HostSlots::Slot granted) override { slot = std::move(granted); }
};

} // namespace

void TestHostSlots::origins()
{
    const auto of = [](const char *url) { return Origin::of(QUrl(QString::fromLatin1(url))); };
    QVERIFY(of("http://a/x") == of("HTTP://A:80/y?z"));
    QVERIFY(of("https://a") == of("https://a:443"));
    QVERIFY(of("http://a") != of("https://a"));
    QVERIFY(of("http://a") != of("http://b"));
    QVERIFY(of("http://a") != of("http://a:8080"));
    QVERIFY(of("http://localhost") != of("http://127.0.0.1"));
}

void TestHostSlots::grantsUpToTheLimit()
{
    HostSlots slots(2);
    Guest a, b, c;
    a.slot = slots.acquire(Here, a);
    b.slot = slots.acquire(Here, b);
    c.slot = slots.acquire(Here, c);
    QVERIFY(a.slot.isValid() && b.slot.isValid() && !c.slot.isValid());
    QCOMPARE(slots.waiting(), 1);
    a.slot.release();
    QVERIFY(c.slot.isValid());
    QCOMPARE(slots.waiting(), 0);
    a.slot.release(); // nothing to give back
    b.slot.release();
    c.slot.release();
    a.slot = slots.acquire(Here, a);
    QVERIFY(a.slot.isValid());
}

void TestHostSlots::handsOnInOrder()
{
    HostSlots slots(1);
    Guest first;
    first.slot = slots.acquire(Here, first);
    std::vector<std::unique_ptr<Guest>> queue;
    for (int i = 0; i < 5; ++i) {
        queue.push_back(std::make_unique<Guest>());
        queue.back()->slot = slots.acquire(Here, *queue.back());
    }
    first.slot.release();
    for (std::size_t i = 0; i < queue.size(); ++i) {
        QVERIFY(queue[i]->slot.isValid());
        // Whoever comes now stands behind those who wait.
        if (i + 1 < queue.size()) {
            QVERIFY(!queue[i + 1]->slot.isValid());
            Guest late;
            late.slot = slots.acquire(Here, late);
            QVERIFY(!late.slot.isValid());
        }
        queue[i]->slot.release();
    }
    QCOMPARE(slots.waiting(), 0);
}

void TestHostSlots::leavingTheQueue()
{
    HostSlots slots(1);
    Guest a, c;
    a.slot = slots.acquire(Here, a);
    {
        Guest b;
        b.slot = slots.acquire(Here, b);
        c.slot = slots.acquire(Here, c);
        QCOMPARE(slots.waiting(), 2);
    }
    QCOMPARE(slots.waiting(), 1);
    c.leaveQueue();
    c.leaveQueue();
    QCOMPARE(slots.waiting(), 0);
    a.slot.release();
    QVERIFY(!c.slot.isValid());
    c.slot = slots.acquire(Here, c);
    QVERIFY(c.slot.isValid());
}

void TestHostSlots::hostsAreApart()
{
    HostSlots slots(1);
    Guest a, b;
    a.slot = slots.acquire(Here, a);
    b.slot = slots.acquire({QStringLiteral("http"), QStringLiteral("there"), 80}, b);
    QVERIFY(a.slot.isValid() && b.slot.isValid());
}

void TestHostSlots::slotMoves()
{
    HostSlots slots(1);
    Guest a, b;
    {
        HostSlots::Slot slot = slots.acquire(Here, a);
        HostSlots::Slot moved = std::move(slot);
        QVERIFY(moved.isValid());
        b.slot = slots.acquire(Here, b);
        QVERIFY(!b.slot.isValid());
    }
    QVERIFY(b.slot.isValid());
}

void TestHostSlots::manyHostsAreForgotten()
{
    HostSlots slots(1);
    Guest kept;
    kept.slot = slots.acquire(Here, kept);
    for (int port = 1; port < 200; ++port) {
        Guest guest;
        guest.slot = slots.acquire({QStringLiteral("http"), QStringLiteral("h"), port}, guest);
        QVERIFY(guest.slot.isValid());
    }
    Guest waits;
    waits.slot = slots.acquire(Here, waits);
    QVERIFY(!waits.slot.isValid());
    kept.slot.release();
    QVERIFY(waits.slot.isValid());
}

QTEST_APPLESS_MAIN(TestHostSlots)
#include "tst_hostslots.moc"
