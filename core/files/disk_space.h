#pragma once

#include "core/base/error.h"

#include <memory>
#include <utility>

namespace transom::files {

/// What is left free on a disk for whatever else needs it: the smaller of so many bytes and such a share of the disk.
struct FreeFloor
{
    qint64 bytes = 512'000'000;
    double share = 0.01;

    /// "2G", "5%", "0" (nothing is kept free). BadArgument.
    static Result<FreeFloor> parse(const QString &text);
    qint64 of(qint64 diskBytes) const;
};

/// Keeps uploads that are under way at once from filling a disk together: each is promised what it will need before its first byte. Any
/// thread; blocks on the disk.
class DiskSpace
{
public:
    explicit DiskSpace(FreeFloor floor = {});

    /// So many bytes of a disk, until they have been written or it is let go of.
    class Promise
    {
    public:
        Promise() = default;
        ~Promise();
        Promise(Promise &&other) noexcept;
        Promise &operator=(Promise &&other) noexcept;
        Promise(const Promise &) = delete;
        Promise &operator=(const Promise &) = delete;

        /// So many more of them are on the disk now, and missing from what is free there.
        void written(qint64 bytes);
        /// More of the same disk.
        void add(Promise &&more) { m_left += std::exchange(more.m_left, 0); }

    private:
        friend class DiskSpace;
        struct Books;
        std::shared_ptr<Books> m_books;
        quint64 m_disk = 0;
        qint64 m_left = 0;
    };

    /// On the disk that `folder` is on. DiskFull, and nothing is promised, where less than the floor would be left.
    Result<Promise> promise(int folder, qint64 bytes);
    /// How many bytes are missing for that; 0 where they are not.
    qint64 missing(int folder, qint64 bytes) const;

private:
    const FreeFloor m_floor;
    std::shared_ptr<Promise::Books> m_books;
};

} // namespace transom::files
