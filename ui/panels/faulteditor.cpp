// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/faulteditor.h"

#include "panels/editorrow.h"
#include "panels/faulttext.h"
#include "panels/fieldspin.h"
#include "panels/patterneditor.h"
#include "panels/takenissues.h"
#include "panels/textfield.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using Kind = FaultConfig::Kind;
using ResetAt = FaultConfig::ResetAt;

FaultEditor::FaultEditor(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("fault"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    addKind(layout);
    addAnswer(layout);
    addConnection(layout);
    showAgain();
}

void FaultEditor::addKind(QBoxLayout *layout)
{
    m_kind = new QComboBox;
    makeNarrow(m_kind);
    m_kind->addItems(faultKindNames());
    m_kindRow = new EditorRow(QStringLiteral("fault.kind"), tr("Fault"), m_kind, tr("What goes wrong"));
    layout->addWidget(m_kindRow);
    connect(m_kind, &QComboBox::activated, this, [this](int kind) {
        if (kind == int(m_fault.kind))
            return;
        m_fault.kind = Kind(kind);
        showUses();
        Q_EMIT edited(tr("Kind of a fault"), {});
    });
    m_pattern = new PatternEditor;
    layout->addWidget(m_pattern);
    connect(m_pattern, &PatternEditor::edited, this, [this](const QString &text, const QString &gesture) {
        m_pattern->write(m_fault);
        showUses();
        Q_EMIT edited(text, gesture);
    });
    connect(m_pattern, &PatternEditor::gestureEnded, this, &FaultEditor::gestureEnded);
}

void FaultEditor::addAnswer(QBoxLayout *layout)
{
    m_status = new FieldSpin(PolicyField::Kind::Count, {});
    m_statusRow = new EditorRow(QStringLiteral("fault.status"), tr("Status"), m_status,
                                tr("The HTTP status of the answer, 100 to 599; below 400 it is no error"));
    m_body = new TextField(2);
    m_bodyRow = new EditorRow(QStringLiteral("fault.body"), tr("Body"), m_body, tr("The text of the answer"));
    m_headers = new TextField(2);
    m_headers->setPlaceholderText(tr("Name: value"));
    m_headersRow = new EditorRow(QStringLiteral("fault.headers"), tr("Headers"), m_headers,
                                 tr("Further headers of the answer, a line each: \"Name: value\""));
    m_retryAfter = new FieldSpin(PolicyField::Kind::Length, {});
    m_retryAfterRow = new EditorRow(QStringLiteral("fault.retryAfter"), tr("Retry-After"), m_retryAfter,
                                    tr("Tells the client how long to wait; sent in whole seconds, rounded up"),
                                    EditorRow::Use::Optional);
    for (EditorRow *row : {m_statusRow, m_bodyRow, m_headersRow, m_retryAfterRow})
        layout->addWidget(row);

    connectNumber(m_status, m_statusRow, tr("Status of a fault"),
                  [this](double value) { m_fault.status = int(value); });
    connectNumber(m_retryAfter, m_retryAfterRow, tr("Retry-After of a fault"),
                  [this](double value) { m_fault.retryAfter = m_lastRetryAfter = Duration(std::llround(value)); });
    connect(m_retryAfterRow, &EditorRow::switched, this, [this](bool isOn) {
        m_fault.retryAfter = isOn ? std::optional(m_lastRetryAfter) : std::nullopt;
        showAgain();
        Q_EMIT edited(tr("Retry-After of a fault"), {});
    });
    connect(m_body, &TextField::edited, this, [this](const QString &text) {
        m_fault.body = text.toUtf8();
        Q_EMIT edited(tr("Body of a fault"), QStringLiteral("fault.body"));
    });
    connect(m_body, &TextField::editingFinished, this, &FaultEditor::gestureEnded);
    connect(m_headers, &TextField::edited, this, &FaultEditor::editHeaders);
    connect(m_headers, &TextField::editingFinished, this, &FaultEditor::gestureEnded);
}

void FaultEditor::addConnection(QBoxLayout *layout)
{
    m_resetAt = new QComboBox;
    makeNarrow(m_resetAt);
    // In the order of ResetAt.
    m_resetAt->addItems({tr("when it connects"), tr("in place of an answer"), tr("in the middle of the body")});
    m_resetAtRow = new EditorRow(QStringLiteral("fault.resetAt"), tr("Reset"), m_resetAt,
                                 tr("At which point the connection is reset (TCP RST)"));
    m_rate = new FieldSpin(PolicyField::Kind::Factor, QStringLiteral("B/s"));
    m_rateRow = new EditorRow(QStringLiteral("fault.bytesPerSecond"), tr("Body's speed"), m_rate,
                              tr("How many bytes of the body come in a second"));
    m_bytes = new FieldSpin(PolicyField::Kind::Count, QStringLiteral("B"));
    m_bytesRow = new EditorRow(QStringLiteral("fault.bytes"), tr("Body's length"), m_bytes,
                               tr("The full length of the body in bytes, as the answer's header says it"));
    for (EditorRow *row : {m_resetAtRow, m_rateRow, m_bytesRow})
        layout->addWidget(row);

    connect(m_resetAt, &QComboBox::activated, this, [this](int place) {
        if (place == int(m_fault.resetAt))
            return;
        m_fault.resetAt = ResetAt(place);
        showUses();
        Q_EMIT edited(tr("Where a connection is reset"), {});
    });
    connectNumber(m_rate, m_rateRow, tr("Speed of a slow body"),
                  [this](double value) { m_fault.bytesPerSecond = value; });
    connectNumber(m_bytes, m_bytesRow, tr("Length of a body"), [this](double value) { m_fault.bytes = int(value); });
}

void FaultEditor::connectNumber(FieldSpin *spin, EditorRow *row, const QString &text, std::function<void(double)> write)
{
    connect(spin, &FieldSpin::edited, this, [this, row, text, write = std::move(write)](double value) {
        write(value);
        row->setUnreadable({});
        Q_EMIT edited(text, row->objectName());
    });
    connect(spin, &FieldSpin::unreadable, row, &EditorRow::setUnreadable);
    connect(spin, &FieldSpin::editingFinished, this, &FaultEditor::gestureEnded);
}

void FaultEditor::setValue(const FaultConfig &fault)
{
    if (fault == m_fault)
        return;
    m_fault = fault;
    showAgain();
}

void FaultEditor::showAgain()
{
    for (EditorRow *row : {m_statusRow, m_headersRow, m_retryAfterRow, m_rateRow, m_bytesRow})
        row->setUnreadable({});
    m_kind->setCurrentIndex(int(m_fault.kind));
    m_pattern->setValue(m_fault);
    m_pattern->showAgain();
    m_status->setValue(m_fault.status);
    m_body->setText(QString::fromUtf8(m_fault.body));
    const auto typed = parseHeaders(m_headers->toPlainText());
    if (!typed || *typed != m_fault.headers)
        m_headers->setText(headersText(m_fault.headers));
    m_retryAfterRow->setOn(m_fault.retryAfter.has_value());
    if (m_fault.retryAfter) {
        m_lastRetryAfter = *m_fault.retryAfter;
        m_retryAfter->setValue(double(m_fault.retryAfter->count()));
    } else {
        m_retryAfter->showNothing();
    }
    m_resetAt->setCurrentIndex(int(m_fault.resetAt));
    m_rate->setValue(m_fault.bytesPerSecond);
    m_bytes->setValue(m_fault.bytes);
    showUses();
}

void FaultEditor::showUses()
{
    const Kind kind = m_fault.kind;
    const QString answer = kind == Kind::Status ? QString() : tr("only for an error answer");
    m_statusRow->setUnusedBecause(
        m_fault.kind == Kind::Status && m_fault.isSequence() ? tr("the answers in turn name it") : answer);
    for (EditorRow *row : {m_bodyRow, m_headersRow, m_retryAfterRow})
        row->setUnusedBecause(answer);
    m_resetAtRow->setUnusedBecause(kind == Kind::Reset ? QString() : tr("only for a connection reset"));
    m_rateRow->setUnusedBecause(kind == Kind::Slow ? QString() : tr("only for a slow body"));
    const bool hasBody = kind == Kind::Slow || kind == Kind::Truncate
        || (kind == Kind::Reset && m_fault.resetAt == ResetAt::Body);
    m_bytesRow->setUnusedBecause(hasBody ? QString() : tr("only for a body that is slow, cut short or reset"));
}

void FaultEditor::editHeaders(const QString &text)
{
    const auto headers = parseHeaders(text);
    m_headersRow->setUnreadable(headers ? QString() : headers.error());
    if (!headers || *headers == m_fault.headers)
        return;
    m_fault.headers = *headers;
    Q_EMIT edited(tr("Headers of a fault"), QStringLiteral("fault.headers"));
}

Expected<FaultConfig::Headers, QString> FaultEditor::parseHeaders(const QString &text)
{
    FaultConfig::Headers headers;
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].trimmed().isEmpty())
            continue;
        const qsizetype colon = lines[i].indexOf(u':');
        if (colon < 1)
            return Unexpected{tr("line %1 must be \"Name: value\"").arg(i + 1)};
        headers.append({lines[i].left(colon).trimmed().toUtf8(), lines[i].mid(colon + 1).trimmed().toUtf8()});
    }
    // As files have them, so that the same headers are equal however they were typed.
    std::ranges::stable_sort(headers, {}, &QPair<QByteArray, QByteArray>::first);
    return headers;
}

