// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"
#include "panels/sliderscale.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QSlider;
QT_END_NAMESPACE

namespace Fuseboard {

class FieldSpin;

/// A slider and its number. More than the slider reaches can be typed.
class SliderNumber : public QWidget
{
    Q_OBJECT

public:
    /// The slider is "name.slider", the number "name.spin".
    SliderNumber(const QString &name, PolicyField::Kind kind, const SliderScale &scale, QWidget *parent = nullptr);

    /// As PolicyField::Kind counts it.
    double value() const { return m_value; }

    /// Shows @p value; sends nothing.
    void setValue(double value);

Q_SIGNALS:
    /// By hand, while it is dragged.
    void edited(double value);
    void unreadable(const QString &message);
    void gestureEnded();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void slide(int position);

    PolicyField::Kind m_kind;
    SliderScale m_scale;
    QSlider *m_slider;
    FieldSpin *m_spin;
    double m_value = 0;
};

} // namespace Fuseboard
