// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fieldspin.h"

#include "resilience/base/durationtext.h"
#include "theme/figures.h"

#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionSpinBox>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr double MostCount = 1e9; // what a count of the policies can hold

// 1, 2, 5 times the power of ten below the value, so that one step is felt at any size.
double lengthStep(double ns)
{
    const double decade = std::pow(10.0, std::floor(std::log10(std::max(ns, 1e6))));
    return std::max(1e6, decade / 2);
}

} // namespace

FieldSpin::FieldSpin(PolicyField::Kind kind, const QString &unit, QWidget *parent)
    : QAbstractSpinBox(parent)
    , m_kind(kind)
    , m_unit(unit)
{
    setAlignment(Qt::AlignRight);
    setAccelerated(true);
    connect(this, &QAbstractSpinBox::editingFinished, this, &FieldSpin::finish);
    setValue(0);
}

void FieldSpin::setValue(double value)
{
    m_value = value;
    lineEdit()->setText(textOf(value));
    // A narrow field shows a long text's beginning, not its end.
    lineEdit()->setCursorPosition(0);
}

bool FieldSpin::isBeingTyped() const
{
    return isEnabled() && lineEdit()->text() != textOf(m_value);
}

void FieldSpin::takeBack()
{
    setValue(m_value);
    selectAll();
    Q_EMIT edited(m_value);
}

void FieldSpin::showNothing()
{
    lineEdit()->setText(QStringLiteral("–"));
}

QString FieldSpin::textOf(double value) const
{
    switch (m_kind) {
    case PolicyField::Kind::Share:
        return QString::number(value * 100, 'g', 6) + QStringLiteral(" %");
    case PolicyField::Kind::Length:
        return durationFieldText(Duration(std::llround(value)));
    case PolicyField::Kind::Count:
    case PolicyField::Kind::Choice:
    case PolicyField::Kind::Errors:
        return QString::number(std::llround(value)) + (m_unit.isEmpty() ? QString() : QChar(u' ') + m_unit);
    case PolicyField::Kind::Factor:
        break;
    }
    return QString::number(value, 'g', 6) + (m_unit.isEmpty() ? QString() : QChar(u' ') + m_unit);
}

std::optional<double> FieldSpin::valueOf(const QString &text) const
{
    QString bare = text;
    bare.remove(u' ');
    bare.replace(u',', u'.');
    bool isNumber = false;
    if (m_kind == PolicyField::Kind::Length) {
        // A bare number keeps the unit that the field shows.
        bare.toDouble(&isNumber);
        if (isNumber) {
            const QString shown = textOf(m_value);
            bare += shown.mid(shown.indexOf(u' ') + 1);
        }
        const auto length = parseDuration(bare);
        return length ? std::optional(double(length->count())) : std::nullopt;
    }
    const std::optional<double> number = numberOf(bare);
    if (!number
        || (m_kind == PolicyField::Kind::Count && (*number != std::round(*number) || std::abs(*number) > MostCount)))
        return std::nullopt;
    return m_kind == PolicyField::Kind::Share ? *number / 100 : *number;
}

/// The number in @p bare, which has no spaces but may have the field's unit.
std::optional<double> FieldSpin::numberOf(QString bare) const
{
    const QString unit = m_kind == PolicyField::Kind::Share ? QStringLiteral("%") : m_unit;
    if (!unit.isEmpty() && bare.endsWith(unit))
        bare.chop(unit.size());
    bool isNumber = false;
    const double number = bare.toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

double FieldSpin::stepped(double value, int steps) const
{
    switch (m_kind) {
    case PolicyField::Kind::Length: {
        const double step = lengthStep(steps < 0 ? value * 0.999 : value);
        return std::max(
            0.0, (steps > 0 ? std::floor(value / step + 1e-9) : std::ceil(value / step - 1e-9)) * step + steps * step);
    }
    case PolicyField::Kind::Share:
        return std::clamp(std::round(value * 100 + steps) / 100, 0.0, 1.0);
    case PolicyField::Kind::Factor:
        return std::max(0.0, std::round(value * 10 + steps) / 10);
    case PolicyField::Kind::Count:
    case PolicyField::Kind::Choice:
    case PolicyField::Kind::Errors:
        break;
    }
    return std::max(0.0, std::round(value) + steps);
}

void FieldSpin::stepBy(int steps)
{
    // What was typed and not yet finished counts as the value that is stepped from.
    const double value = stepped(valueOf(lineEdit()->text()).value_or(m_value), steps);
    setValue(value);
    selectAll();
    Q_EMIT edited(value);
}

QValidator::State FieldSpin::validate(QString &, int &) const
{
    return QValidator::Acceptable;
}

void FieldSpin::finish()
{
    const QString text = lineEdit()->text();
    if (text == textOf(m_value))
        return;
    if (const auto value = valueOf(text)) {
        setValue(*value);
        Q_EMIT edited(*value);
        return;
    }
    switch (m_kind) {
    case PolicyField::Kind::Length:
        Q_EMIT unreadable(tr("is no length of time; write 250 ms, 1.5 s or 2 m"));
        return;
    case PolicyField::Kind::Count:
        if (std::abs(numberOf(QString(text).remove(u' ')).value_or(0)) > MostCount)
            Q_EMIT unreadable(tr("must be at most %1").arg(countText(quint64(MostCount))));
        else
            Q_EMIT unreadable(tr("must be a whole number, such as 5"));
        return;
    case PolicyField::Kind::Share:
        Q_EMIT unreadable(tr("must be a percentage, such as 50 %"));
        return;
    case PolicyField::Kind::Factor:
    case PolicyField::Kind::Choice:
    case PolicyField::Kind::Errors:
        Q_EMIT unreadable(tr("must be a number, such as 2"));
        return;
    }
}

QSize FieldSpin::sizeHint() const
{
    ensurePolished();
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize content(fontMetrics().horizontalAdvance(QStringLiteral("1000 ms")) + 6, fontMetrics().height());
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this).expandedTo({0, 26});
}

} // namespace Fuseboard