QString FaultEditor::headersText(const FaultConfig::Headers &headers)
{
    QStringList lines;
    for (const auto &[name, value] : headers)
        lines.append(QStringLiteral("%1: %2").arg(QString::fromUtf8(name), QString::fromUtf8(value)));
    return lines.join(u'\n');
}

void FaultEditor::takeIssues(ConfigIssues &issues)
{
    m_pattern->takeIssues(issues);
    m_statusRow->setIssue(takeMessages(issues, QStringLiteral("status")));
    m_bodyRow->setIssue(takeMessages(issues, QStringLiteral("body")));
    m_headersRow->setIssue(takeMessages(issues, QStringLiteral("headers")));
    m_retryAfterRow->setIssue(takeMessages(issues, QStringLiteral("retryAfter")));
    m_rateRow->setIssue(takeMessages(issues, QStringLiteral("bytesPerSecond")));
    m_bytesRow->setIssue(takeMessages(issues, QStringLiteral("bytes")));
    QStringList others;
    for (const ConfigIssue &issue : std::as_const(issues))
        others.append(issue.field.isEmpty() ? issue.message : issue.field + u' ' + issue.message);
    issues.clear();
    m_kindRow->setIssue(others.join(QStringLiteral("; ")));
}

} // namespace Fuseboard
