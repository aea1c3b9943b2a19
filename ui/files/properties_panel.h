#pragma once

#include "ui/files/folder_measure.h"

#include <QFrame>
#include <QPointer>

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace transom::ui {

class ElidedLabel;
class FolderPane;

/// Everything there is to know about what is chosen in a pane. What takes work (a SHA-256, how much is in a folder) is worked out when
/// asked for, and can be stopped.
class PropertiesPanel : public QFrame
{
    Q_OBJECT

public:
    explicit PropertiesPanel(QWidget *parent = nullptr);
    ~PropertiesPanel() override;

    /// Shows what is chosen there now.
    void show(FolderPane &pane);
    /// Nothing of what was asked for is wanted any more.
    void stop();

Q_SIGNALS:
    void closeWanted();

private:
    QLabel *addRow(const QString &text);
    void setRow(QLabel *value, const QString &text);
    void showOne(const FolderEntry &entry, const QString &path);
    void showMany(const QList<FolderEntry> &entries);
    void showMeasure();
    void startHash();
    void startMeasure();
    void hashed(const Result<QString> &sum);
    void keyPressEvent(QKeyEvent *event) override;

    QPointer<FolderPane> m_pane;
    QStringList m_shown;       ///< the paths this is about
    QStringList m_folders;
    qint64 m_fileBytes = 0;
    qint64 m_fileCount = 0;
    QString m_path;
    qint64 m_size = 0;
    FolderSource::Stop m_stopHash;
    int m_asked = 0;           ///< answers about other things are dropped
    std::unique_ptr<FolderMeasure> m_measure;

    QLabel *m_icon;
    QLabel *m_name;
    QLabel *m_kind;
    QGridLayout *m_grid;
    QLabel *m_place;
    QLabel *m_sizeText;
    QLabel *m_modified;
    QLabel *m_permissions;
    QLabel *m_contents;
    QPushButton *m_count;
    QLabel *m_hash;
    QPushButton *m_hashAction;
    QPushButton *m_hashCopy;
    QProgressBar *m_hashProgress;
    QLabel *m_hint;
};

} // namespace transom::ui
