#include "ui/files/transfer_limits.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferSettings;

TransferLimits::TransferLimits(QWidget *parent)
    : QWidget(parent)
    , m_parallel(new QComboBox)
    , m_upload(makeSpeed(u"upload-limit"_s, &TransferSettings::uploadLimit))
    , m_download(makeSpeed(u"download-limit"_s, &TransferSettings::downloadLimit))
{
    m_parallel->setObjectName(u"parallel"_s);
    for (int number = 1; number <= TransferSettings::MostParallel; ++number)
        m_parallel->addItem(QString::number(number), number);
    m_parallel->setMinimumWidth(64);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap1, Gap3, Gap2);
    layout->setSpacing(Gap2);
    const auto add = [layout](const QString &text, QWidget *field) {
        auto *label = makeLabel(text, Type::Body, Role::TextMuted);
        label->setWordWrap(false);
        label->setTextInteractionFlags(Qt::NoTextInteraction);
        label->setBuddy(field);
        field->setAccessibleName(text);
        layout->addWidget(label);
        layout->addWidget(field);
        layout->addSpacing(Gap4);
    };
    add(tr("At once"), m_parallel);
    add(tr("All uploads together"), m_upload);
    add(tr("All downloads together"), m_download);
    layout->addStretch();
    connect(m_parallel, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.parallel = index + 1;
        Q_EMIT changed(m_settings);
    });
    set({});
}

QList<qint64> TransferLimits::presets()
{
    return {0, 100'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000, 50'000'000};
}

QString TransferLimits::text(qint64 bytesPerSecond)
{
    return bytesPerSecond > 0 ? formatRate(static_cast<double>(bytesPerSecond)) : tr("No limit");
}

QComboBox *TransferLimits::makeSpeed(const QString &name, qint64 TransferSettings::*field)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setMinimumWidth(120);
    box->setToolTip(tr("A speed such as 2.5 MB/s; empty or 0 is no limit"));
    for (const qint64 each : presets())
        box->addItem(text(each), each);
    connect(box, &QComboBox::activated, this, [this, box, field](int index) {
        m_settings.*field = box->itemData(index).toLongLong();
        Q_EMIT changed(m_settings);
    });
    connect(box->lineEdit(), &QLineEdit::editingFinished, this, [this, box, field] { takeSpeed(*box, field); });
    return box;
}

void TransferLimits::takeSpeed(QComboBox &box, qint64 TransferSettings::*field)
{
    QString typed = box.currentText().trimmed();
    if (typed.endsWith(u"/s"_s))
        typed.chop(2);
    const qint64 bytes = typed.isEmpty() || typed == text(0) ? 0 : parseBytes(typed);
    if (bytes >= 0 && bytes != m_settings.*field && text(bytes) != text(m_settings.*field)) {
        m_settings.*field = bytes;
        Q_EMIT changed(m_settings);
    }
    // What is no speed goes back to what holds.
    box.setEditText(text(m_settings.*field));
}

void TransferLimits::set(const TransferSettings &settings)
{
    m_settings = settings;
    const QSignalBlocker blocker(m_parallel);
    m_parallel->setCurrentIndex(settings.parallel - 1);
    if (!m_upload->lineEdit()->hasFocus())
        m_upload->setEditText(text(settings.uploadLimit));
    if (!m_download->lineEdit()->hasFocus())
        m_download->setEditText(text(settings.downloadLimit));
}

} // namespace transom::ui
