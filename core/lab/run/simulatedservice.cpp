// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedservice.h"

#include "lab/fault/faultanswer.h"
#include "lab/fault/requestparser.h"
#include "resilience/base/saturatingadd.h"
#include "resilience/http/answerverdict.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/http/contentdecoder.h"
#include "resilience/http/headerrules.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

namespace {

Duration dripTime(const FaultAnswer &answer)
{
    const double seconds = double(answer.drip) / answer.bytesPerSecond;
    constexpr double longest = 1e9;
    return Duration(std::llround(std::min(seconds, longest) * 1e9));
}

/// An answer as it goes over the wire.
struct Message
{
    int status = 0; ///< 0: it is no HTTP
    HeaderList headers;
    QByteArray body;

    static Message of(const QByteArray &bytes)
    {
        Message message;
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (!bytes.startsWith("HTTP/1.1 ") || end < 0)
            return message;
        message.body = bytes.mid(end + 4);
        QList<QByteArray> lines = bytes.first(end).split('\n');
        message.status = lines.takeFirst().split(' ').value(1).toInt();
        for (const QByteArray &line : lines) {
            const qsizetype colon = line.indexOf(':');
            message.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
        }
        message.headers = joined(message.headers);
        return message;
    }
};

/// Where a Retry-After has a date and the answer has none, that is held against the client's clock. A simulation has no date: the
/// wait counts as over.
QDateTime noDate()
{
    return QDateTime(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);
}

} // namespace

SimulatedService::SimulatedService(const EndpointConfig &config, FaultLuck luck, SimulatedRequests &requests)
    : m_config(config)
    , m_luck(luck)
    , m_requests(requests)
    , m_countsWork(config.capacity.has_value())
    , m_places(config.capacity)
{
    for (const PhaseConfig &phase : config.phases) {
        m_countsWork |= phase.perConcurrent > Duration::zero()
            || (phase.rampTo && phase.rampTo->perConcurrent.value_or(Duration::zero()) > Duration::zero());
    }
    settle();
}

void SimulatedService::enterPhase(qsizetype phase, TimePoint now)
{
    m_phase = phase;
    m_phaseBegan = now;
    settle();
}

void SimulatedService::setOverride(const EndpointOverride &byHand)
{
    m_byHand = byHand;
    settle();
}

void SimulatedService::settle()
{
    m_model = PhaseModel(m_byHand.applied(m_config.phases[m_phase]));
    m_aheadOf = 0;
    m_verdicts.clear();
    ++m_version;
}

TimePoint SimulatedService::phaseEnd() const
{
    return saturatingAdd(m_phaseBegan, m_model.config().length);
}

SimulatedService::Latency SimulatedService::decide(const Asked &asked, TimePoint now, Answer &answer)
{
    const FaultDraw draw = drawOf(asked.call, asked.attempt, now);
    if (!draw.fault) {
        answer.ending = Ending::success(200);
        answer.retryAfter.reset();
        answer.drip = {};
        answer.next = NoRequest;
        answer.isHeard = answer.wasDelivered = answer.takesWorker = true;
    } else {
        answer = answerTo(draw, asked);
        if (draw.fault->isConnectReset())
            answer.wasDelivered = !isShut(now);
    }
    return {draw.latency, m_version};
}

Duration SimulatedService::workTime(quint64 call, quint64 attempt, const Latency &decided, TimePoint now) const
{
    const PhaseConfig &phase = m_model.config();
    const int others = phase.perConcurrent == Duration::zero() && !phase.rampTo ? 0 : m_places.working() - 1;
    if (others == 0 && decided.version == m_version && !phase.rampTo)
        return decided.alone;
    return m_model.draw(m_luck, call, attempt, now - m_phaseBegan, others).latency;
}

