#pragma once

#include "ui/theme/theme.h"

#include <QTextEdit>

namespace transom::ui {

/// Lines with a time, a mark and a speaker, that can be selected and copied; follows its end unless somebody has scrolled up. Peers' words are shown as
/// they are, never as markup. GUI thread.
class EventLog : public QTextEdit
{
    Q_OBJECT

public:
    explicit EventLog(int speakerWidth, QWidget *parent = nullptr);

    struct Line
    {
        qint64 wallMs = 0;
        QString icon;
        theme::Role role = theme::Role::Text;
        QString speaker;
        QString text;
        bool fixed = false; ///< what has crossed the wire
    };
    void add(const Line &line);
    /// What is added in between is laid out once.
    void beginLines();
    void endLines();
    int count() const { return m_count; }

private:
    const int m_speakerWidth;
    int m_count = 0;
    bool m_follows = true;
};

/// A peer's words fit to be shown: line by line, without control characters, cut where it gets long.
QString shownWords(const QString &text);

} // namespace transom::ui
