#include "ui/files/properties_panel.h"

#include "core/base/text.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_pane.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QDateTime>
#include <QGridLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QProgressBar>

namespace transom::ui {

using namespace Qt::StringLiterals;
using Kind = FolderEntry::Kind;

namespace {

constexpr int PanelWidth = 280;
constexpr int Steps = 1000;

QString kindOf(const FolderEntry &entry)
{
    switch (entry.kind) {
    case Kind::Folder:
        return entry.link ? PropertiesPanel::tr("Link to a folder") : PropertiesPanel::tr("Folder");
    case Kind::File:
        return entry.link ? PropertiesPanel::tr("Link to a file") : PropertiesPanel::tr("File");
    case Kind::Link:
        return PropertiesPanel::tr("Link");
    case Kind::Other:
        return PropertiesPanel::tr("Special file; it cannot be transferred");
    }
    return {};
}

QString exactSize(qint64 bytes)
{
    return bytes < 1000 ? PropertiesPanel::tr("%Ln byte(s)", nullptr, static_cast<int>(bytes)) : PropertiesPanel::tr("%1 (%L2 bytes)").arg(formatBytes(bytes)).arg(bytes);
}

} // namespace

PropertiesPanel::PropertiesPanel(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_name(makeLabel({}, theme::Type::Heading))
    , m_kind(makeLabel({}, theme::Type::Body, theme::Role::TextMuted))
    , m_grid(new QGridLayout)
    , m_count(makeButton(tr("Count what is in it")))
    , m_hash(makeLabel({}, theme::Type::Fixed))
    , m_hashAction(makeButton(tr("Compute")))
    , m_hashCopy(makeButton(tr("Copy"), u"copy"_s))
    , m_hashProgress(new QProgressBar)
    , m_hint(makeLabel(tr("Choose something to see what it is."), theme::Type::Body, theme::Role::TextMuted))
{
    setProperty("card", true);
    setObjectName(u"properties"_s);
    setAccessibleName(tr("Properties"));
    setMinimumWidth(240);
    setMaximumWidth(420);
    resize(PanelWidth, height());
    auto *title = makeLabel(tr("Properties"), theme::Type::Caption, theme::Role::TextMuted);
    auto *close = makeToolButton(u"close"_s, tr("Close (Alt+Return)"));
    close->setObjectName(u"properties-close"_s);
    auto *top = new QHBoxLayout;
    top->addWidget(title, 1);
    top->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap2, theme::Gap2, theme::Gap4);
    layout->setSpacing(theme::Gap2);
    layout->addLayout(top);
    layout->addWidget(m_icon);
    layout->addWidget(m_name);
    layout->addWidget(m_kind);
    layout->addWidget(m_hint);
    layout->addSpacing(theme::Gap2);
    m_grid->setHorizontalSpacing(theme::Gap3);
    m_grid->setVerticalSpacing(theme::Gap2);
    m_grid->setColumnStretch(1, 1);
    layout->addLayout(m_grid);
    m_place = addRow(tr("Where"));
    m_sizeText = addRow(tr("Size"));
    m_contents = addRow(tr("Holds"));
    m_modified = addRow(tr("Modified"));
    m_permissions = addRow(tr("Permissions"));
    m_count->setObjectName(u"properties-count"_s);
    layout->addWidget(m_count, 0, Qt::AlignLeft);
    layout->addSpacing(theme::Gap2);
    auto *hashTitle = makeLabel(u"SHA-256"_s, theme::Type::Caption, theme::Role::TextMuted);
    hashTitle->setObjectName(u"properties-hash-title"_s);
    layout->addWidget(hashTitle);
    m_hash->setObjectName(u"properties-hash"_s);
    m_hash->setWordWrap(true);
    m_hash->setAccessibleName(u"SHA-256"_s);
    layout->addWidget(m_hash);
    m_hashProgress->setTextVisible(false);
    m_hashProgress->setFixedHeight(6);
    layout->addWidget(m_hashProgress);
    m_hashAction->setObjectName(u"properties-compute"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::Gap2);
    buttons->addWidget(m_hashAction);
    buttons->addWidget(m_hashCopy);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(1);
    for (QWidget *each : {static_cast<QWidget *>(m_hash), static_cast<QWidget *>(m_hashProgress), static_cast<QWidget *>(m_hashAction), static_cast<QWidget *>(m_hashCopy),
                          static_cast<QWidget *>(m_count), static_cast<QWidget *>(hashTitle)})
        each->hide();
    connect(close, &QToolButton::clicked, this, &PropertiesPanel::closeWanted);
    connect(m_count, &QPushButton::clicked, this, &PropertiesPanel::startMeasure);
    connect(m_hashAction, &QPushButton::clicked, this, &PropertiesPanel::startHash);
    connect(m_hashCopy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_hash->text().remove(u'\u200b')); });
}

