#include "ui/files/transfer_details.h"

#include "core/base/text.h"
#include "ui/files/transfer_limits.h"
#include "ui/models/transfers_model.h"
#include "ui/models/when.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QScrollArea>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferInfo;

namespace {

QString policyText(const QString &policy)
{
    if (policy == u"ask")
        return TransferDetails::tr("ask");
    if (policy == u"overwrite")
        return TransferDetails::tr("overwrite");
    if (policy == u"rename")
        return TransferDetails::tr("keep both");
    if (policy == u"skip")
        return TransferDetails::tr("skip");
    if (policy == u"newer")
        return TransferDetails::tr("overwrite if newer");
    if (policy == u"resume")
        return TransferDetails::tr("replace what differs");
    return TransferDetails::tr("stop with an error");
}

} // namespace

TransferDetails::TransferDetails(QWidget *parent)
    : QFrame(parent)
    , m_name(new ElidedLabel)
    , m_lines(new QGridLayout)
    , m_notesTitle(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_notes(new QPlainTextEdit)
{
    setObjectName(u"transfer-details"_s);
    m_name->setFont(theme::font(Type::Heading));
    auto *copy = makeToolButton(u"copy"_s, tr("Copy all of it"));
    copy->setObjectName(u"details-copy"_s);
    auto *close = makeToolButton(u"close"_s, tr("Close the details"));
    close->setObjectName(u"details-close"_s);
    auto *head = new QHBoxLayout;
    head->setSpacing(Gap1);
    head->addWidget(m_name, 1);
    head->addWidget(copy);
    head->addWidget(close);
    m_lines->setHorizontalSpacing(Gap3);
    m_lines->setVerticalSpacing(Gap1);
    m_lines->setColumnStretch(1, 1);
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, Gap1, 0);
    column->setSpacing(Gap2);
    m_notes->setObjectName(u"details-notes"_s);
    m_notes->setReadOnly(true);
    m_notes->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_notes->setFont(theme::font(Type::Caption));
    m_notes->setFixedHeight(88);
    // What went wrong is what people look for.
    column->addWidget(m_notesTitle);
    column->addWidget(m_notes);
    column->addLayout(m_lines);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap1, Gap3, Gap2);
    layout->setSpacing(Gap2);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QToolButton::clicked, this, &TransferDetails::closed);
}

void TransferDetails::setLine(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    if (m_used == m_rows.size()) {
        auto *name = makeLabel({}, Type::Caption, Role::TextMuted);
        name->setWordWrap(false);
        auto *text = makeLabel({}, Type::Caption);
        // A path has no spaces to break at, and must not make the panel wider.
        text->setMinimumWidth(0);
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
        m_lines->addWidget(name, m_used, 0, Qt::AlignTop);
        m_lines->addWidget(text, m_used, 1, Qt::AlignTop);
        m_rows.append(std::pair(name, text));
    }
    auto [name, text] = m_rows[m_used++];
    name->setText(label);
    if (text->text() != value)
        text->setText(value);
    name->show();
    text->show();
}

void TransferDetails::set(const TransferInfo &info)
{
    m_id = info.id;
    m_name->setFullText(printable(info.name, 500));
    m_used = 0;
    const auto breakable = [](const QString &path) { return printable(path, 2000).replace(u'/', u"/\u200b"_s); };
    const auto &request = info.request;
    QStringList sources = request.sources.mid(0, 5);
    if (request.sources.size() > sources.size())
        sources.append(tr("and %n more", nullptr, static_cast<int>(request.sources.size() - sources.size())));
    for (QString &source : sources)
        source = breakable(source);
    setLine(tr("State"), TransfersModel::status(info));
    const bool isErrand = info.isErrand();
    const bool isUpload = request.direction == files::TransferDirection::Upload;
    const QString with = printable(request.errand.value("with"_L1).toString(), 500);
    setLine(tr("From"), isErrand && !isUpload ? with : sources.join(u'\n'));
    setLine(tr("To"), isErrand && isUpload ? with : breakable(info.path.isEmpty() || request.sources.size() > 1 ? request.target : info.path));
    setLine(tr("Server"), info.place.isEmpty() ? QString() : printable(info.place.user + u'@' + info.place.server, 300));
    const Progress &progress = info.progress;
    setLine(tr("Size"), progress.total >= 0 ? tr("%1 of %2").arg(formatBytes(progress.done), formatBytes(progress.total)) : QString());
    setLine(tr("Files"), progress.itemsTotal >= 0 ? tr("%1 of %2").arg(progress.itemsDone).arg(progress.itemsTotal) : QString());
    if (!info.isOver() && progress.currentTotal > 0)
        setLine(tr("Now"), breakable(progress.current) + u"\n"_s + tr("%1 of %2").arg(formatBytes(progress.currentDone), formatBytes(progress.currentTotal)));
    setLine(tr("Added"), info.addedMs > 0 ? dayAndTime(info.addedMs) : QString());
    setLine(tr("Ended"), info.endedMs > 0 ? dayAndTime(info.endedMs) : QString());
    setLine(tr("Took"), info.activeMs > 0 ? formatDuration(info.activeMs) : QString());
    setLine(tr("Mean speed"), info.averageRate() > 0 ? formatRate(info.averageRate()) : QString());
    setLine(tr("Limit"), request.limit > 0 ? TransferLimits::text(request.limit) : QString());
    setLine(tr("If it exists"), isErrand ? QString() : policyText(request.conflict));
    setLine(u"SHA-256"_s, info.sha256.size() == 64 ? info.sha256.first(32) + u"\u200b"_s + info.sha256.sliced(32) : QString());
    for (qsizetype i = m_used; i < m_rows.size(); ++i) {
        m_rows[i].first->hide();
        m_rows[i].second->hide();
    }
    QStringList notes;
    for (const QString &each : info.failed)
        notes.append(printable(each, 4000));
    for (const QString &each : info.skipped)
        notes.append(printable(each, 4000));
    const QStringList changes = TransfersModel::changeNotes(info);
    for (const QString &each : changes)
        notes.append(printable(each, 4000));
    m_notesTitle->setVisible(!notes.isEmpty());
    m_notes->setVisible(!notes.isEmpty());
    QStringList counts;
    if (!info.failed.isEmpty())
        counts.append(tr("%n failed", nullptr, static_cast<int>(info.failed.size())));
    if (!info.skipped.isEmpty())
        counts.append(tr("%n left out", nullptr, static_cast<int>(info.skipped.size())));
    if (!changes.isEmpty())
        counts.append(tr("%n changed meanwhile", nullptr, static_cast<int>(changes.size())));
    m_notesTitle->setText(counts.join(u", "_s));
    if (const QString text = notes.join(u'\n'); m_notes->toPlainText() != text)
        m_notes->setPlainText(text);
}

QString TransferDetails::text() const
{
    QStringList lines;
    for (qsizetype i = 0; i < m_used; ++i)
        lines.append(m_rows[i].first->text() + u": "_s + m_rows[i].second->text().remove(QChar(0x200b)));
    if (m_notes->isVisibleTo(this))
        lines.append(m_notes->toPlainText());
    return lines.join(u'\n');
}

} // namespace transom::ui
