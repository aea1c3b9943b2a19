#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <array>

namespace transom::command {

/// A colour as SGR (ECMA-48, 8.3.117) names it. What the sixteen and the default look like is the theme's affair.
struct AnsiColor
{
    enum class Kind : quint8 {
        Default,
        Indexed, ///< 0–7 normal, 8–15 bright, 16–255 xterm's cube and greys: see toRgb()
        Rgb,
    };
    Kind kind = Kind::Default;
    quint8 index = 0;
    quint32 rgb = 0; ///< 0xrrggbb

    bool operator==(const AnsiColor &) const = default;

    static constexpr AnsiColor indexed(quint8 index) { return {Kind::Indexed, index, 0}; }
    static constexpr AnsiColor fromRgb(quint32 rgb) { return {Kind::Rgb, 0, rgb}; }
};

/// 0xrrggbb of xterm's colour 16–255; of 0–15 xterm's own sixteen, for whoever has no theme.
quint32 toRgb(quint8 index);

struct AnsiStyle
{
    AnsiColor foreground;
    AnsiColor background;
    bool bold = false;
    bool faint = false;
    bool italic = false;
    bool underline = false;
    bool inverse = false;
    bool hidden = false;
    bool strikeout = false;

    bool operator==(const AnsiStyle &) const = default;
};

/// One step of what a terminal's stream asks a plain scrolling view to do.
struct AnsiItem
{
    enum class Kind : quint8 {
        Text,           ///< `text` in `style`, printable characters and tabs only, never empty
        LineFeed,       ///< to the next line (a CarriageReturn may or may not have come before)
        CarriageReturn, ///< to the line's start: what follows overwrites
        Backspace,      ///< one column back, if there is one
        EraseToEnd,     ///< of the line, from the cursor
        EraseToStart,   ///< of the line, up to and with the cursor
        EraseLine,      ///< all of the line; the cursor stays
        ClearScreen,    ///< everything shown so far may go
    };
    Kind kind = Kind::Text;
    QString text;
    AnsiStyle style;

    bool operator==(const AnsiItem &) const = default;
};

/// Takes a terminal's output apart: styled text and the few controls that a scrolling view can honour. Everything else (cursor
/// moves, modes, titles, device queries, …) is swallowed; nothing is ever answered. Follows the state machine of ECMA-48 as
/// Paul Williams drew it for the VT500 (vt100.net/emu/dec_ansi_parser).
///
/// Pure and incremental: however the text is cut, the items are the same, except that one run of text may come as
/// several items. Holds a bounded amount between calls whatever the input. Not thread-safe.
class AnsiParser
{
public:
    QList<AnsiItem> parse(QStringView text);
    /// Back to the beginning: no style, no half-read sequence.
    void reset() { *this = AnsiParser(); }
    /// The style that text would get now.
    const AnsiStyle &style() const { return m_style; }

private:
    enum class State : quint8 {
        Ground,
        Escape,
        EscapeIntermediate,
        Csi,
        CsiIgnore,
        String,       ///< OSC, DCS, SOS, PM, APC: until ST, BEL (OSC only), CAN or SUB
        StringEscape, ///< an ESC inside of one
    };
    static constexpr int MostParameters = 32;

    void control(char16_t c, QList<AnsiItem> &items);
    void escape(char16_t c, QList<AnsiItem> &items);
    void csi(char16_t c, QList<AnsiItem> &items);
    void dispatchCsi(char16_t final, QList<AnsiItem> &items);
    void applySgr();
    int applyExtendedColor(int at, AnsiColor &color) const;

    State m_state = State::Ground;
    AnsiStyle m_style;
    bool m_stringEndsAtBel = false;
    bool m_private = false;      ///< the sequence began with one of < = > ?
    bool m_intermediate = false; ///< it has an intermediate byte: none of ours
    int m_parameterCount = 0;
    std::array<quint16, MostParameters> m_parameters{};
    std::array<bool, MostParameters> m_isSub{}; ///< a colon, not a semicolon, came before this parameter
};

} // namespace transom::command
