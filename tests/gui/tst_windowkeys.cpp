// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/faultsform.h"
#include "panels/fieldspin.h"
#include "panels/foldbox.h"
#include "panels/phasetimeline.h"
#include "panels/policiespanel.h"
#include "panels/section.h"
#include "part.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/mainwindow.h"
#include "window/readingorder.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTabBar>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QWheelEvent>
#include <QtTest/qtestspontaneevent.h>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What wheel and keys do in the window, whatever is under the mouse and wherever the cursor stands.
class TestWindowKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void wheelChangesNoField();
    void wheelChangesTheFieldWithFocus();
    void undoWorksInEveryField_data();
    void undoWorksInEveryField();
    void undoTakesBackTypingFirst();
    void undoTakesBackWhatIsNotApplied();
    void filterUndoesItsOwnTyping();
    void tabFollowsTheReadingOrder();
    void focusCanBeSeen_data();
    void focusCanBeSeen();
    void mnemonicsAreUnique_data();
    void mnemonicsAreUnique();
    void mnemonicsOfMenusAreUnique();
    void mnemonicsOfTheQuestionAreUnique();
    void mnemonicsReachTheirMenus();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    void unfoldAll();
    void edit();
    QList<QWidget *> fields() const;

    Theme *m_theme = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

void turnWheel(QWidget *widget, int delta)
{
    const QPointF middle(widget->width() / 2.0, widget->height() / 2.0);
    QWindow *window = widget->window()->windowHandle();
    // Through the window system, as a real wheel: the application looks for the widget, and gives focus, by itself.
    const QPointF global = widget->mapToGlobal(middle);
    const QPointF local = widget->window()->mapFromGlobal(global);
    QWheelEvent wheel(local, global, {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&wheel);
    qApp->notify(window, &wheel); // sendEvent() would make it one that does not come from the window system
    QCoreApplication::processEvents();
}

/// What a field shows.
QString valueOf(const QWidget *field)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(field))
        return combo->currentText();
    if (const auto *slider = qobject_cast<const QSlider *>(field))
        return QString::number(slider->value());
    if (const auto *spin = qobject_cast<const QAbstractSpinBox *>(field))
        return spin->text();
    return {};
}

bool isVisibleWhole(const QWidget *widget)
{
    return widget->isVisible() && widget->visibleRegion().contains(widget->rect().center());
}

} // namespace

void TestWindowKeys::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_windowkeys"_s);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestWindowKeys::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

/// All that folds is open, so that every field is there.
void TestWindowKeys::unfoldAll()
{
    for (Section *section : m_window->findChildren<Section *>())
        section->setOpen(true);
    for (FoldBox *box : m_window->findChildren<FoldBox *>())
        box->setOpen(true);
    QCoreApplication::processEvents();
}

/// Something to undo.
void TestWindowKeys::edit()
{
    PolicyConfig policy = document()->policy();
    policy.breaker->failureThreshold = 17;
    QVERIFY(document()->setPolicy(policy, u"Failure threshold"_s).isEmpty());
    document()->endGesture();
}

QList<QWidget *> TestWindowKeys::fields() const
{
    QList<QWidget *> all;
    for (QComboBox *combo : m_window->findChildren<QComboBox *>())
        all.append(combo);
    for (QAbstractSpinBox *spin : m_window->findChildren<QAbstractSpinBox *>())
        all.append(spin);
    for (QSlider *slider : m_window->findChildren<QSlider *>())
        all.append(slider);
    return all;
}

void TestWindowKeys::wheelChangesNoField()
{
    for (const bool isTune : {false, true}) {
        m_window->showTune(isTune);
        unfoldAll();
        if (QWidget *focused = QApplication::focusWidget())
            focused->clearFocus();
        const Scenario before = document()->scenario();
        int turned = 0;
        for (QWidget *field : fields()) {
            // Each is scrolled to first.
            for (QWidget *up = field->parentWidget(); up != nullptr; up = up->parentWidget()) {
                if (auto *area = qobject_cast<QScrollArea *>(up))
                    area->ensureWidgetVisible(field);
            }
            if (!isVisibleWhole(field) || !field->isEnabled())
                continue;
            const QString value = valueOf(field);
            for (const int delta : {-120, 120, 120, -120}) {
                turnWheel(field, delta);
                QVERIFY2(!field->hasFocus(), qPrintable(field->objectName()));
                QVERIFY2(valueOf(field) == value, qPrintable(field->objectName()));
            }
            ++turned;
        }
        QVERIFY2(turned > (isTune ? 5 : 30), qPrintable(QString::number(turned)));
        QVERIFY(document()->scenario() == before);
        QCOMPARE(document()->undoStack()->count(), 0);
    }
    m_window->showTune(false);
    // Instead, the panel scrolls.
    auto *area = child<QScrollArea>(u"policiesArea"_s);
    area->verticalScrollBar()->setValue(0);
    turnWheel(child<QComboBox>(u"breaker.rule.choice"_s), -120);
    QVERIFY(area->verticalScrollBar()->value() > 0);
}

