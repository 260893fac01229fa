// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepdatabase.h"

#include "files.h"
#include "lab/file/filereplacement.h"
#include "lab/file/plainline.h"
#include "sqlitefile.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <cmath>
#include <limits>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// A file says by it that it is a sweep, and which form its tables have.
constexpr int ApplicationId = 0x46757365; // "Fuse"
constexpr int TablesVersion = 1;

constexpr double NanosecondsPerMillisecond = 1e6;

QString quotedName(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

/// A column for each field, named after its path. SQLite takes names that differ in case for the same one.
QStringList settingColumns(const SweepPlan &plan)
{
    QStringList columns;
    for (const Variation &variation : plan.vary) {
        QString name = variation.path();
        for (int i = 2; columns.contains(name, Qt::CaseInsensitive); ++i)
            name = u"%1 (%2)"_s.arg(variation.path()).arg(i);
        columns.append(name);
    }
    return columns;
}

QString typeOf(SummaryFigure::Unit unit)
{
    return unit == SummaryFigure::Unit::Count ? u"INTEGER"_s : u"REAL"_s;
}

QString unitOf(SummaryFigure::Unit unit)
{
    switch (unit) {
    case SummaryFigure::Unit::Count:
        return u"count"_s;
    case SummaryFigure::Unit::Ratio:
        return u"ratio"_s;
    case SummaryFigure::Unit::Time:
        break;
    }
    return u"ms"_s;
}

/// As the tables have it: times in milliseconds.
QVariant stored(SummaryFigure::Unit unit, std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return {};
    return unit == SummaryFigure::Unit::Time ? *value / NanosecondsPerMillisecond : *value;
}

double restored(SummaryFigure::Unit unit, const QVariant &value)
{
    return unit == SummaryFigure::Unit::Time ? value.toDouble() * NanosecondsPerMillisecond : value.toDouble();
}

QString insertInto(const QString &table, qsizetype columns)
{
    return u"INSERT INTO %1 VALUES (%2)"_s.arg(table, QStringList(columns, u"?"_s).join(u", "_s));
}

/// Writes the tables, one row after the other.
class TableWriter
{
public:
    TableWriter(SqliteFile &file, const PlanFile &plan)
        : m_file(file)
        , m_plan(plan.plan())
        , m_figures(RunSummary().figures())
    {
        m_insertCell = insertInto(u"cell"_s, 4 + m_plan.vary.size());
        m_insertRun = insertInto(u"run"_s, 4 + m_figures.size());
    }

    void makeTables()
    {
        // The file is given its name when it is whole, so that nothing need be undone in it.
        for (const QString &pragma :
             {u"journal_mode = OFF"_s, u"synchronous = OFF"_s, u"page_size = 4096"_s, u"encoding = 'UTF-8'"_s,
              u"application_id = %1"_s.arg(ApplicationId), u"user_version = %1"_s.arg(TablesVersion)})
            m_file.execute(u"PRAGMA "_s + pragma);
        m_file.execute(u"BEGIN"_s);
        m_file.execute(u"CREATE TABLE plan (hash TEXT, program TEXT, cells INTEGER, seeds INTEGER, text TEXT)"_s);
        m_file.execute(u"CREATE TABLE scenario (scenario INTEGER PRIMARY KEY, name TEXT)"_s);
        m_file.execute(u"CREATE TABLE field (field INTEGER PRIMARY KEY, path TEXT, spec TEXT, \"column\" TEXT)"_s);
        m_file.execute(u"CREATE TABLE objective (kind TEXT, number INTEGER, expression TEXT, unit TEXT)"_s);
        QString columns;
        for (const QString &name : settingColumns(m_plan))
            columns += u", "_s + quotedName(name) + u" NUMERIC"_s;
        m_file.execute(
            u"CREATE TABLE cell (cell INTEGER PRIMARY KEY, allowed INTEGER, missed TEXT, error TEXT%1)"_s.arg(columns));
        m_file.execute(u"CREATE TABLE score (cell INTEGER, goal INTEGER, mean REAL, halfWidth REAL, \"count\" INTEGER, "
                       "PRIMARY KEY (cell, goal)) WITHOUT ROWID"_s);
        columns.clear();
        for (const SummaryFigure &figure : m_figures)
            columns += u", %1 %2"_s.arg(quotedName(figure.name), typeOf(figure.unit));
        m_file.execute(
            u"CREATE TABLE run (cell INTEGER, scenario INTEGER, run INTEGER, seed INTEGER%1, PRIMARY KEY (cell, "
            "scenario, run)) WITHOUT ROWID"_s.arg(columns));
    }

    void writePlan(const PlanFile &plan, const QString &program)
    {
        m_file.execute(insertInto(u"plan"_s, 5),
                       {plan.hash(), program, m_plan.cellCount(), m_plan.seeds, QString::fromUtf8(plan.toText())});
        for (qsizetype i = 0; i < m_plan.scenarios.size(); ++i)
            m_file.execute(insertInto(u"scenario"_s, 2), {i, m_plan.scenarios.at(i).name});
        const QStringList columns = settingColumns(m_plan);
        for (qsizetype i = 0; i < m_plan.vary.size(); ++i) {
            const Variation &variation = m_plan.vary.at(i);
            m_file.execute(insertInto(u"field"_s, 4), {i, variation.path(), variation.spec(), columns.at(i)});
        }
        const QString insertObjective = insertInto(u"objective"_s, 4);
        for (qsizetype i = 0; i < m_plan.goals.size(); ++i) {
            const Goal &goal = m_plan.goals.at(i);
            m_file.execute(insertObjective, {u"goal"_s, i, goal.expression(), unitOf(goal.figure({}).unit)});
        }
        for (qsizetype i = 0; i < m_plan.limits.size(); ++i) {
            const Objective &limit = m_plan.limits.at(i);
            m_file.execute(insertObjective, {u"limit"_s, i, limit.expression(), unitOf(limit.figure({}).unit)});
        }
    }

    void writeCell(const CellResult &result)
    {
        const CellScore score = scoreOf(m_plan, result);
        const auto textOrNull = [](const QString &text) { return text.isEmpty() ? QVariant() : QVariant(text); };
        QVariantList row{result.cell, score.isAllowed() ? 1 : 0, textOrNull(score.missed.join(u'\n')),
                         textOrNull(result.error)};
        const QList<qsizetype> coordinates = m_plan.coordinatesOf(result.cell);
        for (qsizetype i = 0; i < coordinates.size(); ++i)
            row.append(m_plan.vary.at(i).values().at(coordinates.at(i)));
        m_file.execute(m_insertCell, row);
        for (qsizetype i = 0; i < score.goals.size(); ++i) {
            const Estimate &estimate = score.goals.at(i);
            const auto unit = m_plan.goals.at(i).figure({}).unit;
            m_file.execute(
                m_insertScore,
                {result.cell, i, stored(unit, estimate.mean), stored(unit, estimate.halfWidth), estimate.count});
        }
        for (qsizetype scenario = 0; scenario < result.runs.size(); ++scenario) {
            const QList<RunSummary> &runs = result.runs.at(scenario);
            for (int run = 0; run < runs.size(); ++run) {
                const quint64 seed = SweepPlan::seedOf(m_plan.scenarios.at(scenario), run);
                row = {result.cell, scenario, run, static_cast<qint64>(seed)};
                const QList<SummaryFigure> figures = runs.at(run).figures();
                for (const SummaryFigure &figure : figures)
                    row.append(stored(figure.unit, figure.value));
                m_file.execute(m_insertRun, row);
            }
        }
    }

    void end() { m_file.execute(u"COMMIT"_s); }

private:
    SqliteFile &m_file;
    const SweepPlan &m_plan;
    QList<SummaryFigure> m_figures;
    QString m_insertCell;
    QString m_insertScore = insertInto(u"score"_s, 5);
    QString m_insertRun;
};

Unexpected<Failure> badDatabase(const QString &path, const QString &what)
{
    return Unexpected{
        Failure{ExitCode::BadInput,
                u"%1: %2; it must be a file that `fuseboard-cli sweep merge` wrote"_s.arg(plainLine(path), what)}};
}

/// Nothing if there is no file @p path, an empty one, or one that a merge wrote; else what it is.
std::optional<QString> whyNotReplaced(const QString &path)
{
    // SQLite keeps the id of the application there, in big-endian order.
    constexpr qsizetype idOffset = 68;
    constexpr qsizetype headerSize = 100;
    QFile file(path);
    if (!QFileInfo(file).isFile() || file.size() == 0)
        return std::nullopt; // what is no regular file FileReplacement refuses
    if (!file.open(QIODevice::ReadOnly))
        return file.errorString();
    const QByteArray header = file.read(headerSize);
    const bool isSweep = header.size() == headerSize && header.startsWith("SQLite format 3")
        && qFromBigEndian<qint32>(header.constData() + idOffset) == ApplicationId;
    return isSweep ? std::nullopt
                   : std::optional(u"There is a file of another kind, which stays; choose another name or delete it"_s);
}

int pragma(SqliteFile &file, const QString &name)
{
    QSqlQuery query = file.select(u"PRAGMA "_s + name);
    return query.next() ? query.value(0).toInt() : 0;
}

} // namespace

