#include "ui/lab/experiments/uploads_view.h"

#include "ui/lab/experiments/experiment_book.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int MarkSize = 18;
constexpr int BarHeight = 8;
constexpr double BarEnd = 1.6; ///< how many times the file fits into the bar: a broken upload that begins anew sends it one and a half times

const QString Subject = u"product"_s;

/// How much was sent, and a mark where the file would be complete.
class SentBar : public QWidget
{
public:
    SentBar(qint64 sent, qint64 size)
        : m_share(size > 0 ? static_cast<double>(sent) / static_cast<double>(size) : 0)
    {
        setFixedHeight(BarHeight + Gap1);
        setMinimumWidth(80);
    }

private:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double file = width() / BarEnd;
        const double end = std::min<double>(m_share * file, width());
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Line));
        painter.drawRoundedRect(QRectF(0, Gap1 / 2.0, width(), BarHeight), 2, 2);
        painter.setBrush(color(Role::Accent));
        // What is there at all is to be seen.
        painter.drawRoundedRect(QRectF(0, Gap1 / 2.0, std::max(2.0, std::min(end, file)), BarHeight), 2, 2);
        if (end > file) {
            painter.setBrush(color(Role::Warn));
            painter.drawRect(QRectF(file, Gap1 / 2.0, end - file, BarHeight));
        }
        painter.setPen(QPen(color(Role::Text), 1.5));
        painter.drawLine(QPointF(file, 0), QPointF(file, height()));
    }

    const double m_share;
};

QLabel *wrapped(const QString &text, Type type = Type::Body, Role role = Role::Text)
{
    QLabel *label = makeLabel(text, type, role);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

UploadsView::UploadsView(ExperimentBook &book, QWidget *parent)
    : QScrollArea(parent)
    , m_book(book)
{
    setObjectName(u"uploads-view"_s);
    setAccessibleName(tr("The four uploads side by side"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&m_book, &ExperimentBook::changed, this, [this](const QString &changed) {
        if (changed == Subject)
            showNewest();
    });
    setWidget(new EmptyState(u"compare"_s, tr("Predict first, then run"), tr("What became of each of the four uploads stands here side by side.")));
    showNewest();
}

void UploadsView::showNewest()
{
    const ExperimentBook::Page *page = m_book.page(Subject);
    if (!page || page->runs.isEmpty() || page->runs.constLast().wallMs == m_shownMs)
        return;
    const RunEntry &run = page->runs.constLast();
    m_shownMs = run.wallMs;
    const auto text = [&run](const char *what, const QString &way) { return run.result.measured.value(QLatin1String(what) + way).toText(); };
    const auto number = [&run](const QString &name) { return run.result.measured.value(name).value.toLongLong(); };
    const qint64 size = number(u"size"_s);
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, Gap1, Gap1, 0);
    column->setSpacing(Gap2);
    const std::pair<QString, QString> ways[] = {{u"put_size"_s, u"put-size"_s}, {u"put_json"_s, u"put-json"_s}, {u"put_struct"_s, u"put-struct"_s}, {u"transom"_s, u"Transom"_s}};
    for (const auto &[way, name] : ways) {
        const bool through = number(u"through_"_s + way) > 0;
        const qint64 sent = number(u"sent_"_s + way);
        auto *card = new Card;
        card->setObjectName(u"upload-"_s + way);
        card->setAccessibleName(name + u": "_s + text("result_", way));
        card->content()->setContentsMargins(Gap3, Gap2, Gap3, Gap2);
        auto *mark = new QLabel;
        mark->setPixmap(pixmap(through ? u"ok"_s : u"error"_s, MarkSize, through ? Role::Good : Role::Bad));
        mark->setObjectName(through ? u"came-through"_s : u"did-not"_s);
        auto *grid = new QGridLayout;
        grid->setHorizontalSpacing(Gap2);
        grid->setVerticalSpacing(Gap1);
        grid->setColumnStretch(2, 1);
        // The same in all four, so that they can be compared.
        grid->setColumnMinimumWidth(1, QFontMetrics(theme::font(Type::Heading)).horizontalAdvance(u"put-struct"_s) + Gap1);
        grid->addWidget(mark, 0, 0, Qt::AlignTop);
        grid->addWidget(makeLabel(name, Type::Heading), 0, 1, Qt::AlignTop);
        grid->addWidget(wrapped(text("result_", way)), 0, 2);
        int row = 1;
        const auto addFact = [grid, &row](const QString &title, QWidget *value) {
            grid->addWidget(makeLabel(title, Type::Caption, Role::TextMuted), row, 1, Qt::AlignTop);
            grid->addWidget(value, row++, 2);
        };
        addFact(tr("In the folder"), wrapped(text("left_", way), Type::Caption));
        addFact(tr("Sender heard"), wrapped(text("told_", way), Type::Caption));
        auto *line = new QWidget;
        auto *across = new QHBoxLayout(line);
        across->setContentsMargins(0, 0, 0, 0);
        across->setSpacing(Gap3);
        across->addWidget(new SentBar(sent, size), 1);
        QLabel *amount = makeLabel(QLocale().toString(sent), Type::Caption);
        amount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        amount->setMinimumWidth(amount->fontMetrics().horizontalAdvance(QLocale().toString(2 * size)));
        across->addWidget(amount);
        line->setToolTip(plainToolTip(tr("%1 bytes went over the line; the mark is the size of the file, %2 bytes.").arg(QLocale().toString(sent), QLocale().toString(size))));
        addFact(tr("Bytes sent"), line);
        card->content()->addLayout(grid);
        column->addWidget(card);
    }
    column->addStretch(1);
    setWidget(all);
}

} // namespace transom::ui
