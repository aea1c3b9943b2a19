#pragma once

#include <QStringList>

namespace transom::ui {

/// Where one has been, and back and forth in it.
class FolderHistory
{
public:
    /// Somewhere new: what was ahead is no more.
    void go(const QString &path)
    {
        if (m_at >= 0 && m_places[m_at] == path)
            return;
        m_places.resize(m_at + 1);
        m_places.append(path);
        if (m_places.size() > Most)
            m_places.removeFirst();
        m_at = m_places.size() - 1;
    }
    /// The place before (-1) or after (1) this one; empty where there is none.
    QString at(int offset) const { return m_places.value(m_at + offset); }
    void step(int offset) { m_at = std::clamp<qsizetype>(m_at + offset, 0, m_places.size() - 1); }
    void clear()
    {
        m_places.clear();
        m_at = -1;
    }

private:
    static constexpr qsizetype Most = 100;

    QStringList m_places;
    qsizetype m_at = -1;
};

} // namespace transom::ui
