// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// One circuit breaker per host, made when the host is first called.

#include <resilience/base/exception.h>
#include <resilience/breaker/breakerregistry.h>

#include <QTextStream>
#include <QUrl>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

int main()
{
    QTextStream out(stdout);

    CircuitBreakerConfig config; // for every host; the name is the key
    config.failureThreshold = 2;
    BreakerRegistry registry(config);
    QObject::connect(&registry, &BreakerRegistry::breakerAdded,
                     [&](const QString &host) { out << "new: " << host << '\n'; });

    const auto fetch = [&](const QUrl &url) {
        return registry.breaker(url.host())->execute([&] {
            if (url.host() == u"down.example.com")
                throw ConnectionError(u"connection refused"_s);
            return u"page "_s + url.path();
        });
    };

    for (const QString &address :
         {u"https://up.example.com/a"_s, u"https://down.example.com/b"_s, u"https://down.example.com/c"_s,
          u"https://down.example.com/d"_s, u"https://up.example.com/e"_s}) {
        fetch(QUrl(address))
            .then([&, address](const QString &page) { out << address << ": " << page << '\n'; })
            .onFailed(
                [&, address](const ErrorException &e) { out << address << ": " << errorKindName(e.kind()) << '\n'; });
    }

    const QStringList hosts = registry.keys();
    for (const QString &host : hosts)
        out << host << " is " << breakerStateName(registry.find(host)->state()) << '\n';
}
