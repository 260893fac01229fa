// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/oneshotbody.h"

#include <QBuffer>
#include <QTest>

using namespace Fuseboard;

class TestOneShotBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsOnce();
    void cannotBeRewound();
    void readsSourceFromWhereItStands();
    void readsNoMoreThanItSaid();
    void shortSourceEnds();
    void empty();
};

namespace {

std::unique_ptr<QIODevice> bufferOf(const QByteArray &data, qint64 pos = 0)
{
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(data);
    buffer->open(QIODevice::ReadOnly);
    buffer->seek(pos);
    return buffer;
}

} // namespace

void TestOneShotBody::readsOnce()
{
    OneShotBody body("abcdef");
    QVERIFY(body.isSequential());
    QCOMPARE(body.bytesAvailable(), 6);
    QCOMPARE(body.read(4), QByteArray("abcd"));
    QVERIFY(!body.atEnd());
    QCOMPARE(body.read(4), QByteArray("ef"));
    QVERIFY(body.atEnd());
    char c = 0;
    QCOMPARE(body.read(&c, 1), -1);
}

void TestOneShotBody::cannotBeRewound()
{
    OneShotBody body("abc");
    QVERIFY(!body.reset());
    QVERIFY(!body.seek(0));
    QCOMPARE(body.readAll(), QByteArray("abc"));
    QVERIFY(!body.reset());
    QCOMPARE(body.readAll(), QByteArray());
}

void TestOneShotBody::readsSourceFromWhereItStands()
{
    OneShotBody body(bufferOf("skip this", 5), 4);
    QCOMPARE(body.bytesAvailable(), 4);
    QCOMPARE(body.readAll(), QByteArray("this"));
    QVERIFY(body.atEnd());
}

void TestOneShotBody::readsNoMoreThanItSaid()
{
    OneShotBody body(bufferOf("abcdef"), 3);
    QCOMPARE(body.readAll(), QByteArray("abc"));
}

void TestOneShotBody::shortSourceEnds()
{
    OneShotBody body(bufferOf("abc"), 10);
    QCOMPARE(body.read(10), QByteArray("abc"));
    char c = 0;
    QCOMPARE(body.read(&c, 1), -1);
}

void TestOneShotBody::empty()
{
    OneShotBody body{QByteArray()};
    QVERIFY(body.atEnd());
    char c = 0;
    QCOMPARE(body.read(&c, 1), -1);
}

QTEST_APPLESS_MAIN(TestOneShotBody)
#include "tst_oneshotbody.moc"
