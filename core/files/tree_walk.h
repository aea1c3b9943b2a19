#pragma once

#include "core/files/home.h"
#include "core/protocol/file_messages.h"

#include <deque>
#include <functional>
#include <sys/stat.h>
#include <vector>

namespace transom::files {

/// Goes through files and folders of a home, one thing after the other, each folder before what is in it. Links are told of and not followed;
/// names that could not be named again are left out. One folder is open at a time. Blocks; used by one strand.
class TreeWalk
{
public:
    struct Found
    {
        protocol::FilesRecord record;  ///< without contents
        int folder = -1;               ///< open until the next call
        QByteArray name;
    };

    TreeWalk(const Home &home, const QStringList &paths, bool recursive);

    /// Nothing at the end. What cannot be looked at is a record with its code.
    std::optional<Found> next();
    /// How much there is in all.
    static protocol::FilesTreeTotal count(const Home &home, const QStringList &paths, bool recursive, const std::function<bool()> &stop);

private:
    struct Place
    {
        QStringList components;
        QString path; ///< in the records
    };
    struct Entry
    {
        QByteArray raw;
        QString name;
        struct stat status;
    };

    std::optional<Found> begin(const QString &path);
    bool enter(const Place &place);

    const Home &m_home;
    std::deque<QString> m_starts;
    const bool m_recursive;
    std::vector<Place> m_folders; ///< told of, and still to be entered
    Place m_here;
    Descriptor m_folder;
    std::vector<Entry> m_entries; ///< of the folder that is open
    size_t m_next = 0;
};

} // namespace transom::files