std::optional<Failure> writeSweepDatabase(const QString &path, const PlanFile &plan, SweepResults &results,
                                          const std::function<bool(qint64)> &goOn)
{
    if (const auto why = whyNotReplaced(path))
        return cannotWrite(path, *why);
    FileReplacement file(path);
    if (const auto failure = file.open())
        return cannotWrite(path, *failure);
    {
        SqliteFile database(file.temporaryPath(), false);
        TableWriter writer(database, plan);
        writer.makeTables();
        writer.writePlan(plan, results.program());
        for (qint64 cells = 0; database.error().isEmpty(); ++cells) {
            const auto result = results.next();
            if (!result)
                return result.error();
            if (!*result)
                break;
            writer.writeCell(**result);
            if (!goOn(cells + 1))
                return Failure{ExitCode::Interrupted, u"interrupted; nothing was written"_s};
        }
        writer.end();
        if (!database.error().isEmpty())
            return cannotWrite(path, database.error());
    }
    const auto failure = file.commit();
    return failure ? std::optional(cannotWrite(path, *failure)) : std::nullopt;
}

Expected<ScoredSweep, Failure> readSweepDatabase(const QString &path)
{
    SqliteFile file(path, true);
    const int application = pragma(file, u"application_id"_s);
    if (!file.error().isEmpty())
        return badDatabase(path, file.error());
    if (application != ApplicationId || pragma(file, u"user_version"_s) != TablesVersion)
        return badDatabase(path, u"is an SQLite file of something else, or of another version"_s);

    QSqlQuery row = file.select(u"SELECT text, program FROM plan"_s);
    const auto plan = PlanFile::read(row.next() ? row.value(0).toString().toUtf8() : QByteArray());
    if (!plan)
        return badDatabase(path, u"plan: "_s + plan.error().first().describe());
    ScoredSweep sweep{*plan, row.value(1).toString(), {}};
    const SweepPlan &what = sweep.plan.plan();
    row = file.select(u"SELECT cell, missed, error FROM cell ORDER BY cell"_s);
    while (row.next()) {
        CellScore score;
        score.cell = row.value(0).toLongLong();
        score.missed = row.value(1).toString().split(u'\n', Qt::SkipEmptyParts);
        score.error = row.value(2).toString();
        score.seeds = score.error.isEmpty() ? what.seeds : 0;
        if (score.cell != sweep.scores.size())
            return badDatabase(path, u"cell %1 is missing"_s.arg(sweep.scores.size()));
        sweep.scores.append(score);
    }
    row = file.select(u"SELECT cell, goal, mean, halfWidth, \"count\" FROM score ORDER BY cell, goal"_s);
    while (row.next()) {
        const qint64 cell = row.value(0).toLongLong();
        const qsizetype goal = row.value(1).toLongLong();
        if (cell < 0 || cell >= sweep.scores.size() || goal != sweep.scores.at(cell).goals.size()
            || goal >= what.goals.size())
            return badDatabase(path, u"there is a score of what is no cell or no goal"_s);
        const auto unit = what.goals.at(goal).figure({}).unit;
        Estimate estimate;
        estimate.count = row.value(4).toInt();
        if (!row.value(2).isNull())
            estimate.mean = restored(unit, row.value(2));
        estimate.halfWidth = row.value(3).isNull() ? std::numeric_limits<double>::infinity()
                                                   : restored(unit, row.value(3));
        sweep.scores[cell].goals.append(estimate);
    }
    if (!file.error().isEmpty())
        return badDatabase(path, file.error());
    if (sweep.scores.size() != what.cellCount())
        return badDatabase(path, u"has %1 of %2 cells"_s.arg(sweep.scores.size()).arg(what.cellCount()));
    for (const CellScore &score : std::as_const(sweep.scores)) {
        if (score.error.isEmpty() && score.goals.size() != what.goals.size())
            return badDatabase(path, u"a score of cell %1 is missing"_s.arg(score.cell));
    }
    return sweep;
}

} // namespace Fuseboard::Cli
