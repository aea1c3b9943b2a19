#pragma once

#include "core/files/path_jail.h"
#include "core/files/record_stream.h"
#include "core/files/small_file.h"

#include <optional>

namespace transom::files {

/// Puts the records of files.get-tree into a folder of this computer. Their paths come from the server: every component has to be a valid name, and no link is
/// followed. Blocks; used by one strand.
class LocalTreeWriter
{
public:
    struct Outcome
    {
        protocol::FilesRecord record;
        QStringList components; ///< below the folder; empty where the path is none
        QString path;           ///< of what was made
        Error error;
        bool skipped = false;
        bool later = false;     ///< a file whose contents did not come along
    };

    /// `name` not empty: what the first component is called here instead.
    LocalTreeWriter(QString base, QString name, QString conflict, PutSince since, int above);

    /// What came of the records that these bytes complete. An error is of the stream, and the end of it.
    Result<QList<Outcome>> add(const QByteArray &bytes);
    bool isBetweenRecords() const { return m_decoder.isBetweenRecords(); }

private:
    void take(const RecordDecoder::Record &record, Outcome &outcome);
    Result<Placed> make(const RecordDecoder::Record &record, const QStringList &components);
    Result<int> folderFor(const QStringList &components);

    const QString m_base;
    const QString m_name;
    const QString m_conflict;
    const PutSince m_since;
    const int m_linksAbove;
    RecordDecoder m_decoder;
    std::optional<PathJail> m_jail;
    QStringList m_above;
    Descriptor m_folder; ///< of `m_above`
    QByteArray m_temporaryStem;
    qint64 m_count = 0;
};

} // namespace transom::files
