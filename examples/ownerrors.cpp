// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Exceptions and return values of one's own, and what a policy is to make of them.

#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/retry/retry.h>

#include <QTextStream>

#include <stdexcept>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

struct DatabaseError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

struct Deadlock : DatabaseError
{
    using DatabaseError::DatabaseError;
};

struct Answer
{
    int code = 0;
};

} // namespace

int main()
{
    QTextStream out(stdout);
    VirtualScheduler time;

    RetryConfig config;
    config.retryErrors = {ErrorKind::Server};
    Retry retry(config, &time);

    Classifier classifier;
    classifier.onException<Deadlock>([](const Deadlock &) { return ErrorKind::Server; });
    classifier.onResult<Answer>(
        [](const Answer &a) { return a.code == 0 ? std::nullopt : std::optional(ErrorKind::Server); });
    retry.setClassifier(classifier);

    QObject::connect(&retry, &Retry::attemptFailed, [&](quint64, int attempt, const Error &error) {
        out << "  attempt " << attempt << ": " << describe(error) << '\n';
    });
    const auto finish = [&] {
        while (time.runNext()) {}
    };

    out << "a deadlock is worth another try:\n";
    int attempts = 0;
    retry
        .execute([&attempts] {
            if (++attempts == 1)
                throw Deadlock("deadlock");
        })
        .then([&] { out << "  done\n"; });
    finish();

    out << "another error of the database is not, and arrives as it was thrown:\n";
    retry.execute([] { throw DatabaseError("no such table"); }).onFailed([&](const DatabaseError &e) {
        out << "  DatabaseError: " << e.what() << '\n';
    });
    finish();

    out << "a value may be a failure too; the last one is what the caller gets:\n";
    retry.execute([code = 4]() mutable { return Answer{code++}; }).then([&](Answer answer) {
        out << "  the answer's code is " << answer.code << '\n';
    });
    finish();
}
