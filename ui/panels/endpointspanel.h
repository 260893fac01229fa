// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace Fuseboard {

class EndpointCard;
class FieldSpin;
class FoldBox;
class RunDocument;

/// The endpoints: what each is like now, *Break it* and *Heal it*, and what breaking does. The document must outlive
/// it.
class EndpointsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointsPanel(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

private:
    QWidget *makeBreakage();
    void makeCards();
    void showBreakage();
    void editBreakage();

    RunDocument *m_document;
    QVBoxLayout *m_cardLayout;
    QList<EndpointCard *> m_cards;
    QComboBox *m_kind = nullptr;
    FieldSpin *m_share = nullptr;
    FieldSpin *m_status = nullptr;
    QLabel *m_issue = nullptr;
    FoldBox *m_breakage = nullptr;
};

} // namespace Fuseboard
