#include "ui/lab/dialects/dialect_form.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabBar>

namespace transom::ui {

using theme::color;
using theme::Type;
using theme::Gap1;
using theme::Gap2;
using theme::Gap3;
using namespace Qt::StringLiterals;
using lab::ParameterKind;
using lab::Role;
using Model = lab::Serving::Model;

namespace {

QString unitOf(const lab::ParameterInfo &info)
{
    if (info.kind == ParameterKind::Seconds)
        return DialectForm::tr("s", "seconds, behind a number");
    if (qstrcmp(info.id, "work") == 0)
        return DialectForm::tr("ms", "milliseconds, behind a number");
    return info.kind == ParameterKind::Bytes ? DialectForm::tr("bytes") : QString();
}

QWidget *withUnit(QLineEdit *line, const QString &unit)
{
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    auto *label = makeLabel(unit, Type::Body, theme::Role::TextMuted);
    label->setWordWrap(false);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(DialectForm::tr("bytes"))); // fields end at the same place
    row->addWidget(line, 1);
    row->addWidget(label);
    return both;
}

} // namespace

DialectForm::DialectForm(QWidget *parent)
    : QWidget(parent)
    , m_role(new QTabBar)
{
    m_role->setObjectName(u"dialect-role"_s);
    m_role->setDrawBase(false);
    m_role->setExpanding(false);
    m_role->setAccessibleName(tr("Role"));
    m_role->addTab(theme::icon(u"server"_s), tr("Server"));
    m_role->addTab(theme::icon(u"computer"_s), tr("Client"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(m_role);
    connect(m_role, &QTabBar::currentChanged, this, [this] { rebuild(); });
}

Role DialectForm::role() const
{
    return m_role->currentIndex() == 1 ? Role::Client : Role::Server;
}

void DialectForm::setRole(Role wanted)
{
    if (wanted == role())
        return;
    keep();
    m_role->setCurrentIndex(wanted == Role::Client ? 1 : 0);
}

QString DialectForm::key(Role role) const
{
    return m_dialect->name() + (role == Role::Server ? u"/server"_s : u"/client"_s);
}

void DialectForm::showDialect(const lab::Dialect &dialect)
{
    if (m_dialect == &dialect)
        return;
    m_dialect = &dialect;
    rebuild();
}

QString DialectForm::standardOf(const lab::ParameterUse &use) const
{
    const QString standard = QString::fromUtf8(use.standard);
    if (use.info().kind != ParameterKind::Directory)
        return standard;
    const QString downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return QDir(downloads).exists() ? downloads : QDir::homePath();
}

QWidget *DialectForm::makeField(const lab::ParameterUse &use, const QString &value)
{
    const lab::ParameterInfo &info = use.info();
    const QString id = QLatin1String(use.id);
    if (info.kind == ParameterKind::Encoding) {
        auto *box = new QComboBox;
        box->addItems({u"UTF-8"_s, u"GBK"_s});
        box->setCurrentText(value);
        connect(box, &QComboBox::currentTextChanged, this, [this] { keep(); });
        m_values.insert(id, box);
        return box;
    }
    auto *line = new QLineEdit(value);
    line->setMaxLength(4096);
    connect(line, &QLineEdit::textChanged, this, [this] { keep(); });
    m_values.insert(id, line);
    if (const QString unit = unitOf(info); !unit.isEmpty())
        return withUnit(line, unit);
    if (info.kind != ParameterKind::Directory && info.kind != ParameterKind::File)
        return line;
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap1);
    const bool folder = info.kind == ParameterKind::Directory;
    auto *choose = makeToolButton(folder ? u"folder"_s : u"file"_s, folder ? tr("Choose a folder") : tr("Choose a file"));
    row->addWidget(line, 1);
    row->addWidget(choose);
    connect(choose, &QToolButton::clicked, this, [this, line, folder] {
        const QString path = folder ? QFileDialog::getExistingDirectory(this, tr("Choose a folder"), line->text()) : QFileDialog::getOpenFileName(this, tr("Choose a file"), line->text());
        if (!path.isEmpty())
            line->setText(path);
    });
    return both;
}

void DialectForm::rebuild()
{
    if (!m_dialect)
        return;
    delete std::exchange(m_fields, nullptr); // nothing in it has called this
    m_values.clear();
    m_model = nullptr;
    m_stopAfter = nullptr;
    m_anybody = nullptr;
    m_meaning = nullptr;
    const Role now = role();
    const auto found = m_kept.constFind(key(now));
    Kept kept{u"127.0.0.1"_s, m_dialect->port, {}, {}, static_cast<int>(m_dialect->model), 0};
    if (found != m_kept.constEnd())
        kept = *found;

    m_fields = new QWidget;
    m_form = new QFormLayout(m_fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(Gap3);
    m_form->setVerticalSpacing(Gap2);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_host = new QLineEdit(kept.host);
    m_host->setObjectName(u"dialect-host"_s);
    m_host->setToolTip(plainToolTip(now == Role::Server ? tr("The address of this computer to listen at; 127.0.0.1 is for programs of this computer only.") : tr("The name or address of the server")));
    m_port = new QSpinBox;
    m_port->setObjectName(u"dialect-port"_s);
    m_port->setRange(now == Role::Server ? 0 : 1, 65535);
    m_port->setGroupSeparatorShown(false);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    if (now == Role::Server)
        m_port->setSpecialValueText(tr("any free one"));
    m_port->setValue(kept.port);
    m_unix = new QLineEdit(kept.unixPath);
    m_unix->setObjectName(u"dialect-unix"_s);
    m_unix->setPlaceholderText(tr("instead of host and port"));
    m_unix->setToolTip(plainToolTip(tr("A Unix-domain socket at this path; @NAME is one without a file.")));
    m_form->addRow(now == Role::Server ? tr("Listen at") : tr("Host"), m_host);
    m_form->addRow(tr("Port"), m_port);
    m_form->addRow(tr("Unix path"), m_unix);
    if (m_dialect->executes(now))
        addPermission();
    for (const lab::ParameterUse &use : m_dialect->parameters) {
        if (!use.isFor(now))
            continue;
        QWidget *field = makeField(use, kept.given.value(QLatin1String(use.id), standardOf(use)));
        QWidget *value = m_values.value(QLatin1String(use.id));
        value->setObjectName(u"dialect-"_s + QLatin1String(use.id));
        value->setAccessibleName(use.titleText());
        value->setToolTip(plainToolTip(use.info().hintText()));
        m_form->addRow(use.titleText(), field);
    }
    if (now == Role::Server && !m_dialect->datagram)
        addServing(kept);
    centreLabels(*m_form);
    layout()->addWidget(m_fields);
    m_fields->show();
    for (QLineEdit *each : {m_host, m_unix})
        connect(each, &QLineEdit::textChanged, this, [this] { keep(); });
    connect(m_port, &QSpinBox::valueChanged, this, [this] { keep(); });
    Q_EMIT changed();
}

void DialectForm::addServing(const Kept &kept)
{
    m_model = new QComboBox;
    m_model->setObjectName(u"dialect-model"_s);
    m_model->addItem(tr("one at a time"), static_cast<int>(Model::OneAtATime));
    m_model->addItem(tr("a thread for each"), static_cast<int>(Model::Thread));
    m_model->addItem(tr("a process for each"), static_cast<int>(Model::Process));
    m_model->addItem(tr("one event loop"), static_cast<int>(Model::Loop));
    m_model->setCurrentIndex(m_model->findData(kept.model));
    m_model->setToolTip(plainToolTip(tr("What a second client sees while the first is being served")));
    m_stopAfter = new QSpinBox;
    m_stopAfter->setObjectName(u"dialect-stop-after"_s);
    m_stopAfter->setRange(0, 1000);
    m_stopAfter->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_stopAfter->setSpecialValueText(tr("never"));
    m_stopAfter->setSuffix(u' ' + tr("connections"));
    m_stopAfter->setValue(kept.stopAfter);
    m_form->addRow(tr("Serves"), m_model);
    m_form->addRow(tr("Stops after"), m_stopAfter);
    connect(m_model, &QComboBox::currentIndexChanged, this, [this] { keep(); });
    connect(m_stopAfter, &QSpinBox::valueChanged, this, [this] { keep(); });
}

void DialectForm::addPermission()
{
    m_anybody = new QCheckBox(role() == Role::Server ? tr("Let other computers in, too") : tr("Obey other computers, too"));
    m_anybody->setObjectName(u"dialect-anybody"_s);
    m_meaning = makeLabel({}, Type::Caption, theme::Role::TextMuted);
    m_meaning->setObjectName(u"dialect-meaning"_s);
    m_form->addRow(m_anybody);
    m_form->addRow(m_meaning);
    connect(m_anybody, &QCheckBox::toggled, this, [this] {
        showPermission();
        Q_EMIT changed();
    });
    showPermission();
}

void DialectForm::showPermission()
{
    const bool server = role() == Role::Server;
    if (m_anybody->isChecked())
        m_meaning->setText(server ? tr("Anybody who can reach this computer can then run commands as you.") : tr("Whoever answers at that address can then run commands as you."));
    else
        m_meaning->setText(server ? tr("This dialect runs commands: without the box it listens on this computer only (127.0.0.1).") : tr("This dialect runs commands: without the box it connects to this computer only (127.0.0.1)."));
    QPalette palette = m_meaning->palette();
    palette.setColor(QPalette::WindowText, color(m_anybody->isChecked() ? theme::Role::Warn : theme::Role::TextMuted));
    m_meaning->setPalette(palette);
}

void DialectForm::keep()
{
    if (!m_dialect || !m_port)
        return;
    Kept kept{m_host->text().trimmed(), m_port->value(), m_unix->text().trimmed(), {}, static_cast<int>(m_dialect->model), 0};
    for (const auto &[id, widget] : m_values.asKeyValueRange()) {
        if (const auto *line = qobject_cast<QLineEdit *>(widget))
            kept.given.insert(id, line->text());
        else if (const auto *box = qobject_cast<QComboBox *>(widget))
            kept.given.insert(id, box->currentText());
    }
    if (m_model) {
        kept.model = m_model->currentData().toInt();
        kept.stopAfter = m_stopAfter->value();
    }
    m_kept.insert(key(role()), kept);
    Q_EMIT changed();
}

DialectRun::Wanted DialectForm::wanted() const
{
    DialectRun::Wanted wanted;
    wanted.dialect = m_dialect;
    wanted.role = role();
    wanted.host = m_host->text().trimmed();
    wanted.port = static_cast<quint16>(m_port->value());
    wanted.unixPath = m_unix->text().trimmed();
    for (const auto &[id, widget] : m_values.asKeyValueRange()) {
        if (const auto *line = qobject_cast<QLineEdit *>(widget))
            wanted.given.insert(id, line->text());
        else if (const auto *box = qobject_cast<QComboBox *>(widget))
            wanted.given.insert(id, box->currentText());
    }
    if (m_model) {
        wanted.serving.model = static_cast<Model>(m_model->currentData().toInt());
        wanted.serving.stopAfter = m_stopAfter->value();
    }
    wanted.forAnybody = m_anybody && m_anybody->isChecked();
    return wanted;
}

DialectRun::Wanted DialectForm::wantedFor(Role other)
{
    const Role before = role();
    const bool ticked = m_anybody && m_anybody->isChecked();
    setRole(other);
    DialectRun::Wanted made = wanted();
    setRole(before);
    if (ticked && m_anybody) // leaving the role has made the box anew
        m_anybody->setChecked(true);
    return made;
}

void DialectForm::setPort(quint16 port)
{
    m_port->setValue(port);
}

void DialectForm::focusPermission()
{
    if (m_anybody)
        m_anybody->setFocus();
}

} // namespace transom::ui
