#pragma once

#include <QColor>
#include <QFont>

class QApplication;

/// How everything looks: roles, not values. GUI thread.
namespace transom::ui::theme {

enum class Role {
    Surface,       ///< behind pages
    SurfaceRaised, ///< cards, lists, fields
    Line,
    Text,
    TextMuted,
    Accent,
    AccentText,    ///< on Accent
    Good,
    Warn,
    Bad,
    OwnBubble,     ///< one's own chat lines
    OtherBubble,
    Hover,
    Selection,
    Terminal,      ///< behind command output
    WireLength,    ///< bytes: the number that says how many follow
    WireHeader,
    WireBody,
    WireDelimiter,
    WireIncomplete,
    WireInjected,
};

enum class Mode { Light, Dark, HighContrast };

/// Spacing on a grid of four pixels.
inline constexpr int Gap1 = 4;
inline constexpr int Gap2 = 8;
inline constexpr int Gap3 = 12;
inline constexpr int Gap4 = 16;
inline constexpr int Gap6 = 24;
inline constexpr int Gap8 = 32;
inline constexpr int ControlHeight = 32;
inline constexpr int RowHeight = 28;
inline constexpr int ListRowHeight = 36;

enum class Type { Title, Heading, Body, Caption, Fixed };

/// Fusion, our palette and the one style sheet; follows TRANSOM_THEME (light, dark, contrast) or the system.
void apply(QApplication &application);
Mode mode();

QColor color(Role role);
QColor color(Role role, Mode mode);
/// One of the 16 colours of terminals, readable on Role::Terminal.
QColor ansiColor(int index, Mode mode);
QFont font(Type type);

/// Contrast as WCAG 2.1 defines it: 1 to 21.
double contrast(const QColor &one, const QColor &other);

} // namespace transom::ui::theme
