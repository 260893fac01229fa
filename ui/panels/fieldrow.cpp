// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fieldrow.h"

#include "panels/fieldspin.h"
#include "panels/sliderscale.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace Fuseboard {

FieldRow::FieldRow(const PolicyField &field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
{
    setObjectName(field.path);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    column->addLayout(line);

    if (field.isOptional) {
        m_switch = new QCheckBox(field.label);
        m_switch->setObjectName(field.path + QStringLiteral(".switch"));
        m_label = m_switch;
        connect(m_switch, &QCheckBox::clicked, this,
                [this](bool on) { Q_EMIT edited(on ? std::optional(m_field.whenSwitchedOn) : std::nullopt); });
    } else {
        m_label = new QLabel(field.label);
    }
    line->addWidget(m_label);
    buildEditors();
    if (m_choice != nullptr) {
        line->addWidget(m_choice, 1);
    } else {
        line->addWidget(m_slider, 1);
        line->addWidget(m_spin);
    }

    m_issue = new QLabel;
    m_issue->setObjectName(field.path + QStringLiteral(".issue"));
    m_issue->setWordWrap(true);
    m_issue->setFont(labelFont());
    m_issue->hide();
    column->addWidget(m_issue);
    applyColours();
}

void FieldRow::buildEditors()
{
    const QString name = m_field.label;
    if (m_field.kind == PolicyField::Kind::Choice) {
        m_choice = new QComboBox;
        m_choice->setObjectName(m_field.path + QStringLiteral(".choice"));
        m_choice->addItems(m_field.choices);
        m_choice->setAccessibleName(name);
        m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_choice->setMinimumContentsLength(8);
        connect(m_choice, &QComboBox::activated, this, [this](int index) { Q_EMIT edited(double(index)); });
        return;
    }
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName(m_field.path + QStringLiteral(".slider"));
    m_slider->setRange(0, SliderScale::Steps);
    // A page is a tenth; one key press moves a whole number on by at least one.
    const bool isWhole = m_field.kind == PolicyField::Kind::Count && !m_field.isLogarithmic;
    m_slider->setSingleStep(isWhole ? int(std::ceil(SliderScale::Steps / (m_field.most - m_field.least))) : 10);
    m_slider->setPageStep(SliderScale::Steps / 10);
    m_slider->setMinimumWidth(50);
    m_slider->setAccessibleName(name);
    m_spin = new FieldSpin(m_field.kind, m_field.unit);
    m_spin->setObjectName(m_field.path + QStringLiteral(".spin"));
    m_spin->setAccessibleName(name);

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        double value = SliderScale(m_field.least, m_field.most, m_field.isLogarithmic).value(position);
        if (m_field.kind == PolicyField::Kind::Count)
            value = std::round(value);
        else if (m_field.kind == PolicyField::Kind::Share)
            value = std::round(value * 100) / 100;
        else if (m_field.kind == PolicyField::Kind::Factor)
            value = std::round(value * 10) / 10;
        if (value == m_value)
            return;
        m_value = value;
        m_spin->setValue(value);
        Q_EMIT edited(value);
    });
    connect(m_spin, &FieldSpin::edited, this, [this](double value) {
        m_value = value;
        Q_EMIT edited(value);
    });
    connect(m_spin, &FieldSpin::unreadable, this, &FieldRow::unreadable);
}

void FieldRow::show(const PolicyConfig &policy)
{
    const std::optional<double> value = m_field.value(policy);
    const QString reason = m_field.unusedBecause ? m_field.unusedBecause(policy) : QString();
    const bool isEnabledHere = value.has_value() && reason.isEmpty();
    if (m_choice != nullptr) {
        m_choice->setEnabled(isEnabledHere);
        if (value)
            m_choice->setCurrentIndex(int(std::lround(*value)));
    } else {
        m_slider->setEnabled(isEnabledHere);
        m_spin->setEnabled(isEnabledHere);
        if (value) {
            m_value = *value;
            const QSignalBlocker blocker(m_slider);
            // Not while it is in the hand: rounding would move it away from under the mouse.
            if (!m_slider->isSliderDown())
                m_slider->setValue(SliderScale(m_field.least, m_field.most, m_field.isLogarithmic).position(*value));
            if (m_spin->value() != *value || !m_spin->hasFocus())
                m_spin->setValue(*value);
        } else {
            m_spin->showNothing();
        }
    }
    if (m_switch != nullptr) {
        m_switch->setChecked(value.has_value());
        m_switch->setEnabled(reason.isEmpty());
    } else {
        m_label->setEnabled(isEnabledHere);
    }
    const QString tip = QStringLiteral("<p>%1</p>%2<p><code>%3</code></p>")
                            .arg(m_field.toolTip.toHtmlEscaped(),
                                 reason.isEmpty() ? QString()
                                                  : QStringLiteral("<p><i>%1</i></p>").arg(reason.toHtmlEscaped()),
                                 m_field.path);
    if (toolTip() != tip)
        setToolTip(tip);
}

void FieldRow::setIssue(const QString &message)
{
    m_issue->setText(message.isEmpty() ? QString() : QStringLiteral("⚠ ") + message);
    m_issue->setVisible(!message.isEmpty());
    for (QWidget *editor : {static_cast<QWidget *>(m_choice), static_cast<QWidget *>(m_spin)}) {
        if (editor != nullptr)
            editor->setAccessibleDescription(message);
    }
}

QString FieldRow::issue() const
{
    return m_issue->isHidden() ? QString() : m_issue->text();
}

int FieldRow::labelWidth() const
{
    return m_label->sizeHint().width();
}

void FieldRow::setLabelWidth(int width)
{
    m_label->setFixedWidth(width);
}

void FieldRow::applyColours()
{
    QPalette colours = m_issue->palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).problem);
    m_issue->setPalette(colours);
}

void FieldRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_issue != nullptr)
        applyColours();
}

} // namespace Fuseboard
