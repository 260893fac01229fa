// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

class ElidedLabel;
class PhasePanel;
class RunDocument;

/// One endpoint: name, address, what it is now, and two large buttons that are enabled by what it is now. The document must outlive it.
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
    void showMnemonics();

    RunDocument *m_document;
    int m_endpoint;
    QLabel *m_address;
    ElidedLabel *m_health;
    QPushButton *m_break;
    QPushButton *m_heal;
    QPushButton *m_follow;
    PhasePanel *m_phases;
};

} // namespace Fuseboard
