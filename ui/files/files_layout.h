#pragma once

#include <QObject>
#include <QSettings>
#include <QTimer>

class QSplitter;

namespace transom::ui {

class FolderPane;

/// How somebody has arranged the Files page, kept from one start to the next: the widths, the columns and their order, what is shown, and
/// the folder one was in last, on each server.
class FilesLayout : public QObject
{
    Q_OBJECT

public:
    FilesLayout(const QString &stateFolder, QObject *parent);
    ~FilesLayout() override;

    /// Brings them to what they were, and keeps what becomes of them.
    void keep(QSplitter *splitter);
    void keep(FolderPane *pane);

    bool flag(const QString &name) const { return m_settings.value(name, false).toBool(); }
    void setFlag(const QString &name, bool on) { m_settings.setValue(name, on); }
    QString localFolder() const { return m_settings.value(QStringLiteral("local/folder")).toString(); }
    void setLocalFolder(const QString &path) { m_settings.setValue(QStringLiteral("local/folder"), path); }
    QString remoteFolder(const QString &account) const { return m_settings.value(remoteKey(account)).toString(); }
    void setRemoteFolder(const QString &account, const QString &path) { m_settings.setValue(remoteKey(account), path); }

private:
    static QString remoteKey(const QString &account);
    void save();

    QSettings m_settings;
    QSplitter *m_splitter = nullptr;
    QList<FolderPane *> m_panes;
    QTimer m_soon;
};

} // namespace transom::ui
