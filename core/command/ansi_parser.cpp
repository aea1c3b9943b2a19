#include "core/command/ansi_parser.h"

#include <algorithm>

namespace transom::command {

namespace {

constexpr char16_t Bel = 0x07;
constexpr char16_t Cancel = 0x18;
constexpr char16_t Substitute = 0x1a;
constexpr char16_t Esc = 0x1b;
constexpr char16_t Delete = 0x7f;
// C1 controls, the one-character forms of ESC and a letter (ECMA-48, 5.3).
constexpr char16_t Nel = 0x85;
constexpr char16_t Dcs = 0x90;
constexpr char16_t Sos = 0x98;
constexpr char16_t Csi8 = 0x9b;
constexpr char16_t St = 0x9c;
constexpr char16_t Osc = 0x9d;
constexpr char16_t Pm = 0x9e;
constexpr char16_t Apc = 0x9f;
constexpr quint16 LargestParameter = 9999;

constexpr bool isControl(char16_t c)
{
    return c < 0x20 || (c >= Delete && c <= Apc);
}

constexpr bool isPrintable(char16_t c)
{
    return !isControl(c) || c == u'\t';
}

void add(QList<AnsiItem> &items, AnsiItem::Kind kind)
{
    items.append({kind, {}, {}});
}

} // namespace

quint32 toRgb(quint8 index)
{
    static constexpr std::array<quint32, 16> Sixteen{0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
                                                     0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
    if (index < 16)
        return Sixteen[index];
    if (index >= 232) {
        const auto grey = static_cast<quint32>(8 + (index - 232) * 10);
        return grey << 16 | grey << 8 | grey;
    }
    const auto level = [](int step) { return static_cast<quint32>(step == 0 ? 0 : 55 + step * 40); };
    const int cube = index - 16;
    return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6);
}

QList<AnsiItem> AnsiParser::parse(QStringView text)
{
    QList<AnsiItem> items;
    qsizetype at = 0;
    while (at < text.size()) {
        const char16_t c = text[at].unicode();
        if (m_state == State::Ground && isPrintable(c)) {
            qsizetype end = at + 1;
            while (end < text.size() && isPrintable(text[end].unicode()))
                ++end;
            const QStringView run = text.sliced(at, end - at);
            if (!items.isEmpty() && items.last().kind == AnsiItem::Kind::Text && items.last().style == m_style)
                items.last().text.append(run);
            else
                items.append({AnsiItem::Kind::Text, run.toString(), m_style});
            at = end;
            continue;
        }
        ++at;
        if (m_state == State::String) {
            if (c == Esc)
                m_state = State::StringEscape;
            else if (c == Cancel || c == Substitute || c == St || (c == Bel && m_stringEndsAtBel))
                m_state = State::Ground;
        } else if (m_state == State::StringEscape && c == u'\\') {
            m_state = State::Ground;
        } else if (isControl(c)) {
            // Inside a sequence too: a C0 control acts and the sequence goes on, as on a VT100.
            control(c, items);
        } else if (m_state == State::Csi || m_state == State::CsiIgnore) {
            csi(c, items);
        } else {
            escape(c, items); // any other ESC in a string ends the string and begins a sequence
        }
    }
    return items;
}

void AnsiParser::control(char16_t c, QList<AnsiItem> &items)
{
    switch (c) {
    case u'\n':
    case u'\v':
    case u'\f':
        add(items, AnsiItem::Kind::LineFeed);
        break;
    case u'\r':
        add(items, AnsiItem::Kind::CarriageReturn);
        break;
    case u'\b':
        add(items, AnsiItem::Kind::Backspace);
        break;
    case Nel:
        m_state = State::Ground;
        add(items, AnsiItem::Kind::CarriageReturn);
        add(items, AnsiItem::Kind::LineFeed);
        break;
    case Esc:
        m_state = State::Escape;
        m_intermediate = false;
        break;
    case Cancel:
    case Substitute:
        m_state = State::Ground;
        break;
    case Csi8:
        m_state = State::Escape;
        m_intermediate = false;
        escape(u'[', items);
        break;
    case Osc:
    case Dcs:
    case Sos:
    case Pm:
    case Apc:
        m_state = State::String;
        m_stringEndsAtBel = c == Osc;
        break;
    default:
        if (m_state == State::StringEscape)
            m_state = State::Escape;
        break;
    }
}

void AnsiParser::escape(char16_t c, QList<AnsiItem> &items)
{
    if (c < 0x30) { // intermediates: a character set and the like; the byte after them ends it
        m_state = State::EscapeIntermediate;
        m_intermediate = true;
        return;
    }
    const bool plain = m_state != State::EscapeIntermediate;
    m_state = State::Ground;
    if (!plain)
        return;
    switch (c) {
    case u'[':
        m_state = State::Csi;
        m_private = false;
        m_intermediate = false;
        m_parameterCount = 1;
        m_parameters[0] = 0;
        m_isSub[0] = false;
        break;
    case u']':
    case u'P':
    case u'X':
    case u'^':
    case u'_':
        m_state = State::String;
        m_stringEndsAtBel = c == u']';
        break;
    case u'D':
        add(items, AnsiItem::Kind::LineFeed);
        break;
    case u'E':
        add(items, AnsiItem::Kind::CarriageReturn);
        add(items, AnsiItem::Kind::LineFeed);
        break;
    case u'c':
        m_style = {};
        add(items, AnsiItem::Kind::ClearScreen);
        break;
    default:
        break;
    }
}

void AnsiParser::csi(char16_t c, QList<AnsiItem> &items)
{
    if (c > 0x7e) { // not part of any sequence: xterm drops it with the sequence
        m_state = State::Ground;
    } else if (c >= 0x40) {
        const bool ignored = m_state == State::CsiIgnore;
        m_state = State::Ground;
        if (!ignored)
            dispatchCsi(c, items);
    } else if (m_state == State::CsiIgnore) {
        return;
    } else if (c < 0x30) {
        m_intermediate = true;
    } else if (m_intermediate) { // a parameter after an intermediate is malformed
        m_state = State::CsiIgnore;
    } else if (c >= u'<') {
        m_private = true;
    } else if (c == u';' || c == u':') {
        if (m_parameterCount < MostParameters) {
            m_parameters[static_cast<size_t>(m_parameterCount)] = 0;
            m_isSub[static_cast<size_t>(m_parameterCount)] = c == u':';
        }
        m_parameterCount = std::min(m_parameterCount + 1, MostParameters + 1);
    } else if (m_parameterCount <= MostParameters) {
        quint16 &value = m_parameters[static_cast<size_t>(m_parameterCount - 1)];
        value = static_cast<quint16>(std::min<int>(value * 10 + (c - u'0'), LargestParameter));
    }
}

void AnsiParser::dispatchCsi(char16_t final, QList<AnsiItem> &items)
{
    if (m_private || m_intermediate)
        return;
    const quint16 first = m_parameters[0];
    switch (final) {
    case u'm':
        applySgr();
        break;
    case u'K':
        if (first <= 2)
            add(items, first == 0 ? AnsiItem::Kind::EraseToEnd : first == 1 ? AnsiItem::Kind::EraseToStart : AnsiItem::Kind::EraseLine);
        break;
    case u'J':
        if (first == 2 || first == 3)
            add(items, AnsiItem::Kind::ClearScreen);
        break;
    case u'G': // to a column; the first is the one that progress bars ask for
        if (first <= 1)
            add(items, AnsiItem::Kind::CarriageReturn);
        break;
    default:
        break;
    }
}

void AnsiParser::applySgr()
{
    const int count = std::min(m_parameterCount, MostParameters);
    for (int at = 0; at < count; ++at) {
        const int value = m_parameters[static_cast<size_t>(at)];
        const bool hasSub = at + 1 < count && m_isSub[static_cast<size_t>(at + 1)];
        const int sub = hasSub ? m_parameters[static_cast<size_t>(at + 1)] : -1;
        if (value >= 30 && value <= 37) {
            m_style.foreground = AnsiColor::indexed(static_cast<quint8>(value - 30));
        } else if (value >= 40 && value <= 47) {
            m_style.background = AnsiColor::indexed(static_cast<quint8>(value - 40));
        } else if (value >= 90 && value <= 97) {
            m_style.foreground = AnsiColor::indexed(static_cast<quint8>(value - 90 + 8));
        } else if (value >= 100 && value <= 107) {
            m_style.background = AnsiColor::indexed(static_cast<quint8>(value - 100 + 8));
        } else {
            switch (value) {
            case 0: m_style = {}; break;
            case 1: m_style.bold = true; break;
            case 2: m_style.faint = true; break;
            case 3: m_style.italic = true; break;
            case 4: m_style.underline = sub != 0; break; // 4:0 is off, 4:3 curly
            case 7: m_style.inverse = true; break;
            case 8: m_style.hidden = true; break;
            case 9: m_style.strikeout = true; break;
            case 21: m_style.underline = true; break; // doubly
            case 22: m_style.bold = m_style.faint = false; break;
            case 23: m_style.italic = false; break;
            case 24: m_style.underline = false; break;
            case 27: m_style.inverse = false; break;
            case 28: m_style.hidden = false; break;
            case 29: m_style.strikeout = false; break;
            case 38: at = applyExtendedColor(at, m_style.foreground); break;
            case 39: m_style.foreground = {}; break;
            case 48: at = applyExtendedColor(at, m_style.background); break;
            case 49: m_style.background = {}; break;
            case 58: {
                AnsiColor underline; // xterm's colour of the line: read past it
                at = applyExtendedColor(at, underline);
                break;
            }
            default: break;
            }
        }
        while (at + 1 < count && m_isSub[static_cast<size_t>(at + 1)])
            ++at;
    }
}

/// Colours after 38 and 48: `5;n`, `2;r;g;b`, and with colons `5:n`, `2:r:g:b`, `2:space:r:g:b` (ISO 8613-6). Returns the index of the last
/// parameter used; what does not fit changes nothing.
int AnsiParser::applyExtendedColor(int at, AnsiColor &color) const
{
    const int count = std::min(m_parameterCount, MostParameters);
    const auto value = [&](int index) { return m_parameters[static_cast<size_t>(index)]; };
    if (at + 1 >= count)
        return at;
    const bool colons = m_isSub[static_cast<size_t>(at + 1)];
    int last = at + 1;
    if (colons) {
        while (last + 1 < count && m_isSub[static_cast<size_t>(last + 1)])
            ++last;
    }
    const int mode = value(at + 1);
    if (mode == 5) {
        const int used = at + 2;
        if (colons ? used > last : used >= count)
            return colons ? last : count - 1;
        if (value(used) <= 255)
            color = AnsiColor::indexed(static_cast<quint8>(value(used)));
        return colons ? last : used;
    }
    if (mode != 2)
        return last;
    const int red = colons && last - at >= 5 ? at + 3 : at + 2;
    if (colons ? red + 2 > last : red + 2 >= count)
        return colons ? last : count - 1;
    if (value(red) <= 255 && value(red + 1) <= 255 && value(red + 2) <= 255)
        color = AnsiColor::fromRgb(static_cast<quint32>(value(red)) << 16 | static_cast<quint32>(value(red + 1)) << 8 | value(red + 2));
    return colons ? last : red + 2;
}

} // namespace transom::command
