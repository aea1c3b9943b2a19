#include "ui/files/work_bar.h"

#include "core/base/text.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QProgressBar>

namespace transom::ui {

namespace {

constexpr int BarWidth = 120;
constexpr int Steps = 1000;

} // namespace

WorkBar::WorkBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new ElidedLabel)
    , m_bar(new QProgressBar)
    , m_amount(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
    , m_stop(makeButton(tr("Stop"), QStringLiteral("stop")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::Gap3);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(BarWidth, 6);
    m_amount->setWordWrap(false);
    m_stop->setObjectName(QStringLiteral("stop-work"));
    row->addWidget(m_text, 1);
    row->addWidget(m_bar);
    row->addWidget(m_amount);
    row->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, &WorkBar::stopWanted);
    hide();
}

void WorkBar::begin(const QString &text)
{
    m_text->setFullText(text);
    setAccessibleName(text);
    setProgress(0, 0);
    show();
}

void WorkBar::setProgress(qint64 done, qint64 total)
{
    m_bar->setRange(0, total > 0 ? Steps : 0);
    if (total > 0) {
        m_bar->setValue(static_cast<int>(static_cast<double>(std::min(done, total)) / static_cast<double>(total) * Steps));
        m_amount->setText(tr("%1 of %2").arg(formatBytes(done), formatBytes(total)));
    } else {
        m_amount->setText({});
    }
}

} // namespace transom::ui
