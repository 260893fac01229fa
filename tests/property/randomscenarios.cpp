// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenariofile.h"
#include "scenariogenerators.h"

#include <QDir>
#include <QFile>

#include <cstdio>

/// Writes files of random valid scenarios, always the same ones, into a directory: randomscenarios DIRECTORY COUNT.
int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: randomscenarios DIRECTORY COUNT\n", stderr);
        return 2;
    }
    const QDir directory(QString::fromLocal8Bit(argv[1]));
    if (!directory.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "cannot make the directory %s\n", argv[1]);
        return 1;
    }
    const rc::Gen<Fuseboard::Scenario> scenarios = Generators::scenario();
    const int count = QByteArray(argv[2]).toInt();
    for (int i = 0; i < count; ++i) {
        const Fuseboard::Scenario scenario = scenarios(rc::Random(static_cast<uint64_t>(i)), rc::kNominalSize).value();
        QFile file(directory.filePath(QStringLiteral("%1.fuse.json").arg(i)));
        const QByteArray text = Fuseboard::writeScenario(scenario);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            std::fprintf(stderr, "cannot write %s\n", qPrintable(file.fileName()));
            return 1;
        }
    }
    return 0;
}
