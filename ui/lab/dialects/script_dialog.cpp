#include "ui/lab/dialects/script_dialog.h"

#include "core/base/strand.h"
#include "ui/widgets/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QTabBar>

namespace transom::ui {

using namespace Qt::StringLiterals;
using lab::Role;

QString pythonScript(const lab::Dialect &dialect, Role role, const QString &host, quint16 port)
{
    QFile file(u":/lab/scripts/%1_%2.py"_s.arg(dialect.name(), role == Role::Server ? u"server"_s : u"client"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    QString quoted = host;
    quoted.remove(u'\\').remove(u'"').remove(u'\n');
    text.replace(u"HOST = \"127.0.0.1\""_s, u"HOST = \"%1\""_s.arg(quoted));
    if (port != 0)
        text.replace(u"PORT = %1\n"_s.arg(dialect.port), u"PORT = %1\n"_s.arg(port));
    return text;
}

ScriptDialog::ScriptDialog(const lab::Dialect &dialect, Role role, const QString &host, quint16 port, QWidget *parent)
    : QDialog(parent)
    , m_dialect(dialect)
    , m_host(host)
    , m_port(port)
    , m_role(new QTabBar)
    , m_about(makeLabel({}, theme::Type::Body, theme::Role::TextMuted))
    , m_text(new QPlainTextEdit)
    , m_banner(new Banner)
{
    setObjectName(u"script-dialog"_s);
    setWindowTitle(tr("Python for the other end"));
    resize(680, 560);
    m_role->setDrawBase(false);
    m_role->setExpanding(false);
    m_role->addTab(tr("As server"));
    m_role->addTab(tr("As client"));
    m_role->setCurrentIndex(role == Role::Client ? 1 : 0);
    m_text->setObjectName(u"script-text"_s);
    m_text->setReadOnly(true);
    m_text->setFont(theme::font(theme::Type::Fixed));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(tr("The program"));
    auto *copy = makeButton(tr("Copy"), u"copy"_s, true);
    copy->setObjectName(u"script-copy"_s);
    auto *store = makeButton(tr("Save as …"), u"download"_s);
    auto *close = makeButton(tr("Close"));
    for (QPushButton *each : {store, close})
        each->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(store);
    buttons->addWidget(copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::Gap4, theme::Gap4, theme::Gap4, theme::Gap4);
    column->setSpacing(theme::Gap3);
    column->addWidget(m_role);
    column->addWidget(m_about);
    column->addWidget(m_banner);
    column->addWidget(m_text, 1);
    column->addLayout(buttons);
    connect(m_role, &QTabBar::currentChanged, this, &ScriptDialog::showRole);
    connect(copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(script());
        m_banner->showText(Banner::Kind::Good, tr("Copied. Paste it into a file and run it with python3."));
    });
    connect(store, &QPushButton::clicked, this, &ScriptDialog::save);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    showRole();
}

QString ScriptDialog::script() const
{
    return m_text->toPlainText();
}

void ScriptDialog::showRole()
{
    const Role role = m_role->currentIndex() == 1 ? Role::Client : Role::Server;
    m_banner->hide();
    m_about->setText(role == Role::Client ? tr("Start the server here first, then run this program: it connects to it. Change it and see what changes on the wire.")
                                          : tr("Run this program first, then start the client here: it connects to it. Change it and see what changes on the wire."));
    m_text->setPlainText(pythonScript(m_dialect, role, m_host, m_port));
}

void ScriptDialog::save()
{
    const QString name = u"%1_%2.py"_s.arg(m_dialect.name(), m_role->currentIndex() == 1 ? u"client"_s : u"server"_s);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save as …"), name, tr("Python (*.py)"));
    if (path.isEmpty())
        return;
    Strand().run(
            [path, bytes = script().toUtf8()] {
                QSaveFile file(path);
                return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit() ? QString() : file.errorString();
            },
            this, [this, path](const QString &error) {
                if (error.isEmpty())
                    m_banner->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path));
                else
                    m_banner->showText(Banner::Kind::Error, tr("%1 could not be written: %2. Choose another folder.").arg(path, error));
            });
}

} // namespace transom::ui
