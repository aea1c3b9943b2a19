#pragma once

#include "core/inspect/framing.h"

#include <QMenu>

#include <functional>
#include <optional>

namespace transom::ui {

/// "4-byte length, big end first", "lines": in the reader's language.
QString framingName(const inspect::Framing &framing);
/// The same for both directions; "… / …" where they differ.
QString framingName(const inspect::Framings &framings);
/// "\r\n", "\x00END": what a person types for bytes. Nothing where it is none, or longer than 64.
std::optional<QByteArray> bytesFromEscapes(const QString &text);

/// All framings there are, for both directions or for one. GUI thread.
class FramingMenu : public QMenu
{
    Q_OBJECT

public:
    explicit FramingMenu(QWidget *parent = nullptr);
    /// What is in use: a choice for one direction leaves the other's.
    void setCurrent(const inspect::Framings &framings) { m_current = framings; }

Q_SIGNALS:
    /// Nothing: guess.
    void chosen(const std::optional<transom::inspect::Framings> &framings);

private:
    void add(QMenu *menu, const inspect::Framing &framing);
    void choose(const inspect::Framing &framing);
    void askDelimiter();
    void askSize();

    inspect::Framings m_current;
    int m_sides = 0; ///< 0: both, 1: the client's, 2: the server's
};

} // namespace transom::ui
