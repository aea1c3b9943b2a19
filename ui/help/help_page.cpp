#include "ui/help/help_page.h"

#include "ui/widgets/widgets.h"

#include <QAbstractTextDocumentLayout>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int FileRole = Qt::UserRole;
constexpr int TextRole = Qt::UserRole + 1;

} // namespace

HelpPage::HelpPage(Backend &backend)
    : Page(backend, tr("Help"), QStringLiteral("help"))
    , m_search(new QLineEdit)
    , m_topics(new QListWidget)
    , m_text(new QTextBrowser)
{
    m_folder = QLocale().language() == QLocale::Chinese ? QStringLiteral(":/help/zh_CN") : QStringLiteral(":/help/en");
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setObjectName(QStringLiteral("help-search"));
    m_search->setClearButtonEnabled(true);
    m_topics->setObjectName(QStringLiteral("help-topics"));
    m_topics->setAccessibleName(tr("Subjects"));
    m_text->setAccessibleName(title());
    m_topics->setFixedWidth(260);
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(Gap6);
    auto *left = new QVBoxLayout;
    left->setSpacing(Gap2);
    left->addWidget(m_search);
    left->addWidget(m_topics, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap4, Gap4, Gap4);
    layout->setSpacing(Gap4);
    layout->addLayout(left);
    layout->addWidget(m_text, 1);
    connect(m_search, &QLineEdit::textChanged, this, &HelpPage::filter);
    connect(m_topics, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            m_text->setMarkdown(item->data(TextRole).toString());
    });
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { open(url.fileName()); });
    load();
}

void HelpPage::load()
{
    const auto files = QDir(m_folder).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    for (const QString &name : files) {
        QFile file(m_folder + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        auto *item = new QListWidgetItem(text.section(u'\n', 0, 0).mid(2), m_topics);
        item->setData(FileRole, name);
        item->setData(TextRole, text);
        item->setSizeHint({0, ListRowHeight});
    }
    m_topics->setCurrentRow(0);
}

void HelpPage::filter(const QString &words)
{
    for (int i = 0; i < m_topics->count(); ++i)
        m_topics->item(i)->setHidden(!m_topics->item(i)->data(TextRole).toString().contains(words, Qt::CaseInsensitive));
}

/// The headings are the same in every language; their words are not.
void HelpPage::showHeading(int number)
{
    int count = 0;
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || count++ != number)
            continue;
        const QRectF place = m_text->document()->documentLayout()->blockBoundingRect(block);
        m_text->verticalScrollBar()->setValue(static_cast<int>(place.top()) - Gap2);
        return;
    }
}

void HelpPage::open(const QString &topic)
{
    const QString name = topic.section(u'#', 0, 0).section(u'.', 0, 0);
    if (name.isEmpty())
        return;
    for (int i = 0; i < m_topics->count(); ++i) {
        if (!m_topics->item(i)->data(FileRole).toString().contains(name))
            continue;
        m_search->clear();
        m_topics->setCurrentRow(i);
        if (topic.contains(u'#'))
            showHeading(topic.section(u'#', 1).toInt());
        return;
    }
}

} // namespace transom::ui
