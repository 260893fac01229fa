// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace Fuseboard::Cli {

/// Brings SIGINT and SIGTERM into the event loop, once. More of them within a second are taken for the same one; after that one
/// ends the program as usual, which stays so after this is destroyed. One at a time.
class Interrupt : public QObject
{
    Q_OBJECT

public:
    Interrupt();
    ~Interrupt() override;

    bool hasCome() const { return m_hasCome; }

Q_SIGNALS:
    void came();

private:
    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
    bool m_hasCome = false;
};

} // namespace Fuseboard::Cli
