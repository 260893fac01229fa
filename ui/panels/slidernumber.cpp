// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/slidernumber.h"

#include "panels/fieldspin.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace Fuseboard {

SliderNumber::SliderNumber(const QString &name, PolicyField::Kind kind, const SliderScale &scale, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_scale(scale)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_spin(new FieldSpin(kind, {}))
{
    setObjectName(name);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_slider->setObjectName(name + QStringLiteral(".slider"));
    m_slider->setRange(0, SliderScale::Steps);
    m_slider->setSingleStep(SliderScale::Steps / 100);
    m_slider->setPageStep(SliderScale::Steps / 10);
    m_slider->setMinimumWidth(40);
    m_slider->installEventFilter(this);
    m_spin->setObjectName(name + QStringLiteral(".spin"));
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_spin);
    setFocusProxy(m_spin);

    connect(m_slider, &QSlider::valueChanged, this, &SliderNumber::slide);
    connect(m_spin, &FieldSpin::edited, this, [this](double value) {
        setValue(value);
        Q_EMIT edited(value);
    });
    connect(m_spin, &FieldSpin::unreadable, this, &SliderNumber::unreadable);
    connect(m_slider, &QSlider::sliderReleased, this, &SliderNumber::gestureEnded);
    connect(m_spin, &QAbstractSpinBox::editingFinished, this, &SliderNumber::gestureEnded);
    m_value = m_scale.value(0);
    m_spin->setValue(m_value);
}

void SliderNumber::slide(int position)
{
    double value = m_scale.value(position);
    if (m_kind == PolicyField::Kind::Share)
        value = std::round(value * 100) / 100;
    if (value == m_value)
        return;
    m_value = value;
    m_spin->setValue(value);
    Q_EMIT edited(value);
}

void SliderNumber::setValue(double value)
{
    // What is typed and cannot be read stays until there is another value.
    if (m_value != value || !m_spin->hasFocus())
        m_spin->setValue(value);
    m_value = value;
    const QSignalBlocker blocker(m_slider);
    // Not while it is in the hand: rounding would move it away from under the mouse.
    if (!m_slider->isSliderDown())
        m_slider->setValue(m_scale.position(value));
}

bool SliderNumber::eventFilter(QObject *watched, QEvent *event)
{
    const bool isLetGo = event->type() == QEvent::FocusOut
        || (event->type() == QEvent::KeyRelease && !static_cast<QKeyEvent *>(event)->isAutoRepeat());
    if (watched == m_slider && isLetGo)
        Q_EMIT gestureEnded();
    return QWidget::eventFilter(watched, event);
}

} // namespace Fuseboard
