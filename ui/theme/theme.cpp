#include "ui/theme/theme.h"

#include "ui/theme/paper.h"

#include "resources/resources.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>

#include <array>
#include <cmath>

namespace transom::ui::theme {

namespace {

Mode currentMode = Mode::Light;

struct Values
{
    QRgb light;
    QRgb dark;
    QRgb contrast;
};

constexpr Values valuesOf(Role role)
{
    switch (role) {
    case Role::Surface:
        return {0xfff4f6f8, 0xff16191e, 0xff000000};
    case Role::SurfaceRaised:
        return {0xffffffff, 0xff1f242b, 0xff000000};
    case Role::Line:
        return {0xffd9dfe6, 0xff363d48, 0xffffffff};
    case Role::Text:
        return {0xff1a1f27, 0xffe8ecf1, 0xffffffff};
    case Role::TextMuted:
        return {0xff56606e, 0xffa5afbd, 0xffe0e0e0};
    case Role::Accent:
        return {0xff0b5cad, 0xff6cb6ff, 0xffffff00};
    case Role::AccentText:
        return {0xffffffff, 0xff0a1420, 0xff000000};
    case Role::Good:
        return {0xff1b6f38, 0xff63d08d, 0xff7dff9b};
    case Role::Warn:
        return {0xff8a5200, 0xfff2b95f, 0xffffd75e};
    case Role::Bad:
        return {0xffb3231f, 0xffff928b, 0xffff9c9c};
    case Role::OwnBubble:
        return {0xffdcebfb, 0xff1d3a58, 0xff003366};
    case Role::OtherBubble:
        return {0xffffffff, 0xff262c35, 0xff202020};
    case Role::Hover:
        return {0xffe9eef4, 0xff2a313b, 0xff303030};
    case Role::Selection:
        return {0xffd5e6f9, 0xff23456a, 0xff004080};
    case Role::Terminal:
        return {0xfffbfcfd, 0xff11141a, 0xff000000};
    case Role::WireLength:
        return {0xff0b5cad, 0xff6cb6ff, 0xffffff00};
    case Role::WireHeader:
        return {0xff7a3ea0, 0xffcfa8f7, 0xffff9cff};
    case Role::WireBody:
        return {0xff1a6b5c, 0xff63cdb8, 0xff7dff9b};
    case Role::WireDelimiter:
        return {0xff8a5200, 0xfff2b95f, 0xffffd75e};
    case Role::WireIncomplete:
        return {0xff56606e, 0xffa5afbd, 0xffe0e0e0};
    case Role::WireInjected:
        return {0xffb3231f, 0xffff928b, 0xffff9c9c};
    }
    return {};
}

double luminance(const QColor &color)
{
    const auto linear = [](float channel) { return channel <= 0.03928F ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QPalette palette()
{
    QPalette palette;
    const std::initializer_list<std::pair<QPalette::ColorRole, Role>> roles{
            {QPalette::Window, Role::Surface},         {QPalette::WindowText, Role::Text},
            {QPalette::Base, Role::SurfaceRaised},     {QPalette::AlternateBase, Role::Surface},
            {QPalette::Text, Role::Text},              {QPalette::Button, Role::SurfaceRaised},
            {QPalette::ButtonText, Role::Text},        {QPalette::Highlight, Role::Accent},
            {QPalette::HighlightedText, Role::AccentText}, {QPalette::Link, Role::Accent},
            {QPalette::PlaceholderText, Role::TextMuted}, {QPalette::ToolTipBase, Role::Text},
            {QPalette::ToolTipText, Role::Surface},    {QPalette::Mid, Role::Line},
            {QPalette::Midlight, Role::Line},          {QPalette::Dark, Role::Line},
            {QPalette::Light, Role::SurfaceRaised}};
    for (const auto &[paletteRole, role] : roles)
        palette.setColor(paletteRole, color(role));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Role::TextMuted));
    return palette;
}

/// What a palette cannot say: corners, hairlines, the one accent.
QString styleSheet()
{
    const auto name = [](Role role) { return color(role).name(); };
    return QStringLiteral(R"(
QPushButton { border: 1px solid %1; border-radius: 6px; padding: 5px 12px; background: %2; min-height: 20px; }
QPushButton { outline: none; }
QPushButton[row="true"] { text-align: left; }
QPushButton:hover, QToolButton:hover { background: %3; }
QPushButton:pressed, QPushButton:checked { background: %4; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus, QComboBox:focus { border: 1px solid %5; }
QPushButton:disabled { color: %7; background: %8; }
QPushButton[primary="true"] { background: %5; color: %6; border-color: %5; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid %9; padding: 4px 11px; }
QPushButton[primary="true"]:disabled { background: %8; color: %7; border-color: %1; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; }
QToolButton:checked { background: %4; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QPlainTextEdit, QSpinBox, QDateTimeEdit, QComboBox { border: 1px solid %1; border-radius: 6px; padding: 5px 8px; background: %2; min-height: 20px; selection-background-color: %5; selection-color: %6; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid %7; border-radius: 3px; background: %2; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: %5; }
QCheckBox::indicator:disabled { border-color: %1; background: %8; }
QCheckBox::indicator:checked { border-color: %5; background: %5; image: url(:/style/%10.svg); }
QCheckBox::indicator:checked:disabled { border-color: %7; background: %7; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/style/arrow-down.svg); width: 12px; height: 12px; }
QFrame[card="true"] { background: %2; border: 1px solid %1; border-radius: 8px; }
QFrame[bar="true"] { background: %2; border: none; border-bottom: 1px solid %1; }
QFrame[drawer="true"] { background: %2; border: none; border-top: 1px solid %1; }
QFrame[rail="true"] { background: %2; border: none; border-right: 1px solid %1; }
QAbstractItemView { border: 1px solid %1; border-radius: 6px; background: %2; outline: none; selection-background-color: %4; selection-color: %9; }
QAbstractItemView[plain="true"] { border: none; background: transparent; }
QTableView { gridline-color: transparent; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: %4; color: %9; }
QHeaderView { background: %2; border: none; }
QHeaderView::section { background: %2; color: %7; border: none; border-bottom: 1px solid %1; padding: 5px 11px; font-weight: 600; }
QHeaderView[tight="true"]::section { padding: 5px 7px; }
QProgressBar { border: none; border-radius: 3px; background: %3; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: %5; }
QTabWidget::pane { border: none; }
QTabBar::tab { padding: 8px 14px; border: none; background: transparent; color: %7; }
QTabBar::tab:selected { color: %9; border-bottom: 2px solid %5; }
QListWidget::item { padding: 0 8px; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: %1; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: %7; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QToolTip { border: none; padding: 4px 8px; }
QTextBrowser { border: none; background: %2; }
)")
            .arg(name(Role::Line), name(Role::SurfaceRaised), name(Role::Hover), name(Role::Selection), name(Role::Accent), name(Role::AccentText),
                 name(Role::TextMuted), name(Role::Surface), name(Role::Text))
            .arg(color(Role::AccentText).lightnessF() > 0.5F ? QLatin1String("check-light") : QLatin1String("check-dark"));
}

} // namespace

void apply(QApplication &application)
{
    initTransomResources();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QString wanted = qEnvironmentVariable("TRANSOM_THEME");
    const bool systemIsDark = QPalette().color(QPalette::Window).lightness() < 128;
    currentMode = wanted == u"dark" ? Mode::Dark
            : wanted == u"contrast" ? Mode::HighContrast
            : wanted == u"light"    ? Mode::Light
            : systemIsDark          ? Mode::Dark
                                    : Mode::Light;
    QApplication::setPalette(palette());
    application.setStyleSheet(styleSheet());
}

Mode mode()
{
    return currentMode;
}

OnPaper::OnPaper()
    : m_mode(static_cast<int>(currentMode))
{
    currentMode = Mode::Light;
}

OnPaper::~OnPaper()
{
    currentMode = static_cast<Mode>(m_mode);
}

QColor color(Role role)
{
    return color(role, currentMode);
}

QColor color(Role role, Mode mode)
{
    const Values values = valuesOf(role);
    return QColor::fromRgb(mode == Mode::Light ? values.light : mode == Mode::Dark ? values.dark : values.contrast);
}

QColor ansiColor(int index, Mode mode)
{
    static constexpr std::array<QRgb, 16> onLight{0xff1a1f27, 0xffb3231f, 0xff1b6f38, 0xff8a5200, 0xff0b5cad, 0xff8a2d9c, 0xff0a6a74, 0xff56606e,
                                                  0xff56606e, 0xffc5312c, 0xff1f7d40, 0xff7a5c00, 0xff1a6fc9, 0xff9b3bad, 0xff0c747f, 0xff1a1f27};
    static constexpr std::array<QRgb, 16> onDark{0xff8b95a3, 0xffff8078, 0xff63d08d, 0xfff2b95f, 0xff6cb6ff, 0xffd79bf0, 0xff5fd4dc, 0xffd5dbe3,
                                                 0xffa5afbd, 0xffffa59f, 0xff8be3ab, 0xffffd28a, 0xff9ccfff, 0xffe8bcfa, 0xff93e6ec, 0xffffffff};
    const auto i = static_cast<size_t>(index) % 16;
    return QColor::fromRgb(mode == Mode::Light ? onLight[i] : onDark[i]);
}

QFont font(Type type)
{
    QFont font = type == Type::Fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QApplication::font();
    const double size = QApplication::font().pointSizeF() > 0 ? QApplication::font().pointSizeF() : 10;
    const double factor = type == Type::Title ? 1.5 : type == Type::Heading ? 1.2 : type == Type::Caption ? 0.9 : 1.0;
    font.setPointSizeF(size * factor);
    if (type == Type::Title || type == Type::Heading)
        font.setWeight(QFont::DemiBold);
    return font;
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

} // namespace transom::ui::theme
