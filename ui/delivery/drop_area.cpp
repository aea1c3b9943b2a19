#include "ui/delivery/drop_area.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>

namespace transom::ui {

using namespace theme;

namespace {

QStringList localPaths(const QMimeData *data)
{
    QStringList paths;
    const auto urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

DropArea::DropArea(const QString &text, QWidget *parent)
    : QFrame(parent)
    , m_text(makeLabel(text, Type::Body, Role::TextMuted))
{
    setAcceptDrops(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setTextInteractionFlags(Qt::NoTextInteraction);
    auto *files = makeButton(tr("Choose files …"), QStringLiteral("file"));
    files->setObjectName(QStringLiteral("drop-files"));
    auto *folder = makeButton(tr("Choose a folder …"), QStringLiteral("folder"));
    folder->setObjectName(QStringLiteral("drop-folder"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap4, Gap4, Gap4);
    layout->setSpacing(Gap3);
    layout->addWidget(m_text);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Gap2);
    buttons->addStretch();
    buttons->addWidget(files);
    buttons->addWidget(folder);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(files, &QPushButton::clicked, this, [this] {
        const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Choose files"));
        if (!paths.isEmpty())
            Q_EMIT chosen(paths);
    });
    connect(folder, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Choose a folder"));
        if (!path.isEmpty())
            Q_EMIT chosen({path});
    });
}

void DropArea::setText(const QString &text)
{
    m_text->setText(text);
}

void DropArea::dragEnterEvent(QDragEnterEvent *event)
{
    if (!isEnabled() || localPaths(event->mimeData()).isEmpty())
        return;
    m_over = true;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropArea::dragLeaveEvent(QDragLeaveEvent *)
{
    m_over = false;
    update();
}

void DropArea::dropEvent(QDropEvent *event)
{
    m_over = false;
    update();
    const QStringList paths = localPaths(event->mimeData());
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (!paths.isEmpty())
        Q_EMIT chosen(paths);
}

void DropArea::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor tint = color(m_over ? Role::Accent : Role::Hover);
    tint.setAlphaF(m_over ? 0.12F : 0.5F);
    painter.setBrush(tint);
    painter.setPen(QPen(color(m_over ? Role::Accent : Role::TextMuted), m_over ? 2 : 1, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

} // namespace transom::ui
