// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/loadform.h"

#include "document/rundocument.h"
#include "panels/editorrow.h"
#include "panels/elidedlabel.h"
#include "panels/slidernumber.h"
#include "theme/fonts.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Kind = PolicyField::Kind;

constexpr double Second = 1e9;
constexpr double MostRate = 2000; // of the slider; more can be typed

/// The arrivals of workload @p index, if they are of kind T.
template<typename T>
T arrivalsOf(const Scenario &scenario, int index)
{
    const auto *arrivals = std::get_if<T>(&scenario.workload.at(index).arrivals);
    return arrivals != nullptr ? *arrivals : T();
}

template<typename T>
void change(Scenario &scenario, int index, const std::function<void(T &)> &how)
{
    if (auto *arrivals = std::get_if<T>(&scenario.workload[index].arrivals))
        how(*arrivals);
}

} // namespace

LoadForm::LoadForm(RunDocument *document, QWidget *parent)
    : FoldBox(u"load"_s, tr("Load and seed"), true, parent)
    , m_document(document)
    , m_layout(new QVBoxLayout(content()))
    , m_note(new QLabel(tr("Acts with the next run.")))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    m_note->setFont(labelFont());
    m_note->setEnabled(false);
    m_layout->addWidget(m_note);
    connect(document, &RunDocument::scenarioChanged, this, &LoadForm::makeRows);
    connect(document, &RunDocument::edited, this, &LoadForm::showValues);
    connect(document, &RunDocument::modeChanged, this, &LoadForm::showValues);
    makeRows();
}

void LoadForm::addArrivals(QList<Field> &fields, const WorkloadConfig &load, int index, const QString &whose)
{
    const QString path = u"workload.%1.arrivals."_s.arg(index);
    const auto add = [&]<typename T>(const QString &name, const QString &label, const QString &toolTip, Kind kind,
                                     const SliderScale &scale, auto T::*member) {
        fields.append({whose, path + name, label, toolTip, kind, scale,
                       [index, member](const Scenario &s) {
                           const auto value = arrivalsOf<T>(s, index).*member;
                           if constexpr (std::is_same_v<decltype(value), const Duration>)
                               return double(value.count());
                           else
                               return double(value);
                       },
                       [index, member](Scenario &s, double v) {
                           change<T>(s, index, [&](T &arrivals) {
                               using Member = std::remove_reference_t<decltype(arrivals.*member)>;
                               if constexpr (std::is_same_v<Member, Duration>)
                                   arrivals.*member = Duration(std::llround(v));
                               else if constexpr (std::is_same_v<Member, int>)
                                   arrivals.*member = int(std::lround(v));
                               else
                                   arrivals.*member = v;
                           });
                       }});
    };
    const SliderScale rates(0.1, MostRate, true);
    const SliderScale times(0.1 * Second, 600 * Second, true);
    const QString calls = tr("Calls a second");
    if (std::holds_alternative<ConstantArrivals>(load.arrivals)) {
        add(u"rate"_s, calls, tr("Evenly spaced."), Kind::Factor, rates, &ConstantArrivals::rate);
    } else if (std::holds_alternative<PoissonArrivals>(load.arrivals)) {
        add(u"rate"_s, calls, tr("On average, of independent callers."), Kind::Factor, rates, &PoissonArrivals::rate);
    } else if (std::holds_alternative<RampArrivals>(load.arrivals)) {
        add(u"from"_s, tr("Calls a second, from"), tr("When the load begins."), Kind::Factor, rates,
            &RampArrivals::from);
        add(u"to"_s, tr("Calls a second, to"), tr("When the load ends."), Kind::Factor, rates, &RampArrivals::to);
    } else if (std::holds_alternative<BurstArrivals>(load.arrivals)) {
        add(u"rate"_s, calls, tr("Between the bursts."), Kind::Factor, rates, &BurstArrivals::rate);
        add(u"burstRate"_s, tr("In a burst"), tr("Calls a second."), Kind::Factor, rates, &BurstArrivals::burstRate);
        add(u"every"_s, tr("A burst every"), tr("From one burst to the next."), Kind::Length, times,
            &BurstArrivals::every);
        add(u"for"_s, tr("Burst length"), tr("At most the time from one burst to the next."), Kind::Length, times,
            &BurstArrivals::length);
    } else {
        add(u"users"_s, tr("Users"), tr("Each waits for its answer before it calls again."), Kind::Count,
            SliderScale(1, 1000, true), &ClosedArrivals::users);
        add(u"thinkTime"_s, tr("Think time"), tr("Between an answer and the next call."), Kind::Length, times,
            &ClosedArrivals::thinkTime);
    }
}

