// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/figures.h"
#include "theme/icons.h"
#include "theme/marks.h"
#include "theme/palettes.h"
#include "theme/tabulartext.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"

#include <QApplication>
#include <QCheckBox>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void palettesCanBeRead();
    void everyMarkHasASignOfItsOwn();
    void inkCanBeReadOnEveryMark();
    void choiceChangesThePalette();
    void emptyCheckBoxShowsInBothThemes();
    void iconsTakeTheTextColour();
    void tabularDigitsAreEquallyWide();
    void figures();
};

void TestTheme::palettesCanBeRead()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        const Tints t = Tints::of(palette);
        for (const QColor &ground : {t.surface, t.card}) {
            QCOMPARE_GE(contrast(t.text, ground), 7.0);
            QCOMPARE_GE(contrast(t.muted, ground), 4.5);
            QCOMPARE_GE(contrast(t.problem, ground), 4.5);
        }
        QCOMPARE_GE(contrast(t.onAccent, t.accent), 4.5);
    }
    QVERIFY(isDarkPalette(darkPalette()));
    QVERIFY(!isDarkPalette(lightPalette()));
}

void TestTheme::everyMarkHasASignOfItsOwn()
{
    QSet<QString> letters;
    QSet<QString> names;
    for (int i = 0; i < BreakerStateCount; ++i) {
        const Mark mark = markOf(static_cast<BreakerState>(i));
        letters.insert(mark.letter);
        names.insert(mark.name);
        QCOMPARE(mark.letter.size(), 1);
    }
    QCOMPARE(letters.size(), BreakerStateCount);
    QCOMPARE(names.size(), BreakerStateCount);
    QCOMPARE(markOf(BreakerState::Closed).letter, u"C"_s);
    QCOMPARE(markOf(BreakerState::Open).letter, u"O"_s);
    QCOMPARE(markOf(BreakerState::HalfOpen).letter, u"H"_s);

    QSet<QString> health;
    for (const Health h : {Health::Healthy, Health::Degraded, Health::Down})
        health.insert(markOf(h, false).letter);
    QCOMPARE(health.size(), 3);
}

void TestTheme::inkCanBeReadOnEveryMark()
{
    for (int i = 0; i < BreakerStateCount; ++i) {
        const Mark mark = markOf(static_cast<BreakerState>(i));
        QVERIFY2(contrast(mark.ink(), mark.colour) >= 4.5, qPrintable(mark.name));
    }
    for (const bool isDark : {false, true}) {
        for (const Health h : {Health::Healthy, Health::Degraded, Health::Down})
            QCOMPARE_GE(contrast(markOf(h, isDark).ink(), markOf(h, isDark).colour), 4.5);
    }
}

void TestTheme::choiceChangesThePalette()
{
    Theme theme(*qApp, Theme::Choice::Light);
    QVERIFY(!isDarkPalette(QApplication::palette()));
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setChoice(Theme::Choice::Dark);
    QCOMPARE(changed.size(), 1);
    QVERIFY(theme.isDark());
    QVERIFY(isDarkPalette(QApplication::palette()));
    theme.setChoice(Theme::Choice::Dark);
    QCOMPARE(changed.size(), 1);
    for (const Theme::Choice choice : {Theme::Choice::System, Theme::Choice::Light, Theme::Choice::Dark})
        QCOMPARE(Theme::fromName(Theme::nameOf(choice)), std::optional(choice));
    QVERIFY(!Theme::fromName(u"pink"_s));
}

void TestTheme::emptyCheckBoxShowsInBothThemes()
{
    Theme theme(*qApp, Theme::Choice::Light);
    for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
        theme.setChoice(choice);
        QCheckBox box;
        box.resize(40, 24);
        const QImage image = box.grab().toImage();
        double best = 1;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                best = std::max(best, contrast(image.pixelColor(x, y), Tints::of(box.palette()).surface));
        }
        QCOMPARE_GE(best, 3.0);
    }
}

void TestTheme::iconsTakeTheTextColour()
{
    Theme theme(*qApp, Theme::Choice::Dark);
    for (const QString &name :
         {u"run"_s, u"stop"_s, u"follow"_s, u"zoom-in"_s, u"zoom-out"_s, u"zoom-all"_s, u"break"_s, u"heal"_s}) {
        const QIcon icon = themedIcon(name);
        QVERIFY2(!icon.isNull(), qPrintable(name));
        const QImage image = icon.pixmap(32, 32).toImage();
        double lightest = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > 200)
                    lightest = std::max(lightest, double(image.pixelColor(x, y).lightnessF()));
            }
        }
        QVERIFY2(lightest > 0.7, qPrintable(name));
    }
    QVERIFY(themedIcon(u"none"_s).isNull());
}

void TestTheme::tabularDigitsAreEquallyWide()
{
    const QFontMetricsF metrics(QApplication::font());
    QCOMPARE(tabularWidth(metrics, u"111 ms"_s), tabularWidth(metrics, u"840 ms"_s));
    QCOMPARE(tabularWidth(metrics, u"abc"_s), metrics.horizontalAdvance(u"abc"_s));
    QCOMPARE(tabularWidth(metrics, {}), 0.0);
}

void TestTheme::figures()
{
    const QChar narrow(0x202f);
    QCOMPARE(countText(0), u"0"_s);
    QCOMPARE(countText(999), u"999"_s);
    QCOMPARE(countText(1204), u"1"_s + narrow + u"204"_s);
    QCOMPARE(countText(1234567), u"1"_s + narrow + u"234"_s + narrow + u"567"_s);
    QCOMPARE(percentFigure(0.974).text(), u"97.4 %"_s);
    QCOMPARE(percentFigure(1).text(), u"100 %"_s);
    QCOMPARE(percentFigure(0.99999).text(), u"99.9 %"_s);
    QCOMPARE(percentFigure(0.00001).text(), u"0.1 %"_s);
    QCOMPARE(percentFigure(0).text(), u"0 %"_s);
    QCOMPARE(durationFigure(412ms).text(), u"412 ms"_s);
    QCOMPARE(durationFigure(1380ms).text(), u"1.38 s"_s);
    QCOMPARE(durationFigure(999600us).text(), u"1 s"_s);
    QCOMPARE(durationFigure(150s).text(), u"2.5 min"_s);
    QCOMPARE(durationFigure(0s).text(), u"0 s"_s);
    QCOMPARE(countdownFigure(4120ms).text(), u"4.2 s"_s);
    QCOMPARE(countdownFigure(1ms).text(), u"0.1 s"_s);
    QCOMPARE(countdownFigure(-5s).text(), u"0.0 s"_s);
    QCOMPARE(countdownFigure(65s).text(), u"1:05 min"_s);
    QCOMPARE(momentText(12345ms), u"0:12.345"_s);
    QCOMPARE(momentText(3723004ms), u"1:02:03.004"_s);
    QCOMPARE(shortMomentText(61550ms), u"1:01.5"_s);
    QCOMPARE(axisText(0.5, 0.1), u"0.5"_s);
    QCOMPARE(axisText(50, 10), u"50"_s);
    QCOMPARE(durationFieldText(1500ms), u"1.5 s"_s);
    QCOMPARE(durationFieldText(0s), u"0 s"_s);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
