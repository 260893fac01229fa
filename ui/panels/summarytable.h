// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTableView>

namespace Fuseboard {

class RunDocument;
class SummaryModel;

/// The document's figures, all of them, as a table; those of the run it is compared with beside them. Rows that are chosen are
/// copied as lines of cells with tabs between. The document must outlive it.
class SummaryTable : public QTableView
{
    Q_OBJECT

public:
    explicit SummaryTable(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void copy() const;

    RunDocument *m_document;
    SummaryModel *m_model;
};

} // namespace Fuseboard
