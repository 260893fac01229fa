// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// The tree of error kinds, and which handler sees which.

#include <resilience/base/exception.h>
#include <resilience/breaker/circuitbreaker.h>

#include <QTextStream>

#include <stdexcept>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString whoCatches(QFuture<QString> answer)
{
    try {
        return answer.result();
    } catch (const RateLimitedError &e) {
        return u"RateLimitedError, wait %1 s"_s.arg(e.retryAfter().value_or(1s) / 1s);
    } catch (const ApiError &e) {
        return u"ApiError, HTTP status %1"_s.arg(e.error().httpStatus.value_or(0));
    } catch (const NetworkError &) {
        return u"NetworkError"_s;
    } catch (const RejectedError &) {
        return u"RejectedError"_s;
    } catch (const ErrorException &) {
        return u"ErrorException"_s;
    } catch (const std::exception &e) {
        return u"std::exception, "_s + QString::fromUtf8(e.what());
    }
}

Error makeError(ErrorKind kind, std::optional<int> status = {}, std::optional<Duration> retryAfter = {})
{
    Error error;
    error.kind = kind;
    error.httpStatus = status;
    error.retryAfter = retryAfter;
    return error;
}

} // namespace

int main()
{
    QTextStream out(stdout);

    const QStringList kinds = errorKindNames();
    for (const QString &name : kinds) {
        int depth = 0;
        for (auto kind = errorKindFromName(name); (kind = parentOf(*kind)); ++depth) {}
        out << QString(2 * depth, u' ') << name << '\n';
    }
    out << '\n';

    CircuitBreaker breaker;
    const auto ask = [&](const QString &title, auto thrower) {
        out << title << " -> " << whoCatches(breaker.execute([&]() -> QString {
            thrower();
            return u"nobody"_s;
        })) << '\n';
    };
    ask(u"429"_s, [] { throw RateLimitedError(makeError(ErrorKind::RateLimited, 429, 7s)); });
    ask(u"503"_s, [] { throw ServerError(makeError(ErrorKind::Server, 503)); });
    ask(u"timeout"_s, [] { throw TimeoutError(); });
    ask(u"std::runtime_error"_s, [] { throw std::runtime_error("out of cheese"); });
    ask(u"no error"_s, [] {});

    breaker.forceOpen();
    ask(u"open circuit"_s, [] {});
}
