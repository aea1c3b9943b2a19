#include "core/lab/experiment/upload_line.h"

#include "core/base/text.h"
#include "core/lab/serving/lab_server.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

constexpr qsizetype Block = 64 * 1024;
constexpr qsizetype Chunk = 1024;

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Sends a file as a tutorial's program does: asks, sends, and reads what there is to read.
class Sender
{
public:
    Sender(ExperimentBench &bench, const UploadTask &task)
        : m_bench(bench)
        , m_content(task.content)
        , m_name(task.disaster == Disaster::Name ? QString::fromLatin1(ClimbingName) : u"upload.bin"_s)
    {}

    UploadHeard run(const QString &dialect, quint16 port, quint64 stream)
    {
        auto socket = m_bench.connect({QHostAddress(QHostAddress::LocalHost), port}, stream);
        if (!socket)
            return {UploadHeard::Kind::Failure, describe(socket.error())};
        m_socket = std::move(*socket);
        const bool asked = dialect == "put-size"_L1 ? askBySize() : dialect == "put-json"_L1 ? askByJson() : askByStruct();
        if (asked)
            sendContents();
        hearOut();
        m_socket.close();
        if (!m_words.isEmpty())
            return {UploadHeard::Kind::Words, printable(reason(), 160)};
        if (m_failure != 0)
            return {UploadHeard::Kind::Failure, describeErrno(m_failure)};
        return {};
    }

private:
    bool send(const QByteArray &bytes)
    {
        qsizetype done = 0;
        while (done < bytes.size() && !m_bench.isStopped()) {
            const NativeSocket::Outcome sent = m_socket.send(QByteArrayView(bytes).sliced(done));
            if (sent.isOk()) {
                done += static_cast<qsizetype>(sent.result);
            } else if (!sent.wouldBlock() || !m_bench.waitWritable(m_socket)) {
                m_failure = sent.error;
                return false;
            }
        }
        return done == bytes.size();
    }
    QByteArray hear()
    {
        const NativeSocket::Received part = m_bench.receive(m_socket, Chunk);
        if (!part.outcome.isOk() && m_failure == 0)
            m_failure = part.outcome.error;
        return part.bytes;
    }
    /// Whatever is said before the end, which is no answer to anything.
    void hearOut()
    {
        for (QByteArray part = hear(); !part.isEmpty() && m_words.size() < 4 * Chunk; part = hear())
            m_words += part;
    }
    void sendContents()
    {
        bool open = true;
        for (qsizetype at = 0; open && at < m_content.size(); at += Block)
            open = send(m_content.mid(at, Block));
        if (open)
            m_socket.endWriting();
    }

    /// Which words confirm is the server's choice: one chunk, then the file.
    bool askBySize() { return send(QByteArray::number(m_content.size())) && !hear().isEmpty(); }
    bool askByJson()
    {
        hear(); // the welcome
        if (!send(json({{u"action"_s, u"put"_s}, {u"filename"_s, m_name}, {u"filesize"_s, m_content.size()}})))
            return false;
        const QByteArray answer = hear();
        if (QJsonDocument::fromJson(answer).object().value(u"status").toInt() == 200)
            return true;
        m_words += answer;
        return false;
    }
    bool askByStruct()
    {
        const QByteArray header = json({{u"filepath"_s, m_name}, {u"filename"_s, m_name}, {u"filesize"_s, m_content.size()}});
        QByteArray length(4, '\0');
        qToLittleEndian(static_cast<qint32>(header.size()), length.data());
        return send(length) && send(header);
    }

    QString reason() const
    {
        const QString error = QJsonDocument::fromJson(m_words.trimmed()).object().value(u"error").toString();
        return error.isEmpty() ? QString::fromUtf8(m_words).simplified() : error;
    }

    ExperimentBench &m_bench;
    const QByteArray m_content;
    const QString m_name;
    NativeSocket m_socket;
    QByteArray m_words;
    int m_failure = 0;
};

/// The run's number of each connection that the server counts from 1.
class StreamNumbers
{
public:
    quint64 next(ExperimentBench &bench)
    {
        const std::lock_guard lock(m_mutex);
        m_numbers.append(bench.nextStream());
        return m_numbers.constLast();
    }
    quint64 of(quint64 serverStream)
    {
        const std::lock_guard lock(m_mutex);
        return serverStream == 0 ? 0 : m_numbers.value(static_cast<qsizetype>(serverStream) - 1);
    }

private:
    std::mutex m_mutex;
    QList<quint64> m_numbers;
};

} // namespace

Result<UploadReport> uploadByDialect(ExperimentBench &bench, const QString &dialect, const UploadTask &task)
{
    // Two folders below the root: what climbs out of them lands where it is found.
    const QString folder = task.root + u"/server/uploads"_s;
    ServeOptions serve;
    serve.dialect = dialectById(dialect);
    if (!serve.dialect || !QDir().mkpath(folder))
        return fail(ErrorCode::Internal);
    auto parameters = Parameters::make(*serve.dialect, Role::Server, {{u"dir"_s, folder}});
    if (!parameters)
        return tl::unexpected(parameters.error());
    serve.parameters = *parameters;
    if (task.disaster == Disaster::Disk) {
        serve.serving.model = Serving::Model::Process;
        serve.worker = withLittleRoom({QCoreApplication::applicationDirPath() + u"/transomctl"_s, u"lab-worker"_s});
    }
    StreamNumbers numbers;
    LabServer server(serve, [&](const LabEvent &event) {
        if (event.kind != LabEvent::Kind::Call || !bench.observer())
            return;
        CallRecord call = event.call;
        call.stream = numbers.of(call.stream);
        bench.observer()(call);
    });
    if (auto started = server.start(); !started)
        return tl::unexpected(started.error());
    UploadReport report;
    UploadLine line(bench, server.port(), task.disaster, false);
    if (auto started = line.start(); !started)
        return tl::unexpected(started.error());
    report.heard = Sender(bench, task).run(dialect, line.port(), numbers.next(bench));
    if (task.disaster == Disaster::Break && line.hasStruck()) {
        // What the break has told it is in the report; that it has to begin anew it finds out by itself.
        line.mend();
        Sender(bench, task).run(dialect, line.port(), numbers.next(bench));
    }
    server.stop();
    line.count(report);
    if ((task.disaster == Disaster::Break || task.disaster == Disaster::Flip) && !line.hasStruck() && !bench.isStopped())
        return fail(ErrorCode::Internal, report.heard.text);
    report.left = lookAt(task.root, folder, task.content);
    return report;
}

} // namespace transom::lab
