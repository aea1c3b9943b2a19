#pragma once

#include <QtGlobal>

namespace transom {

/// Room on a disk as quotas count it: bytes in ordinary files, and how many files, folders and links there are. A file with several names
/// counts once. Made from a bare number on purpose never: who counts bytes must also say how many files they are.
struct Space
{
    qint64 bytes = 0;
    qint64 files = 0;

    Space &operator+=(Space other)
    {
        bytes += other.bytes;
        files += other.files;
        return *this;
    }
    Space &operator-=(Space other) { return *this += -other; }
    Space operator-() const { return {-bytes, -files}; }
    friend Space operator+(Space one, Space other) { return one += other; }
    friend Space operator-(Space one, Space other) { return one -= other; }
    bool operator==(const Space &) const = default;
    bool isNothing() const { return bytes == 0 && files == 0; }
};

} // namespace transom
