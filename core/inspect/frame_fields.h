#pragma once

#include "core/wire/frame.h"

#include <QList>
#include <QString>

namespace transom::inspect {

/// Bytes [from, to) of a stream or of a frame.
struct ByteRange
{
    qint64 from = 0;
    qint64 to = 0;

    qint64 size() const { return to - from; }
    bool isEmpty() const { return to <= from; }
    bool contains(qint64 offset) const { return offset >= from && offset < to; }
    bool touches(const ByteRange &other) const { return from < other.to && other.from < to; }
    ByteRange shifted(qint64 by) const { return {from + by, to + by}; }
    bool operator==(const ByteRange &) const = default;
};

/// What bytes are for; each has a look of its own.
enum class Part : quint8 { Length, Header, Body, Delimiter, Incomplete };

/// One piece of a frame: what it is called, what it holds, where it lies, and in one sentence what it is for.
struct FrameField
{
    QString name;
    QString value;      ///< printable, shortened
    ByteRange range;    ///< from the frame's first byte
    Part part = Part::Body;
    QString meaning;
    QList<FrameField> children;
};

/// A frame of another framing than Transom's, decoded by whoever knows it.
struct ForeignFrame
{
    QString name;
    QString summary;
    qint64 size = 0;
    qint64 headerSize = 0;
    qint64 missing = 0; ///< bytes that have not come yet; 0: it is whole
    QList<FrameField> fields;
};

/// The fields of a Transom frame, with the keys of a JSON payload at their places in the bytes. `payload` may be the beginning of what
/// the header announces; of a secret message only its length is told. Any thread.
QList<FrameField> frameFields(const wire::FrameHeader &header, QByteArrayView payload);

/// The members of the JSON object in `payload`, nested, with ranges from the start of the payload plus `base`. What cannot be read ends
/// the list: a payload may be cut anywhere, and a peer may send anything.
QList<FrameField> jsonFields(QByteArrayView payload, qint64 base, const QString &message);

/// The innermost field that holds a byte, as a path of indexes from the top; empty if none does.
QList<int> fieldAt(const QList<FrameField> &fields, qint64 offset);

} // namespace transom::inspect
