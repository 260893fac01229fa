// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policyfields.h"

#include <algorithm>

namespace Fuseboard::PolicyFields {

namespace {

using Order = std::vector<PolicyLayer>;

PolicyField limit(const QString &name, const QString &label, const QString &toolTip, double whenSwitchedOn,
                  std::optional<Duration> TimeoutConfig::*member)
{
    PolicyField field{
        QStringLiteral("timeout.") + name, Part::Timeout, Kind::Length, label, toolTip, {}, 10 * ms, 60 * s, true};
    field.isOptional = true;
    field.whenSwitchedOn = whenSwitchedOn;
    field.value = [member](const PolicyConfig &p) {
        return p.timeout.*member ? Value(toNumber(*(p.timeout.*member))) : Value();
    };
    field.set = [member](PolicyConfig &p, Value v) {
        p.timeout.*member = v ? std::optional(lengthOf(*v)) : std::nullopt;
    };
    return field;
}

QString onlyWithConnections(const PolicyConfig &policy)
{
    return policy.connections.max ? QString() : tr("Without a number of connections no attempt waits for one.");
}

QList<PolicyField> connectionFields()
{
    PolicyField most{QStringLiteral("connections.max"),
                     Part::Timeout,
                     Kind::Count,
                     tr("Connections"),
                     tr("How many connections the client has. Attempts that find none free wait in the client. "
                        "Without a number there are as many as are needed."),
                     {},
                     1,
                     100,
                     true};
    most.isOptional = true;
    most.whenSwitchedOn = 6;
    most.value = [](const PolicyConfig &p) { return p.connections.max ? Value(*p.connections.max) : Value(); };
    most.set = [](PolicyConfig &p, Value v) {
        p.connections.max = v ? std::optional(fromNumber<int>(*v)) : std::nullopt;
    };

    PolicyField wait{QStringLiteral("connections.maxWait"),
                     Part::Timeout,
                     Kind::Length,
                     tr("Wait for one"),
                     tr("An attempt that waits longer for a connection is given up: the call ends as overload, and no "
                        "breaker counts it."),
                     {},
                     10 * ms,
                     60 * s,
                     true};
    wait.isOptional = true;
    wait.whenSwitchedOn = 5 * s;
    wait.value = [](const PolicyConfig &p) {
        return p.connections.maxWait ? Value(toNumber(*p.connections.maxWait)) : Value();
    };
    wait.set = [](PolicyConfig &p, Value v) { p.connections.maxWait = v ? std::optional(lengthOf(*v)) : std::nullopt; };
    wait.unusedBecause = onlyWithConnections;
    return {most, wait};
}

/// Every order of the three layers, then every order of the four: where the overall limit is not named it stands just outside
/// retry.
const QList<Order> &orders()
{
    static const QList<Order> all = [] {
        QList<Order> list;
        for (Order layers :
             {Order{PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout},
              Order{PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout, PolicyLayer::Overall}}) {
            do {
                list.append(layers);
            } while (std::ranges::next_permutation(layers).found);
        }
        return list;
    }();
    return all;
}

QString layerLabel(PolicyLayer layer)
{
    switch (layer) {
    case PolicyLayer::Breaker:
        return tr("breaker");
    case PolicyLayer::Retry:
        return tr("retry");
    case PolicyLayer::Timeout:
        return tr("attempt limit");
    case PolicyLayer::Overall:
        break;
    }
    return tr("overall limit");
}

/// What is not named does not apply, so it may as well stand at the end.
Order completed(Order order)
{
    for (const PolicyLayer layer : {PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout}) {
        if (std::ranges::find(order, layer) == order.end())
            order.push_back(layer);
    }
    return order;
}

PolicyField orderField()
{
    PolicyField order{
        QStringLiteral("order"), Part::Timeout, Kind::Choice, tr("Order"),
        tr("Which layer is around which, the outermost first. A breaker outside of retry counts calls, one "
           "inside counts attempts. Where the overall limit is not named it stands just outside of retry.")};
    for (const Order &layers : orders()) {
        QStringList names;
        for (const PolicyLayer layer : layers)
            names.append(layerLabel(layer));
        order.choices.append(names.join(QStringLiteral(" › ")));
    }
    order.value = [](const PolicyConfig &p) { return Value(double(orders().indexOf(completed(p.order)))); };
    order.set = [](PolicyConfig &p, Value v) {
        if (v && *v >= 0)
            p.order = orders().value(int(std::llround(*v)));
    };
    return order;
}

} // namespace

QList<PolicyField> timeoutFields()
{
    return QList<PolicyField>{limit(QStringLiteral("perAttempt"), tr("Per attempt"),
                                    tr("An attempt that takes longer is given up, and counts as a failure."), 2 * s,
                                    &TimeoutConfig::perAttempt),
                              limit(QStringLiteral("overall"), tr("Whole call"),
                                    tr("A call that takes longer, its waits and retries included, is given up."),
                                    10 * s, &TimeoutConfig::overall)}
    + connectionFields() + QList<PolicyField>{orderField()};
}

} // namespace Fuseboard::PolicyFields