void TestWindowKeys::wheelChangesTheFieldWithFocus()
{
    auto *spin = child<FieldSpin>(u"breaker.failureThreshold.spin"_s);
    QTest::mouseClick(spin, Qt::LeftButton, {}, QPoint(10, spin->height() / 2));
    QVERIFY(spin->hasFocus());
    const double value = spin->value();
    turnWheel(spin, 120);
    QCOMPARE(spin->value(), value + 1);
}

void TestWindowKeys::undoWorksInEveryField_data()
{
    QTest::addColumn<QString>("field");
    QTest::newRow("number of a policy") << u"breaker.failureThreshold.spin"_s;
    QTest::newRow("time of a policy") << u"breaker.recoveryTime.spin"_s;
    QTest::newRow("load") << u"load.workload.0.arrivals.rate.spin"_s;
    QTest::newRow("seed") << u"load.seed.spin"_s;
    QTest::newRow("breakage") << u"breakage.status"_s;
    QTest::newRow("name of a phase") << u"phase.name.editor"_s;
    QTest::newRow("length of a phase") << u"phase.for.editor"_s;
    QTest::newRow("seeds") << u"tuneSeeds"_s;
    QTest::newRow("values to try") << u"tuneField.0.values"_s;
    QTest::newRow("filter") << u"callFilter"_s;
    QTest::newRow("slider") << u"breaker.failureThreshold.slider"_s;
    QTest::newRow("choice") << u"breaker.rule.choice"_s;
}

void TestWindowKeys::undoWorksInEveryField()
{
    QFETCH(QString, field);
    if (field.startsWith(u"tune"_s))
        m_window->showTune(true);
    if (field == u"callFilter"_s)
        child<QDockWidget>(u"callsDock"_s)->raise();
    unfoldAll();
    child<PhaseTimeline>(u"phases.orders"_s)->setFocus();
    QTest::keyClick(child<PhaseTimeline>(u"phases.orders"_s), Qt::Key_Right);
    const int before = document()->policy().breaker->failureThreshold;
    edit();
    QWidget *widget = nullptr;
    for (QWidget *each : m_window->findChildren<QWidget *>(field)) {
        if (each->isVisible())
            widget = each;
    }
    QVERIFY2(widget != nullptr, qPrintable(field));
    widget->setFocus();
    QVERIFY(widget->hasFocus() || widget->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document()->policy().breaker->failureThreshold, before);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(document()->policy().breaker->failureThreshold, 17);
}