QList<LoadForm::Field> LoadForm::fieldsOf(const Scenario &scenario)
{
    QList<Field> fields;
    for (int i = 0; i < scenario.workload.size(); ++i)
        addArrivals(fields, scenario.workload.at(i), i,
                    scenario.workload.size() > 1 ? scenario.workload.at(i).endpoint : QString());
    fields.append({{},
                   u"duration"_s,
                   tr("Duration"),
                   tr("How long the run is."),
                   Kind::Length,
                   SliderScale(1 * Second, 3600 * Second, true),
                   [](const Scenario &s) { return double(s.duration.count()); },
                   [](Scenario &s, double v) { s.duration = Duration(std::llround(v)); }});
    fields.append(
        {{},
         u"seed"_s,
         tr("Seed"),
         tr("Another number, other luck: see whether the result was an accident. The same number gives the same run."),
         Kind::Count,
         SliderScale(0, 100, false),
         [](const Scenario &s) { return double(s.seed); },
         [](Scenario &s, double v) { s.seed = v >= 0 ? quint64(std::llround(v)) : Scenario::LargestSeed + 1; }});
    return fields;
}

void LoadForm::makeRows()
{
    for (const Row &row : std::as_const(m_rows)) {
        row.row->deleteLater();
        if (row.heading != nullptr)
            row.heading->deleteLater();
    }
    m_rows.clear();
    setVisible(m_document->source() != RunDocument::Source::CallLog);
    int labelWidth = 0;
    for (const Field &field : fieldsOf(m_document->scenario())) {
        Row row{field, new SliderNumber(u"load."_s + field.path, field.kind, field.scale), nullptr, nullptr};
        if (!field.group.isEmpty() && (m_rows.isEmpty() || m_rows.last().field.group != field.group)) {
            row.heading = new ElidedLabel(field.group);
            row.heading->setFont(labelFont());
            m_layout->insertWidget(m_layout->count() - 1, row.heading);
        }
        row.row = new EditorRow(u"load."_s + field.path + u".row"_s, field.label, row.number, field.toolTip);
        connect(row.number, &SliderNumber::edited, this, [this, row](double value) { edit(row, value); });
        connect(row.number, &SliderNumber::unreadable, row.row, &EditorRow::setUnreadable);
        connect(row.number, &SliderNumber::gestureEnded, m_document, &RunDocument::endGesture);
        m_layout->insertWidget(m_layout->count() - 1, row.row);
        m_rows.append(row);
        labelWidth = std::max(labelWidth, row.row->labelWidth());
    }
    for (const Row &row : std::as_const(m_rows))
        row.row->setLabelWidth(labelWidth);
    showValues();
}

void LoadForm::showValues()
{
    m_note->setVisible(m_document->mode() == RunDocument::Mode::Live);
    if (m_document->scenario().workload.isEmpty() && m_rows.size() > 2)
        return; // another scenario: new rows come
    for (const Row &row : std::as_const(m_rows)) {
        row.number->setValue(row.field.value(m_document->scenario()));
        row.row->setIssue({});
    }
}

void LoadForm::edit(const Row &row, double value)
{
    Scenario scenario = m_document->scenario();
    row.field.set(scenario, value);
    const ConfigIssues issues = m_document->edit(scenario, row.field.label, u"load."_s + row.field.path);
    row.row->setIssue(issues.isEmpty() ? QString() : issues.first().message);
}

} // namespace Fuseboard
