#include "core/command/process_table.h"

#include "core/base/descriptor.h"

#include <QList>

#include <array>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/syscall.h>

namespace transom::command {

namespace {

QByteArray readFile(const QByteArray &path, qsizetype most)
{
    const Descriptor file(open(path.constData(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return {};
    QByteArray contents(most, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < most) {
        const ssize_t got = read(file.get(), contents.data() + size, static_cast<size_t>(most - size));
        if (got <= 0)
            break;
        size += got;
    }
    contents.truncate(size);
    return contents;
}

QByteArray procPath(pid_t pid, const char *name)
{
    return "/proc/" + QByteArray::number(pid) + '/' + name;
}

ProcessRecord readRecord(pid_t pid)
{
    return parseProcessStat(readFile(procPath(pid, "stat"), 1024));
}

} // namespace

ProcessRecord parseProcessStat(QByteArrayView line)
{
    const qsizetype nameEnd = line.lastIndexOf(')');
    const qsizetype nameBegin = line.indexOf('(');
    if (nameEnd < 0 || nameBegin < 0)
        return {};
    ProcessRecord record;
    const QList<QByteArray> fields = line.sliced(nameEnd + 1).toByteArray().simplified().split(' ');
    constexpr qsizetype StartTime = 19; // field 22 of proc(5), counted from the state
    if (fields.size() <= StartTime)
        return {};
    record.pid = line.first(nameBegin).toByteArray().trimmed().toInt();
    record.state = fields[0].isEmpty() ? '?' : fields[0][0];
    record.parent = fields[1].toInt();
    record.group = fields[2].toInt();
    record.session = fields[3].toInt();
    record.startTime = fields[StartTime].toULongLong();
    return record;
}

std::vector<ProcessRecord> listProcesses()
{
    std::vector<ProcessRecord> records;
    const auto closeDirectory = [](DIR *directory) { closedir(directory); };
    const std::unique_ptr<DIR, decltype(closeDirectory)> directory(opendir("/proc"), closeDirectory);
    if (!directory)
        return records;
    while (const dirent *entry = readdir(directory.get())) {
        const pid_t pid = QByteArrayView(&entry->d_name[0]).toByteArray().toInt();
        if (pid <= 0)
            continue;
        if (const ProcessRecord record = readRecord(pid); record.pid == pid)
            records.push_back(record);
    }
    return records;
}

bool environmentHolds(pid_t pid, const QByteArray &entry)
{
    constexpr qsizetype Most = 256 * 1024;
    const QByteArray environment = '\0' + readFile(procPath(pid, "environ"), Most);
    return environment.contains('\0' + entry + '\0');
}

void signalProcess(const ProcessRecord &process, int number)
{
#if defined(SYS_pidfd_open) && defined(SYS_pidfd_send_signal)
    const Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0U)));
    if (pidfd) {
        // The descriptor now stands for whoever has the number; the start time says whether that is who we mean.
        if (readRecord(process.pid).startTime == process.startTime)
            syscall(SYS_pidfd_send_signal, pidfd.get(), number, nullptr, 0U);
        return;
    }
    if (errno != ENOSYS)
        return;
#endif
    if (readRecord(process.pid).startTime == process.startTime)
        kill(process.pid, number);
}

} // namespace transom::command
