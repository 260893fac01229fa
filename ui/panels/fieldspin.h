// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QAbstractSpinBox>

namespace Fuseboard {

/// A number as PolicyField writes it: 5, 50 %, 2 ×, 1.5 s. Anything that can be read is taken, for whether it makes
/// sense is the policy's to say; what can not be read stays in the field, and changes nothing.
class FieldSpin : public QAbstractSpinBox
{
    Q_OBJECT

public:
    FieldSpin(PolicyField::Kind kind, const QString &unit, QWidget *parent = nullptr);

    /// As PolicyField::Kind counts it: a share of 0..1, a length of time in nanoseconds.
    double value() const { return m_value; }

    /// Shows @p value; sends nothing.
    void setValue(double value);

    /// What is typed is not finished, or cannot be read.
    bool isBeingTyped() const;

    /// Drops what is typed; edited() follows with the value that was there before.
    void takeBack();

    /// Shows that there is no value.
    void showNothing();

    QString textOf(double value) const;

    /// What @p text says, with or without its unit, a comma for a point; none if that can not be read. A bare number of
    /// time has the unit that is shown.
    std::optional<double> valueOf(const QString &text) const;

    void stepBy(int steps) override;
    QValidator::State validate(QString &text, int &position) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// By hand: stepped, or typed and finished.
    void edited(double value);

    /// Typed and finished, but it says nothing: @p message says what would be right.
    void unreadable(const QString &message);

protected:
    StepEnabled stepEnabled() const override { return StepUpEnabled | StepDownEnabled; }

private:
    void finish();
    double stepped(double value, int steps) const;
    std::optional<double> numberOf(QString bare) const;

    PolicyField::Kind m_kind;
    QString m_unit;
    double m_value = 0;
};

} // namespace Fuseboard
