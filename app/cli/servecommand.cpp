// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "servecommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/fault/controlserver.h"
#include "lab/fault/faultserver.h"
#include "lab/fault/openfiles.h"
#include "lab/fault/phaseplayer.h"
#include "lab/file/plainline.h"
#include "listenaddress.h"
#include "resilience/base/durationtext.h"
#include "scenarioargument.h"

#include <QEventLoop>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

struct Plan
{
    Scenario scenario;
    ListenAddress listen;
    ListenAddress control;
};

Expected<Plan, Failure> makePlan(const ServeOptions &options)
{
    const auto badUsage = [](const QString &message) { return Unexpected{Failure{ExitCode::BadUsage, message}}; };

    const auto scenario = findScenario(options.scenario, options.settings, options.seed);
    if (!scenario)
        return Unexpected{scenario.error()};
    const auto listen = ListenAddress::parse(options.listen);
    if (!listen)
        return badUsage(u"--listen: "_s + listen.error());
    const auto control = ListenAddress::parse(options.control);
    if (!control)
        return badUsage(u"--control: "_s + control.error());
    return Plan{*scenario, *listen, *control};
}

void warnOfOthers(const QString &option, const QHostAddress &address)
{
    if (!address.isLoopback()) {
        writeStandardError(
            u"fuseboard-cli: warning: %1 %2 lets other machines in; nothing asks them who they are\n"_s.arg(
                option, address.toString()));
    }
}

Failure cannotListen(const QString &option, const QString &error)
{
    return {ExitCode::CannotRun, u"%1; choose another port with %2, or 0 for a free one"_s.arg(error, option)};
}

/// Cuts the connections to endpoints to what this process may have open, so that the control port can still be reached when
/// there are as many, and says so.
FaultServer::Limits withinOpenFiles(FaultServer::Limits limits)
{
    constexpr int mostReserved = 80; // for the control port's connections, and a few files
    const int left = freeOpenFiles();
    const int most = left - std::min(mostReserved, left / 4);
    if (most < limits.connections) {
        writeStandardError(
            u"fuseboard-cli: warning: at most %1 connections at once instead of %2, because this process may "
            "have %3 files open (ulimit -n)\n"_s.arg(most)
                .arg(limits.connections)
                .arg(mostOpenFiles()));
        limits.connections = most;
    }
    return limits;
}

/// @p name, in quotes where its line could be taken for the control port's.
QByteArray announcedName(const QString &name)
{
    const bool isQuoted = name == "control"_L1 || name.startsWith("control "_L1) || name.startsWith(u'"');
    QString text = plainLine(name);
    if (isQuoted)
        text = u'"' + text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
    return text.toUtf8();
}

QByteArray announcement(const FaultServer &server, const ListenAddress &control, quint16 controlPort)
{
    QByteArray lines;
    for (int i = 0; i < server.endpoints().size(); ++i) {
        const EndpointConfig &config = server.endpoints()[i];
        lines += announcedName(config.name) + ' ' + config.method + ' ' + server.urls(i).first().toUtf8() + '\n';
    }
    return lines + "control " + httpUrl(control.address, controlPort).toEncoded() + '\n';
}

} // namespace

std::optional<Failure> serveScenario(const ServeOptions &options)
{
    const auto plan = makePlan(options);
    if (!plan)
        return plan.error();

    Interrupt interrupt;
    FaultServer server(plan->scenario.endpoints, plan->scenario.seed);
    if (const auto ports = server.listen(1, plan->listen.address, plan->listen.port); !ports)
        return cannotListen(u"--listen"_s, ports.error());
    ControlServer control(server);
    const auto controlPort = control.listen(plan->control.address, plan->control.port);
    if (!controlPort)
        return cannotListen(u"--control"_s, controlPort.error());
    FaultServer::Limits limits;
    limits.connections = 10'000;
    server.setLimits(withinOpenFiles(limits));
    warnOfOthers(u"--listen"_s, plan->listen.address);
    warnOfOthers(u"--control"_s, plan->control.address);

    PhasePlayer player(server);
    const TimePoint start = server.scheduler().clock().now();
    if (!options.isQuiet && isStandardErrorTerminal()) {
        QObject::connect(&player, &PhasePlayer::phaseEntered, &player, [&](int endpoint, qsizetype phase) {
            const EndpointConfig &config = server.endpoints()[endpoint];
            const PhaseConfig &entered = config.phases[phase];
            writeStandardError(u"%1  %2: %3, %4\n"_s.arg(displayDuration(server.scheduler().clock().now() - start), 8)
                                   .arg(config.name, entered.name, healthName(entered.effectiveHealth())));
        });
    }
    player.play(options.isLooped ? plan->scenario.duration : Duration::zero());
    if (auto failure = writeStandardOutput(announcement(server, plan->control, *controlPort)))
        return failure;

    QEventLoop loop;
    QObject::connect(&interrupt, &Interrupt::came, &loop, &QEventLoop::quit);
    if (!interrupt.hasCome())
        loop.exec();
    const Duration served = server.scheduler().clock().now() - start;
    return Failure{
        ExitCode::Interrupted,
        u"interrupted after %1; served %2 requests"_s.arg(displayDuration(served)).arg(server.counts().requests)};
}

} // namespace Fuseboard::Cli
