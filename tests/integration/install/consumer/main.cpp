// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include <resilience/base/durationtext.h>
#include <resilience/breaker/circuitbreaker.h>

#include <QCoreApplication>
#include <QDebug>

#include <chrono>

int main(int argc, char *argv[])
{
    using namespace std::chrono_literals;

    QCoreApplication app(argc, argv);

    Fuseboard::CircuitBreaker breaker;
    auto answer = breaker.execute([] { return 42; });
    answer.waitForFinished();
    qInfo() << "answer" << answer.result() << "after at most" << Fuseboard::formatDuration(400ms);
    return answer.result() == 42 && !Fuseboard::formatDuration(400ms).isEmpty() ? 0 : 1;
}
