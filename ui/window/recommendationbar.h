// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/tune/recommendation.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// What is recommended, in words, until it is closed. Hidden in the beginning.
class RecommendationBar : public QFrame
{
    Q_OBJECT

public:
    explicit RecommendationBar(QWidget *parent = nullptr);

    void showRecommendation(const Recommendation &recommendation);

    /// That there is none, and why.
    void showFailure(const QString &reason);

    /// What is said; empty while it is hidden.
    QString text() const;

Q_SIGNALS:
    // By hand.
    void applyRequested();
    void showRequested();
    void planRequested();

private:
    void say(const QString &text, bool hasSetting, bool hasPlan);

    QLabel *m_text;
    QPushButton *m_show;
    QPushButton *m_apply;
    QPushButton *m_plan;
};

} // namespace Fuseboard
