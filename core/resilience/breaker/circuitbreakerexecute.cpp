// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/circuitbreakerexecute.h"

namespace Fuseboard::Detail {

namespace {

/// One attempt, if the breaker admits it. Needs no scheduler: the permit has the breaker's clock.
class BreakerCall final : public CallControl
{
public:
    explicit BreakerCall(std::shared_ptr<BreakerGate> gate)
        : m_gate(std::move(gate))
    {
    }

    Answer start() override
    {
        auto permit = m_gate->tryAcquire();
        // A slot may have ended the call; then the permit goes back right here.
        if (isAbandoned())
            return {};
        if (!permit) {
            m_error = toError(permit.error(), m_gate->gateName(), m_gate->whyOpened());
            return {Next::Fail};
        }
        m_permit = *std::move(permit);
        return {Next::Attempt};
    }

    Answer attemptSucceeded() override
    {
        m_permit.success();
        return {Next::Succeed};
    }

    Answer attemptFailed(const Error &error) override
    {
        m_permit.failure(error);
        return {Next::Fail};
    }

    Error error() const override { return m_error; }

private:
    void abandoned() override { m_permit.giveBack(); }

    std::shared_ptr<BreakerGate> m_gate;
    Permit m_permit;
    Error m_error;
};

} // namespace

CallSetup breakerCall(const CircuitBreaker &breaker)
{
    return {std::make_unique<BreakerCall>(breaker.gate()), breaker.classifier(), nullptr, nullptr};
}

} // namespace Fuseboard::Detail