void TestWindowKeys::undoTakesBackTypingFirst()
{
    auto *spin = child<FieldSpin>(u"breaker.failureThreshold.spin"_s);
    const double before = spin->value();
    type(spin, u"23"_s);
    QCOMPARE(document()->policy().breaker->failureThreshold, 23);
    // Not finished, and not readable: the field first, then the document.
    for (const QString &text : {u"45"_s, u"nonsense"_s}) {
        spin->selectAll();
        QTest::keyClicks(spin, text);
        if (text == u"nonsense"_s) {
            QTest::keyClick(spin, Qt::Key_Return);
            QVERIFY(!child<QLabel>(u"breaker.failureThreshold.issue"_s)->text().isEmpty());
        }
        QTest::keyClick(spin, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(spin->text(), u"23"_s);
        QCOMPARE(document()->policy().breaker->failureThreshold, 23);
    }
    QVERIFY(child<QLabel>(u"breaker.failureThreshold.issue"_s)->text().isEmpty());
    QTest::keyClick(spin, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(double(document()->policy().breaker->failureThreshold), before);
    QCOMPARE(spin->value(), before);
    QTest::keyClick(spin, Qt::Key_Z, Qt::ControlModifier); // there is nothing more
    QCOMPARE(spin->value(), before);
    QTest::keyClick(spin, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(spin->value(), 23.0);
}

void TestWindowKeys::undoTakesBackWhatIsNotApplied()
{
    edit();
    auto *spin = child<FieldSpin>(u"breaker.failureThreshold.spin"_s);
    type(spin, u"0"_s);
    QVERIFY(m_window->policies()->hasIssues());
    QTest::keyClick(spin, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!m_window->policies()->hasIssues());
    QCOMPARE(spin->value(), 17.0);
    QCOMPARE(document()->policy().breaker->failureThreshold, 17);
}

void TestWindowKeys::filterUndoesItsOwnTyping()
{
    child<QDockWidget>(u"callsDock"_s)->raise();
    QCoreApplication::processEvents();
    const int before = document()->policy().breaker->failureThreshold;
    edit();
    auto *filter = child<QLineEdit>(u"callFilter"_s);
    filter->setFocus();
    QTest::keyClicks(filter, u"503"_s);
    QTest::keyClick(filter, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(filter->text().isEmpty());
    QCOMPARE(document()->policy().breaker->failureThreshold, 17);
    QTest::keyClick(filter, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document()->policy().breaker->failureThreshold, before);
}

void TestWindowKeys::tabFollowsTheReadingOrder()
{
    const QList<QWidget *> stops = tabStops(*m_window);
    // The order of the places, then the order within each.
    const QStringList expected{u"runButton"_s,
                               u"scenarioChooser"_s,
                               u"modeChooser"_s,
                               u"speedChooser"_s,
                               u"exportButton"_s,
                               u"phases.orders"_s,
                               u"breakage.kind"_s,
                               u"breakage.share"_s,
                               u"load.seed.spin"_s,
                               u"breakerGroup"_s,
                               u"breaker.rule.choice"_s,
                               u"breaker.failureThreshold.slider"_s,
                               u"breaker.failureThreshold.spin"_s,
                               u"retryGroup"_s,
                               u"retry.maxRetries.spin"_s,
                               u"board"_s,
                               u"windowCells"_s,
                               u"events"_s};
    QStringList order;
    for (const QWidget *stop : stops) {
        if (expected.contains(stop->objectName()))
            order.append(stop->objectName());
    }
    QStringList wanted = expected;
    wanted.removeIf([&](const QString &name) { return !order.contains(name); });
    QCOMPARE(order, wanted);
    QVERIFY(order.size() >= expected.size() - 1);

    // And the key goes there, round and back.
    stops.first()->setFocus();
    for (const QWidget *stop : stops) {
        QVERIFY2(stop->hasFocus(), qPrintable(stop->objectName()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY(stops.first()->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab, Qt::ShiftModifier);
    QVERIFY(stops.last()->hasFocus());

    // Fields that are made later have their place too.
    child<Section>(u"byHandSection.orders"_s)->setOpen(true);
    document()->start();
    QCoreApplication::processEvents();
    const QList<QWidget *> later = tabStops(*m_window);
    const qsizetype hand = std::distance(later.cbegin(),
                                         std::find_if(later.cbegin(), later.cend(), [](const QWidget *w) {
                                             return w->objectName().startsWith(u"hand."_s);
                                         }));
    const qsizetype breakage = later.indexOf(child<QComboBox>(u"breakage.kind"_s));
    QVERIFY(hand < breakage);
}

void TestWindowKeys::focusCanBeSeen_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<bool>("isTune");
    QTest::newRow("light") << false << false;
    QTest::newRow("dark") << true << false;
    QTest::newRow("tune") << false << true;
}

void TestWindowKeys::focusCanBeSeen()
{
    QFETCH(bool, isDark);
    QFETCH(bool, isTune);
    m_theme->setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
    m_window->showTune(isTune);
    unfoldAll();
    QStringList unseen;
    int seen = 0;
    for (QWidget *stop : tabStops(*m_window)) {
        if (QWidget *focused = QApplication::focusWidget())
            focused->clearFocus();
        // Where the focus is drawn by what is around it (the board), that is looked at.
        QCoreApplication::processEvents();
        const QImage without = stop->grab().toImage();
        stop->setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        if (!stop->hasFocus())
            continue;
        if (auto *line = stop->findChild<QLineEdit *>())
            line->deselect();
        const QImage with = stop->grab().toImage();
        int different = 0;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x)
                different += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
        }
        if (different < 20)
            unseen.append(u"%1 (%2)"_s.arg(stop->objectName(), QString::fromLatin1(stop->metaObject()->className())));
        else
            ++seen;
    }
    m_theme->setChoice(Theme::Choice::Light);
    QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u", "_s)));
    QVERIFY(seen > 20);
}

namespace {

QString mnemonicOf(const QString &text)
{
    return QKeySequence::mnemonic(text).toString();
}

/// Each with what has it; complains of none.
void addMnemonic(QMap<QString, QStringList> &all, const QString &text)
{
    if (const QString key = mnemonicOf(text); !key.isEmpty())
        all[key].append(text);
}

QStringList doubles(const QMap<QString, QStringList> &all)
{
    QStringList found;
    for (auto key = all.cbegin(); key != all.cend(); ++key) {
        if (key->size() > 1)
            found.append(key.key() + u": "_s + key->join(u", "_s));
    }
    return found;
}

void addMenu(const QMenu *menu, QStringList &found)
{
    QMap<QString, QStringList> all;
    for (const QAction *action : menu->actions()) {
        addMnemonic(all, action->text());
        if (action->menu() != nullptr)
            addMenu(action->menu(), found);
    }
    for (const QString &twice : doubles(all))
        found.append(menu->title() + u" > "_s + twice);
}

} // namespace

void TestWindowKeys::mnemonicsAreUnique_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<bool>("isTune");
    QTest::newRow("one endpoint") << u"hard-outage"_s << false;
    QTest::newRow("several endpoints") << u"breaker-or-retry-outside"_s << false;
    QTest::newRow("tune with all panels") << u"hard-outage"_s << true;
}

