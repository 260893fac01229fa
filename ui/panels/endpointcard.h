// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

class PhasePanel;
class RunDocument;

/// One endpoint: name, address, what it is now, and two large buttons. The document must outlive it.
class EndpointCard : public QWidget
{
    Q_OBJECT

public:
    /// @p endpoint is an index in the scenario, for as long as this card lives.
    EndpointCard(RunDocument *document, int endpoint, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyColours();

    RunDocument *m_document;
    int m_endpoint;
    QLabel *m_address;
    QLabel *m_health;
    QPushButton *m_break;
    QPushButton *m_heal;
    PhasePanel *m_phases;
};

} // namespace Fuseboard