/// What a request that is alone meets.
FaultDraw SimulatedService::drawOf(quint64 call, quint64 attempt, TimePoint now)
{
    if (attempt == 1 && !m_model.config().rampTo) {
        const bool isNext = call == std::exchange(m_latestCall, call) + 1;
        if (m_aheadOf > 0 && call - m_aheadOf < m_ahead.size())
            return m_ahead[call - m_aheadOf];
        if (isNext) {
            drawAhead(call);
            return m_ahead.front();
        }
    }
    return m_model.draw(m_luck, call, attempt, now - m_phaseBegan);
}

void SimulatedService::drawAhead(quint64 call)
{
    m_aheadOf = call;
    for (FaultDraw &draw : m_ahead)
        draw = m_model.draw(m_luck, call++, 1, {});
}

const SimulatedService::Answer &SimulatedService::answerTo(const FaultDraw &draw, const Asked &asked)
{
    const bool isLast = asked.redirectsBefore >= ApiClientConfig().maxRedirects;
    for (const Verdict &verdict : m_verdicts) {
        if (verdict.fault == draw.fault && verdict.status == draw.status && verdict.request == asked.request
            && verdict.isLast == isLast)
            return verdict.answer;
    }
    m_verdicts.push_back(
        {draw.fault, draw.status, asked.request, isLast, judged(draw, asked.request, asked.redirectsBefore)});
    return m_verdicts.back().answer;
}

/// Looks at the bytes that the server would send as the client would.
SimulatedService::Answer SimulatedService::judged(const FaultDraw &draw, quint32 request, int redirectsBefore) const
{
    const SimulatedRequests::Request &asked = m_requests[request];
    FaultRequest seen;
    seen.method = asked.plan.method;
    seen.target = asked.target;
    seen.path = asked.path;
    seen.isKeepAlive = true;
    const FaultAnswer sent = answerOf(draw, seen);
    Message message = Message::of(sent.bytes);
    Answer answer;
    answer.takesWorker = draw.fault->takesWorker();
    constexpr int Continue = 100; // QNetworkAccessManager waits for what comes after it
    if (sent.end == FaultAnswer::End::Silent || message.status == Continue) {
        answer.isHeard = false;
        return answer;
    }
    answer.drip = dripTime(sent);

    const ApiClientConfig client;
    AnswerRules rules = AnswerRules::of(client);
    rules.writesMessages = false;
    AnswerFacts facts;
    facts.method = asked.plan.method;
    facts.mayRepeat = asked.plan.isIdempotent;
    facts.url = asked.plan.request.url();
    facts.redirectsBefore = redirectsBefore;
    facts.status = message.status;
    facts.headers = std::move(message.headers);
    facts.bodySize = message.body.size() + sent.drip;
    facts.now = noDate();
    if (message.status == 0)
        facts.transfer = asked.plan.isIdempotent ? Transfer::Lost : Transfer::NotRepeated;
    else if (sent.end == FaultAnswer::End::Reset)
        facts.transfer = Transfer::Cut;
    constexpr int PartialContent = 206;
    if (asked.plan.unpacks && facts.status != PartialContent && mayHaveBody(facts.method, facts.status)
        && findHeader(facts.headers, "Content-Encoding"))
        facts.content = decodeContent(message.body, facts.headers, client.maxResponseSize).fault;

    const AnswerVerdict verdict = judge(facts, rules);
    switch (verdict.what) {
    case AnswerVerdict::What::Success:
        answer.ending = Ending::success(facts.status);
        answer.retryAfter = errorOfAnswer(ErrorKind::Api, facts).retryAfter; // if the policy takes it for an error
        break;
    case AnswerVerdict::What::Failure:
        answer.ending = Ending::of(verdict.error);
        answer.retryAfter = verdict.error.retryAfter;
        break;
    case AnswerVerdict::What::Follow:
        answer.next = m_requests.follow(request, verdict.redirect);
        break;
    }
    return answer;
}

SimulatedService::Answer SimulatedService::refusal()
{
    Answer answer;
    answer.ending = Ending::failure(ErrorKind::Server, 503);
    return answer;
}

} // namespace Fuseboard