PropertiesPanel::~PropertiesPanel()
{
    if (m_stopHash)
        m_stopHash();
}

QLabel *PropertiesPanel::addRow(const QString &text)
{
    const int row = m_grid->rowCount();
    auto *name = makeLabel(text, theme::Type::Caption, theme::Role::TextMuted);
    name->setWordWrap(false);
    auto *value = makeLabel({});
    value->setAccessibleName(text);
    value->setProperty("heading", QVariant::fromValue<QObject *>(name));
    m_grid->addWidget(name, row, 0, Qt::AlignTop);
    m_grid->addWidget(value, row, 1, Qt::AlignTop);
    return value;
}

void PropertiesPanel::setRow(QLabel *value, const QString &text)
{
    value->setText(text);
    value->setVisible(!text.isEmpty());
    if (auto *name = qobject_cast<QLabel *>(value->property("heading").value<QObject *>()))
        name->setVisible(!text.isEmpty());
}

void PropertiesPanel::stop()
{
    ++m_asked;
    if (m_stopHash)
        std::exchange(m_stopHash, {})();
    m_measure.reset();
}

void PropertiesPanel::show(FolderPane &pane)
{
    const std::vector<int> rows = pane.table().chosenRows();
    QList<FolderEntry> entries;
    QStringList paths;
    for (const int row : pane.selectedPaths().isEmpty() ? std::vector<int>() : rows) {
        entries.append(pane.model().entry(row));
        paths.append(pane.model().pathOf(row));
    }
    // A look at the same folder again must not throw away what has been computed.
    if (m_pane == &pane && paths == m_shown && paths.size() == 1 && entries.first().size == m_size && m_modified->property("time").toLongLong() == entries.first().modified)
        return;
    stop();
    m_pane = &pane;
    m_shown = paths;
    m_folders.clear();
    m_fileBytes = 0;
    m_fileCount = 0;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (entries[i].kind == Kind::Folder && !entries[i].link) {
            m_folders.append(paths[i]);
        } else {
            ++m_fileCount;
            m_fileBytes += entries[i].link ? 0 : entries[i].size;
        }
    }
    m_path = paths.value(0);
    m_hint->setVisible(entries.isEmpty());
    m_icon->setVisible(!entries.isEmpty());
    const bool file = entries.size() == 1 && entries.first().kind == Kind::File;
    m_hash->hide();
    m_hashCopy->hide();
    m_hashProgress->hide();
    m_hashAction->setText(tr("Compute"));
    m_hashAction->setVisible(file);
    findChild<QLabel *>(u"properties-hash-title"_s)->setVisible(file);
    setRow(m_contents, {});
    m_count->setText(tr("Count what is in it"));
    m_count->setVisible(!m_folders.isEmpty());
    if (entries.size() == 1)
        showOne(entries.first(), paths.first());
    else
        showMany(entries);
}

void PropertiesPanel::showOne(const FolderEntry &entry, const QString &path)
{
    m_size = entry.size;
    m_icon->setPixmap(theme::pixmap(entry.kind == Kind::Folder ? u"folder"_s : u"file-text"_s, 40, entry.kind == Kind::Folder ? theme::Role::Accent : theme::Role::TextMuted));
    // So that a long name without spaces breaks somewhere instead of widening the panel.
    QString name = printable(entry.name, 300);
    for (qsizetype i = name.size() - 1; i > 0; --i) {
        if (i % 12 == 0 && !name[i].isLowSurrogate())
            name.insert(i, QChar(0x200b));
    }
    m_name->setText(name);
    m_kind->setText(kindOf(entry));
    setRow(m_place, printable(parentPath(path), 300).replace(u'/', u"/\u200b"_s));
    setRow(m_sizeText, entry.kind == Kind::File ? exactSize(entry.size) : QString());
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(entry.modified);
    setRow(m_modified, entry.modified > 0 ? QLocale().toString(time.date(), QLocale::LongFormat) + u'\n' + time.toString(u"HH:mm:ss"_s) : QString());
    m_modified->setProperty("time", entry.modified);
    setRow(m_permissions, entry.mode >= 0 ? u"%1 (%2)"_s.arg(modeText(entry.mode), QString::number(entry.mode, 8).rightJustified(3, u'0')) : QString());
}

