// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fieldrow.h"

#include "panels/errorkindbutton.h"
#include "panels/fieldspin.h"
#include "panels/policyfields.h"
#include "panels/sliderscale.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

namespace {

constexpr int BackWidth = 16;

} // namespace

FieldRow::FieldRow(const PolicyField &field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_line(new QHBoxLayout)
{
    setObjectName(field.path);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    m_line->setSpacing(6);
    column->addLayout(m_line);

    if (field.isOptional) {
        m_switch = new QCheckBox(field.label);
        m_switch->setObjectName(field.path + QStringLiteral(".switch"));
        m_label = m_switch;
        connect(m_switch, &QCheckBox::clicked, this,
                [this](bool on) { Q_EMIT edited(on ? std::optional(m_field.whenSwitchedOn) : std::nullopt); });
    } else {
        m_label = new QLabel(field.label);
    }
    m_line->addWidget(m_label);
    buildEditors();
    if (m_choice != nullptr) {
        m_line->addWidget(m_choice, 1);
    } else if (m_errors != nullptr) {
        m_line->addWidget(m_errors, 1);
    } else {
        m_line->addWidget(m_slider, 1);
        m_line->addWidget(m_spin);
    }
    // The button that puts it back has its place at once: a slider must not shrink under the hand.
    m_line->addSpacing(m_line->spacing() + BackWidth);
}

void FieldRow::makeBack()
{
    m_back = new QToolButton(this);
    m_back->setObjectName(m_field.path + QStringLiteral(".putBack"));
    m_back->setText(QStringLiteral("↺"));
    m_back->setAutoRaise(true);
    m_back->setFocusPolicy(Qt::TabFocus);
    QSizePolicy policy = m_back->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_back->setSizePolicy(policy);
    m_back->setFixedSize(BackWidth, 22);
    connect(m_back, &QToolButton::clicked, this, [this] {
        Q_EMIT gestureEnded();
        Q_EMIT edited(m_reference);
        Q_EMIT gestureEnded();
    });
    QWidget *editor = m_line->itemAt(m_line->count() - 2)->widget();
    delete m_line->takeAt(m_line->count() - 1);
    m_line->addWidget(m_back);
    setTabOrder(editor, m_back);
}

void FieldRow::makeIssue()
{
    m_issue = makeText(QStringLiteral(".issue"));
    applyColours();
}

QLabel *FieldRow::makeText(const QString &name)
{
    auto *text = new QLabel(this);
    text->setObjectName(m_field.path + name);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setFont(labelFont());
    layout()->addWidget(text);
    return text;
}

void FieldRow::setNote(const QString &note)
{
    if (m_note == nullptr && note.isEmpty())
        return;
    if (m_note == nullptr) {
        m_note = makeText(QStringLiteral(".note"));
        applyColours();
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString FieldRow::note() const
{
    return m_note == nullptr || m_note->isHidden() ? QString() : m_note->text();
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
    if (m_field.kind == PolicyField::Kind::Errors) {
        m_errors = new ErrorKindButton;
        m_errors->setObjectName(m_field.path + QStringLiteral(".errors"));
        m_errors->setAccessibleName(name);
        connect(m_errors, &ErrorKindButton::edited, this,
                [this](const ErrorKindSet &kinds) { Q_EMIT edited(PolicyFields::maskOf(kinds)); });
        return;
    }
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName(m_field.path + QStringLiteral(".slider"));
    m_slider->setRange(0, SliderScale::Steps);
    // A page is a tenth; one key press moves a whole number on by at least one.
    const bool isWhole = m_field.kind == PolicyField::Kind::Count && !m_field.isLogarithmic;
    m_slider->setSingleStep(isWhole ? int(std::ceil(SliderScale::Steps / (m_field.most - m_field.least))) : 10);
    m_slider->setPageStep(SliderScale::Steps / 10);
    m_slider->setMinimumWidth(36);
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
    connect(m_slider, &QSlider::sliderReleased, this, &FieldRow::gestureEnded);
    m_slider->installEventFilter(this); // by keyboard it is never released, but left
    connect(m_spin, &QAbstractSpinBox::editingFinished, this, &FieldRow::gestureEnded);
}

void FieldRow::show(const PolicyConfig &policy)
{
    const std::optional<double> value = m_field.value(policy);
    m_shown = value;
    showDifference();
    const QString reason = m_field.unusedBecause ? m_field.unusedBecause(policy) : QString();
    m_isUsed = reason.isEmpty();
    const bool isEnabledHere = value.has_value() && reason.isEmpty();
    if (m_choice != nullptr) {
        m_choice->setEnabled(isEnabledHere);
        if (value)
            m_choice->setCurrentIndex(int(std::lround(*value)));
    } else if (m_errors != nullptr) {
        m_errors->setEnabled(isEnabledHere);
        if (value)
            m_errors->setKinds(PolicyFields::kindsOf(*value));
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
    QString tip = m_field.toolTip;
    if (!reason.isEmpty())
        tip += QStringLiteral("\n\n") + reason;
    tip += QStringLiteral("\n\n") + m_field.path;
    if (toolTip() != tip)
        setToolTip(tip);
}

void FieldRow::setReference(const PolicyConfig &reference)
{
    m_reference = m_field.value(reference);
    showDifference();
}

QString FieldRow::valueText(std::optional<double> value) const
{
    if (!value)
        return tr("none");
    switch (m_field.kind) {
    case PolicyField::Kind::Choice:
        return m_field.choices.value(int(std::lround(*value)));
    case PolicyField::Kind::Errors:
        return ErrorKindButton::textOf(PolicyFields::kindsOf(*value));
    case PolicyField::Kind::Share:
        return percentFigure(*value).text();
    case PolicyField::Kind::Length:
        return durationFieldText(Duration(std::llround(*value)));
    default:
        return QString::number(*value);
    }
}

/// What differs is set in bolder letters, which are wider.
QFont FieldRow::fontWhere(bool differs) const
{
    QFont font = m_label->font();
    font.setWeight(differs ? QFont::DemiBold : QFont::Normal);
    return font;
}

void FieldRow::showDifference()
{
    // A part that is absent on one side has no value to put back.
    const bool differs = m_shown != m_reference && (m_field.isOptional || (m_shown && m_reference));
    if (differs && m_back == nullptr)
        makeBack();
    if (m_back != nullptr)
        m_back->setVisible(differs);
    const QFont font = fontWhere(differs);
    if (m_label->font().weight() != font.weight())
        m_label->setFont(font);
    if (!differs)
        return;
    const QString tip = tr("It was %1. Puts it back.").arg(valueText(m_reference));
    m_back->setToolTip(tip);
    m_back->setAccessibleName(tr("Put %1 back to %2").arg(m_field.label, valueText(m_reference)));
}

void FieldRow::setIssue(const QString &message)
{
    if (m_issue == nullptr && message.isEmpty())
        return;
    if (m_issue == nullptr)
        makeIssue();
    m_issue->setText(message.isEmpty() ? QString() : QStringLiteral("⚠ ") + message);
    m_issue->setVisible(!message.isEmpty());
    for (QWidget *editor :
         {static_cast<QWidget *>(m_choice), static_cast<QWidget *>(m_errors), static_cast<QWidget *>(m_spin)}) {
        if (editor != nullptr)
            editor->setAccessibleDescription(message);
    }
}

QString FieldRow::issue() const
{
    return m_issue == nullptr || m_issue->isHidden() ? QString() : m_issue->text();
}

int FieldRow::labelWidth() const
{
    const QFontMetrics metrics(fontWhere(true));
    const QSize text(metrics.horizontalAdvance(m_field.label), metrics.height());
    if (m_switch == nullptr)
        return text.width();
    QStyleOptionButton option;
    option.initFrom(m_switch);
    option.text = m_field.label;
    return style()->sizeFromContents(QStyle::CT_CheckBox, &option, text, m_switch).width();
}

void FieldRow::setLabelWidth(int width)
{
    m_label->setFixedWidth(width);
}

void FieldRow::applyColours()
{
    const Tints t = Tints::of(palette());
    QPalette colours = palette();
    for (const auto &[text, colour] : {std::pair{m_issue, t.problem}, std::pair{m_note, t.muted}}) {
        colours.setColor(QPalette::WindowText, colour);
        if (text != nullptr)
            text->setPalette(colours);
    }
}

bool FieldRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_slider && event->type() == QEvent::FocusOut)
        Q_EMIT gestureEnded();
    return QWidget::eventFilter(watched, event);
}

void FieldRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace Fuseboard
