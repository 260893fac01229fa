// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QByteArray>
#include <QStringList>

namespace Fuseboard {

/// The data of a chart as rows of text. GUI thread.
class PlotTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct Content
    {
        QStringList columns;
        QList<QStringList> rows; ///< each as long as columns (asserted)
        friend bool operator==(const Content &, const Content &) = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setContent(const Content &content);
    const Content &content() const { return m_content; }

    /// The same as RFC 4180 text, header first.
    QByteArray toCsv() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    Content m_content;
};

} // namespace Fuseboard
