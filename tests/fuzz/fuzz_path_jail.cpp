// Paths of a client against a home full of traps, by both resolvers: nothing outside is ever opened.

#include "core/base/limits.h"
#include "core/files/file_names.h"
#include "core/files/path_jail.h"
#include "tests/fuzz/fuzz.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace transom;
using namespace transom::files;

namespace {

/// What is inside, and may be reached, is known by its inode numbers.
class Home
{
public:
    Home()
    {
        make("home");
        make("home/a");
        make("home/a/b");
        make("home/.partial");
        make("outside");
        put("home/a/f");
        put("home/a/b/f");
        put("home/.partial/f");
        put("outside/f");
        MUST(::symlink("../outside", path("home/out").constData()) == 0);
        MUST(::symlink("/", path("home/a/root").constData()) == 0);
        MUST(::symlink("b", path("home/a/in").constData()) == 0);
        MUST(::symlink("/proc/self/cwd", path("home/a/b/cwd").constData()) == 0);
        MUST(::symlink("../../outside/f", path("home/a/l").constData()) == 0);
        MUST(::mkfifo(path("home/a/p").constData(), 0600) == 0);
        for (const char *inside : {"home", "home/a", "home/a/b", "home/a/f", "home/a/b/f"}) {
            struct stat status{};
            MUST(::lstat(path(inside).constData(), &status) == 0);
            m_device = status.st_dev;
            m_inside.append(status.st_ino);
        }
    }

    QString root() const { return m_folder.filePath(QStringLiteral("home")); }
    bool holds(int descriptor) const
    {
        struct stat status{};
        MUST(::fstat(descriptor, &status) == 0);
        return status.st_dev == m_device && m_inside.contains(status.st_ino);
    }

private:
    QByteArray path(const char *name) const { return QFile::encodeName(m_folder.filePath(QLatin1String(name))); }
    void make(const char *name) { MUST(::mkdir(path(name).constData(), 0700) == 0); }
    void put(const char *name)
    {
        const Descriptor file(::open(path(name).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        MUST(file);
    }

    QTemporaryDir m_folder;
    dev_t m_device = 0;
    QList<ino_t> m_inside;
};

void checkName(const QString &name)
{
    const auto valid = validName(name);
    if (!valid) {
        for (const QChar c : valid.error().text)
            MUST(c.unicode() >= 0x20);
        return;
    }
    MUST(!valid->isEmpty() && *valid != u"." && *valid != u"..");
    MUST(!valid->contains(u'/') && !valid->contains(u'\\') && !valid->contains(QChar(0)));
    MUST(valid->toUtf8().size() <= limits::NameBytes);
    // What is a name stays the same one.
    const auto again = validName(*valid);
    MUST(again && *again == *valid);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Home home;
    static const PathJail jails[] = {PathJail::open(home.root(), PathJail::Resolver::Kernel).value(),
                                     PathJail::open(home.root(), PathJail::Resolver::Walk).value()};

    // As from JSON, in which lone surrogates can be written, too.
    QString path;
    if (size > 0 && data[0] == 0xff) {
        path = QString(static_cast<qsizetype>((size - 1) / 2), Qt::Uninitialized);
        std::memcpy(path.data(), data + 1, static_cast<size_t>(path.size()) * 2);
    } else {
        path = QString::fromUtf8(fuzz::view(data, size));
    }
    for (const QString &part : path.split(u'/'))
        checkName(part);
    const auto components = splitPath(path);
    if (!components)
        return 0;
    MUST(components->isEmpty() || !isReserved(components->first()));
    const auto again = splitPath(joinPath(*components));
    MUST(again.has_value() == (joinPath(*components).toUtf8().size() <= limits::PathBytes));
    MUST(!again || *again == *components);

    ErrorCode codes[2][2] = {};
    for (int i = 0; i < 2; ++i) {
        const auto folder = jails[i].folder(*components);
        const auto file = jails[i].file(*components);
        const auto parent = jails[i].parent(*components);
        MUST(!folder || home.holds(folder->get()));
        MUST(!file || home.holds(file->get()));
        MUST(!parent || (home.holds(parent->folder.get()) && !parent->name.contains('/') && parent->name != ".."));
        codes[i][0] = folder ? ErrorCode::None : folder.error().code;
        codes[i][1] = file ? ErrorCode::None : file.error().code;
    }
    // Both resolvers agree on what is there; a link they may refuse in different words.
    for (int which = 0; which < 2; ++which)
        MUST((codes[0][which] == ErrorCode::None) == (codes[1][which] == ErrorCode::None));
    return 0;
}