void PropertiesPanel::showMany(const QList<FolderEntry> &entries)
{
    m_size = -1;
    m_icon->setPixmap(theme::pixmap(u"files"_s, 40, theme::Role::TextMuted));
    m_name->setText(entries.isEmpty() ? QString() : tr("%Ln item(s)", nullptr, static_cast<int>(entries.size())));
    QStringList parts;
    if (!m_folders.isEmpty())
        parts.append(tr("%Ln folder(s)", nullptr, static_cast<int>(m_folders.size())));
    if (m_fileCount > 0)
        parts.append(tr("%Ln file(s)", nullptr, static_cast<int>(m_fileCount)));
    m_kind->setText(parts.join(tr(", ")));
    setRow(m_place, entries.isEmpty() ? QString() : printable(m_pane->path(), 300).replace(u'/', u"/\u200b"_s));
    setRow(m_sizeText, m_fileCount > 0 ? exactSize(m_fileBytes) : QString());
    setRow(m_modified, {});
    setRow(m_permissions, {});
    m_count->setText(tr("Count what is in them"));
}

void PropertiesPanel::startMeasure()
{
    if (m_measure && m_measure->isRunning()) {
        m_measure->stop();
        m_count->setText(tr("Count again"));
        return;
    }
    m_measure = std::make_unique<FolderMeasure>(m_pane->source());
    connect(m_measure.get(), &FolderMeasure::counted, this, &PropertiesPanel::showMeasure);
    connect(m_measure.get(), &FolderMeasure::finished, this, [this] {
        showMeasure();
        m_count->setText(tr("Count again"));
    });
    m_count->setText(tr("Stop counting"));
    m_measure->start(m_folders);
    showMeasure();
}

void PropertiesPanel::showMeasure()
{
    const auto &sum = m_measure->sum();
    QString text = tr("%1 in %2, %3").arg(tr("%Ln file(s)", nullptr, static_cast<int>(sum.files + m_fileCount)), tr("%Ln folder(s)", nullptr, static_cast<int>(sum.folders + m_folders.size())),
                                          exactSize(sum.bytes + m_fileBytes));
    if (sum.closed > 0)
        text += u'\n' + tr("%Ln folder(s) could not be looked into.", nullptr, sum.closed);
    setRow(m_contents, text);
}

void PropertiesPanel::startHash()
{
    if (m_stopHash) {
        stop();
        m_hashProgress->hide();
        m_hashAction->setText(tr("Compute"));
        return;
    }
    m_hash->hide();
    m_hashCopy->hide();
    // The server says nothing until it is done.
    m_hashProgress->setRange(0, m_pane->side() == FolderModel::Side::Local ? Steps : 0);
    m_hashProgress->setValue(0);
    m_hashProgress->show();
    m_hashAction->setText(tr("Stop"));
    const int asked = m_asked;
    m_stopHash = m_pane->source().hash(m_path, this, [this, asked](qint64 done) {
        if (asked == m_asked && m_size > 0)
            m_hashProgress->setValue(static_cast<int>(static_cast<double>(done) / static_cast<double>(m_size) * Steps));
    }, [this, asked](const Result<QString> &sum) {
        if (asked == m_asked)
            hashed(sum);
    });
}

void PropertiesPanel::hashed(const Result<QString> &sum)
{
    m_stopHash = {};
    m_hashProgress->hide();
    m_hash->show();
    m_hashAction->setText(sum ? tr("Compute again") : tr("Try again"));
    if (!sum)
        return m_hash->setText(describe(sum.error()));
    // In fours, as people compare them; none of it is copied.
    QString text;
    for (qsizetype i = 0; i < sum->size(); i += 4)
        text += sum->mid(i, 4) + u'\u200b';
    m_hash->setText(text);
    m_hashCopy->show();
}

void PropertiesPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return Q_EMIT closeWanted();
    QFrame::keyPressEvent(event);
}

} // namespace transom::ui
