// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A whole policy as JSON: what the defaults are, how one is read from a file, and what a faulty file is told.

#include <resilience/pipeline/pipeline.h>

#include <QJsonDocument>
#include <QTextStream>

using namespace Fuseboard;

int main()
{
    QTextStream out(stdout);

    PolicyConfig defaults;
    defaults.breaker = CircuitBreakerConfig();
    defaults.retry = RetryConfig();
    out << QJsonDocument(defaults.toJson()).toJson();

    const QByteArray file = R"({
        "breaker": {"name": "orders", "rule": "failureRate", "window": {"type": "time", "length": "10s"}},
        "retry": {"maxRetries": 2, "baseDelay": "100ms", "jitter": "full"},
        "timeout": {"perAttempt": "500ms", "overall": "2s"},
        "order": ["retry", "breaker", "timeout"]
    })";
    if (const auto config = PolicyConfig::fromJson(QJsonDocument::fromJson(file).object())) {
        Pipeline pipeline(*config);
        out << "a policy for " << pipeline.breaker()->name() << ", layers:";
        const std::vector<PolicyLayer> layers = config->layers();
        for (const PolicyLayer layer : layers)
            out << ' ' << policyLayerName(layer);
        out << '\n';
    }

    const QByteArray faulty = R"({
        "breaker": {"failureThreshold": 0, "recoveryTime": "10 s", "window": {"size": 0}},
        "retry": {"maxRetry": 2},
        "order": ["retry"]
    })";
    const auto config = PolicyConfig::fromJson(QJsonDocument::fromJson(faulty).object());
    if (!config)
        out << describe(config.error()) << '\n';
}
