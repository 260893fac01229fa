// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/fieldspin.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/mainwindow.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QRandomGenerator>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <QWheelEvent>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Somebody who presses everything: a thousand random actions, the same ones with the same seed.
///
/// FUSEBOARD_MONKEY_SEED and FUSEBOARD_MONKEY_ACTIONS choose others. The longest turn of the event loop is printed; with
/// FUSEBOARD_LONGEST_TURN_MS it must not be longer than that.
class TestMonkey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pressesEverything();

private:
    void act();
    void triggerAction();
    void pressWidget();
    void useMouse();
    void useKeyboard();
    void turn();

    /// What is there at this moment, in a stable order.
    template<typename T>
    T *any()
    {
        QList<T *> there;
        for (T *widget : m_window->findChildren<T *>()) {
            if (widget->isVisible() && widget->isEnabled())
                there.append(widget);
        }
        return there.isEmpty() ? nullptr : there.at(m_random.bounded(int(there.size())));
    }

    QRandomGenerator m_random{1};
    std::unique_ptr<MainWindow> m_window;
    QString m_doing;
    QString m_longestAt;
    QElapsedTimer m_sinceTurn;
    qint64 m_longest = 0;
};

void TestMonkey::turn()
{
    // What was done since the last turn, and what followed from it.
    QCoreApplication::processEvents();
    if (m_sinceTurn.elapsed() > m_longest) {
        m_longest = m_sinceTurn.elapsed();
        m_longestAt = m_doing;
    }
    m_sinceTurn.start();
}

void TestMonkey::triggerAction()
{
    QList<QAction *> actions;
    for (QAction *action : m_window->findChildren<QAction *>()) {
        // Those with a menu only open it; the last two are for the end.
        if (action->isEnabled() && !action->isSeparator() && action->menu() == nullptr
            && action->objectName() != u"quit"_s && !action->text().isEmpty())
            actions.append(action);
    }
    QAction *action = actions.at(m_random.bounded(int(actions.size())));
    m_doing = u"action "_s + action->text();
    action->trigger();
}

void TestMonkey::pressWidget()
{
    switch (m_random.bounded(5)) {
    case 0:
        if (auto *slider = any<QSlider>()) {
            m_doing = u"slider "_s + slider->objectName();
            slider->setSliderDown(true);
            for (int i = 0; i < 5; ++i) {
                slider->setValue(m_random.bounded(slider->minimum(), slider->maximum() + 1));
                turn();
            }
            slider->setSliderDown(false);
        }
        break;
    case 1:
        if (auto *spin = any<FieldSpin>()) {
            m_doing = u"spin "_s + spin->objectName();
            if (m_random.bounded(4) == 0) {
                auto *edit = spin->findChild<QLineEdit *>();
                edit->setText(QStringList{u"0"_s, u"-3"_s, u"1e9"_s, u"nonsense"_s, u"50 %"_s, u"2s"_s, QString()}.at(
                    m_random.bounded(7)));
                QTest::keyClick(edit, Qt::Key_Return);
            } else {
                spin->stepBy(m_random.bounded(-3, 4));
            }
        }
        break;
    case 2:
        if (auto *box = any<QComboBox>(); box != nullptr && box->count() > 0) {
            const int index = m_random.bounded(box->count());
            m_doing = u"choice "_s + box->objectName();
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        }
        break;
    default:
        if (auto *button = any<QAbstractButton>()) {
            m_doing = u"button "_s + button->objectName() + u' ' + button->text();
            button->click();
        }
        break;
    }
}

void TestMonkey::useMouse()
{
    QList<QWidget *> views = m_window->board()->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    views.append(m_window->board());
    QWidget *view = views.at(m_random.bounded(int(views.size())));
    m_doing = u"mouse on "_s + view->objectName();
    const auto somewhere = [&] {
        return QPoint(m_random.bounded(std::max(1, view->width())), m_random.bounded(std::max(1, view->height())));
    };
    const QPoint from = somewhere();
    if (m_random.bounded(3) == 0) {
        QWheelEvent wheel(from, view->mapToGlobal(from), {}, {0, m_random.bounded(2) == 0 ? 240 : -240}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view, &wheel);
        return;
    }
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    for (int i = m_random.bounded(4); i > 0; --i) {
        QTest::mouseMove(view, somewhere());
        turn();
    }
    QTest::mouseRelease(view, Qt::LeftButton, {}, somewhere());
}

void TestMonkey::useKeyboard()
{
    static constexpr Qt::Key Keys[] = {Qt::Key_Tab,  Qt::Key_Left,  Qt::Key_Right,  Qt::Key_Up,     Qt::Key_Down,
                                       Qt::Key_Home, Qt::Key_End,   Qt::Key_Space,  Qt::Key_Return, Qt::Key_Escape,
                                       Qt::Key_Plus, Qt::Key_Minus, Qt::Key_PageUp, Qt::Key_Delete, Qt::Key_7};
    for (int i = 0; i < 4; ++i) {
        QWidget *target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : m_window.get();
        const Qt::Key key = Keys[m_random.bounded(int(std::size(Keys)))];
        m_doing = u"key %1 on %2"_s.arg(int(key), 0, 16).arg(target->objectName());
        QTest::keyClick(target, key);
        turn();
    }
}

void TestMonkey::act()
{
    switch (m_random.bounded(8)) {
    case 0:
    case 1:
        triggerAction();
        break;
    case 2:
        useMouse();
        break;
    case 3:
        useKeyboard();
        break;
    default:
        pressWidget();
        break;
    }
    turn();
}

void TestMonkey::pressesEverything()
{
    failOnAnyWarning();
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_monkey"_s);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QSettings().clear();
    const int seed = qEnvironmentVariable("FUSEBOARD_MONKEY_SEED", u"20261123"_s).toInt();
    const int actions = qEnvironmentVariable("FUSEBOARD_MONKEY_ACTIONS", u"1000"_s).toInt();
    m_random = QRandomGenerator(quint32(seed));

    Theme theme(*qApp, Theme::Choice::Light);
    m_window = std::make_unique<MainWindow>(builtinScenarios(), &theme);
    m_window->resize(1440, 900);
    m_window->show();

    // Whatever opens and waits for an answer is dismissed: a file dialog, a question, a menu.
    QTimer dismiss;
    connect(&dismiss, &QTimer::timeout, this, [] {
        if (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
        if (auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget()))
            dialog->reject();
    });
    dismiss.start(1);

    m_sinceTurn.start();
    for (int i = 0; i < actions; ++i) {
        act();
        QVERIFY2(m_window->isVisible(), qPrintable(u"after action %1, %2"_s.arg(i).arg(m_doing)));
        QVERIFY2(m_window->document()->scenario().validate().isEmpty(),
                 qPrintable(u"after action %1, %2"_s.arg(i).arg(m_doing)));
    }
    m_window->document()->undoStack()->setClean();
    m_window->close();
    m_window.reset();

    qInfo("%d actions with seed %d; the longest turn took %lld ms: %s", actions, seed,
          static_cast<long long>(m_longest), qPrintable(m_longestAt));
    const int most = qEnvironmentVariableIntValue("FUSEBOARD_LONGEST_TURN_MS");
    QVERIFY(most <= 0 || m_longest <= most);
}

QTEST_MAIN(TestMonkey)
#include "tst_monkey.moc"
