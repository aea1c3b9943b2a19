#pragma once

#include "core/protocol/file_messages.h"

#include <QWidget>

namespace transom::ui {

/// How much of the room on the server is taken: a bar and the numbers; only the numbers where there is no limit.
class QuotaGauge : public QWidget
{
    Q_OBJECT

public:
    explicit QuotaGauge(QWidget *parent = nullptr);

    void set(const protocol::FilesQuotaResult &quota);
    void clear();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;

    protocol::FilesQuotaResult m_quota;
    QString m_text;
};

} // namespace transom::ui
