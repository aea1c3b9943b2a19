#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <sys/types.h>
#include <vector>

namespace transom::command {

/// One line of the system's table of processes, from /proc/PID/stat (proc(5)).
struct ProcessRecord
{
    pid_t pid = 0;
    pid_t parent = 0;
    pid_t group = 0;
    pid_t session = 0;
    char state = '?';       ///< 'Z': a zombie
    quint64 startTime = 0;  ///< clock ticks since boot: tells two uses of one pid apart
};

/// Every process that can be seen. A few milliseconds of reading; not for I/O threads.
std::vector<ProcessRecord> listProcesses();
/// Takes one such line apart: "PID (NAME) STATE PARENT …"; the name may hold anything. pid 0 where it makes no sense.
ProcessRecord parseProcessStat(QByteArrayView line);
/// Whether the environment that the process was started with holds this "NAME=value". False where it may not be read.
bool environmentHolds(pid_t pid, const QByteArray &entry);
/// kill(2), but never another process that has got the number in the meantime.
void signalProcess(const ProcessRecord &process, int number);

} // namespace transom::command
