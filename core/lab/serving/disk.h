#pragma once

#include "core/base/strand.h"
#include "core/lab/dialect/conversation.h"
#include "core/lab/serving/received_file.h"

#include <QFile>

namespace transom::lab {

/// A conversation's files: what it stores, what it sends, its log. Everything is done on a strand; the answers come in the context's thread.
class Disk
{
public:
    explicit Disk(QObject *context)
        : m_context(context)
        , m_state(std::make_shared<State>())
    {}

    using Done = std::function<void(const Result<void> &)>;
    void openStore(const QString &folder, const QString &name, qint64 size, Done done);
    void write(const QByteArray &bytes, Done done);
    void finish(Done done);
    void openSource(const QString &path, std::function<void(const Result<SourceInfo> &)> done);
    void readSource(std::function<void(const Result<QByteArray> &)> done);
    void appendLog(const QString &path, const QString &line, Done done);

private:
    struct State
    {
        std::unique_ptr<ReceivedFile> store;
        QFile source;
    };

    QObject *m_context;
    std::shared_ptr<State> m_state; ///< of the strand's tasks only
    Strand m_strand;
};

} // namespace transom::lab
