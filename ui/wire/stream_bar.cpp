#include "ui/wire/stream_bar.h"

#include "core/base/text.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/framing_menu.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>

namespace transom::ui {

using namespace theme;
using inspect::WatchedStream;

StreamBar::StreamBar(WireRows &rows, WireSources &sources, QWidget *parent)
    : QWidget(parent)
    , m_rows(rows)
    , m_sources(sources)
    , m_streams(new QComboBox)
    , m_framing(new QToolButton)
    , m_menu(new FramingMenu(this))
    , m_reason(new ElidedLabel)
{
    m_streams->setObjectName(QStringLiteral("wire-streams"));
    m_streams->setAccessibleName(tr("Stream"));
    m_streams->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_streams->setMinimumContentsLength(22);
    m_framing->setObjectName(QStringLiteral("wire-framing"));
    m_framing->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_framing->setPopupMode(QToolButton::InstantPopup);
    m_framing->setMenu(m_menu);
    m_framing->setMinimumHeight(ControlHeight - 4);
    m_reason->setObjectName(QStringLiteral("wire-framing-reason"));
    m_reason->setFont(theme::font(Type::Caption));
    QPalette muted = m_reason->palette();
    muted.setColor(QPalette::WindowText, color(Role::TextMuted));
    m_reason->setPalette(muted);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, 0, Gap4, Gap2);
    layout->setSpacing(Gap2);
    layout->addWidget(m_framing);
    layout->addWidget(m_reason, 1);
    connect(m_streams, &QComboBox::activated, this, [this](int index) { m_rows.setStream(m_streams->itemData(index).toUInt()); });
    connect(m_menu, &FramingMenu::chosen, this, [this](const std::optional<inspect::Framings> &framings) { m_sources.choose(shownStream(), framings); });
    connect(&rows, &WireRows::streamChanged, this, &StreamBar::showStreams);
    connect(&rows, &WireRows::rowsChanged, this, &StreamBar::showStreams);
    connect(&rows, &WireRows::selectionChanged, this, &StreamBar::showFraming);
    connect(&sources, &WireSources::streamsChanged, this, &StreamBar::showStreams);
    showStreams();
}

QWidget *StreamBar::chooser() const
{
    return m_streams;
}

QString StreamBar::nameOf(const WatchedStream &stream)
{
    const auto end = [](const QString &address) { return address.isEmpty() ? QStringLiteral("?") : printable(address, 60); };
    const QString kind = stream.kind == WatchedStream::Kind::Relay ? tr("Relay") : stream.kind == WatchedStream::Kind::Lab ? tr("Lab") : tr("Session");
    const QString name = QStringLiteral("%1 · %2  %3 → %4").arg(stream.id).arg(kind, end(stream.client), end(stream.server));
    return stream.open ? name : tr("%1 (over)").arg(name);
}

quint32 StreamBar::shownStream() const
{
    return m_rows.stream() != 0 ? m_rows.stream() : m_rows.selection().stream;
}

void StreamBar::showStreams()
{
    const auto &capture = m_rows.capture();
    QList<std::pair<QString, quint32>> items{{tr("All streams"), 0}};
    QString signature = QString::number(m_rows.stream()) + (m_rows.isShowingOpened() ? u'f' : u' ');
    for (const quint32 id : capture.streamIds()) {
        const WatchedStream *stream = capture.stream(id);
        items.append({nameOf(*stream), id});
        signature += u' ' + QString::number(id) + (stream->open ? u'+' : u'-');
    }
    if (std::exchange(m_signature, signature) != signature) {
        m_streams->clear();
        for (const auto &[name, id] : std::as_const(items))
            m_streams->addItem(name, id);
        m_streams->setCurrentIndex(std::max(0, m_streams->findData(m_rows.stream())));
        m_streams->setToolTip(plainToolTip(m_streams->currentText()));
    }
    showFraming();
}

void StreamBar::showFraming()
{
    const quint32 id = shownStream();
    const WatchedStream *stream = m_rows.capture().stream(id);
    // What was read from a file is not cut here any more; its streams have numbers of their own.
    const inspect::FramedStream *framed = m_rows.isShowingOpened() ? nullptr : m_sources.framed(id);
    m_framing->setEnabled(framed && !framed->isDatagrams());
    // How a session is cut is known; a row that says so every time takes room from what one looks at.
    setVisible(stream && (framed || stream->kind != WatchedStream::Kind::Session));
    if (!stream)
        return;
    if (!framed) {
        m_framing->setText(tr("Framing: %1").arg(m_rows.isShowingOpened() && stream->kind != WatchedStream::Kind::Session ? tr("as in the file") : tr("Transom's own")));
        m_framing->setToolTip({});
        return m_reason->setFullText(stream->kind == WatchedStream::Kind::Session ? tr("Known: these are the frames of a session of this program.") : QString());
    }
    m_menu->setCurrent(framed->framings());
    const QString name = framed->isDatagrams() ? tr("Datagrams") : framingName(framed->framings());
    m_framing->setText(framed->chosen() || framed->isDatagrams() ? tr("Framing: %1").arg(name) : tr("Framing, guessed: %1").arg(name));
    // The name that transomctl relay --framing takes.
    m_framing->setToolTip(plainToolTip(framed->isDatagrams() ? QString() : QStringLiteral("--framing ") + framed->framings().text()));
    QString reason = framed->isDatagrams() ? tr("Each datagram is a message: UDP keeps their borders.") : framed->chosen() ? tr("Chosen by you.") : framed->reason();
    if (!framed->problem().isEmpty())
        reason = framed->problem();
    if (!reason.isEmpty())
        reason[0] = reason[0].toUpper();
    if (!framed->keepsAll())
        reason += u' ' + tr("Another choice reaches the first megabyte only.");
    m_reason->setFullText(reason);
}

} // namespace transom::ui
