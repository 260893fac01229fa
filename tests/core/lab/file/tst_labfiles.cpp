// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/file/filereplacement.h"
#include "lab/file/filetext.h"
#include "lab/file/plainline.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(bytes), bytes.size());
}

unsigned modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode : 0;
}

QStringList entries(const QTemporaryDir &directory)
{
    return QDir(directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

class LabFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void replacesAndMakesFiles()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"a.json"_s);
        QCOMPARE(replaceFile(path, "one"), std::nullopt);
        QCOMPARE(content(path), "one");
        const mode_t mask = ::umask(0);
        ::umask(mask);
        QCOMPARE(modeOf(path) & 0777, 0666 & ~mask);
        ::chmod(QFile::encodeName(path).constData(), 0640);
        QCOMPARE(replaceFile(path, {}), std::nullopt);
        QCOMPARE(content(path), "");
        QCOMPARE(modeOf(path) & 0777, 0640U);
        QCOMPARE(entries(directory), QStringList{u"a.json"_s});
        // A name as long as names may be.
        const QString longest = directory.filePath(QString(255, u'x'));
        QCOMPARE(replaceFile(longest, "long"), std::nullopt);
        QCOMPARE(content(longest), "long");
    }

    void aLimitOfTheFilesSizeLeavesTheOldContent_data()
    {
        QTest::addColumn<qsizetype>("size");
        // Below and above what buffers commonly hold.
        QTest::newRow("small") << qsizetype(100);
        QTest::newRow("large") << qsizetype(100'000);
    }

    void aLimitOfTheFilesSizeLeavesTheOldContent()
    {
        QFETCH(qsizetype, size);

        const QTemporaryDir directory;
        const QString path = directory.filePath(u"a.json"_s);
        write(path, "precious");
        reportFileSizeLimit();
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        std::optional<QString> failure;
        {
            const auto restored = qScopeGuard([&] { ::setrlimit(RLIMIT_FSIZE, &before); });
            const rlimit small{10, before.rlim_max};
            QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
            failure = replaceFile(path, QByteArray(size, 'x'));
        }
        QCOMPARE(failure, u"File too large"_s);
        QCOMPARE(content(path), "precious");
        QCOMPARE(entries(directory), QStringList{u"a.json"_s});
    }

    void aLinkStaysALink()
    {
        const QTemporaryDir directory;
        QVERIFY(QDir(directory.path()).mkdir(u"below"_s));
        write(directory.filePath(u"below/target"_s), "old");
        QCOMPARE(::symlink("target", qPrintable(directory.filePath(u"below/link"_s))), 0);
        QCOMPARE(::symlink("below/link", qPrintable(directory.filePath(u"link"_s))), 0);
        QCOMPARE(replaceFile(directory.filePath(u"link"_s), "new"), std::nullopt);
        QVERIFY(S_ISLNK(modeOf(directory.filePath(u"link"_s))));
        QVERIFY(S_ISLNK(modeOf(directory.filePath(u"below/link"_s))));
        QVERIFY(S_ISREG(modeOf(directory.filePath(u"below/target"_s))));
        QCOMPARE(content(directory.filePath(u"below/target"_s)), "new");
        // One that points to nothing yet.
        QCOMPARE(::symlink("below/later", qPrintable(directory.filePath(u"dangling"_s))), 0);
        QCOMPARE(replaceFile(directory.filePath(u"dangling"_s), "new"), std::nullopt);
        QVERIFY(S_ISLNK(modeOf(directory.filePath(u"dangling"_s))));
        QCOMPARE(content(directory.filePath(u"below/later"_s)), "new");
    }

    void refusesWhatIsNoRegularFile()
    {
        const QTemporaryDir directory;
        const QString fifo = directory.filePath(u"fifo"_s);
        QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0);
        QCOMPARE(::symlink("fifo", qPrintable(directory.filePath(u"link"_s))), 0);
        QCOMPARE(::symlink("round", qPrintable(directory.filePath(u"round"_s))), 0);
        QCOMPARE(replaceFile(fifo, "x"), u"It is a pipe (FIFO), not a regular file"_s);
        QCOMPARE(replaceFile(directory.filePath(u"link"_s), "x"), u"It is a pipe (FIFO), not a regular file"_s);
        QCOMPARE(replaceFile(u"/dev/null"_s, "x"), u"It is a device, not a regular file"_s);
        QCOMPARE(replaceFile(directory.path(), "x"), u"It is a directory"_s);
        QCOMPARE(replaceFile(directory.filePath(u"new/"_s), "x"), u"It is the name of a directory"_s);
        QCOMPARE(replaceFile(directory.filePath(u"nowhere/a"_s), "x"), u"No such file or directory"_s);
        QCOMPARE(replaceFile(directory.filePath(u"round"_s), "x"), u"Too many levels of symbolic links"_s);
        QVERIFY(S_ISFIFO(modeOf(fifo)));
        // A FIFO without a writer would keep the reader waiting.
        QCOMPARE(readFileText(fifo, 100).error().reason, u"It is a pipe (FIFO), not a regular file"_s);
        QCOMPARE(readFileText(u"/dev/zero"_s, 100).error().reason, u"It is a device, not a regular file"_s);
    }

    void readsNoMoreThanItsLimit()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"a"_s);
        write(path, QByteArray(100, 'x'));
        QCOMPARE(readFileText(path, 100).value(), QByteArray(100, 'x'));
        QCOMPARE(readFileText(path, 99).error().reason, u"It has more than 99 bytes, so it is probably another file"_s);
        const auto endless = readFileText(u"/dev/zero"_s, 3 << 20, FileKinds::Any);
        QCOMPARE(endless.error().reason, u"It has more than 3 MiB, so it is probably another file"_s);
        QCOMPARE(readFileText(directory.filePath(u"none"_s), 9).error().reason, u"No such file or directory"_s);
    }

    void shortOfDescriptorsIsNotTheFilesFault()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"a"_s);
        write(path, "x");
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        const auto restored = qScopeGuard([&] { ::setrlimit(RLIMIT_NOFILE, &before); });
        const rlimit none{3, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
        const auto text = readFileText(path, 100);
        ::setrlimit(RLIMIT_NOFILE, &before);
        QVERIFY(!text);
        QVERIFY(text.error().isShortage);
        QCOMPARE(text.error().reason, u"Too many open files"_s);
    }

    void escapesControlCharacters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");

        const auto row = [](const char *name, const QString &text, const QString &line) {
            QTest::newRow(name) << text << line;
        };
        row("plain", u"Zahlung (é, 注文, 😀)"_s, u"Zahlung (é, 注文, 😀)"_s);
        row("line break", u"a\nb\r\n"_s, u"a\\u000ab\\u000d\\u000a"_s);
        row("tab", u"a\tb"_s, u"a\\u0009b"_s);
        row("escape", u"\x1b[31mred\x1b[0m"_s, u"\\u001b[31mred\\u001b[0m"_s);
        row("one-byte escape", u"\u009b31m"_s, u"\\u009b31m"_s);
        row("delete", u"\x7f"_s, u"\\u007f"_s);
        row("zero", QString(u"a"_s + QChar(u'\0') + u"b"_s), u"a\\u0000b"_s);
        row("separators", u"a\u2028b\u2029"_s, u"a\\u2028b\\u2029"_s);
        row("direction", u"a\u202eb\u2066"_s, u"a\\u202eb\\u2066"_s);
        row("half a pair", QString(u"a"_s + QChar(0xd83d) + u"b"_s), u"a\\ud83db"_s);
        row("the other half", QString(QChar(0xde00)), u"\\ude00"_s);
    }

    void escapesControlCharacters()
    {
        QFETCH(QString, text);
        QFETCH(QString, line);

        QCOMPARE(plainLine(text), line);
        QCOMPARE(isPlainLine(text), text == line);
        QCOMPARE(plainLines(text), QString(line).replace(u"\\u000a"_s, u"\n"_s));
        QVERIFY(isPlainLine(line));
    }
};

QTEST_GUILESS_MAIN(LabFilesTest)
#include "tst_labfiles.moc"
