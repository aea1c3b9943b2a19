#pragma once

#include "core/base/error.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

class QFormLayout;

/// The small parts that pages are made of. GUI thread.
namespace transom::ui {

/// A text in one of the theme's sizes, never taken for markup; wraps unless it is fixed-width.
QLabel *makeLabel(const QString &text, theme::Type type = theme::Type::Body, theme::Role role = theme::Role::Text);
QPushButton *makeButton(const QString &text, const QString &icon = {}, bool primary = false);
/// An icon that can be pressed; `text` is its tooltip and accessible name.
QToolButton *makeToolButton(const QString &icon, const QString &text);

/// The labels of a form stand at the middle of one-line fields, not at their top.
void centreLabels(QFormLayout &form);

/// A tooltip that shows `text` as it is: Qt would take what looks like markup for markup.
QString plainToolTip(const QString &text);

/// A raised surface with a hairline around it.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);
    QVBoxLayout *content() { return m_content; }

private:
    QVBoxLayout *m_content;
};

/// What a page shows when there is nothing yet: what this is, and what to do.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void set(const QString &icon, const QString &title, const QString &text);
    QPushButton *addAction(const QString &text, const QString &icon = {}, bool primary = false);

private:
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_actions;
};

/// What has happened, in place: an icon, a sentence that can be copied, and perhaps something to do. Hidden until it is shown.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Info, Good, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);
    void showText(Kind kind, const QString &text, const QString &action = {});
    void showError(const Error &error, const QString &action = {}) { showText(Kind::Error, describe(error), action); }
    QString text() const;

Q_SIGNALS:
    void actionTriggered();

private:
    void paintEvent(QPaintEvent *event) override;

    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_copy;
};

/// One line, elided in the middle, whole in the tooltip.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    using QLabel::QLabel;
    void setFullText(const QString &text);
    QSize minimumSizeHint() const override { return {24, QLabel::minimumSizeHint().height()}; }

private:
    void resizeEvent(QResizeEvent *event) override;
    QString m_full;
};

} // namespace transom::ui
