#pragma once

#include "core/files/transfer_info.h"

#include <QWidget>

class QComboBox;

namespace transom::ui {

/// How many transfers go at once, and how fast all of them together may be. What is changed holds at once.
class TransferLimits : public QWidget
{
    Q_OBJECT

public:
    explicit TransferLimits(QWidget *parent = nullptr);

    void set(const files::TransferSettings &settings);
    /// What a field for a speed offers: none and some common ones, in bytes per second.
    static QList<qint64> presets();
    static QString text(qint64 bytesPerSecond);

Q_SIGNALS:
    void changed(const transom::files::TransferSettings &settings);

private:
    QComboBox *makeSpeed(const QString &name, qint64 files::TransferSettings::*field);
    void takeSpeed(QComboBox &box, qint64 files::TransferSettings::*field);

    files::TransferSettings m_settings;
    QComboBox *m_parallel;
    QComboBox *m_upload;
    QComboBox *m_download;
};

} // namespace transom::ui
