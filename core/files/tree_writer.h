#pragma once

#include "core/files/accounting.h"
#include "core/files/disk_space.h"
#include "core/files/home.h"
#include "core/files/record_stream.h"
#include "core/files/small_file.h"

#include <memory>
#include <optional>
#include <vector>

namespace transom::files {

/// Puts the records of files.put-tree into a home: begin, add…, then finish. What one record suffers does not stop the others. Files get
/// their names in groups, and are all durable when finish() has succeeded. Blocks; used by one strand.
class TreeWriter
{
public:
    TreeWriter(Homes &homes, Accounting &accounting, qint64 userId, QString user, protocol::FilesPutTree request);
    ~TreeWriter();
    TreeWriter(const TreeWriter &) = delete;
    TreeWriter &operator=(const TreeWriter &) = delete;

    /// Reserves the space. The folder must be there.
    Result<void> begin();
    /// FilesPutTreeStart::began; 0 where nobody needs it.
    qint64 began() const { return m_began; }
    /// What came of the records that these bytes complete. An error is of the stream, and the end of it.
    Result<protocol::FilesResults> add(const QByteArray &bytes);
    Result<protocol::FilesTreeTotal> finish();

private:
    /// A folder where things go, kept open for the next one: a tree comes folder by folder.
    struct Target
    {
        QStringList components;
        std::shared_ptr<Descriptor> folder;
    };
    struct Waiting
    {
        qint64 index = 0;
        QByteArray temporary;
        std::shared_ptr<Descriptor> folder;
        QByteArray name;
        QString path;
        protocol::FilesRecord record;
    };

    void take(const RecordDecoder::Record &record);
    Result<void> takeFile(const QStringList &components, const RecordDecoder::Record &record);
    Result<void> makeFolder(const QStringList &components, const protocol::FilesRecord &record);
    Result<void> makeLink(const QStringList &components, const protocol::FilesRecord &record);
    Result<std::shared_ptr<Descriptor>> folderFor(const QStringList &components);
    void publish();
    void count(Space added);
    void tell(qint64 index, const Error &failure);

    Homes &m_homes;
    Accounting &m_accounting;
    const qint64 m_userId;
    const QString m_user;
    const protocol::FilesPutTree m_request;
    QStringList m_base;
    std::shared_ptr<Home> m_home;
    std::optional<Reservation> m_reservation;
    DiskSpace::Promise m_disk;
    Descriptor m_partials;
    QByteArray m_temporaryStem;
    RecordDecoder m_decoder;
    Target m_target;
    std::vector<Waiting> m_waiting;
    protocol::FilesResults m_results; ///< not told yet
    protocol::FilesTreeTotal m_total;
    qint64 m_began = 0;
    qint64 m_taken = 0;
    qint64 m_takenBytes = 0;
};

} // namespace transom::files
