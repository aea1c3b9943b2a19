#include "ui/wire/filter_line.h"

#include "ui/widgets/widgets.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>
#include <QTimer>

namespace transom::ui {

using namespace theme;

namespace {

/// One thinks while typing; the frames are gone through when that is over.
constexpr auto TypingPause = std::chrono::milliseconds(150);

} // namespace

FilterLine::FilterLine(WireRows &rows, QWidget *parent)
    : QWidget(parent)
    , m_rows(rows)
    , m_filter(new QLineEdit)
    , m_search(new QLineEdit)
    , m_state(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_words(new QStringListModel(this))
    , m_apply(new QTimer(this))
{
    m_filter->setObjectName(QStringLiteral("wire-filter"));
    m_filter->setAccessibleName(tr("Show only frames like these"));
    m_filter->setPlaceholderText(tr("Show only … type:CHAT_SAY  dir:server  size>1000  is:error"));
    m_filter->setToolTip(plainToolTip(tr("Terms with a blank between them must all hold; or starts another possibility; - turns a term round.")
                                      + QStringLiteral("\ntype: channel: service: stream: peer: text: dir:server dir:client size> time>2.5 (s) took>10 (ms) is:error is:secret is:marked")));
    m_filter->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("wire-search"));
    m_search->setAccessibleName(tr("Search in the frames"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(170);
    m_state->setWordWrap(false);
    m_state->setObjectName(QStringLiteral("wire-filter-state"));
    auto *before = makeToolButton(QStringLiteral("chevron-up"), tr("The one before"));
    auto *next = makeToolButton(QStringLiteral("chevron-down"), tr("The next one"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, 0, Gap3, Gap2);
    layout->setSpacing(Gap2);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_state);
    layout->addWidget(m_search);
    layout->addWidget(before);
    layout->addWidget(next);

    auto *completer = new QCompleter(m_words, this);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setWidget(m_filter);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, [this](const QString &word) {
        const QString text = m_filter->text();
        m_filter->setText(text.left(text.lastIndexOf(u' ') + 1) + word);
    });
    m_filter->installEventFilter(this);
    m_apply->setSingleShot(true);
    m_apply->setInterval(TypingPause);
    connect(m_apply, &QTimer::timeout, this, [this] { m_rows.setFilter(m_filter->text().trimmed()); });
    connect(m_filter, &QLineEdit::textChanged, m_apply, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::textEdited, this, &FilterLine::complete);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_apply->stop();
        m_rows.setFilter(m_filter->text().trimmed());
    });
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_notFound = false;
        showState();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    m_search->installEventFilter(this);
    connect(before, &QToolButton::clicked, this, [this] { find(true); });
    connect(next, &QToolButton::clicked, this, [this] { find(false); });
    connect(&rows, &WireRows::filterChanged, this, &FilterLine::showState);
    connect(&rows, &WireRows::rowsChanged, this, &FilterLine::showState);
    showState();
}

/// Names that another framing gave to frames, the newest first.
QStringList FilterLine::foreignTypes() const
{
    constexpr int Looked = 2'000;
    constexpr qsizetype Most = 40;
    QStringList names;
    const auto &capture = m_rows.capture();
    quint64 number = capture.lastNumber();
    for (int looked = 0; looked < Looked && number >= capture.firstInMemory() && number > 0 && names.size() < Most; ++looked, --number) {
        const auto *frame = capture.frame(number);
        if (frame && frame->decoded && !frame->retired && !frame->decoded->name.isEmpty() && !frame->decoded->name.contains(u' ') && !names.contains(frame->decoded->name))
            names += frame->decoded->name;
    }
    return names;
}

void FilterLine::complete()
{
    const QStringList words = inspect::filterCompletions(m_filter->text(), foreignTypes());
    auto *completer = findChild<QCompleter *>();
    m_words->setStringList(words);
    if (words.isEmpty() || m_filter->cursorPosition() != m_filter->text().size())
        return completer->popup()->hide();
    const QFontMetrics metrics(m_filter->font());
    const int left = std::min(metrics.horizontalAdvance(m_filter->text().left(m_filter->text().lastIndexOf(u' ') + 1)), m_filter->width() - 260);
    completer->complete(QRect(std::max(0, left), 0, 260, m_filter->height()));
}

void FilterLine::showState()
{
    const bool wrong = m_rows.error().code != ErrorCode::None;
    QString text;
    if (wrong)
        text = m_rows.error().text;
    else if (m_notFound)
        text = tr("Not found");
    else if (!m_rows.filterText().isEmpty())
        text = tr("%1 of %2").arg(QLocale().toString(m_rows.size()), QLocale().toString(m_rows.capture().frameCount()));
    if (text == m_state->text())
        return;
    QPalette palette = m_state->palette();
    palette.setColor(QPalette::WindowText, color(wrong ? Role::Bad : Role::TextMuted));
    m_state->setPalette(palette);
    m_state->setText(text);
}

void FilterLine::find(bool backwards)
{
    m_notFound = !m_search->text().isEmpty() && !m_rows.findNext(m_search->text(), backwards);
    showState();
}

void FilterLine::putBefore(QWidget *widget)
{
    static_cast<QHBoxLayout *>(layout())->insertWidget(0, widget);
}

void FilterLine::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void FilterLine::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

bool FilterLine::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && !static_cast<QLineEdit *>(watched)->text().isEmpty()) {
            static_cast<QLineEdit *>(watched)->clear();
            return true;
        }
        if (watched == m_search && key->key() == Qt::Key_Return && (key->modifiers() & Qt::ShiftModifier)) {
            find(true);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace transom::ui
