// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/scenario/scenario.h"
#include "panels/foldbox.h"
#include "panels/policyfield.h"
#include "panels/sliderscale.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class RunDocument;
class SliderNumber;

/// How much is called, for how long, and with whose luck: the scenario's load, duration and seed. The document must outlive it.
class LoadForm : public FoldBox
{
    Q_OBJECT

public:
    explicit LoadForm(RunDocument *document, QWidget *parent = nullptr);

private:
    /// A number of the scenario.
    struct Field
    {
        QString group; ///< whose it is; empty: everybody's
        QString path;  ///< as Scenario::validate() names it
        QString label;
        QString toolTip;
        PolicyField::Kind kind = PolicyField::Kind::Count;
        SliderScale scale;
        std::function<double(const Scenario &)> value;
        std::function<void(Scenario &, double)> set;
    };
    struct Row
    {
        Field field;
        SliderNumber *number = nullptr;
        EditorRow *row = nullptr;
        QLabel *heading = nullptr; ///< of the group, with its first row
    };

    static QList<Field> fieldsOf(const Scenario &scenario);
    static void addArrivals(QList<Field> &fields, const WorkloadConfig &load, int index, const QString &whose);
    void makeRows();
    void showValues();
    void edit(const Row &row, double value);

    RunDocument *m_document;
    QVBoxLayout *m_layout;
    QLabel *m_note;
    QList<Row> m_rows;
};

} // namespace Fuseboard
