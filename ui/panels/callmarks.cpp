// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/callmarks.h"

#include "panels/waterfall.h"
#include "theme/figures.h"
#include "theme/fonts.h"

#include <QCoreApplication>
#include <QIconEngine>
#include <QPainter>
#include <QStringList>

namespace Fuseboard {

namespace {

class MarkIconEngine final : public QIconEngine
{
public:
    explicit MarkIconEngine(Mark mark)
        : m_mark(std::move(mark))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        const int side = rect.width();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_mark.colour);
        painter->drawRoundedRect(rect, side * 0.28, side * 0.28);
        QFont letter = headingFont();
        letter.setPixelSize(qRound(side * 0.72));
        painter->setFont(letter);
        painter->setPen(m_mark.ink());
        painter->drawText(rect, Qt::AlignCenter, m_mark.letter);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new MarkIconEngine(m_mark); }

private:
    Mark m_mark;
};

QString tr(const char *text)
{
    return QCoreApplication::translate("CallMarks", text);
}

QString kindWords(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Connection:
        return tr("no connection");
    case ErrorKind::Timeout:
        return tr("time limit ran out");
    case ErrorKind::Protocol:
        return tr("unusable answer");
    case ErrorKind::Security:
        return tr("no trusted TLS connection");
    case ErrorKind::Redirect:
        return tr("redirect not followed");
    case ErrorKind::TooLarge:
        return tr("answer too large");
    case ErrorKind::Encoding:
        return tr("unusable content encoding");
    case ErrorKind::RateLimited:
        return tr("too many requests");
    case ErrorKind::Authentication:
        return tr("not authorised");
    case ErrorKind::NotFound:
        return tr("not found");
    case ErrorKind::Server:
        return tr("server error");
    case ErrorKind::Client:
        return tr("request refused");
    case ErrorKind::Any:
    case ErrorKind::Network:
    case ErrorKind::Api:
    case ErrorKind::Other:
        return tr("other error");
    case ErrorKind::CircuitOpen:
        return tr("rejected by the breaker");
    case ErrorKind::Rejected:
    case ErrorKind::Overload:
        return tr("rejected");
    case ErrorKind::Cancelled:
        return tr("cancelled");
    }
    Q_UNREACHABLE();
}

} // namespace

CallOutcome outcomeOf(const RecordedCall &call)
{
    if (call.ending.isSuccess)
        return CallOutcome::Succeeded;
    if (isA(call.ending.kind, ErrorKind::Cancelled))
        return CallOutcome::Cancelled;
    return isA(call.ending.kind, ErrorKind::Rejected) && call.attempts.empty() ? CallOutcome::Rejected
                                                                               : CallOutcome::Failed;
}

Mark markOf(CallOutcome outcome)
{
    switch (outcome) {
    case CallOutcome::Succeeded:
        return markOf(Outcome::Succeeded);
    case CallOutcome::Failed:
        return markOf(Outcome::Failed);
    case CallOutcome::Rejected:
        return markOf(Outcome::Rejected);
    case CallOutcome::Cancelled:
        return {markOf(BreakerState::Disabled).colour, QStringLiteral("X"), tr("cancelled"), Qt::DiagCrossPattern};
    }
    Q_UNREACHABLE();
}

Mark markOf(const RecordedAttempt &attempt)
{
    if (!attempt.ending)
        return markOf(CallOutcome::Cancelled);
    if (attempt.ending->isSuccess)
        return markOf(CallOutcome::Succeeded);
    if (isA(attempt.ending->kind, ErrorKind::Cancelled))
        return markOf(CallOutcome::Cancelled);
    if (isA(attempt.ending->kind, ErrorKind::Timeout))
        return {markOf(BreakerState::HalfOpen).colour, QStringLiteral("T"), tr("time limit ran out"), Qt::VerPattern};
    return markOf(CallOutcome::Failed);
}

QString endingWords(const Ending &ending)
{
    const QString words = ending.isSuccess ? tr("succeeded") : kindWords(ending.kind);
    return ending.status > 0 ? QStringLiteral("%1 (%2)").arg(words).arg(ending.status) : words;
}

QIcon markIcon(const Mark &mark)
{
    return QIcon(new MarkIconEngine(mark));
}

QString callWords(const RecordedCall &call)
{
    QStringList lines;
    const Mark outcome = markOf(outcomeOf(call));
    lines.append(tr("Call %1, due at %2: %3 after %4")
                     .arg(QString::number(call.number), momentText(call.due), outcome.name,
                          durationFigure(call.latency).text()));
    if (!call.ending.isSuccess)
        lines.last() += QStringLiteral(", ") + endingWords(call.ending);
    for (const WaterfallPart &part : waterfallParts(call)) {
        const QString length = durationFigure(part.end - part.begin).text();
        switch (part.kind) {
        case WaterfallPart::Kind::Late:
            lines.append(tr("%1 late, or queued in the client").arg(length));
            break;
        case WaterfallPart::Kind::Wait:
            lines.append(tr("waited %1").arg(length));
            break;
        case WaterfallPart::Kind::Attempt: {
            const RecordedAttempt &attempt = call.attempts[std::size_t(part.attempt)];
            lines.append(tr("Attempt %1 at +%2: %3, %4")
                             .arg(QString::number(part.attempt + 1), durationFigure(part.begin).text(), length,
                                  attempt.ending ? endingWords(*attempt.ending) : tr("the call was over before")));
            break;
        }
        }
    }
    if (call.attempts.empty())
        lines.append(tr("Nothing was sent"));
    return lines.join(u'\n');
}

} // namespace Fuseboard
