// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/patterneditor.h"

#include "panels/editorrow.h"
#include "panels/fieldspin.h"
#include "panels/slidernumber.h"
#include "panels/takenissues.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <cmath>

namespace Fuseboard {

using Kind = FaultPattern::Kind;

PatternEditor::PatternEditor(QWidget *parent)
    : QWidget(parent)
    , m_which(new QComboBox)
    , m_shareNumber(new SliderNumber(QStringLiteral("fault.share.number"), PolicyField::Kind::Share, {0, 1, false}))
    , m_number(new FieldSpin(PolicyField::Kind::Count, {}))
    , m_sequence(new QLineEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    makeNarrow(m_which);
    // A share, then in the order of FaultPattern::Kind.
    m_which->addItems({tr("a share"), tr("every n-th"), tr("the first n"), tr("all after the first n"), tr("in turn")});
    m_whichRow = new EditorRow(QStringLiteral("fault.which"), tr("Met by"), m_which,
                               tr("Which requests meet the fault: a share of them by chance, or by their number. What "
                                  "is told by number comes before every share."));
    m_shareRow = new EditorRow(QStringLiteral("fault.share"), tr("Share"), m_shareNumber,
                               tr("The share of requests that meet it, by chance; all shares together at most 100 %"));
    m_numberRow = new EditorRow(QStringLiteral("fault.n"), tr("n"), m_number, tr("A number of requests, from 1"));
    m_sequence->setPlaceholderText(QStringLiteral("503 503 ok"));
    m_sequenceRow = new EditorRow(QStringLiteral("fault.sequence"), tr("Answers"), m_sequence,
                                  tr("The statuses of the answers, one after the other and then again from the first; "
                                     "\"ok\" is a good answer"));
    for (EditorRow *row : {m_whichRow, m_shareRow, m_numberRow, m_sequenceRow})
        layout->addWidget(row);

    connect(m_which, &QComboBox::activated, this, &PatternEditor::editWhich);
    connect(m_shareNumber, &SliderNumber::edited, this, [this](double value) {
        m_share = value;
        m_shareRow->setUnreadable({});
        Q_EMIT edited(tr("Share of a fault"), QStringLiteral("fault.share"));
    });
    connect(m_shareNumber, &SliderNumber::unreadable, m_shareRow, &EditorRow::setUnreadable);
    connect(m_shareNumber, &SliderNumber::gestureEnded, this, &PatternEditor::gestureEnded);
    connect(m_number, &FieldSpin::edited, this, [this](double value) {
        m_pattern->n = quint64(std::max(0LL, std::llround(value)));
        m_numberRow->setUnreadable({});
        Q_EMIT edited(tr("Pattern of a fault"), QStringLiteral("fault.n"));
    });
    connect(m_number, &FieldSpin::unreadable, m_numberRow, &EditorRow::setUnreadable);
    connect(m_number, &FieldSpin::editingFinished, this, &PatternEditor::gestureEnded);
    connect(m_sequence, &QLineEdit::textEdited, this, &PatternEditor::editSequence);
    connect(m_sequence, &QLineEdit::editingFinished, this, &PatternEditor::gestureEnded);
    showAgain();
}

void PatternEditor::setValue(const FaultConfig &fault)
{
    const bool isOther = fault.pattern != m_pattern;
    const bool isOtherShare = fault.share != m_share;
    m_share = fault.share;
    m_pattern = fault.pattern;
    if (isOtherShare) {
        m_shareNumber->setValue(m_share);
        m_shareRow->setUnreadable({});
    }
    if (isOther)
        showAgain();
}

void PatternEditor::write(FaultConfig &fault) const
{
    fault.share = m_share;
    fault.pattern = m_pattern;
}

void PatternEditor::showAgain()
{
    m_which->setCurrentIndex(m_pattern ? 1 + int(m_pattern->kind) : 0);
    const bool isSequence = m_pattern && m_pattern->kind == Kind::Sequence;
    m_shareRow->setVisible(!m_pattern);
    m_numberRow->setVisible(m_pattern && !isSequence);
    m_sequenceRow->setVisible(isSequence);
    m_shareRow->setUnreadable({});
    m_numberRow->setUnreadable({});
    m_sequenceRow->setUnreadable({});
    m_shareNumber->setValue(m_share);
    if (!m_pattern)
        return;
    m_number->setValue(double(m_pattern->n));
    // What is being typed may be written otherwise.
    const auto typed = parseSequence(m_sequence->text());
    if (!typed || *typed != m_pattern->sequence)
        m_sequence->setText(sequenceText(m_pattern->sequence));
}

void PatternEditor::editWhich(int which)
{
    if (which == (m_pattern ? 1 + int(m_pattern->kind) : 0))
        return;
    if (which == 0) {
        m_pattern.reset();
    } else {
        FaultPattern pattern = m_pattern.value_or(FaultPattern{Kind::Every, 3, {}});
        pattern.kind = Kind(which - 1);
        pattern.n = std::max<quint64>(1, pattern.n);
        // The one has no meaning beside the other, and would be lost on the way through a file.
        if (pattern.kind == Kind::Sequence)
            pattern = {Kind::Sequence, 1, {503, 503, 0}};
        else
            pattern.sequence.clear();
        m_pattern = pattern;
    }
    showAgain();
    Q_EMIT edited(tr("Who meets a fault"), {});
}

void PatternEditor::editSequence(const QString &text)
{
    const auto sequence = parseSequence(text);
    m_sequenceRow->setUnreadable(sequence ? QString() : sequence.error());
    if (!sequence || *sequence == m_pattern->sequence)
        return;
    m_pattern->sequence = *sequence;
    Q_EMIT edited(tr("Answers in turn"), QStringLiteral("fault.sequence"));
}

Expected<QList<int>, QString> PatternEditor::parseSequence(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    QList<int> sequence;
    for (const QString &word : text.split(between, Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const int status = word.toInt(&isNumber);
        const bool isOk = word.compare(QStringLiteral("ok"), Qt::CaseInsensitive) == 0;
        if (!isOk && (!isNumber || status == 0))
            return Unexpected{tr("\"%1\" is neither \"ok\" nor an HTTP status such as 503").arg(word)};
        sequence.append(isOk ? 0 : status);
    }
    return sequence;
}

QString PatternEditor::sequenceText(const QList<int> &sequence)
{
    QStringList words;
    for (const int status : sequence)
        words.append(status == 0 ? QStringLiteral("ok") : QString::number(status));
    return words.join(u' ');
}

void PatternEditor::takeIssues(ConfigIssues &issues)
{
    m_shareRow->setIssue(takeMessages(issues, QStringLiteral("share")));
    ConfigIssues pattern = takeBelow(issues, QStringLiteral("pattern"));
    m_sequenceRow->setIssue(takeMessages(pattern, QStringLiteral("sequence")));
    QStringList messages;
    for (const ConfigIssue &issue : std::as_const(pattern))
        messages.append(issue.message);
    m_numberRow->setIssue(messages.join(QStringLiteral("; ")));
    m_whichRow->setIssue(takeMessages(issues, QStringLiteral("pattern")));
}

} // namespace Fuseboard