void TestWindowKeys::mnemonicsAreUnique()
{
    QFETCH(QString, scenario);
    QFETCH(bool, isTune);
    m_window->openScenario(*findBuiltinScenario(scenario));
    m_window->showTune(isTune);
    for (QDockWidget *dock : m_window->findChildren<QDockWidget *>())
        dock->show();
    unfoldAll();
    QMap<QString, QStringList> all;
    for (const QAction *action : m_window->menuBar()->actions())
        addMnemonic(all, action->text());
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        // Whatever may be seen together, also what stands behind another panel or waits to be shown.
        if (widget->window() != m_window.get())
            continue;
        for (const char *property : {"text", "title"}) {
            const bool isText = qobject_cast<const QAbstractButton *>(widget) != nullptr
                || qobject_cast<const QLabel *>(widget) != nullptr || widget->inherits("QGroupBox");
            const auto *label = qobject_cast<const QLabel *>(widget);
            if (isText && (label == nullptr || label->buddy() != nullptr))
                addMnemonic(all, widget->property(property).toString());
        }
    }
    QVERIFY2(doubles(all).isEmpty(), qPrintable(doubles(all).join(u'\n')));
    QVERIFY(all.contains(u"Alt+B"_s));
}

void TestWindowKeys::mnemonicsOfMenusAreUnique()
{
    m_window->tunePage();
    QStringList found;
    for (const QAction *action : m_window->menuBar()->actions())
        addMenu(action->menu(), found);
    for (const bool isRunning : {false, true}) {
        if (isRunning)
            child<QAction>(u"run"_s)->trigger();
        for (const QAction *action : m_window->menuBar()->actions())
            addMenu(action->menu(), found);
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestWindowKeys::mnemonicsOfTheQuestionAreUnique()
{
    edit();
    QMap<QString, QStringList> all;
    QTimer::singleShot(0, m_window.get(), [&] {
        auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        QVERIFY(box != nullptr);
        for (const QAbstractButton *button : box->buttons())
            addMnemonic(all, button->text());
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
    });
    m_window->close();
    QCOMPARE(all.size(), 3);
    QVERIFY(doubles(all).isEmpty());
    QVERIFY(!m_window->isVisible()); // discarded
}

void TestWindowKeys::mnemonicsReachTheirMenus()
{
    for (const QAction *action : m_window->menuBar()->actions()) {
        const QString key = mnemonicOf(action->text());
        QVERIFY2(!key.isEmpty(), qPrintable(action->text()));
        QTest::keyClick(m_window.get(), Qt::Key(key.back().unicode()), Qt::AltModifier);
        QVERIFY2(QApplication::activePopupWidget() == action->menu(), qPrintable(action->text()));
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        QTest::keyClick(m_window->menuBar(), Qt::Key_Escape);
    }
}

QTEST_MAIN(TestWindowKeys)
#include "tst_windowkeys.moc"
