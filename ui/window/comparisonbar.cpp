// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/comparisonbar.h"

#include "document/rundocument.h"
#include "document/summarydifference.h"
#include "theme/figures.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostDifferences = 4; // more is a table, which the summary has

} // namespace

ComparisonBar::ComparisonBar(RunDocument *document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_text(new QLabel)
    , m_pin(new QToolButton)
    , m_close(new QToolButton)
{
    setObjectName(u"comparisonBar"_s);
    setFrameShape(QFrame::StyledPanel);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 6, 4);
    layout->setSpacing(8);
    m_text->setObjectName(u"comparisonText"_s);
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    // As high as two lines, always: charts must not move away from under the hand when there is something to say.
    m_text->setFixedHeight(2 * m_text->fontMetrics().lineSpacing());
    layout->addWidget(m_text, 1);
    m_pin->setObjectName(u"comparisonPin"_s);
    m_pin->setText(tr("Keep"));
    m_pin->setToolTip(tr("Keeps the pale run as the baseline: further changes are compared with it"));
    connect(m_pin, &QToolButton::clicked, m_document, &RunDocument::keepComparison);
    layout->addWidget(m_pin);
    m_close->setObjectName(u"comparisonClose"_s);
    m_close->setText(tr("Dismiss"));
    m_close->setToolTip(tr("Takes the pale run away"));
    connect(m_close, &QToolButton::clicked, m_document, &RunDocument::clearComparison);
    layout->addWidget(m_close);
    refresh();
}

void ComparisonBar::setLines(int lines)
{
    m_lines = lines;
    m_text->setFixedHeight(m_lines * m_text->fontMetrics().lineSpacing());
    setVisible(m_lines > 1 || m_document->comparison().canBeShown());
}

QString ComparisonBar::text() const
{
    return accessibleName();
}

void ComparisonBar::say(const QString &with, const QString &said)
{
    const QString whole = with.isEmpty() ? said : with + u' ' + said;
    if (accessibleName() == whole)
        return;
    setAccessibleName(whole);
    m_text->setToolTip(whole);
    // A document, which rich text is, takes twenty times as long to lay out.
    m_text->setTextFormat(with.isEmpty() ? Qt::PlainText : Qt::RichText);
    m_text->setText(with.isEmpty() ? said : u"%1 <b>%2</b>"_s.arg(with.toHtmlEscaped(), said.toHtmlEscaped()));
}

void ComparisonBar::refresh()
{
    const ComparedRun &compared = m_document->comparison();
    const RunSnapshot &before = compared.snapshot();
    const RunSnapshot &now = m_document->snapshot();
    const bool isThere = compared.canBeShown();
    m_pin->setVisible(isThere && compared.kind() == ComparedRun::Kind::BeforeEdit);
    m_close->setVisible(isThere);
    m_text->setEnabled(isThere);
    if (m_lines == 1)
        setVisible(isThere);
    if (!isThere) {
        say({},
            m_document->mode() == RunDocument::Mode::Live
                ? tr("Nothing to compare with. Pin a run as baseline, or compare the live run with its simulation.")
                : tr("Change any setting: the run is computed again, and the previous run stays visible, faded, behind "
                     "it."));
        return;
    }
    if (!m_document->isRunning() && (compared.isBusy() || m_document->isComputing()))
        return; // what was said stays until both runs are at the same moment
    const RunDocument::Spans spans = m_document->comparedSpans();
    QString said;
    if (!spans.areEqual) {
        // Runs of different length have different counts, whatever the policies.
        said = before.now > now.now ? tr("it is %1 long, this run %2; they are compared once this one is as long")
                                          .arg(durationFigure(before.now).text(), durationFigure(now.now).text())
                                    : tr("it is %1 long, this run %2; runs of different length are not compared")
                                          .arg(durationFigure(before.now).text(), durationFigure(now.now).text());
    } else {
        const QStringList differences = differenceTexts(spans.before, spans.now);
        if (!differences.isEmpty())
            said = differences.first(std::min(MostDifferences, differences.size())).join(u", "_s);
        else if (differAtAll(spans.before, spans.now))
            said = tr("no difference beyond what another seed could bring");
        else
            said = tr("no difference yet");
        if (spans.length < now.now)
            said += tr(" (over the first %1)").arg(durationFigure(spans.length).text());
    }
    const bool isOfSeveral = m_document->scenario().endpoints.size() > 1;
    const QString with = (isOfSeveral ? tr("Against %1, all endpoints:") : tr("Against %1:")).arg(compared.name());
    say(with, said);
}

} // namespace Fuseboard
