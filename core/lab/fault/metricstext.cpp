// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/metricstext.h"

#include "lab/fault/faultserver.h"

#include <QLocale>

namespace Fuseboard {

namespace {

QByteArray labelled(QByteArray name, const QByteArray &value)
{
    QByteArray escaped = value;
    escaped.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return name + "=\"" + escaped + '"';
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

/// One metric after the other: what it is, then its samples.
class Exposition
{
public:
    void begin(const QByteArray &name, const char *type, const char *help)
    {
        m_name = name;
        m_text += "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }
    void sample(const QByteArray &labels, const QByteArray &value, const char *suffix = "")
    {
        m_text += m_name + suffix + (labels.isEmpty() ? QByteArray() : '{' + labels + '}') + ' ' + value + '\n';
    }
    void sample(const QByteArray &labels, quint64 value, const char *suffix = "")
    {
        sample(labels, QByteArray::number(value), suffix);
    }

    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

void addHistogram(Exposition &exposition, const QByteArray &endpoint, const RequestCounts &counts)
{
    quint64 sum = 0;
    for (std::size_t i = 0; i < counts.latencies.size(); ++i) {
        sum += counts.latencies[i];
        const QByteArray bound = i < RequestCounts::Bounds.size() ? number(RequestCounts::Bounds[i]) : "+Inf";
        exposition.sample(endpoint + ',' + labelled("le", bound), sum, "_bucket");
    }
    exposition.sample(endpoint, number(std::chrono::duration<double>(counts.latencySum).count()), "_sum");
    exposition.sample(endpoint, sum, "_count");
}

} // namespace

QByteArray metricsText(const FaultServer &server)
{
    QList<EndpointState> states;
    QList<QByteArray> labels;
    for (int i = 0; i < server.endpoints().size(); ++i) {
        states.append(server.state(i));
        labels.append(labelled("endpoint", server.endpoints()[i].name.toUtf8()));
    }

    Exposition all;
    all.begin("fuseboard_requests_total", "counter", "Requests by what became of them.");
    for (qsizetype i = 0; i < states.size(); ++i) {
        for (int outcome = 0; outcome < RequestCounts::Outcomes; ++outcome) {
            const auto which = static_cast<RequestOutcome>(outcome);
            all.sample(labels[i] + ',' + labelled("outcome", outcomeName(which).toUtf8()), states[i].counts.of(which));
        }
    }
    all.begin("fuseboard_requests_in_progress", "gauge", "Requests being worked on.");
    for (qsizetype i = 0; i < states.size(); ++i)
        all.sample(labels[i], static_cast<quint64>(states[i].working));
    all.begin("fuseboard_requests_waiting", "gauge", "Requests in the queue for a worker.");
    for (qsizetype i = 0; i < states.size(); ++i)
        all.sample(labels[i], static_cast<quint64>(states[i].waiting));
    all.begin("fuseboard_request_duration_seconds", "histogram",
              "From a request's coming to its answer, waiting included.");
    for (qsizetype i = 0; i < states.size(); ++i)
        addHistogram(all, labels[i], states[i].counts);
    all.begin("fuseboard_endpoint_health", "gauge", "1 for what the endpoint really is, 0 for what it is not.");
    for (qsizetype i = 0; i < states.size(); ++i) {
        for (const Health health : {Health::Healthy, Health::Degraded, Health::Down}) {
            all.sample(labels[i] + ',' + labelled("health", healthName(health).toUtf8()),
                       quint64(states[i].health == health ? 1 : 0));
        }
    }
    all.begin("fuseboard_connections", "gauge", "Open connections.");
    all.sample({}, static_cast<quint64>(server.openConnections()));
    all.begin("fuseboard_connections_total", "counter", "Connections that were accepted.");
    all.sample({}, server.counts().connections);
    all.begin("fuseboard_connections_turned_away_total", "counter", "Connections beyond the limit, closed at once.");
    all.sample({}, server.counts().turnedAway);
    return all.text();
}

} // namespace Fuseboard
