#pragma once

#include <QStringList>

/// The commands of transomctl: each takes its words (its own name first, as a program would) and returns the exit status.
namespace transom::cli {

int runTrust(const QStringList &words);
int runLogin(const QStringList &words);
int runLogout(const QStringList &words);
int runPing(const QStringList &words);
int runDiscover(const QStringList &words);
int runExec(const QStringList &words);
int runChat(const QStringList &words);
int runPut(const QStringList &words);
int runGet(const QStringList &words);
int runVerify(const QStringList &words);
int runSync(const QStringList &words);
int runLs(const QStringList &words);
int runMkdir(const QStringList &words);
int runRm(const QStringList &words);
int runMv(const QStringList &words);
int runStat(const QStringList &words);
int runBin(const QStringList &words);
int runQuota(const QStringList &words);
int runSend(const QStringList &words);
int runHandOut(const QStringList &words);
int runCollect(const QStringList &words);
int runHandIn(const QStringList &words);
int runDeliveries(const QStringList &words);
int runAccept(const QStringList &words);
int runDecline(const QStringList &words);
int runWithdraw(const QStringList &words);
int runReceipts(const QStringList &words);
int runRelay(const QStringList &words);
int runLab(const QStringList &words);
/// Serves one connection that was inherited; no command for people.
int runLabWorker();
int runCapture(const QStringList &words);

/// The command that the first word names; with wrong usage said if there is none.
int runCommand(const QStringList &words);

} // namespace transom::cli
