// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runjunit.h"

#include "lab/file/plainline.h"
#include "resilience/base/durationtext.h"

#include <QXmlStreamWriter>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

QByteArray runToJUnit(const RunDescription &run, const RunSnapshot &snapshot)
{
    const auto isMissed = [&](const Objective &objective) { return !objective.isMet(snapshot.summary); };
    const QString failures = QString::number(std::count_if(run.objectives.begin(), run.objectives.end(), isMissed));
    const QString seconds = QString::number(std::chrono::duration<double>(snapshot.now).count(), 'f', 3);

    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    const QString suite = plainLine(run.scenario); // XML has no control characters
    xml.writeAttribute(u"name"_s, suite);
    xml.writeAttribute(u"tests"_s, QString::number(run.objectives.size() + (snapshot.isFinished ? 0 : 1)));
    xml.writeAttribute(u"failures"_s, failures);
    xml.writeAttribute(u"errors"_s, snapshot.isFinished ? u"0"_s : u"1"_s);
    xml.writeAttribute(u"time"_s, seconds);
    xml.writeStartElement(u"properties"_s);
    const auto property = [&xml](const QString &name, const QString &value) {
        xml.writeEmptyElement(u"property"_s);
        xml.writeAttribute(u"name"_s, name);
        xml.writeAttribute(u"value"_s, value);
    };
    property(u"program"_s, plainLine(run.program));
    property(u"mode"_s, plainLine(run.mode));
    if (run.seed)
        property(u"seed"_s, QString::number(*run.seed));
    xml.writeEndElement();
    if (!snapshot.isFinished) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"classname"_s, suite);
        xml.writeAttribute(u"name"_s, u"the run reaches its end"_s);
        xml.writeEmptyElement(u"error"_s);
        xml.writeAttribute(u"type"_s, u"interrupted"_s);
        xml.writeAttribute(
            u"message"_s,
            u"interrupted after %1: figures and objectives are those up to there"_s.arg(displayDuration(snapshot.now)));
        xml.writeEndElement();
    }
    for (const Objective &objective : run.objectives) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"classname"_s, suite);
        xml.writeAttribute(u"name"_s, objective.expression());
        if (isMissed(objective)) {
            xml.writeEmptyElement(u"failure"_s);
            xml.writeAttribute(u"type"_s, u"objective"_s);
            xml.writeAttribute(u"message"_s, objective.missText(snapshot.summary));
        }
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return text;
}

} // namespace Fuseboard
